"""Skriv: the minutes while they are written, and their print as they are now."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from .. import clock, paper
from ..models import Entry
from ..permissions import Right
from . import access, desk
from .places import OPENS


@require_safe
def show(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if not meeting.is_writable:
        return redirect(meeting)
    now = access.key_in(request.GET.get("punkt"))
    opened = _opened(request, now)
    if request.htmx and request.GET.get("del") == "sida":
        return desk.side(request, meeting, now=now)
    gone = request.GET.get("borttaget")
    # After a question the line offers its answer.
    kind = Entry.Kind.ANSWER if request.GET.get("nasta") == "svar" else Entry.Kind.NOTE
    told = {"gone": gone, "next_kind": kind, "shows_people": "narvaro" in request.GET}
    return desk.page(request, meeting, now=now, opened=opened, **told)


def _opened(request, now):
    ref, what = request.GET.get("stycke"), OPENS.get(request.GET.get("gor"))
    if ref:
        return lambda place: place.opened_row(ref)
    return (lambda place: place.opened_item(what, now)) if what and now else None


@require_safe
def draft(request, pk):
    """The text as it is now, on paper, marked as a draft."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    now = clock.now()
    imprint = paper.Imprint(variant="draft", made=now, text_day=clock.today())
    pdf = paper.render_apart(meeting.document(), imprint)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{meeting.pk}.pdf"'
    return response
