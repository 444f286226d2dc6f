"""The Document as the rules read it: every row with its place, its sentences and its dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..document import Document, Entry, Item
from .dates import Mention, mentions
from .finding import Context, Place
from .names import Names

# A party's own text is its own, and what the app wrote itself is right.
OTHERS = ("statement", "opinion", "happening")
SENTENCE_ENDS = re.compile(r"(?<=[.?!:”])\s+(?=[”(]?[A-ZÅÄÖÉ])|\n+")


@dataclass
class Row:
    """A row's words with their place. `is_quoted`: somebody else's words, not to be mended."""

    item: Item
    entry: Entry

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def place(self) -> Place:
        return Place(item=self.item.ref, number=self.item.number, entry=self.entry.ref)

    @property
    def is_quoted(self) -> bool:
        return self.entry.kind == "quote"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in SENTENCE_ENDS.finditer(self.text))]

    @cached_property
    def sentences(self) -> list[tuple[int, str]]:
        """(where it begins, its words) of each sentence."""
        stops = [*self._starts[1:], len(self.text)]
        return [
            (start, self.text[start:stop])
            for start, stop in zip(self._starts, stops, strict=True)
            if start < stop
        ]

    def sentence_at(self, where: int) -> str:
        nth = bisect_right(self._starts, where)
        stop = self._starts[nth] if nth < len(self._starts) else len(self.text)
        return self.text[self._starts[nth - 1] : stop]

    def starts_sentence(self, where: int) -> bool:
        return where in self._starts

    def in_quotes(self, where: int) -> bool:
        """Whether a quotation mark was opened before and not closed."""
        before = self.text[:where]
        return (before.count("”") + before.count("“") + before.count('"')) % 2 == 1


@dataclass
class Minutes:
    """What a rule is given."""

    document: Document
    context: Context
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, context: Context) -> Minutes:
        rows = [
            Row(item, entry)
            for item in document.items()
            for entry in item.entries
            if entry.text and entry.kind not in OTHERS
        ]
        return cls(document, context, rows)

    @cached_property
    def items(self) -> list[Item]:
        return list(self.document.items())

    @cached_property
    def dates(self) -> list[tuple[Row, Mention]]:
        """Every day that is named in a row, in order."""
        near = self.document.date
        return [(row, one) for row in self.rows for one in mentions(row.text, near)]

    @cached_property
    def names(self) -> Names:
        known = [*self.context.people, *(a.name for a in self.document.attendees)]
        organisations = [n for one in self.context.organisations for n in one.names]
        organisations += [n for party in self.document.parties for n in (party.name, party.chip)]
        return Names(tuple(dict.fromkeys(known)), frozenset(filter(None, organisations)))

    @cached_property
    def answered(self) -> frozenset[str]:
        """Refs of the questions that some row answers."""
        return frozenset(
            ref
            for item in self.items
            for entry in item.entries
            for ref in entry.answers
            if entry.result != "returns"
        )

    @cached_property
    def replied(self) -> frozenset[str]:
        """Refs of the questions with some answer, also one that says “återkommer”."""
        return frozenset(
            ref for item in self.items for entry in item.entries for ref in entry.answers
        )

    @cached_property
    def _last_written(self) -> int:
        written = (n for n, item in enumerate(self.items) if item.entries or item.outcome)
        return max(written, default=-1)

    def is_behind(self, item: Item) -> bool:
        """Whether the meeting has gone on from the item, as far as the text can tell."""
        return self.context.is_over or self.items.index(item) < self._last_written

    def bare_items(self) -> Iterator[Item]:
        """Items of their own, not headings over others nor lines in a list."""
        return (item for item in self.document.top_items() if not item.children)


def place_of(item: Item) -> Place:
    return Place(item=item.ref, number=item.number)
