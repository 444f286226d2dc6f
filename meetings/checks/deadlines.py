"""Days that are in the wrong order, or when nobody works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..document import Entry, Item
from ..words import WEEKDAYS, day_weekday
from ..words import day as day_words
from ..workdays import holiday_name, is_working_day, next_working_day
from .dates import Mention
from .days import meant_day
from .finding import Finding, Place, Replace
from .minutes import Minutes, Row, place_of

COMMENTS = re.compile(r"\bsynpunkter\b", re.IGNORECASE)
# “Justering” is also what happens to budgets.
SIGNING = re.compile(
    r"\bjustering(?:en)?(?: av protokollet)? (?:sker|görs|äger rum|ska ske|hålls)\b"
    r"|\b(?:protokollet|anteckningarna) (?:ska )?justeras\b|^justeras\b",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:skulle|lämnades|inkom|kom in|har (?:in)?kommit|hade)\b", re.IGNORECASE)
LATEST = re.compile(r"\bsenast\b", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    what: str
    day: date
    place: Place
    row: Row | None = None
    mention: Mention | None = None


def deadlines(minutes: Minutes) -> Iterator[Finding]:
    """Comments and signing: after the meeting, in their order, on working days."""
    if not minutes.document.adjusted and minutes.document.is_notes:
        told: list[Deadline] = []
    else:
        told = _facts(minutes)
    told += _written(minutes)
    for one in told:
        yield from _judged(one, minutes.document.date)
    yield from _order(told)


def _facts(minutes: Minutes) -> list[Deadline]:
    said, place = minutes.document, Place(fact="deadlines")
    days = (("Synpunkter senast", said.comments_due), ("Justeras senast", said.signing_due))
    return [Deadline(what, due.date(), place) for what, due in days if due]


def _written(minutes: Minutes) -> list[Deadline]:
    found = []
    for row, one in minutes.dates:
        sentence = row.sentence_at(one.start)
        if row.is_quoted or PAST.search(sentence):
            continue
        day = meant_day(one, minutes.document.date) or one.day  # a slip of the year is told as such
        if COMMENTS.search(sentence) and LATEST.search(sentence):
            found.append(Deadline("Synpunkter senast", day, row.place, row, one))
        elif SIGNING.search(sentence):
            found.append(Deadline("Justering", day, row.place, row, one))
    return found


def _judged(one: Deadline, held: date) -> Iterator[Finding]:
    if one.day < held:
        yield Finding(
            rule="deadline",
            place=one.place,
            what=f"{one.what} {day_words(one.day)} ligger före mötet",
            advice=f"Mötet hölls {day_words(held)}.",
            weight=86,
        )
    elif not is_working_day(one.day):
        free = holiday_name(one.day) or f"en {WEEKDAYS[one.day.weekday()]}"
        work = next_working_day(one.day)
        yield Finding(
            rule="deadline",
            place=one.place,
            what=f"{one.what} {day_words(one.day)} är {free}",
            advice=f"Nästa arbetsdag är {day_weekday(work)}.",
            weight=64,
            fixes=_moved(one, work),
        )


def _moved(one: Deadline, day: date) -> tuple[Replace, ...]:
    """Weekday and day together, where they are written with the name of the month."""
    if not (one.row and one.mention and one.mention.text[-1:].isalpha()):
        return ()
    told, row, new = one.mention, one.row, day_words(day)
    start = told.start
    if told.weekday_text and told.weekday_start < start:
        typed = told.weekday_text
        start = told.weekday_start
        weekday = WEEKDAYS[day.weekday()] + ("en" if typed.lower().endswith("en") else "")
        new = f"{weekday}{row.text[start + len(typed) : told.start]}{new}"
    return (Replace(f"Skriv {day_weekday(day)}", row.entry.ref, start, told.stop, new),)


def _order(told: list[Deadline]) -> Iterator[Finding]:
    comments = next((one for one in told if one.what.startswith("Synpunkter")), None)
    signing = [one for one in told if one.what.startswith("Juster")]
    if comments and signing and comments.day > max(one.day for one in signing):
        yield Finding(
            rule="deadline",
            place=comments.place,
            what="Synpunkter senast ligger efter justeringen",
            advice=f"Justeringen är {day_words(signing[0].day)}.",
            weight=85,
        )


# --- What others are to do -----------------------------------------------------------------------


def promises(minutes: Minutes) -> Iterator[Finding]:
    """Answers and actions that were to be ready before the meeting."""
    held = minutes.document.date
    for item in minutes.items:
        for entry in item.entries:
            for what, due in _dues(entry):
                if due < held:
                    yield _passed(item, entry, what, due)


def _dues(entry: Entry) -> Iterator[tuple[str, date]]:
    if entry.answer_due:
        yield "Svar senast", entry.answer_due
    for action in entry.actions:
        if action.due:
            yield "Åtgärden klar", action.due


def _passed(item: Item, entry: Entry, what: str, due: date) -> Finding:
    return Finding(
        rule="promise",
        place=Place(item.ref, item.number, entry.ref),
        what=f"{what} {day_words(due)} ligger före mötet",
        advice="Se efter om året stämmer.",
        weight=72,
    )


def board_day(minutes: Minutes) -> Iterator[Finding]:
    """What is to be negotiated first cannot have been decided before the meeting."""
    held = minutes.document.date
    for item in minutes.items:
        if item.board_date and item.board_date < held and item.outcome is not None:
            yield Finding(
                rule="promise",
                place=place_of(item),
                what=f"{item.board or 'Nämnden'} {day_words(item.board_date)} ligger före mötet",
                advice="Samverkan ska vara klar före beslutet.",
                weight=70,
            )
