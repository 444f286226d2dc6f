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
    rows = {mask.ref: mask for mask in told if mask.ref}
    for mask in told:
        if not mask.ref:
            document = _everywhere(document, mask)
    sections = tuple(
        replace(section, items=tuple(_item(item, rows) for item in section.items))
        for section in document.sections
    )
    return replace(document, sections=sections, facts_salt="", people_salt="")


def not_found(document: Document, masks: Iterable[Mask]) -> list[tuple[Mask, str]]:
    """Words that a mask names and that are not there: nobody is to believe that they are gone."""
    everything = " ".join(_strings(document))
    rows = {entry.ref: " ".join(_strings(entry)) for i in document.items() for entry in i.entries}
    return [
        (mask, words)
        for mask in masks
        for words in mask.words
        if not _finder(words).search(rows.get(mask.ref, "") if mask.ref else everything)
    ]


def _item(item: Item, rows: dict[str, Mask]) -> Item:
    return replace(
        item,
        salt="",
        entries=tuple(_entry(entry, rows.get(entry.ref)) for entry in item.entries),
        children=tuple(_item(child, rows) for child in item.children),
    )


def _entry(entry: Entry, mask: Mask | None) -> Entry:
    if mask is None:
        return entry
    if mask.words:
        masked_entry: Entry = _everywhere(entry, mask)
        return masked_entry
    # Kind and party still tell that somebody spoke here; what was said, by whom and to whom is gone
    return Entry(entry.ref, entry.kind, mask.shown, entry.parties, decided_by=entry.decided_by)


def _everywhere(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        for words in mask.words:
            value = _finder(words).sub(mask.shown.replace("\\", r"\\"), value)
        return value
    if isinstance(value, tuple):
        return tuple(_everywhere(part, mask) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.name not in NO_WORDS)
        return replace(value, **{name: _everywhere(getattr(value, name), mask) for name in fields})
    return value


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
