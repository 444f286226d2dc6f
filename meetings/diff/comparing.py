"""How two Documents become a Comparison.

A row is known by its `ref`, or by its words when somebody cut it out and pasted it anew, so that
what was moved is told as moved. What was removed stands where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from .. import marks
from ..document import Document, Entry, Item
from ..words import and_list
from .facts import Fact, attachments, facts, people
from .minutes import Comparison, ItemChange, RowChange, SectionChange, State, loud
from .text import Run, changes, longest_in_order

T = TypeVar("T", Entry, Item)


def compare(before: Document, after: Document) -> Comparison:
    own = [*facts(before, after), *people(before, after)]
    own += attachments(before.attachments, after.attachments)
    return Comparison(
        before, after, _Comparing(before, after).sections(), (*own, *_headings(before, after))
    )


def _headings(before: Document, after: Document) -> Iterator[Fact]:
    was, now = (and_list(s.heading for s in one.sections if s.heading) for one in (before, after))
    if was != now:
        yield Fact("Rubriker", was, now)
    old = {section.heading: section.empty_words for section in before.sections}
    for section in after.sections:
        said = old.get(section.heading, "")
        if said != section.empty_words:
            yield Fact(f"När inget står under {section.heading}", said, section.empty_words)


class _Comparing:
    def __init__(self, before: Document, after: Document) -> None:
        self.before, self.after = before, after
        self.old_items = {item.ref: item for item in before.items()}
        self.new_items = {item.ref: item for item in after.items()}
        self.old_rows = {e.ref: e for item in before.items() for e in item.entries}
        self.new_rows = {e.ref: e for item in after.items() for e in item.entries}
        self.old_home = {e.ref: item for item in before.items() for e in item.entries}
        self.new_home = {e.ref: item for item in after.items() for e in item.entries}
        self.same_item = _found_again(self.old_items, self.new_items, lambda one: one.heading)
        self.same_row = _found_again(self.old_rows, self.new_rows, _spoken)
        self.old_heading = {i.ref: s.heading for s in before.sections for i in s.items}
        self.new_heading = {i.ref: s.heading for s in after.sections for i in s.items}
        self.new_section = {i.ref: n for n, s in enumerate(after.sections) for i in s.items}
        self.now = {old: new for new, old in self.same_row.items()}
        self.names = {**_names(before), **_names(after)}

    def sections(self) -> tuple[SectionChange, ...]:
        """The sections of the text as it is; what was removed stands under the heading it had."""
        headings = [section.heading for section in self.after.sections]
        under: list[list[ItemChange]] = [[] for _ in headings or [""]]
        here = 0
        for change in self._items(self.before.top_items(), self.after.top_items()):
            place = here = self.new_section.get(change.item.ref, here)
            if change.state == "removed":
                heading = self.old_heading[change.item.ref]
                place = headings.index(heading) if heading in headings else here
            under[place].append(change)
        named = zip(headings or [""], under, strict=True)
        return tuple(SectionChange(heading, tuple(items)) for heading, items in named)

    # --- Items -----------------------------------------------------------------------------------

    def _items(self, old: Iterable[Item], new: Iterable[Item]) -> Iterator[ItemChange]:
        before, after = ({one.ref: one for one in items} for items in (old, new))
        kept = set(self.same_item.values())
        for was, now, stayed in _woven(list(before), list(after), self.same_item):
            if now:
                yield self._item(after[now], stayed)
            elif was and was not in kept:
                yield self._removed(before[was])

    def _removed(self, item: Item) -> ItemChange:
        rows = tuple(self._rows(item, None))
        return ItemChange(
            item, "removed", rows=rows, children=tuple(self._items(item.children, ()))
        )

    def _item(self, item: Item, stayed: bool) -> ItemChange:
        was = self.old_items.get(self.same_item.get(item.ref, ""))
        rows = tuple(self._rows(was, item))
        children = tuple(self._items(was.children if was else (), item.children))
        if was is None:
            return ItemChange(item, "added", rows=rows, children=children)
        told = facts(was, item) + attachments(was.attachments, item.attachments)
        where = self._moved(was, item, stayed)
        state: State = "moved" if where else "changed" if loud(told) else "same"
        number = was.number if was.number != item.number and not where else ""
        return ItemChange(item, state, tuple(told), where, number, rows, children)

    def _moved(self, was: Item, item: Item, stayed: bool) -> str:
        """“Flyttad från punkt 8”; a heading that was only given another name moves nothing."""
        if not stayed:
            return f"Flyttad från punkt {was.number}"
        old, new = self.old_heading.get(was.ref, ""), self.new_heading.get(item.ref, "")
        kept = old in self.new_heading.values() or new in self.old_heading.values()
        return f"Flyttad från {old or 'en plats utan rubrik'}" if old != new and kept else ""

    # --- Rows ------------------------------------------------------------------------------------

    def _rows(self, was: Item | None, item: Item | None) -> Iterator[RowChange]:
        before, after = ([e.ref for e in one.entries] if one else [] for one in (was, item))
        for old, new, stayed in _woven(before, after, self.same_row):
            if new:
                yield self._row(self.new_rows[new], stayed, was)
            elif old:
                yield from self._gone(self.old_rows[old], item)

    def _row(self, entry: Entry, stayed: bool, home: Item | None) -> RowChange:
        old = self.same_row.get(entry.ref)
        if old is None:
            return RowChange(entry, "added")
        was = self.old_rows[old]
        runs = _runs(was.text, entry.text)
        told = facts(was, entry, self.names)
        if not runs and marks.to_html(was.text) != marks.to_html(entry.text):
            told.append(Fact("Form", "", "fetstil, lista eller länk är ändrad"))
        state: State = "changed" if runs or told else "same"
        where = "" if stayed else self._from(self.old_home[old], home)
        return RowChange(entry, "moved" if where else state, runs, tuple(told), where)

    def _from(self, old: Item, home: Item | None) -> str:
        inside = home is not None and old.ref == home.ref
        return "Flyttat inom punkten" if inside else f"Flyttat från punkt {old.number}"

    def _gone(self, entry: Entry, item: Item | None) -> Iterator[RowChange]:
        new = self.now.get(entry.ref)
        if new is None:
            yield RowChange(entry, "removed")
        elif item is None or self.new_home[new].ref != item.ref:
            where = f"Ett stycke är flyttat till punkt {self.new_home[new].number}"
            yield RowChange(entry, "left", where=where)


def _runs(before: str, after: str) -> tuple[Run, ...]:
    """Compared as it is read, without stars and bullets; nothing when it reads the same."""
    was, now = marks.to_text(before), marks.to_text(after)
    return changes(was, now) if was != now else ()


def _spoken(entry: Entry) -> str:
    text = marks.to_text(entry.text)
    return f"{entry.kind}: {text}" if text else ""


def _names(document: Document) -> dict[str, str]:
    """What each question is called by what answers it."""
    return {
        question.ref: f"fråga {n} i punkt {item.number}"
        for item in document.items()
        for n, question in enumerate(item.questions, 1)
    }


def _found_again(
    old: Mapping[str, T], new: Mapping[str, T], words: Callable[[T], str]
) -> dict[str, str]:
    """Which ref before each ref after has: its own, else that of the first with the same words."""
    found = {ref: ref for ref in new if ref in old}
    waiting: dict[str, list[str]] = {}
    for ref, one in old.items():
        if ref not in new and words(one):
            waiting.setdefault(words(one), []).append(ref)
    for ref, one in new.items():
        if ref not in found and waiting.get(words(one)):
            found[ref] = waiting[words(one)].pop(0)
    return found


def _woven(
    old: list[str], new: list[str], same: Mapping[str, str]
) -> Iterator[tuple[str | None, str | None, bool]]:
    """Both lists in one: (before, after, still in its place). What is gone stands before the new.

    As many as can have kept their place: what stands otherwise than they was moved.
    """
    place = {ref: n for n, ref in enumerate(old)}
    pairs = [(place[same[ref]], n) for n, ref in enumerate(new) if same.get(ref) in place]
    kept = longest_in_order(sorted(pairs))
    here = there = 0
    for o, n in [*kept, (len(old), len(new))]:
        yield from ((ref, None, False) for ref in old[here:o])
        yield from ((None, ref, False) for ref in new[there:n])
        if n < len(new):
            yield old[o], new[n], True
        here, there = o + 1, n + 1
