"""Kallelsen: the mail exactly as it is sent, and who gets it."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from .. import notifications, tasks, words
from ..models import Delivery
from ..permissions import Right
from .access import meeting_for
from .groups import members
from .htmx import see_other


@require_safe
def show(request, pk):
    meeting = meeting_for(request, pk, Right.WRITE)
    subject, body = notifications.compose("summons", meeting, request.user)
    parties = members(meeting.group)
    return render(
        request,
        "summons/show.html",
        {
            "meeting": meeting,
            "subject": subject,
            "paragraphs": body.strip().split("\n\n"),
            "parties": parties,
            "empty": [party for party, people in parties if not people],
            "secretaries": meeting.group.secretaries.active().select_related("user"),
            "told": meeting.people().count(),
            "sent_words": meeting.called_at
            and f"Skickad {words.day_short(meeting.called_at)} "
            f"kl. {words.clock_time(meeting.called_at)}",
            "failed": Delivery.objects.failed_summons(meeting),
        },
    )


@require_POST
def send(request, pk):
    meeting = meeting_for(request, pk, Right.WRITE)
    meeting.call(by=request.user)
    tasks.nudge(meeting)
    told = words.count(meeting.people().count(), "person,personer")
    messages.success(request, f"Kallelsen skickas till {told}. Mötet är {meeting.number_words}.")
    return see_other("summons", meeting.pk)


@require_POST
def send_again(request, pk):
    """Try once more to reach those whose mail did not arrive."""
    meeting = meeting_for(request, pk, Right.WRITE)
    for delivery in Delivery.objects.failed_summons(meeting):
        delivery.try_again()
    tasks.nudge(meeting)
    return see_other("summons", meeting.pk)
