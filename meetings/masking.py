"""A copy for handing out: the same text with passages masked, each with its ground.

What is masked is not in the value that comes out, so nothing made from it can show it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from meetings.document import Document, Entry, Item

# Fields whose strings are no words for a reader: keys, kinds and digests.
KEYS = ("ref", "kind", "presence", "result", "answers", "layout", "media_type")
NO_WORDS = frozenset((*KEYS, "sha256", "salt", "facts_salt", "people_salt"))


@dataclass(frozen=True, slots=True)
class Mask:
    """`ref` names a row; empty, the words are masked wherever they stand.

    Without `words` it is the whole row. Words are matched whatever their case.
    """

    ground: str  # “21 kap. 1 § OSL”
    ref: str = ""
    words: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"[maskerat: {self.ground}]"


def masked(document: Document, masks: Iterable[Mask]) -> Document:
    """The document with every mask laid on. Salts go: nothing may be proven from a copy."""
    told = list(masks)
    everywhere = [mask for mask in told if not mask.ref]
    rows = {mask.ref: mask for mask in told if mask.ref}
    sections = tuple(
        replace(
            _over(section, everywhere, besides=("items",)),
            items=tuple(_item(item, rows, everywhere) for item in section.items),
        )
        for section in document.sections
    )
    document = _over(document, everywhere, besides=("sections",))
    return replace(document, sections=sections, facts_salt="", people_salt="")


def not_found(document: Document, masks: Iterable[Mask]) -> list[tuple[Mask, str]]:
    """Words that a mask names and that are not there: nobody is to believe that they are gone."""
    everything = _strings(document)
    rows = {entry.ref: _strings(entry) for i in document.items() for entry in i.entries}
    return [
        (mask, words)
        for mask in masks
        for words in mask.words
        if not any(map(_finder(words).search, rows.get(mask.ref, ()) if mask.ref else everything))
    ]


def _item(item: Item, rows: dict[str, Mask], everywhere: list[Mask]) -> Item:
    alone: Item = _over(item, everywhere, besides=("entries", "children"))
    return replace(
        alone,
        salt="",
        entries=tuple(_entry(entry, rows.get(entry.ref), everywhere) for entry in item.entries),
        children=tuple(_item(child, rows, everywhere) for child in item.children),
    )


def _entry(entry: Entry, mask: Mask | None, everywhere: list[Mask]) -> Entry:
    if mask is None or mask.words:
        words: Entry = _over(entry, [mask, *everywhere] if mask else everywhere)
        return words
    # Kind and party still tell that somebody spoke here; what was said, by whom and to whom is gone
    return Entry(entry.ref, entry.kind, mask.shown, entry.parties, decided_by=entry.decided_by)


def _over(value: Any, masks: list[Mask], besides: Collection[str] = ()) -> Any:
    """The value with these words masked in all its strings, but for the fields `besides`."""
    if isinstance(value, str):
        return _masked_words(value, masks)
    if isinstance(value, tuple):
        return tuple(_over(part, masks) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = {field.name for field in dataclasses.fields(value)} - NO_WORDS - set(besides)
        return replace(value, **{name: _over(getattr(value, name), masks) for name in names})
    return value


def _masked_words(text: str, masks: list[Mask]) -> str:
    """All masks at once, over the words as they stood: what two of them share hides nothing."""
    found = sorted(
        (hit.start(), hit.end(), mask.shown)
        for mask in masks
        for words in mask.words
        for hit in _finder(words).finditer(text)
    )
    parts, shown_to = [], 0
    for start, end, shown in found:
        if start >= shown_to:
            parts += [text[shown_to:start], shown]
        shown_to = max(shown_to, end)
    return "".join([*parts, text[shown_to:]])


def _finder(words: str) -> re.Pattern[str]:
    """The words in a row, whatever blanks and line breaks lie between them."""
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def _strings(value: Any) -> Collection[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.name not in NO_WORDS)
        return [text for name in fields for text in _strings(getattr(value, name))]
    return []
