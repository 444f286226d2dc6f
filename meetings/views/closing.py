"""Avsluta utan underskrift: the notice, the party's own reason, and the end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import tasks, words
from ..errors import DomainError, WrongState
from ..forms.rounds import WhyNotForm
from ..models import State
from ..permissions import Right
from . import access
from .htmx import invalid, see_other

REASON = "signoff/why_not.html"


@require_http_methods(["GET", "HEAD", "POST"])
def close_without(request, pk):
    """What it takes to close the text without somebody, and the closing itself."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if meeting.state != State.SIGNING:
        return redirect("follow_signing", meeting.pk)
    if request.method != "POST":
        return render(request, "signoff/close_without.html", _before(meeting))
    missing = meeting.close_without(by=request.user)
    tasks.nudge(meeting)
    parties = words.and_list(dict.fromkeys(one.party_name for one in missing))
    messages.success(request, f"Protokollet avslutas utan underskrift av {parties}.")
    return see_other("follow_signing", meeting.pk)


def _before(meeting):
    told = {notice.adjuster_id: notice for notice in meeting.protocol.closing_notices.with_people()}
    waiting = meeting.waiting_adjusters()
    return {
        "meeting": meeting,
        "waiting": [(adjuster, told.get(adjuster.pk)) for adjuster in waiting],
        "is_untold": any(adjuster.pk not in told for adjuster in waiting),
        "stops": meeting.stops_to_closing(),
        "closes": meeting.closes_if_told_now(),
        "parties": words.and_list(
            dict.fromkeys(words.genitive(a.party.value().in_sentence) for a in waiting)
        ),
    }


@require_POST
def give_notice(request, pk, adjuster_pk):
    adjuster = access.adjuster_for(request, pk, adjuster_pk, Right.WRITE)
    meeting = adjuster.meeting
    notice = meeting.give_notice(adjuster, by=request.user)
    tasks.nudge(meeting)
    messages.success(
        request, f"{adjuster.party} har tid på sig till {words.deadline(notice.closes_at)}."
    )
    return see_other("close_without", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_why(request, pk, adjuster_pk):
    """The party's own words. Nobody else writes them for it, and nobody changes them."""
    adjuster = access.own_adjuster_for(request, pk, adjuster_pk, writer=False)
    meeting = adjuster.meeting
    notice = meeting.notice_to(adjuster)
    if notice is None or meeting.state != State.SIGNING:
        return redirect("follow_signing", meeting.pk)
    form = WhyNotForm(request.POST or None, initial={"reason": notice.reason})
    context = {"meeting": meeting, "adjuster": adjuster, "notice": notice, "form": form}
    if request.method != "POST":
        return render(request, REASON, context)
    try:
        if form.is_valid():
            meeting.tell_why(notice, form.cleaned_data["reason"], by=request.user)
            messages.success(request, "Ert skäl är sparat. Ni kan ändra det tills det avslutas.")
            return see_other("follow_signing", meeting.pk)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, REASON, context)
