"""What time it is. Everything asks here, so that tests and the demo world can say another time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SWEDISH = ZoneInfo("Europe/Stockholm")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Sweden."""
    return now().astimezone(SWEDISH).date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(SWEDISH)


def swedish(day: date, hour: int, minute: int = 0) -> datetime:
    """The aware moment of a wall-clock time in Sweden."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SWEDISH)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` answers this aware moment."""
    if moment.tzinfo is None:
        raise ValueError("clock.at wants an aware datetime")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
