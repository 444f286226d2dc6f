"""Öppna texten igen: what it voids, and why it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import tasks
from ..errors import DomainError, WrongState
from ..forms.rounds import ReopenForm
from ..models import State, signing_round
from ..permissions import Right
from . import access
from .htmx import invalid, see_other

PAGE = "signoff/reopen.html"


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if meeting.state not in (State.PRINTING, State.SIGNING):
        return redirect("follow_signing", meeting.pk)
    present = signing_round.present(meeting)
    form = ReopenForm(request.POST or None, said=present.protocol.document())
    context = {"meeting": meeting, "round": present, "form": form}
    if request.method != "POST":
        return render(request, PAGE, context)
    try:
        if form.is_valid():
            return _reopen(request, meeting, form)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, PAGE, context)


def _reopen(request, meeting, form):
    meeting.reopen(by=request.user, reason=form.cleaned_data["reason"], item=form.chosen_item)
    tasks.nudge(meeting)
    messages.success(request, "Texten är öppen. Alla i gruppen får veta varför.")
    return see_other("follow_signing", meeting.pk)
