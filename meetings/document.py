"""The waist of the house: what a protocol says, as one plain value without Django or paper.

A `Document` is frozen the moment a meeting is sent for signing: its canonical JSON bytes are
stored, and everything that reads a protocol afterwards reads those bytes. `SCHEMA` numbers the
shape of the JSON; a reader for every old schema stays in `READERS` as long as sealed files exist.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

SCHEMA = 2

# What a row may be, and the word that stands for it in the margin (an ordinary note needs none).
KINDS = {
    "note": "",
    "question": "Fråga",
    "answer": "Svar",
    "decision": "Beslut",
    "action": "Åtgärd",
    "disagreement": "Oenighet",
    "election": "Val",
    "quote": "Citat",
    "subheading": "",
    "statement": "Protokollsanteckning",
    "opinion": "Avvikande mening om lydelsen",
    "happening": "",
}

ANSWER_RESULTS = {
    "answered": "Besvarad",
    "partly": "Delvis besvarad",
    "returns": "Arbetsgivaren återkommer",
}


def in_sentence(name: str) -> str:
    """A heading or a common name as it is written inside a sentence: “förvaltningsgruppen”.

    “FSG”, “H22” and “MBL-frågor” keep their capitals.
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _and(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} och {last}" if first else last


@dataclass(frozen=True, slots=True)
class Party:
    """The employer or a union organisation, by the names it had on the day of the meeting."""

    name: str
    chip: str = ""
    employer: bool = False

    @property
    def in_sentence(self) -> str:
        """The name inside a sentence: “för arbetsgivaren”, but “för Kommunal”."""
        return in_sentence(self.name) if self.employer else self.name


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person called to the meeting; `party` is empty for a guest, who has an `organisation`."""

    name: str
    presence: str  # present, remote, excused, absent
    title: str = ""
    party: Party | None = None
    organisation: str = ""
    serves_for: str = ""
    chairs: bool = False
    writes: bool = False
    adjusts: bool = False
    came: time | None = None
    left: time | None = None
    hours: str = ""  # “gick 14.00, kom 14.30”, of whoever came or left more than once
    away: str = ""  # “punkt 4–7”, “från punkt 9”

    @property
    def took_part(self) -> bool:
        return self.presence in ("present", "remote")

    @property
    def is_guest(self) -> bool:
        return self.party is None and not self.writes


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day of a meeting that was adjourned to another, with who was there on that day."""

    date: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""  # when it was another than the meeting's
    attendees: tuple[Attendee, ...] = ()
    unrepresented: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjuster:
    """Who was chosen to certify the minutes for a party. Who signed is no part of the Document."""

    name: str
    party: Party
    title: str = ""
    attended: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """Who does what by when. `what` is empty when the row that carries it says it already."""

    responsible: str = ""
    what: str = ""
    due: date | None = None
    due_words: str = ""  # “nästa möte”, when no day was named


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended: an utfall stands under the heading and is never a row or a decision."""

    kind: str
    words: str
    sentence: str = ""
    disagreeing: tuple[Party, ...] = ()
    concluded: str = ""  # when samverkan ended, in words: “vid mötet”, “vid justeringen”


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on the meeting or an item, known by its digest; without one it was only promised."""

    ref: str
    number: int  # within the meeting, kept for good: “Se bilaga 1” stands in the text
    title: str
    file_name: str = ""
    media_type: str = ""
    pages: int = 0  # of a PDF; 0 when nobody knows
    size: int = 0  # bytes
    sha256: str = ""
    promised_by: str = ""
    due: date | None = None
    due_words: str = ""

    @property
    def is_missing(self) -> bool:
        """Promised, and not here yet."""
        return not self.sha256


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the minutes. `ref` is stable from the writer's form to the sealed file."""

    ref: str
    kind: str
    text: str = ""
    parties: tuple[Party, ...] = ()
    concurs: tuple[Party, ...] = ()
    speaker: str = ""
    decided_by: str = ""  # “Arbetsgivaren” or “Gruppen”, of a decision
    title: str = ""  # a question's short title
    asked_of: str = ""  # who is to answer a question
    answers: tuple[str, ...] = ()  # refs of the questions that this row answers
    result: str = ""  # of an answer: a key of ANSWER_RESULTS
    answer_due: date | None = None
    answer_due_words: str = ""
    source: str = ""  # of a quote
    page: str = ""
    actions: tuple[Action, ...] = ()

    @property
    def kind_word(self) -> str:
        return KINDS[self.kind]

    @property
    def result_words(self) -> str:
        return ANSWER_RESULTS.get(self.result, "")


@dataclass(frozen=True, slots=True)
class Item:
    """A matter on the agenda with its rows; sub-items stand one level below."""

    ref: str
    number: str
    heading: str
    responsible: str = ""
    legal_basis: tuple[str, ...] = ()
    case_number: str = ""
    board: str = ""
    board_date: date | None = None
    outcome: Outcome | None = None
    earlier: str = ""  # “information 16 januari, punkt 7”: where the matter was handled before
    late: str = ""  # “Tillkom på mötet. Parterna godtar att frågan tas upp.”
    moved_to: tuple[str, ...] = ()  # “förvaltningsgruppen den 12 mars”, each without its “till”
    is_round: bool = False
    empty_words: str = ""  # printed when nothing was written: “Inget att ta upp”
    settled: str = ""  # “Omedelbart justerad 12 mars 2024 …”: it was certified before the rest
    entries: tuple[Entry, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    children: tuple[Item, ...] = ()
    salt: str = ""

    @property
    def anchor(self) -> str:
        return "p" + self.number.replace(".", "-")

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.children or self.outcome or self.attachments)

    @property
    def questions(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == "question")

    @property
    def disagreements(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == "disagreement")

    @property
    def noted(self) -> str:
        """The item as it is named beside a signature: “punkt 17, föranmälda frågor”."""
        return f"punkt {self.number}, {in_sentence(self.heading)}"


@dataclass(frozen=True, slots=True)
class Section:
    """The group's own heading over its items, with its sentence when nothing stands below it."""

    heading: str = ""
    empty_words: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What one meeting's minutes say. `name` is “Protokoll” or “Minnesanteckningar”."""

    name: str
    title: str
    group: str
    date: date
    authority: str = ""
    unit: str = ""
    kind_of_group: str = ""  # “förvaltningsgrupp”: the words after PROTOKOLL in the page header
    number: str = ""
    annex_to: str = ""
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    chair: str = ""
    secretary: str = ""
    layout: str = "numbered"  # numbered, sectioned or table
    adjusted: bool = True  # False for a group without adjusters
    part: str = ""  # “punkt 7 och 9”: these items alone, for omedelbar justering
    comments_due: datetime | None = None  # local wall time, Europe/Stockholm
    signing_due: datetime | None = None
    parties: tuple[Party, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    unrepresented: tuple[Party, ...] = ()
    # Only a meeting of several days: every day of it, and `attendees` is everybody, each once.
    sittings: tuple[Sitting, ...] = ()
    adjusters: tuple[Adjuster, ...] = ()
    attachments: tuple[Attachment, ...] = ()  # of the meeting itself; an item has its own
    sections: tuple[Section, ...] = ()
    facts_salt: str = ""
    people_salt: str = ""
    schema: int = SCHEMA

    @property
    def is_notes(self) -> bool:
        return self.name == "Minnesanteckningar"

    @property
    def is_correction(self) -> bool:
        """A rättelse that is signed: it says nothing of who was there."""
        return self.name == "Rättelse"

    @property
    def present(self) -> tuple[Attendee, ...]:
        return tuple(someone for someone in self.attendees if someone.took_part)

    def top_items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    def items(self) -> Iterator[Item]:
        """Every item and sub-item in reading order."""
        for item in self.top_items():
            yield item
            yield from item.children

    def item(self, ref: str) -> Item:
        """The item with this ref; raises KeyError when the document has none."""
        for item in self.items():
            if item.ref == ref:
                return item
        raise KeyError(ref)

    def entry(self, ref: str) -> Entry:
        for item in self.items():
            for entry in item.entries:
                if entry.ref == ref:
                    return entry
        raise KeyError(ref)

    def all_attachments(self) -> list[tuple[Attachment, Item | None]]:
        """Every attachment with its item, None for the meeting's own, in order of number."""
        own: list[tuple[Attachment, Item | None]] = [(one, None) for one in self.attachments]
        below = [(one, item) for item in self.items() for one in item.attachments]
        return sorted([*own, *below], key=lambda found: found[0].number)

    def only(self, refs: Iterable[str], *, due: datetime | None = None) -> Self:
        """These items alone with their sub-items, for omedelbar justering: the rest goes on."""
        refs = set(refs)
        kept = (
            replace(section, items=tuple(item for item in section.items if item.ref in refs))
            for section in self.sections
        )
        sections = tuple(section for section in kept if section.items)
        part = "punkt " + _and(item.number for section in sections for item in section.items)
        return replace(
            self,
            title=f"Omedelbar justering av {part} i {in_sentence(self.title)}",
            part=part,
            comments_due=None,
            signing_due=due,
            attachments=(),
            sections=sections,
        )

    def disagreements_of(self, party: str) -> tuple[Item, ...]:
        """The items under which the party's disagreement is recorded, in order, each once."""
        return tuple(
            item
            for item in self.items()
            if any(party == p.name for entry in item.disagreements for p in entry.parties)
            or (item.outcome and any(party == p.name for p in item.outcome.disagreeing))
        )

    def items_about(self, party: str) -> tuple[Item, ...]:
        """The items in which the party speaks, asks, concurs or disagrees: read these first."""
        return tuple(
            item
            for item in self.items()
            if item in self.disagreements_of(party)
            or any(party == p.name for e in item.entries for p in (*e.parties, *e.concurs))
        )

    def salted(self, token: Callable[[], str]) -> Self:
        """The same document with a fresh salt in every part, so that no digest can be guessed."""

        def salted(item: Item) -> Item:
            return replace(item, salt=token(), children=tuple(map(salted, item.children)))

        return replace(
            self,
            facts_salt=token(),
            people_salt=token(),
            sections=tuple(
                replace(section, items=tuple(map(salted, section.items)))
                for section in self.sections
            ),
        )

    def to_json(self) -> bytes:
        """Canonical bytes: sorted keys, UTF-8, no spaces, empty fields left out."""
        return canonical(_plain(self))

    @property
    def fingerprint(self) -> str:
        """The kontrollkod, 64 hex digits: see `fingerprint`."""
        return fingerprint(_plain(self))


def read(frozen: bytes) -> Document:
    """The Document in these bytes, whatever schema they were written in.

    Raises ValueError for bytes that no reader knows.
    """
    raw = json.loads(frozen)
    reader = READERS.get(raw.get("schema") if isinstance(raw, dict) else None)
    if reader is None:
        raise ValueError("unknown schema of a frozen document")
    return reader(raw)


# --- Digests -----------------------------------------------------------------------------------

PEOPLE = ("attendees", "unrepresented", "sittings", "adjusters", "chair", "secretary")


def canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def item_digest(item: dict[str, Any]) -> str:
    """Digest of a plain item. Sub-items enter by their own digests, so each can be proven alone."""
    alone = {key: value for key, value in item.items() if key != "children"}
    return digest([alone, [item_digest(child) for child in item.get("children", [])]])


def digests(raw: dict[str, Any]) -> dict[str, Any]:
    """The parts under the kontrollkod: facts, people and one salted digest for each item.

    An extract shows these digests and the plain items it contains: whoever holds both can work out
    the original's kontrollkod without seeing the rest. Works on plain JSON, so that the kontrollkod
    of an old schema never depends on today's dataclasses.
    """
    facts = {k: v for k, v in raw.items() if k not in (*PEOPLE, "people_salt", "sections")}
    people = {k: raw[k] for k in (*PEOPLE, "people_salt") if k in raw}
    sections = [
        {
            "heading": section.get("heading", ""),
            "empty_words": section.get("empty_words", ""),
            "items": [item_digest(item) for item in section.get("items", [])],
        }
        for section in raw.get("sections", [])
    ]
    return {"facts": digest(facts), "people": digest(people), "sections": sections}


def fingerprint(raw: dict[str, Any]) -> str:
    return digest(digests(raw))


def fingerprint_of(frozen: bytes) -> str:
    """The kontrollkod of stored bytes, read as plain JSON."""
    return fingerprint(json.loads(frozen))


# --- Plain values and back ---------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        pairs = ((f.name, _plain(getattr(value, f.name))) for f in dataclasses.fields(value))
        return {name: plain for name, plain in pairs if plain not in ("", None, [], False)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value


@functools.cache
def _shape(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def _build(cls: Any, raw: dict[str, Any]) -> Any:
    shape = _shape(cls)
    given = {name: _value(shape[name], value) for name, value in raw.items() if name in shape}
    return cls(**{**_left_out(cls), **given})


@functools.cache
def _left_out(cls: Any) -> dict[str, Any]:
    """What a field means when the canonical form left it out, if its default says otherwise.

    Booleans that default to True are left out when False; required strings when empty.
    """
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        text = _shape(cls)[field.name] is str
        if field.default is True:
            values[field.name] = False
        elif text and field.default != "":
            values[field.name] = ""
    return values


def _value(hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(arg for arg in args if arg is not type(None)), value)
    if origin is tuple:
        return tuple(_value(args[0], part) for part in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, value)
    if hint in (date, time, datetime):
        return hint.fromisoformat(value)
    if not isinstance(value, hint):
        raise ValueError(f"{value!r} is no {hint.__name__}")
    return value


def _read_1(raw: dict[str, Any]) -> Document:
    """Schema 2 only added fields, which are empty in what was frozen before."""
    document: Document = _build(Document, raw)
    return document


READERS: dict[Any, Callable[[dict[str, Any]], Document]] = {1: _read_1, 2: _read_1}
