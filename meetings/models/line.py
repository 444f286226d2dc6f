"""Mötets gång: the stops of a meeting's life, and how far it has come."""

from dataclasses import dataclass

from .. import clock, words
from .state import State


@dataclass(frozen=True)
class Stop:
    word: str
    date: str
    state: str  # done, current, coming
    late: bool = False


def stops_of(meeting) -> list[Stop]:
    """The stops that this meeting's group uses, with dates; a step that was left out is no stop."""
    way, here = _way(meeting)
    return [
        Stop(
            word=word,
            date=date,
            state="done" if place < here else "current" if place == here else "coming",
            late=place == here and meeting.is_late,
        )
        for place, (word, date) in enumerate(way)
    ]


def _way(meeting):
    if meeting.state == State.CANCELLED:
        way = [("Förberett", ""), *_called(meeting), ("Inställt", "")]
        return way, len(way) - 1
    if not meeting.has_adjusters:
        return _short(meeting)
    way = [("Förberett", ""), *_called(meeting), _held(meeting), _written(meeting)]
    way += [*_reviewed(meeting), _signed(meeting), (_end(meeting), _day(meeting.sealed_at))]
    return way, _place(meeting.state, len(way), bool(_called(meeting)))


def _end(meeting):
    return "Avslutat" if meeting.not_signed_by else "Justerat"


def _place(state, length, has_call):
    """Which stop the meeting stands at; past the last one when it is closed."""
    held = 2 if has_call else 1
    return {
        State.PLANNED: 0,
        State.CALLED: 1,
        State.ONGOING: held,
        State.DRAFTED: held + 1,
        State.REVIEW: held + 2,
        State.PRINTING: length - 2,
        State.SIGNING: length - 2,
        State.SEALING: length - 1,
        State.SEALED: length,
    }[state]


def _short(meeting):
    """A group without adjusters: Förberett, Möte, Klart."""
    prepared = _call_by(meeting) if meeting.state == State.PLANNED else ""
    way = [("Förberett", prepared), _held(meeting), ("Klart", _moment(meeting.sealed_at))]
    if meeting.state in (State.PLANNED, State.CALLED):
        return way, 0
    if meeting.state in (State.ONGOING, State.DRAFTED, State.REVIEW):
        return way, 1
    return way, 3 if meeting.state == State.SEALED else 2


def _called(meeting):
    if meeting.called_at:
        return [("Kallat", _day(meeting.called_at))]
    return [("Kallat", _call_by(meeting))] if meeting.state == State.PLANNED else []


def _call_by(meeting):
    return f"senast {words.weekday_short(meeting.summons_by)} {words.day_short(meeting.summons_by)}"


def _held(meeting):
    if meeting.is_adjourned:
        return ("Möte", f"fortsätter {words.day(meeting.resumes_at)}")
    if meeting.state == State.ONGOING:
        return ("Möte", f"sedan {words.since(meeting.began_at, clock.now())}")
    return ("Möte", words.day(meeting.day))


def _written(meeting):
    if meeting.state == State.REVIEW:
        return ("Renskrivet", _moment(meeting.review_at))
    if meeting.is_frozen:
        return ("Renskrivet", _moment(meeting.review_at or meeting.sent_at))
    return ("Renskrivet", "")


def _reviewed(meeting):
    """Synpunkter: where the group uses it, and never for a text that went past it."""
    if meeting.state == State.REVIEW:
        return [("Synpunkter", _until(meeting.comments_by))]
    if meeting.is_frozen:
        return [("Synpunkter", _moment(meeting.sent_at))] if meeting.review_at else []
    return [("Synpunkter", "")] if meeting.has_review else []


def _signed(meeting):
    return ("Justering", _until(meeting.sign_by) if meeting.state == State.SIGNING else "")


def _until(moment):
    by = clock.local(moment)
    return f"till {words.weekday_short(by)} {words.day_short(by)} kl. {words.clock_time(by)}"


def _day(moment):
    return words.day(moment) if moment else ""


def _moment(moment):
    return f"{words.day_short(moment)} kl. {words.clock_time(moment)}" if moment else ""
