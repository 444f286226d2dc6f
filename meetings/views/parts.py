"""Omedelbar justering: the choice of items that are signed before the rest."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import tasks
from ..errors import DomainError
from ..forms.parts import PartForm
from ..permissions import Right
from . import access
from .htmx import invalid


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk):
    """Which items, what happens with them, and the sending itself."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if request.method != "POST" and not meeting.may_send_part:
        return redirect(meeting)
    form = PartForm(request.POST if request.method == "POST" else None, items=_items(meeting))
    context = {
        "meeting": meeting,
        "form": form,
        "parts": list(meeting.parts()),
        "adjusters": meeting.serving_adjusters(),
        "due": meeting.due_if_sent_now(),
    }
    if request.method != "POST":
        return render(request, "parts/send.html", context)
    try:
        if form.is_valid():
            a_round = meeting.send_part(form.chosen, by=request.user)
            tasks.nudge(meeting)
            return HttpResponseRedirect(a_round.get_absolute_url(), status=303)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "parts/send.html", context)


def _items(meeting):
    """(number, row) of those that may be chosen, in the order of the text."""
    rows = {str(item.ref): item for item in meeting.items_for_part()}
    said = meeting.document().top_items()
    return [(item.number, rows[item.ref]) for item in said if item.ref in rows]
