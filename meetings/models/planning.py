"""How a new meeting takes its agenda, its people and its days from the group."""

from datetime import timedelta

from django.db import transaction

from .. import clock, words
from ..errors import DomainError
from ..workdays import add_working_days, is_working_day, next_working_day
from . import attendance
from .agenda import AgendaItem, MeetingSection
from .event import Event
from .group import Group

WEEK = timedelta(days=7)


class Planned:
    """The part of a meeting's life that is before it: one day, or a year of them at once."""

    @classmethod
    @transaction.atomic
    def plan(
        cls, group, *, by, day, starts, ends=None, place="", annex_to="", taking_up=(), **rules
    ):
        """A new meeting with the agenda, people and rules of its group.

        `taking_up`: items of other meetings that were moved here (see `AgendaItem.moved_to`).
        `rules` overrides the group's days: summons_days, questions_days, comments_days,
        signing_days. Raises DomainError for a day that has been, or days in the wrong order.
        """
        if day < clock.today():
            raise DomainError("Välj en dag som inte har varit.", field="day")
        meeting = cls.objects.create(
            group=group,
            day=day,
            starts=starts,
            ends=ends,
            place=place or group.place,
            annex_to=annex_to,
            document_name=group.document_name,
            who_adjusts=group.who_adjusts,
            adjusting_unions=group.adjusting_unions,
            stand_in=group.stand_in,
            layout=group.layout,
            legal_style=group.legal_style,
            empty_words=group.empty_words,
            comments_days=rules.get("comments_days", group.comments_days),
            signing_days=rules.get("signing_days", group.signing_days),
            silence=group.silence,
            due_at=group.due_at,
            **deadlines(group, day, **rules),
        )
        _agenda(meeting)
        attendance.gather(meeting)
        Event.record(meeting, "planned", by=by, day=day.isoformat())
        for item in taking_up:
            meeting.take_up(item, by=by)
        return meeting

    @classmethod
    def plan_many(cls, group, *, by, days, starts, ends=None, place=""):
        """A meeting on each of the days, all of them or none; returns the new ones.

        A day when the group meets already is passed over, so that a form sent twice makes nothing
        twice.
        """
        with transaction.atomic():
            Group.objects.select_for_update().get(pk=group.pk)
            taken = set(group.meetings.standing().values_list("day", flat=True))
            return [
                cls.plan(group, by=by, day=day, starts=starts, ends=ends, place=place)
                for day in dict.fromkeys(days)
                if day not in taken
            ]


def deadlines(group, day, **rules):
    """The days before the meeting, counted back in working days.

    Returns {summons_by: date, questions_by: aware datetime}. Raises DomainError when the last day
    to announce questions lies before the summons.
    """
    summons_days = rules.get("summons_days", group.summons_days)
    questions_days = rules.get("questions_days", group.questions_days)
    if questions_days >= summons_days:
        raise DomainError(
            "Sista dag att anmäla frågor ligger före kallelsen.", field="questions_days"
        )
    last = add_working_days(day, -questions_days)
    return {
        "summons_by": add_working_days(day, -summons_days),
        "questions_by": clock.swedish(last, group.due_at.hour, group.due_at.minute),
    }


def proposed_day(group):
    """The day that the form for a new meeting starts from: four weeks after the last one.

    The same weekday, a working day, and late enough for the kallelse to go out in time.
    """
    last = group.meetings.standing().order_by("day").last()
    earliest = add_working_days(clock.today(), group.summons_days + 1)
    day = next_working_day(last.day + 4 * WEEK if last else earliest + WEEK)
    while day < earliest or not is_working_day(day):
        day += WEEK
    return day


def agenda_preview(group, day):
    """The headings that a meeting on this day would get, for the form before it is made."""
    themes = list(group.themes.filter(month=day.month))
    return [
        (standing, heading)
        for standing in group.standing_items.select_related("section")
        if standing.belongs_in(day.month)
        for heading in _headings(standing, themes)
    ]


def _headings(standing, themes):
    if not standing.is_theme:
        return [standing.heading]
    named = ", ".join(theme.theme for theme in themes)
    return [f"{standing.heading}: {named[:1].lower()}{named[1:]}" if named else standing.heading]


def _agenda(meeting):
    sections = {
        section.pk: MeetingSection.objects.create(
            meeting=meeting,
            heading=section.heading,
            empty_words=section.empty_words,
            order=section.order,
        )
        for section in meeting.group.sections.all()
    }
    themes = list(meeting.group.themes.filter(month=meeting.day.month))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            section=sections.get(standing.section_id),
            order=place,
            heading=heading[:200],
            responsible=standing.responsible or _responsible(standing, themes),
            legal_basis=standing.legal_basis,
            is_round=standing.is_round,
        )
        for place, (standing, heading) in enumerate(agenda_preview(meeting.group, meeting.day), 1)
    )


def _responsible(standing, themes):
    return (
        words.and_list(t.responsible for t in themes if t.responsible) if standing.is_theme else ""
    )
