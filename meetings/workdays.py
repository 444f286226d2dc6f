"""Swedish working days and holidays, and dates as people type or paste them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MINYEAR, date, timedelta
from functools import cache

from meetings.words import MONTHS, WEEKDAYS, day_year
from meetings.words import day as day_words

__all__ = [
    "MONTHS",
    "NEXT_MEETING",
    "WEEKDAYS",
    "ParsedDate",
    "When",
    "add_working_days",
    "holiday_name",
    "is_working_day",
    "next_working_day",
    "parse_dates",
    "read_when",
]

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


# --- Holidays ----------------------------------------------------------------------------------


def holiday_name(day: date) -> str:
    """“långfredagen”, or "" for an ordinary day or an ordinary Sunday.

    The holidays of lagen (1989:253) om allmänna helgdagar as it reads since 2005, and the three
    eves that lagen (1930:173) om beräkning av lagstadgad tid puts on a level with them.
    """
    return _holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not holiday_name(day)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, otherwise the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day`, or before it when n is negative; n 0 is `day` itself."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


@cache
def _holidays(year: int) -> dict[date, str]:
    easter = _easter(year)
    midsummer = _weekday_from(date(year, 6, 20), SATURDAY)
    return {
        # First, so that a moving holiday on the same day (Kristi himmelsfärd 2008) names it.
        date(year, 5, 1): "första maj",
        date(year, 6, 6): "Sveriges nationaldag",
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        easter - 2 * ONE_DAY: "långfredagen",
        easter: "påskdagen",
        easter + ONE_DAY: "annandag påsk",
        easter + 39 * ONE_DAY: "Kristi himmelsfärdsdag",
        easter + 49 * ONE_DAY: "pingstdagen",
        midsummer - ONE_DAY: "midsommarafton",
        midsummer: "midsommardagen",
        _weekday_from(date(year, 10, 31), SATURDAY): "alla helgons dag",
        date(year, 12, 24): "julafton",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
        date(year, 12, 31): "nyårsafton",
    }


def _weekday_from(day: date, weekday: int) -> date:
    return day + (weekday - day.weekday()) % 7 * ONE_DAY


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Gauss's rule for any century."""
    century, golden = year // 100, year % 19
    skipped_leap_days = century - century // 4
    moon_drift = (8 * century + 13) // 25
    moon = (15 + skipped_leap_days - moon_drift + 19 * golden) % 30
    # A lunar month may not be longer than 29 days here, nor two years of a cycle share a full moon.
    if moon == 29 or (moon == 28 and golden > 10):
        moon -= 1
    full_moon = date(year, 3, 21) + moon * ONE_DAY
    return _weekday_from(full_moon + ONE_DAY, SUNDAY)


# --- Dates as people type them -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """One date as it was typed.

    Without `day` it could not be read; with both `day` and `problem` it was read, but look at it.
    """

    text: str
    day: date | None
    problem: str = ""


def _beginnings(word: str, shortest: int) -> list[str]:
    return [word[:length] for length in range(len(word), shortest - 1, -1)]


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# “tisdagen”, “tisdag”, “tisd”, “tis”, “ti”; “januari”, “janu”, “jan”.
_WEEKDAY_WORDS = {
    short: number
    for number, word in enumerate(WEEKDAYS)
    for short in (word + "en", *_beginnings(word, 2))
}
_MONTH_WORDS = {
    short: number for number, word in enumerate(MONTHS, 1) for short in _beginnings(word, 3)
}
_WEEKDAY, _MONTH = _any_of(list(_WEEKDAY_WORDS)), _any_of(list(_MONTH_WORDS))
_YEAR = r"(?:19|20)\d\d"
# Bounded, so that a long row of blanks costs no time.
_MAYBE_SPACE = r"\s{0,3}"

_DATE = rf"""
    (?: (?P<before>{_WEEKDAY})\b [.,]? \s+ )?
    (?: den \s+ )?
    (?<![\w./:])
    (?: (?P<iso_year>\d{{4}}|\d\d) - (?P<iso_month>\d\d?) - (?P<iso_day>\d\d?)
      | (?P<run_year>(?:20)?\d\d) (?P<run_month>\d\d) (?P<run_day>\d\d)
      | (?P<num_day>\d\d?) [./] (?P<num_month>\d\d?)
        (?: [./-] (?P<num_year>\d{{4}}|\d\d) | \s+ (?P<num_year_apart>{_YEAR}) (?![\d./:-]) )?
      | (?P<word_day>\d\d?) (?: \. | :?e )? {_MAYBE_SPACE} (?: - {_MAYBE_SPACE} )?
        (?P<word_month>{_MONTH})\b \.?
        (?: - (?P<word_year>\d{{4}}|\d\d) | \s+ (?P<word_year_apart>{_YEAR}) (?![\d./:-]) )?
    )
    (?! [\w/:] | \.\d ) \.?
    # A weekday after the date belongs to it only where the line or the cell ends there.
    (?(before) | (?: \s+ \(? (?P<after>{_WEEKDAY})\b [.)]* (?= [ ]* (?: [\t,;] | $ ) ) )? )
"""
# A spreadsheet often has the hour in the next column. “13.00” is one only beside a date: alone it
# may be a slip of the finger in a date.
_HOURS = r"""
    \b kl (?: ockan )? \.? [ ]? \d\d? (?: [.:] \d\d )? (?: [ ]?[–-][ ]? \d\d? (?: [.:] \d\d )? )? \b
    | \d\d? : \d\d (?: : \d\d )? (?: [ ]?[–-][ ]? \d\d? : \d\d )? (?![\w:])
"""
_DOTTED_HOURS = r"""
    \d\d? \. (?:00|15|30|45) (?: [ ]?[–-][ ]? \d\d? \. (?:00|15|30|45) )? (?![\w.])
"""
_FILLER = r"\b (?: och | samt | den ) \b | [–—-] (?= \s | \d ) | [•*]"
_SOMETHING_ELSE = r"[^\s,;]+"
_TOKEN = re.compile(
    rf"(?P<hours>{_HOURS}) | (?P<dotted>{_DOTTED_HOURS}) | (?P<date>{_DATE})"
    rf" | (?P<filler>{_FILLER}) | (?P<gap>[\t,;]) | (?P<other>{_SOMETHING_ELSE})",
    re.VERBOSE | re.IGNORECASE,
)


def parse_dates(text: str, year: int) -> list[ParsedDate]:
    """Every date in the text in its order, with `year` where none is typed.

    Reads “16.1”, “16/1”, “2027-01-16”, “16 januari”, “tis 16 jan 2027” and the like, one after the
    other or a spreadsheet's cells. What is no date comes along with its problem, so nothing that
    was typed disappears; hours are passed over. Holidays and weekends are for the caller to judge.
    """
    seen: set[date] = set()
    parsed = []
    for one in _readings(unicodedata.normalize("NFC", text), year):
        day = one.day
        if day and day in seen and not one.problem:
            one = replace(one, problem=f"{_named(day, year)} står mer än en gång")
        if day:
            seen.add(day)
        parsed.append(one)
    return parsed


def _readings(text: str, year: int) -> Iterator[ParsedDate]:
    for line in text.splitlines():
        strange: list[str] = []
        has_date = False
        for token in _TOKEN.finditer(line):
            kind = token.lastgroup
            if kind == "other" or (kind == "dotted" and not has_date):
                strange.append(token.group())
                continue
            yield from _not_a_date(strange)
            strange = []
            if kind == "date":
                has_date = True
                yield _reading(token, year)
        yield from _not_a_date(strange)


def _not_a_date(words: list[str]) -> Iterator[ParsedDate]:
    text = " ".join(words)
    if text.isdecimal() and len(text) < 3:
        problem = f"{text} är bara en dag. Skriv månaden också, som {text}.1"
    else:
        problem = f"”{text}” är inget datum. Skriv till exempel 16.1 eller ta bort det"
    if text:
        yield ParsedDate(text, None, problem)


def _reading(token: re.Match[str], assumed_year: int) -> ParsedDate:
    text = token["date"].strip()
    year, month, day = _numbers(token, assumed_year)
    problem = _impossible(text, year, month, day)
    if problem:
        return ParsedDate(text, None, problem)
    found = date(year, month, day)
    typed = token["before"] or token["after"]
    if typed and _WEEKDAY_WORDS[typed.lower()] != found.weekday():
        is_in_fact = WEEKDAYS[found.weekday()]
        meant = WEEKDAYS[_WEEKDAY_WORDS[typed.lower()]]
        problem = f"{_named(found, assumed_year)} är en {is_in_fact}, du skrev {meant}"
    return ParsedDate(text, found, problem)


def _numbers(token: re.Match[str], assumed_year: int) -> tuple[int, int, int]:
    def typed(*names: str) -> str:
        return next((token[name] for name in names if token[name]), "")

    year = typed(
        "iso_year", "run_year", "num_year", "num_year_apart", "word_year", "word_year_apart"
    )
    day = typed("iso_day", "run_day", "num_day", "word_day")
    month_word = typed("word_month").lower()
    month = _MONTH_WORDS.get(month_word) or int(typed("iso_month", "run_month", "num_month"))
    full_year = f"{assumed_year // 100}{year}" if len(year) == 2 else year
    return int(full_year or assumed_year), month, int(day)


def _impossible(text: str, year: int, month: int, day: int) -> str:
    """What is wrong with these numbers as a day, in a sentence; "" when they are one."""
    if year < MINYEAR:
        return f"{text} har inget år. Skriv till exempel 16.1"
    if month > 12 and 1 <= day <= 12:
        return f"{text} har månad {month}. Skriv dagen först: {month}.{day}"
    if not 1 <= month <= 12:
        return f"{text} har månad {month}. Skriv dag och månad, till exempel 16.1"
    longest = _days_in(year, month)
    if not 1 <= day <= longest:
        return f"{MONTHS[month - 1].capitalize()} {year} har {longest} dagar, du skrev {text}"
    return ""


def _days_in(year: int, month: int) -> int:
    # Away from the last month of the last year there is always a first day of the next month.
    return 31 if month == 12 else (date(year, month + 1, 1) - ONE_DAY).day


def _named(day: date, assumed_year: int) -> str:
    return day_words(day) if day.year == assumed_year else day_year(day)


# --- When something is to be done --------------------------------------------------------------

NEXT_MEETING = "nästa möte"
MOST_OF_WHEN = 60  # characters


@dataclass(frozen=True, slots=True)
class When:
    """A day, the words that were used when no day was named, or both (“nästa möte”, 12 mars)."""

    day: date | None = None
    words: str = ""


def read_when(text: str, since: date, next_meeting: date | None = None) -> When:
    """What was typed about when; a day without a year is the first one after `since`.

    Raises ValueError, with a sentence for the reader, for a day that does not exist or has another
    weekday, and for words that are too many.
    """
    text = text.strip()
    if text.lower() == NEXT_MEETING:
        return When(day=next_meeting, words=text)
    read = parse_dates(text, since.year) if text else []
    if len(read) != 1 or (read[0].day is None and "inget datum" in read[0].problem):
        if len(text) > MOST_OF_WHEN:
            raise ValueError(f"Skriv när med högst {MOST_OF_WHEN} tecken.")
        return When(words=text)
    one = read[0]
    if one.day and not one.problem and one.day < since and str(one.day.year) not in text:
        one = parse_dates(text, since.year + 1)[0]
    if one.problem:
        raise ValueError(f"{one.problem}.")
    return When(day=one.day)
