"""Two Documents told as one: every item and row of both, each in its place and told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..document import Document, Entry, Item
from .facts import Fact
from .text import Run

# `left`: it is told here only that the row or item stands elsewhere now.
State = Literal["same", "added", "removed", "changed", "moved", "left"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row as it is, or as it was when it is gone. `runs` when its words changed."""

    entry: Entry
    state: State
    runs: tuple[Run, ...] = ()
    facts: tuple[Fact, ...] = ()
    where: str = ""  # “Flyttat från punkt 8”

    @property
    def is_change(self) -> bool:
        return self.state not in ("same", "left")

    @property
    def anchor(self) -> str:
        return f"{'flyttat' if self.state == 'left' else 'stycke'}-{self.entry.ref}"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item with all its rows. `state` is about the item itself, not about what stands in it."""

    item: Item
    state: State
    facts: tuple[Fact, ...] = ()
    where: str = ""
    was_number: str = ""  # when only the items before it became more or fewer
    rows: tuple[RowChange, ...] = ()
    children: tuple[ItemChange, ...] = ()

    @property
    def is_change(self) -> bool:
        return self.state != "same"

    @property
    def has_changes(self) -> bool:
        """Something in it, or in a sub-item, is to be read again."""
        rows = any(row.is_change for row in self.rows)
        return self.is_change or rows or any(child.has_changes for child in self.children)

    def all(self) -> Iterator[ItemChange]:
        """With every item below; removed ones may stand below a sub-item that stood above them."""
        yield self
        for child in self.children:
            yield from child.all()

    @property
    def anchor(self) -> str:
        """The number of a removed item may be another's by now."""
        return f"borttagen-{self.item.ref}" if self.state == "removed" else self.item.anchor


@dataclass(frozen=True, slots=True)
class SectionChange:
    heading: str
    items: tuple[ItemChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something changed: what a link leads to, and in which item. None: the meeting's own."""

    anchor: str
    item: Item | None
    state: State


@dataclass(frozen=True)
class Comparison:
    """The whole of `after`, with what was otherwise in `before`."""

    before: Document
    after: Document
    sections: tuple[SectionChange, ...]
    facts: tuple[Fact, ...] = ()  # of the meeting: who was there, when, the headings

    def items(self) -> Iterator[ItemChange]:
        """Every item and sub-item in reading order, the removed ones where they stood."""
        for section in self.sections:
            for item in section.items:
                yield from item.all()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The changes in reading order: a new or removed item counts once, with all its rows."""
        own = [Place("andrade-uppgifter", None, "changed")] if loud(self.facts) else []
        return (*own, *(place for item in self.items() for place in _places(item)))

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def is_same(self) -> bool:
        """Nobody would read a word otherwise, not even a deadline or a number."""
        quiet = any(item.was_number for item in self.items())
        return not (self.places or self.facts or quiet)

    @cached_property
    def of(self) -> Mapping[str, ItemChange]:
        """Each item by its ref."""
        return {item.item.ref: item for item in self.items()}

    @property
    def changed_items(self) -> tuple[str, ...]:
        """The refs of items with something to read again, for the list of contents."""
        return tuple(item.item.ref for item in self.items() if item.has_changes)

    def row(self, ref: str) -> RowChange:
        """Raises KeyError when no row of the text has this ref."""
        for item in self.items():
            for row in item.rows:
                if row.entry.ref == ref and row.state != "left":
                    return row
        raise KeyError(ref)


def loud(all_: Iterable[Fact]) -> bool:
    return any(not fact.quiet for fact in all_)


def _places(item: ItemChange) -> Iterator[Place]:
    if item.is_change:
        yield Place(item.anchor, item.item, item.state)
    told = item.state in ("added", "removed")
    for row in item.rows:
        if row.is_change and (row.state == "moved" or not told):
            yield Place(row.anchor, item.item, row.state)
