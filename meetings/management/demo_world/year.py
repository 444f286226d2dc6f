"""A year of meetings in four groups, most of them long closed and some in the middle of things."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from meetings import clock
from meetings.workdays import add_working_days, is_working_day, next_working_day

from . import people
from .stage import Stage

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
WEEK = timedelta(weeks=1)

FIRST_DAY = 56  # weeks ago; the mandates begin and the oldest meetings are planned


OPEN_HOUSE = (
    "Skolan hade öppet hus, som var välbesökt.",
    "Skolan hade öppet hus en lördag. Det var välbesökt.",
)


@dataclass(frozen=True)
class Act:
    """One meeting: what becomes of it is a function of this module, called with its text."""

    code: str
    day: date
    play: Callable
    text: str = ""
    rules: dict = field(default_factory=dict)


def load(*, password, said=lambda number, count: None) -> None:
    """Everybody moves in, and the year is played in the order of the meetings.

    `said` hears after each meeting how many have been played, of how many.
    """
    today = clock.today()
    parties = people.settle(
        password,
        first_day=today - FIRST_DAY * WEEK,
        ended={20: today - 20 * WEEK},
    )
    acts = sorted(year(today), key=lambda act: (act.day, act.code))
    days = {}
    for act in acts:
        if act.play is not cancelled:
            days.setdefault(act.code, []).append(act.day)
    stage = Stage(parties, days, password=password)
    for number, act in enumerate(acts, 1):
        act.play(stage, act)
        said(number, len(acts))


def year(today: date) -> list[Act]:
    """The meetings round this day. Nobody meets in July or round Christmas."""

    def working(days):
        return add_working_days(today, days)

    def each(code, weekday, weeks, play=planned):
        """A meeting in each of these weeks from now; those that are over have numbered texts."""
        for number, count in enumerate(weeks, 1):
            day = _ordinary(today + count * WEEK, weekday)
            yield Act(code, day, play, f"{code.lower()}-{number}" if play is closed else "")

    going_on, hours = _ongoing(today)
    return [
        *each("CSG", THURSDAY, (-40, -21), closed),
        Act("CSG", working(-7), signing, "csg-3"),
        Act("CSG", working(-3), sealing, "csg-extra", {"only": True}),
        *each("CSG", THURSDAY, (8, 21)),
        *each("FG", TUESDAY, (-47, -41, -35, -29, -23), closed),
        Act("FG", _ordinary(today - 11 * WEEK, TUESDAY), closed_without, "fg-6"),
        *each("FG", TUESDAY, (-17,), cancelled),
        Act("FG", working(-14), late, "fg-7"),
        Act("FG", going_on, ongoing, "fg-8", hours),
        Act("FG", working(5), planned, "fg-extra", {"only": True}),
        *each("FG", TUESDAY, (6, 11, 16, 21)),
        *each("BJS", WEDNESDAY, (-34, -16), closed),
        Act("BJS", working(-9), sent_back, "bjs-3"),
        Act("BJS", working(-2), review, "bjs-4"),
        Act("BJS", working(7), called),
        *each("BJS", WEDNESDAY, (9, 16)),
        *each("SOL", MONDAY, (-42, -30, -18), closed),
        *each("SOL", MONDAY, (-9,), cancelled),
        Act("SOL", working(-12), printing, "sol-4"),
        Act("SOL", working(-1), drafted, "sol-5"),
        *each("SOL", MONDAY, (5, 12)),
    ]


def _ordinary(day, weekday):
    """The weekday of that week, moved out of holidays and out of the weeks when nobody meets."""
    day += timedelta(days=weekday - day.weekday())
    while day.month == 7 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 7):
        day += WEEK
    return next_working_day(day)


def _ongoing(today):
    """A meeting that began less than an hour ago; outside office hours it was never ended."""
    now = clock.local(clock.now())
    began = now - timedelta(minutes=20)
    if is_working_day(today) and time(8) <= began.time() <= time(16, 30):
        starts = time(began.hour, began.minute // 30 * 30)
        return today, {"starts": starts, "ends": time(starts.hour + 2, starts.minute)}
    return add_working_days(today, -1), {}


# --- What becomes of a meeting -------------------------------------------------------------------


def planned(stage, act):
    on = min(clock.today() - timedelta(days=2), add_working_days(act.day, -20))
    return stage.plan(act.code, act.day, act.text, on=add_working_days(on, -1), **act.rules)


def called(stage, act):
    meeting = planned(stage, act)
    stage.call(meeting, on=add_working_days(clock.today(), -1), lost="Greta Lövgren")


def cancelled(stage, act):
    meeting = planned(stage, act)
    if act.code == "FG":
        stage.call(meeting)
    because = {"FG": "För få kan komma.", "SOL": "Alla behövs i barngrupperna den dagen."}
    stage.cancel(meeting, because[act.code], on=add_working_days(act.day, -1))


def held(stage, act):
    meeting = planned(stage, act)
    stage.call(meeting)
    stage.hold(meeting, act.text)
    if act.text:
        stage.state(meeting, "Egen text", on=add_working_days(act.day, 1), text=act.text)
    return meeting


def ongoing(stage, act):
    meeting = planned(stage, act)
    stage.call(meeting)
    stage.hold(meeting, act.text, to_the_end=False)


def drafted(stage, act):
    held(stage, act)


def review(stage, act):
    """Out for synpunkter: one has read to the end, two have said something, and it was changed."""
    meeting = held(stage, act)
    sent = add_working_days(clock.today(), -1)
    stage.send_for_comments(meeting, on=sent, text=act.text)
    stage.rewrite(meeting, *OPEN_HOUSE, on=clock.today(), hour=7)
    stage.show_changes(meeting, on=clock.today())


def closed(stage, act):
    meeting = held(stage, act)
    sent = add_working_days(act.day, 2)
    stage.send(meeting, on=sent)
    if meeting.has_adjusters:
        stage.sign(meeting, on=sent, text=act.text)


def closed_without(stage, act):
    """One never signed: told in time, and her party said why before the text was closed."""
    meeting = held(stage, act)
    sent = add_working_days(act.day, 2)
    stage.send(meeting, on=sent)
    stage.sign(meeting, on=sent, text=act.text, but="David Renström")
    told = add_working_days(sent, 6)
    stage.give_notice(
        meeting, on=told, reason="Vårt tillägg om schemat i punkt 5 kom inte med i texten."
    )
    stage.close_without(meeting, on=add_working_days(told, 6))
    stage.correct(
        meeting,
        on=add_working_days(told, 8),
        old="Mötet slutade kl. 15.00.",
        new="Mötet slutade kl. 15.20.",
        reason="Fel tid skrevs av från kallelsen.",
    )


def printing(stage, act):
    stage.send(held(stage, act), on=clock.today(), leave=True)


def signing(stage, act):
    meeting = held(stage, act)
    sent = add_working_days(clock.today(), -2)
    stage.send(meeting, on=sent)
    stage.replace(meeting, "Kim Berg", on=sent, because="Kim är sjuk veckan ut.")
    names = ("Johan Storm", "Mira Åkesson", "Tommy Granlund")
    stage.sign(meeting, on=sent, text=act.text, names=names)
    words = "Är det riktlinjerna från i våras som avses, eller de nya?"
    heading = "Riktlinjer mot kränkande särbehandling"
    stage.ask(meeting, words, name="Eva Sandell", heading=heading)


def sealing(stage, act):
    meeting = held(stage, act)
    sent = add_working_days(clock.today(), -2)
    stage.send(meeting, on=sent)
    stage.sign(meeting, on=sent, text=act.text, leave=True)


def late(stage, act):
    meeting = held(stage, act)
    sent = add_working_days(clock.today(), -6)
    stage.send(meeting, on=sent)
    stage.sign(meeting, on=sent, text=act.text, but="David Renström")
    for days in (-3, -1):
        stage.remind(meeting, on=add_working_days(clock.today(), days))
    stage.give_notice(meeting, on=add_working_days(clock.today(), -1))


def sent_back(stage, act):
    """Sent back by one after another had signed, and written up anew."""
    meeting = held(stage, act)
    sent = add_working_days(clock.today(), -6)
    stage.send(meeting, on=sent)
    stage.sign(meeting, on=sent, text=act.text, names=("Viktor Edling",))
    stage.send_back(meeting, on=add_working_days(sent, 3), text=act.text)
    stage.rewrite(
        meeting,
        "Kommunal är nöjt med åtgärden.",
        "Kommunal ser åtgärden som ett steg på vägen och vill ha en ny mätning om ett halvår.",
        on=add_working_days(sent, 4),
    )
    for fact in ("Egen text som väntar", "Eget utkast"):
        stage.state(meeting, fact, on=add_working_days(sent, 5), text=act.text)
