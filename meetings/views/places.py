"""The places of the desk: each item with its rows, and what stands open for change there."""

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.urls import reverse

from .. import document, words
from ..models import AgendaItem

# What ?gor= opens in an item.
OPENS = {"fakta": "facts", "utfall": "outcome", "underpunkt": "below"}


@dataclass(frozen=True)
class Opened:
    """What is open for change, and its form. `what` is row, facts, outcome, below or conflict."""

    what: str
    key: str  # the ref of its row, or the key of its item
    form: forms.Form | None = None
    conflict: object = None
    error: str = ""  # of a text that came without the rest of its form


@dataclass
class Place:
    """An item on the desk: what it says, and the row of it that the verbs are for."""

    item: document.Item
    row: AgendaItem
    url: str
    answered: frozenset[str]
    children: list["Place"] = field(default_factory=list)
    is_now: bool = False
    opened: Opened | None = None
    above: "Place | None" = None  # the item above it under the same heading
    later: list = field(default_factory=list)  # changes made after the meeting

    @property
    def pk(self):
        return self.row.pk

    @property
    def is_locked(self):
        """Out for omedelbar justering, or signed."""
        return self.row.locked_in_id is not None

    @property
    def own_and_below(self):
        return [self.item, *self.item.children]

    @cached_property
    def open_refs(self) -> frozenset[str]:
        asked = (question.ref for item in self.own_and_below for question in item.questions)
        return frozenset(asked) - self.answered

    @property
    def open_questions(self) -> int:
        return len(self.open_refs)

    @property
    def is_disputed(self):
        return any(i.disagreements or _ends_disputed(i) for i in self.own_and_below)

    @property
    def is_written(self):
        return any(
            i.outcome or any(e.text for e in i.entries if e.kind != "happening")
            for i in self.own_and_below
        )

    @property
    def says_nothing(self):
        """All that was written is that there was nothing to bring up."""
        said = [entry.text for item in self.own_and_below for entry in item.entries if entry.text]
        nothing = {"Inget att ta upp", self.item.empty_words}
        return bool(said) and all(text.strip(" .") in nothing for text in said)

    @property
    def is_bare(self):
        """Nothing stands here yet, not even a field of a runda."""
        return self.item.is_empty

    def counted(self, kind):
        return [
            entry for item in self.own_and_below for entry in item.entries if entry.kind == kind
        ]

    @property
    def questions(self):
        return self.counted("question")

    @property
    def answered_questions(self) -> int:
        return len(self.questions) - self.open_questions

    @property
    def decisions(self):
        return self.counted("decision")

    @property
    def disputed_by(self) -> str:
        parties = [
            party.name
            for item in self.own_and_below
            for party in (
                *(p for entry in item.disagreements for p in entry.parties),
                *(item.outcome.disagreeing if item.outcome else ()),
            )
        ]
        return words.and_list(dict.fromkeys(parties))

    @property
    def outcomes(self):
        return [item.outcome for item in self.own_and_below if item.outcome]


def _ends_disputed(item):
    return bool(item.outcome and item.outcome.disagreeing)


@dataclass(frozen=True)
class Before:
    """What an item may continue: items of the group's last meetings, and what was moved here."""

    items: list[AgendaItem]
    moved: list[AgendaItem]

    @property
    def keys(self):
        return {item.pk for item in (*self.items, *self.moved)}


@dataclass(frozen=True)
class Removed:
    words: str
    view: str
    args: tuple

    @property
    def url(self):
        return reverse(self.view, args=self.args)


@dataclass
class Band:
    section: document.Section
    places: list[Place]
