"""Who else writes, and what they have changed: asked every few seconds by a page that is looked at.

There is no lock. Nobody but the meeting's other writers is told, and of readers nothing is kept.
"""

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ..models import Writer
from ..permissions import Right
from ..templatetags.desk import print_in
from . import access
from .desk_page import Desk


class HereForm(forms.Form):
    """What the page tells of itself."""

    skriver = forms.BooleanField(required=False)  # something was typed since it last told
    stycke = forms.UUIDField(required=False)  # in this row
    changes = forms.IntegerField(min_value=0)  # what it knows of
    avtryck = forms.CharField(required=False)  # “12:5f3a 14:99c0”: its items in order, and how
    upptagna = forms.CharField(required=False)  # “12 14”: those that must be left in peace


@require_POST
def here(request, pk, item_pk):
    """The writer is at this item; the answer is who else writes, and items that are new to her."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    form = HereForm(request.POST)
    if not form.is_valid():
        raise BadRequest("here")
    told, meeting = form.cleaned_data, item.meeting
    if not meeting.is_writable:
        return HttpResponse(status=204)
    Writer.note(item, by=request.user, ref=told["stycke"], is_typing=told["skriver"])
    beside = list(meeting.writers.beside(request.user))
    if told["changes"] == meeting.changes and not beside:
        return HttpResponse(status=204)
    context = {"meeting": meeting, "writers": beside}
    if told["changes"] != meeting.changes:
        context |= _news(meeting, item, told)
    return render(request, "writing/_others.html", context)


def _news(meeting, item, told):
    """The items that differ from what the page has; all of the paper when their order does."""
    desk = Desk(meeting, now=item.pk)
    prints = dict(one.split(":", 1) for one in told["avtryck"].split() if ":" in one)
    busy = set(told["upptagna"].split())
    is_moved = list(prints) != [str(top.pk) for top in desk.tops]
    differing = [
        top
        for top in desk.tops
        if str(top.pk) not in busy and prints.get(str(top.pk)) != print_in(top, desk)
    ]
    return {
        "desk": desk,
        "document": desk.document,
        "is_moved": is_moved,
        "differing": [] if is_moved else differing,
        "is_news": is_moved or bool(differing),
    }
