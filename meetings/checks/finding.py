"""What Kontroll says (findings, each with its place), and what it has to know to say it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from ..document import Party
from ..policy import MEETING_CHOOSES, Rule

# --- What may be done at once ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fix:
    """What one press may do; `label` is the word on its button."""

    label: str


@dataclass(frozen=True, slots=True)
class RowFix(Fix):
    """It changes a row, known by its ref."""

    entry: str


@dataclass(frozen=True, slots=True)
class ItemFix(Fix):
    """It changes an item, known by its ref."""

    item: str


@dataclass(frozen=True, slots=True)
class Replace(RowFix):
    """Other words in a row's text, from `start` to `stop`.

    What stands there now is not repeated: it may be what must not be shown.
    """

    start: int
    stop: int
    new: str


@dataclass(frozen=True, slots=True)
class NameSender(RowFix):
    """A row gets the parties (by name) whose words it is."""

    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddRow(ItemFix):
    text: str


@dataclass(frozen=True, slots=True)
class SetItem(ItemFix):
    """One of the item's facts (“heading”, “responsible”) gets another value."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Disagreed(ItemFix):
    """The item's utfall: samverkan ended, these parties (by name) disagree."""

    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcceptLate(ItemFix):
    """The parties accept that an item was taken up late."""


@dataclass(frozen=True, slots=True)
class AddAdjuster(Fix):
    """Somebody at the meeting is chosen to sign for the party."""

    name: str
    party: str


def short_digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# --- What is found -----------------------------------------------------------------------------

FACTS = {
    "attendance": "Närvaro",
    "adjusters": "Justerare",
    "deadlines": "Tider",
    "meeting": "Mötet",
    "statements": "Protokollsanteckningar",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: an item (its ref and number), a row of it, or one of FACTS."""

    item: str = ""
    number: str = ""
    entry: str = ""
    fact: str = ""

    @property
    def words(self) -> str:
        return f"Punkt {self.number}" if self.number else FACTS[self.fact]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `weight`: the heaviest is shown first, 100 stops the sending."""

    rule: str
    place: Place
    what: str
    advice: str = ""
    weight: int = 50
    fixes: tuple[Fix, ...] = ()
    stops: bool = False

    @property
    def key(self) -> str:
        """The same for the same remark at the same place, whenever it is asked for."""
        told = (self.rule, self.place.item, self.place.entry, self.place.fact, self.what)
        return short_digest(*told)

    @property
    def sentence(self) -> str:
        """All of it where it stands alone: “Punkt 3: 15 januari 2024 är en måndag.”"""
        return f"{self.heading}."

    @property
    def heading(self) -> str:
        """What stops the sending names its place itself."""
        return self.what if self.stops else f"{self.place.words}: {self.what}"


# --- What is known beside the text -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Organisation:
    """A registered party and the other names that it is written by."""

    party: Party
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(
            name for name in (self.party.name, self.party.chip, *self.aliases) if len(name) > 1
        )


@dataclass(frozen=True, slots=True)
class Mandate:
    """A person for a party on the day of the meeting, by name; `ends` is its last day."""

    name: str
    party: str
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A protokollsanteckning that its party has handed in, by its ref."""

    ref: str
    party: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the Document does not say, but a rule has to know. `mandates` None: not known."""

    today: date
    organisations: tuple[Organisation, ...] = ()
    mandates: tuple[Mandate, ...] | None = None
    people: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()  # titles of files that the Document does not tell of
    who_signs: Rule = MEETING_CHOOSES
    handed_in: tuple[HandedIn, ...] = ()
    is_over: bool = True  # False while people meet: what is not written yet is no remark
    muted: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()  # rules that are off unless they are asked for
