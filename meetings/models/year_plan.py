"""What a list of dates would become for a group: a year of meetings, with what to look at."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from .. import clock, words
from ..workdays import ParsedDate, add_working_days, holiday_name, is_working_day
from .group import Group
from .meeting import Meeting

WEEK = timedelta(days=7)
# A meeting without an end is taken to last this long when two are laid beside each other.
USUAL_LENGTH = timedelta(hours=2)


@dataclass(frozen=True)
class Warning:
    """Something to look at, and the day that it may be moved to."""

    words: str
    move_to: date | None = None
    about_time: bool = False


@dataclass(frozen=True)
class Row:
    """One typed date. `is_new` says that a meeting is made of it."""

    place: int
    text: str
    day: date | None
    is_new: bool = False
    theme: str = ""
    summons_by: date | None = None
    warnings: list[Warning] = field(default_factory=list)


@dataclass(frozen=True)
class YearPlan:
    rows: list[Row]

    @property
    def days(self) -> list[date]:
        """The days that get a meeting."""
        return [row.day for row in self.rows if row.is_new]

    @property
    def has_unread(self) -> bool:
        """Something typed is no date: nothing is added until it is put right or taken away."""
        return any(row.day is None for row in self.rows)

    @property
    def to_look_at(self) -> int:
        return sum(bool(row.warnings) for row in self.rows)

    @property
    def look_words(self) -> str:
        return f"{self.to_look_at} att titta på"


def plan_of(group: Group, read: list[ParsedDate], starts: time, ends: time | None) -> YearPlan:
    """Lay the typed dates beside the group's calendar; a fixed number of queries."""
    days = [one.day for one in read if one.day]
    taken = set(group.meetings.standing().values_list("day", flat=True))
    themes = defaultdict(list)
    for theme in group.themes.all():
        themes[theme.month].append(theme.theme)
    busy = _busy(group, days, starts, ends)
    rows, seen = [], set()
    for place, one in enumerate(read):
        if one.day is None:
            rows.append(Row(place, one.text, None, warnings=[Warning(one.problem)]))
            continue
        rows.append(
            Row(
                place=place,
                text=one.text,
                day=one.day,
                is_new=one.day not in seen | taken and one.day >= clock.today(),
                theme=", ".join(themes[one.day.month]),
                summons_by=add_working_days(one.day, -group.summons_days),
                warnings=[*_warnings(one, taken), *busy[one.day]],
            )
        )
        seen.add(one.day)
    return YearPlan(rows)


def _warnings(one, taken):
    if one.problem:
        yield Warning(one.problem)
    if one.day < clock.today():
        yield Warning("Dagen har varit och läggs inte in")
    elif one.day in taken:
        yield Warning("Gruppen har redan ett möte den dagen")
    elif not is_working_day(one.day):
        yield Warning(_day_off(one.day), move_to=_week_later(one.day, taken))


def _day_off(day):
    name = holiday_name(day)
    if name.endswith("afton"):
        return f"{words.day(day)} är {name}"
    return f"{words.day(day)} är en {'helgdag' if name else words.weekday(day)}"


def _week_later(day, taken):
    """The same weekday in a later week, or the next working day after a weekend."""
    step = WEEK if day.weekday() < 5 else timedelta(days=1)
    day += step
    while not is_working_day(day) or day in taken:
        day += step
    return day


def _busy(group, days, starts, ends):
    """Members who are called to another group's meeting at the same time."""
    warnings = defaultdict(list)
    for meeting in Meeting.objects.elsewhere_on(days, group):
        if _overlap(meeting, starts, ends):
            who = words.and_list(dict.fromkeys(attendee.name for attendee in meeting.busy))
            at = words.clock_time(meeting.starts)
            told = f"{who} har ett annat möte kl. {at}, {meeting.group}"
            warnings[meeting.day].append(Warning(told, about_time=True))
    return warnings


def _overlap(meeting, starts, ends):
    return starts < _end(meeting.starts, meeting.ends) and meeting.starts < _end(starts, ends)


def _end(starts, ends):
    if ends:
        return ends
    late = clock.swedish(clock.today(), starts.hour, starts.minute) + USUAL_LENGTH
    return late.time() if late.time() > starts else time.max


def moved(text: str, read: list[ParsedDate], place: int, day: date, year: int) -> str:
    """The typed text with the date at `place` changed to another day; all else as it was."""
    at = 0
    for number, one in enumerate(read):
        at = text.find(one.text, at)
        if at < 0:
            return text
        if number == place:
            written = f"{day.day}.{day.month}" + (f".{day.year}" if day.year != year else "")
            return text[:at] + written + text[at + len(one.text) :]
        at += len(one.text)
    return text
