"""Händelseloggen: a meeting's history in words, when its text became what, and if it is whole.

Whoever may read the locked text may read how it came about.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import clock
from ..justering import chain
from ..models.event_words import history_of
from ..permissions import Right
from . import access


@dataclass(frozen=True)
class Moment:
    """When the text became this; `at` is None while it has not."""

    words: str
    at: datetime | None
    means: str


@require_safe
def show(request, pk):
    meeting = access.meeting_for(request, pk, Right.READ)
    told = history_of(meeting)
    last = meeting.events.order_by("seq").last()
    context = {
        "meeting": meeting,
        "days": [(day, list(same)) for day, same in groupby(told, key=lambda one: _day(one.at))],
        "count": len(told),
        "head": last.hash if last else "",
        "faults": chain.faults(meeting),
        "moments": _moments(meeting),
    }
    return render(request, "meetings/event_log.html", context)


def _day(moment):
    return clock.local(moment).date()


def _moments(meeting):
    """Stamped apart: they decide when the text becomes a public record."""
    protocol = meeting.protocol if meeting.is_frozen else None
    moments = [Moment("Arbetsutkast", meeting.began_at, "Texten skrivs och är arbetsmaterial.")]
    if meeting.review_at or (meeting.has_review and not meeting.is_frozen):
        means = "Utkastet är ute hos parterna och är fortfarande arbetsmaterial."
        moments.append(Moment("Ute för synpunkter", meeting.review_at, means))
    frozen = "Texten kan inte ändras utan att alla får veta det."
    closed = "Justerat" if meeting.has_adjusters else "Klart"
    seal = "Filen är låst med" if meeting.sealed_at else "Filen låses då med"
    return [
        *moments,
        Moment("Låst text", protocol and protocol.frozen_at, frozen),
        Moment(closed, meeting.sealed_at, f"{seal} elektroniskt sigill."),
    ]
