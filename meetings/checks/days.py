"""Days that cannot be right: weekday against date, the meeting's own day, slips of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..document import Item
from ..words import WEEKDAYS, day_year
from ..words import day as day_words
from .dates import Mention, in_year, mentions
from .finding import Finding, Place, Replace, SetItem
from .minutes import Minutes, Row, place_of

SOON = timedelta(days=45)
CLOSE = 40  # signs before a date in which a word tells that it is to come
AHEAD = re.compile(
    r"\b(?:senast|ska|skall|sker|hålls|äger rum|nästa|inför|kommer|planeras|kallas|bjuds in)\b",
    re.IGNORECASE,
)
# “Tidpunkt: 13 januari”, “dagens möte den 13 januari”.
MEETS = re.compile(
    r"(?:^|\n)\W*(?:tidpunkt|tid|datum|mötesdatum|mötesdag|mötestid)\W{0,6}$"
    r"|\bdagens (?:möte|sammanträde|samverkan|samverkansmöte)\W{1,3}$",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"\bnästa (?:möte|sammanträde|förvaltningsgrupp|samverkansmöte|samverkansgrupp"
    r"|(?-i:[A-ZÅÄÖ]{2,5}))\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
# Papers that look back on a year that has to be over.
LOOKS_BACK = re.compile(
    r"\b(?P<paper>verksamhetsberättelsen?|årsredovisning(?:en)?|(?:års)?bokslut(?:et)?)"
    r"(?: för)?(?: år)? (?P<year>20\d\d)\b(?!/)",
    re.IGNORECASE,
)


# --- Weekday against date ------------------------------------------------------------------------


def weekdays(minutes: Minutes) -> Iterator[Finding]:
    for row, one in minutes.dates:
        meant = meant_day(one, minutes.document.date)
        is_told = meant is not None and _proves(one, meant)  # as a slip of the year
        if one.is_wrong_weekday and not row.is_quoted and not is_told:
            yield _wrong_weekday(minutes, row, one)


def _wrong_weekday(minutes: Minutes, row: Row, one: Mention) -> Finding:
    assert one.weekday is not None
    comes = bool(AHEAD.search(row.sentence_at(one.start)))
    meant = _other_month(one, minutes.document.date, comes=comes)
    ahead = comes and one.day < minutes.document.date
    right = WEEKDAYS[one.day.weekday()]
    fixes = [_other_weekday(row, one, right)]
    if meant:
        fixes.insert(0 if ahead else 1, _other_day(row, one, meant))
    advice = f"Du skrev {WEEKDAYS[one.weekday]}."
    return Finding(
        rule="weekday",
        place=row.place,
        what=f"{day_year(one.day)} är en {right}",
        advice=f"{advice} Menar du {day_words(meant)}?" if meant else advice,
        weight=82,
        fixes=tuple(fixes),
    )


def _other_weekday(row: Row, one: Mention, right: str) -> Replace:
    typed = one.weekday_text
    word = right + "en" if typed.lower().endswith("en") else right
    word = word.capitalize() if typed[:1].isupper() else word
    stop = one.weekday_start + len(typed)
    return Replace(f"Skriv {right}", row.entry.ref, one.weekday_start, stop, word)


def _other_day(row: Row, one: Mention, meant: date) -> Replace:
    new = day_words(meant) if one.text[-1:].isalpha() else _as_typed(one.text, meant)
    return Replace(f"Skriv {day_words(meant)}", row.entry.ref, one.start, one.stop, new)


def _as_typed(text: str, day: date) -> str:
    return day.isoformat() if "-" in text else f"{day.day}/{day.month}"


def _other_month(one: Mention, near: date, *, comes: bool) -> date | None:
    """The same day of a month close by, on the weekday that was typed.

    `comes`: the sentence tells of what is to come, so that a day before the meeting is no better.
    """
    close = []
    for step in (1, -1):
        month = one.day.month - 1 + step
        try:
            other = one.day.replace(year=one.day.year + month // 12, month=month % 12 + 1)
        except ValueError:
            continue
        if other.weekday() == one.weekday:
            close.append(other)
    later = [day for day in close if day >= near]
    return next(iter(later if comes else later or close), None)


# --- The meeting's own day -----------------------------------------------------------------------


def meeting_day(minutes: Minutes) -> Iterator[Finding]:
    """A row that tells the meeting's day and tells another; a next meeting that has been."""
    held = minutes.document.date
    for row, one in minutes.dates:
        if row.is_quoted:
            continue
        before = row.text[: one.weekday_start if one.weekday_text else one.start]
        before = re.sub(r"\bden\s+$", "", before)
        if MEETS.search(before) and held not in _all_days(one):
            yield Finding(
                rule="meeting_day",
                place=row.place,
                what=f"{one.text} är inte mötets dag",
                advice=f"Mötet är kallat till {day_words(held)}.",
                weight=84,
                fixes=(_other_day(row, one, held),),
            )
        elif NEXT.search(before) and all(day <= held for day in _all_days(one)):
            yield Finding(
                rule="meeting_day",
                place=row.place,
                what=f"nästa möte, {one.text}, ligger inte efter mötet",
                advice=f"Mötet hölls {day_year(held)}.",
                weight=80,
            )


def _all_days(one: Mention) -> list[date]:
    return [day for year in one.years if (day := in_year(one.day, year))]


def title_day(minutes: Minutes) -> Iterator[Finding]:
    """The title of old minutes that were read in may say another day than the meeting's."""
    said = minutes.document
    for one in mentions(said.title, said.date):
        if said.date not in _all_days(one):
            yield Finding(
                rule="meeting_day",
                place=Place(fact="meeting"),
                what=f"rubriken säger {one.text}",
                advice=f"Mötet hölls {day_year(said.date)}.",
                weight=84,
            )


# --- Slips of the year ---------------------------------------------------------------------------


def years(minutes: Minutes) -> Iterator[Finding]:
    """A coming day in the wrong year, as they are written in January."""
    held = minutes.document.date
    for row, one in minutes.dates:
        meant = meant_day(one, held)
        before = row.text[max(0, one.start - CLOSE) : one.start]
        if meant is None or row.is_quoted or not (_proves(one, meant) or AHEAD.search(before)):
            continue
        year_at = row.text.find(str(one.day.year), one.start)
        yield Finding(
            rule="year",
            place=row.place,
            what=f"{day_year(one.day)} ligger {'före' if one.day < held else 'långt efter'} mötet",
            advice=f"Menar du {day_year(meant)}?",
            weight=78,
            fixes=(
                Replace(
                    f"Skriv {meant.year}", row.entry.ref, year_at, year_at + 4, str(meant.year)
                ),
            ),
        )


def _other_year(row: Row, start: int, year: int) -> Replace:
    return Replace(f"Skriv {year}", row.entry.ref, start, start + 4, str(year))


def meant_day(one: Mention, held: date) -> date | None:
    """The day in the meeting's year or the next, when that is close and the written one is not."""
    if not one.has_year or abs(one.day - held) <= SOON * 4:
        return None
    if one.weekday is not None and not one.is_wrong_weekday:
        return None
    near = (in_year(one.day, year) for year in (held.year, held.year + 1))
    return next((day for day in near if day and timedelta() <= day - held <= SOON), None)


def _proves(one: Mention, meant: date) -> bool:
    return one.is_wrong_weekday and meant.weekday() == one.weekday


def looks_back(minutes: Minutes) -> Iterator[Finding]:
    """“Verksamhetsberättelse 2024” in February 2024: that year is not over."""
    held = minutes.document.date
    if held.month > 10:
        return
    for item in minutes.items:
        found = LOOKS_BACK.search(item.heading)
        if found and int(found["year"]) == held.year:
            yield _too_early(minutes, item, found)


def _too_early(minutes: Minutes, item: Item, found: re.Match[str]) -> Finding:
    year = minutes.document.date.year
    other = next(
        (
            row.item.number
            for row in minutes.rows
            if (told := LOOKS_BACK.search(row.text)) and int(told["year"]) == year - 1
        ),
        "",
    )
    said = f"Bokslutet gäller {year - 1} enligt punkt {other}." if other else ""
    start = found.start("year")
    heading = f"{item.heading[:start]}{year - 1}{item.heading[start + 4 :]}"
    return Finding(
        rule="year",
        place=place_of(item),
        what=found.group(),
        advice=said or f"Året {year} är inte slut. Menar du {year - 1}?",
        weight=66,
        fixes=(SetItem(f"Skriv {year - 1}", item.ref, "heading", heading),),
    )
