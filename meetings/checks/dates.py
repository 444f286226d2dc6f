"""Days as they are named in running text: “torsdagen den 15 januari”, “2024-02-13”, “tis 13/2”.

Narrower than `workdays.parse_dates`, which reads lists: “7.7 miljoner” and “1/3 av tjänsten” are no
days in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..words import SHORT_WEEKDAYS
from ..workdays import MONTHS, WEEKDAYS

NEAR = timedelta(days=60)
_MONTH_OF = {month[:3]: number for number, month in enumerate(MONTHS, 1)}
_MONTHS = (
    *MONTHS,
    *(month.capitalize() for month in MONTHS if month != "maj"),  # Maj is a name
    *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec"),
)
_MONTH = "|".join(_MONTHS)
_DIGIT = re.compile(r"\d")
_WEEKDAY_OF = {word: n for words in (WEEKDAYS, SHORT_WEEKDAYS) for n, word in enumerate(words)}


def _either(words: tuple[str, ...]) -> str:
    return "|".join([*words, *(word.capitalize() for word in words)])


_NAMED = re.compile(
    rf"""
    (?: (?<!\w) (?P<weekday> (?:{_either(WEEKDAYS)})(?:en)? | (?:{_either(SHORT_WEEKDAYS)})\.? )
        \s+ )?
    (?P<den> (?<!\w) [Dd]en \s+ )?
    (?<![\w.,:/§–-])
    (?: (?P<iso>\d{{4}}-\d\d-\d\d)
      | (?P<day>\d\d?) (?: :?e )? \s+ (?P<month>{_MONTH})\b \.? (?: \s+ (?P<year>(?:19|20)\d\d)\b )?
      | (?P<slashed>\d\d?/\d\d?) (?: [ /-] (?P<slashed_year>20\d\d)\b )?
    )
    (?! \d | /\d )
    (?: \s \( (?:en\s)? (?P<after>{"|".join(WEEKDAYS)}) \) )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A day in a text. `years` are those that it may mean, the likeliest first."""

    text: str
    start: int  # of the day itself, after the weekday
    stop: int
    day: date
    years: tuple[int, ...]
    has_year: bool
    weekday: int | None = None
    weekday_text: str = ""
    weekday_start: int = 0

    @property
    def is_wrong_weekday(self) -> bool:
        """Whether the weekday is wrong in every year that may be meant."""
        if self.weekday is None:
            return False
        days = (in_year(self.day, year) for year in self.years)
        return all(day is None or day.weekday() != self.weekday for day in days)


def in_year(day: date, year: int) -> date | None:
    """The same day in another year; 29 February has none in most."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def mentions(text: str, near: date) -> Iterator[Mention]:
    """Every day in the text. One without a year is the one nearest to `near`."""
    if not _DIGIT.search(text):
        return
    for found in _NAMED.finditer(text):
        if found["slashed"] and not (found["weekday"] or found["den"]):
            continue  # “1/3 av tjänsten”
        mention = _mention(found, near)
        if mention:
            yield mention


def _mention(found: re.Match[str], near: date) -> Mention | None:
    numbers = _numbers(found)
    if numbers is None:
        return None
    year, month, day_number = numbers
    years = (year,) if year else _likely_years(month, day_number, near)
    try:
        day = date(years[0], month, day_number)
    except (ValueError, IndexError):
        return None
    weekday = found["weekday"] or found["after"] or ""
    start = found.start(next(n for n in ("iso", "day", "slashed") if found[n]))
    return Mention(
        text=found.string[start : _stop(found)].strip(),
        start=start,
        stop=_stop(found),
        day=day,
        years=years,
        has_year=bool(year),
        weekday=_WEEKDAY_OF[weekday.lower().removesuffix("en").rstrip(".")] if weekday else None,
        weekday_text=weekday,
        weekday_start=found.start("weekday") if found["weekday"] else found.start("after"),
    )


def _stop(found: re.Match[str]) -> int:
    """Where the day and month end; the year stays as it is."""
    for name in ("iso", "month", "slashed"):
        if found[name]:
            return found.end(name)
    return found.end()


def _numbers(found: re.Match[str]) -> tuple[int | None, int, int] | None:
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        return (year, month, day) if 1900 <= year <= 2100 else None
    if found["slashed"]:
        day, month = map(int, found["slashed"].split("/"))
        return (int(found["slashed_year"] or 0) or None, month, day)
    month = _MONTH_OF[found["month"].lower()[:3]]
    return (int(found["year"] or 0) or None, month, int(found["day"]))


def _likely_years(month: int, day: int, near: date) -> tuple[int, ...]:
    """The nearest first; the others only where the day is not close to the meeting anyhow."""
    days = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    days.sort(key=lambda one: abs(one - near))
    if days and abs(days[0] - near) <= NEAR:
        days = days[:1]
    return tuple(one.year for one in days)
