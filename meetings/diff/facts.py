"""What stands beside the text, said in words: who, when, how it ended. Compared as it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from .. import words
from ..document import (
    ANSWER_RESULTS,
    KINDS,
    Action,
    Adjuster,
    Attachment,
    Attendee,
    Document,
    Entry,
    Item,
    Outcome,
    Party,
    Sitting,
)

# What a change of each field is called. A field that has no name here is told all the same.
NAMES: dict[type, dict[str, str]] = {
    Entry: {
        "kind": "Slag",
        "parties": "Part",
        "concurs": "Instämmer",
        "speaker": "Talare",
        "decided_by": "Beslutat av",
        "title": "Kort titel",
        "asked_of": "Till",
        "answers": "Svar på",
        "result": "Svaret",
        "answer_due": "Svar senast",
        "answer_due_words": "Svar till",
        "source": "Ur",
        "page": "Sida",
        "actions": "Åtgärd",
    },
    Item: {
        "heading": "Rubrik",
        "responsible": "Ansvarig",
        "legal_basis": "Avser samverkan enligt",
        "case_number": "Dnr",
        "board": "Till nämnd",
        "board_date": "Nämndens dag",
        "outcome": "Utfall",
        "earlier": "Tidigare",
        "late": "Tillkom",
        "settled": "Omedelbart justerad",
        "moved_to": "Flyttas",
        "empty_words": "När inget står",
    },
    Document: {
        "name": "Slag",
        "title": "Titel",
        "group": "Grupp",
        "date": "Dag",
        "authority": "Myndighet",
        "unit": "Enhet",
        "kind_of_group": "Gruppens slag",
        "number": "Nummer",
        "annex_to": "Bilaga till",
        "part": "Del",
        "starts": "Började",
        "ends": "Slutade",
        "place": "Plats",
        "chair": "Ordförande",
        "secretary": "Vid protokollet",
        "layout": "Uppställning",
        "adjusted": "Ska justeras",
        "comments_due": "Synpunkter senast",
        "signing_due": "Justering senast",
        "parties": "Parter",
        "unrepresented": "Utan företrädare",
        "adjusters": "Justerare",
    },
}

# The tree itself and what nobody reads; `compare` tells of the tree.
APART = {
    Entry: {"ref", "text"},
    Item: {"ref", "number", "is_round", "entries", "attachments", "children", "salt"},
    Document: {
        *("attendees", "sittings", "attachments", "sections"),
        *("facts_salt", "people_salt", "schema"),
    },
}

# These follow from something else: shown, but no change that a reader must look for.
QUIET = {"comments_due", "signing_due"}

PRESENCE = {
    "present": "på plats",
    "remote": "på distans",
    "excused": "förhinder",
    "absent": "frånvarande",
}
KIND_WORDS = {
    **KINDS,
    "note": "Anteckning",
    "subheading": "Mellanrubrik",
    "happening": "Händelse",
}
NO_NAMES: Mapping[str, str] = {}
LAYOUTS = {"numbered": "numrerad", "sectioned": "med rubriker", "table": "tabell"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said beside the text, before and after; empty when it was not said."""

    name: str
    before: str
    after: str
    quiet: bool = False


def facts(old: Any, new: Any, names: Mapping[str, str] = NO_NAMES) -> list[Fact]:
    """What is said otherwise in `new`; `names` says what the refs in an answer are called."""
    of = type(new)
    found = []
    for field in fields(new):
        if field.name in APART[of]:
            continue
        before, after = (_field(one, field.name, names) for one in (old, new))
        if before != after:
            name = NAMES[of].get(field.name, "Uppgift")
            found.append(Fact(name, before, after, quiet=field.name in QUIET))
    return found


def attachments(old: Iterable[Attachment], new: Iterable[Attachment]) -> list[Fact]:
    before, after = ({one.ref: one for one in files} for files in (old, new))
    return [
        Fact(f"Bilaga {(after.get(ref) or before[ref]).number}", was, now)
        for ref in {**before, **after}
        if (was := said(before.get(ref))) != (now := said(after.get(ref)))
    ]


def people(old: Document, new: Document) -> list[Fact]:
    """Everybody whose attendance is told otherwise, on each day of the meeting."""
    found = _attendance("", old.attendees, new.attendees)
    before, after = ({day.date: day for day in one.sittings} for one in (old, new))
    for day in sorted({*before, *after}):
        was, now = before.get(day), after.get(day)
        if said(was) != said(now):
            found.append(Fact("Mötesdag", said(was), said(now)))
        if was and now:
            on = f", {words.day(day)}"
            found += _attendance(on, was.attendees, now.attendees)
            if (a := said(was.unrepresented)) != (b := said(now.unrepresented)):
                found.append(Fact(f"Utan företrädare{on}", a, b))
    return found


def said(value: Any) -> str:
    """Any value of a Document as a reader would say it; nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return words.and_list(map(said, value))
    for kind, say in SAYING.items():
        if isinstance(value, kind):
            return say(value)
    return str(value)


# --- One value -----------------------------------------------------------------------------------


def _field(of: Any, field: str, names: Mapping[str, str]) -> str:
    value = getattr(of, field)
    if field == "answers":
        return words.and_list(names.get(ref, "en fråga") for ref in value)
    tables = {"kind": KIND_WORDS, "result": ANSWER_RESULTS, "layout": LAYOUTS}
    return tables.get(field, {}).get(value, "") or said(value)


def _attendance(on: str, old: Iterable[Attendee], new: Iterable[Attendee]) -> list[Fact]:
    before, after = ({_who(one): one for one in all_} for all_ in (old, new))
    return [
        Fact(f"{who[0]}{on}", was, now)
        for who in {**before, **after}
        if (was := said(before.get(who))) != (now := said(after.get(who)))
    ]


def _who(someone: Attendee) -> tuple[str, str]:
    return someone.name, someone.party.name if someone.party else someone.organisation


def _attendee(one: Attendee) -> str:
    return _listed(
        PRESENCE.get(one.presence, one.presence),
        one.title,
        one.party.name if one.party else "",
        one.organisation,
        f"ersätter {one.serves_for}" if one.serves_for else "",
        "ordförande" if one.chairs else "",
        "sekreterare" if one.writes else "",
        "vald till justerare" if one.adjusts else "",
        f"kom {said(one.came)}" if one.came else "",
        f"gick {said(one.left)}" if one.left else "",
        one.hours,
        f"ej {one.away}" if one.away else "",
    )


def _adjuster(one: Adjuster) -> str:
    away = "" if one.attended else ", deltog inte i mötet"
    return f"{_listed(one.name, one.title)} ({one.party.in_sentence}{away})"


def _action(one: Action) -> str:
    return _listed(one.what, one.responsible, one.due_words, said(one.due))


def _outcome(one: Outcome) -> str:
    disagreeing = f"Oeniga: {said(one.disagreeing)}" if one.disagreeing else ""
    concluded = f"Avslutades {one.concluded}" if one.concluded else ""
    told = [one.sentence, one.words, disagreeing, concluded]
    return " · ".join(part for part in told if part)


def _attachment(one: Attachment) -> str:
    due = _listed(one.due_words, said(one.due))
    return _listed(
        one.title,
        one.file_name,
        words.count(one.pages, "sida,sidor") if one.pages else "",
        words.file_size(one.size) if one.size else "",
        f"utlovad av {one.promised_by}" if one.promised_by else "",
        f"senast {due}" if due else "",
        f"kontrollsumma {one.sha256[:8]}" if one.sha256 else "har inte kommit",
    )


def _sitting(one: Sitting) -> str:
    hours = "–".join(said(hour) for hour in (one.starts, one.ends) if hour)
    return _listed(said(one.date), f"kl. {hours}" if hours else "", one.place)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


# In order: a datetime is also a date, a bool also a number.
SAYING: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "ja" if value else "nej",
    datetime: words.deadline,
    date: words.day_long,
    time: words.clock_time,
    Party: lambda party: party.name,
    Attendee: _attendee,
    Adjuster: _adjuster,
    Action: _action,
    Outcome: _outcome,
    Attachment: _attachment,
    Sitting: _sitting,
}
