"""Visa på skärmen: the item that is being written in, large, for the room and for its members.

The page asks every few seconds whether anything is new. One number of the meeting tells it, so an
unchanged answer costs one query beside the sign-in; a changed one carries the item and no page.
"""

import hashlib

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ..models import State
from ..permissions import Right
from . import access


@require_safe
def show(request, pk):
    meeting = access.screen_for(request, pk)
    writes = Right.WRITE in meeting.rights
    if not (meeting.is_writable if writes else meeting.state == State.ONGOING):
        return _over(request, meeting)
    asked = "" if writes else request.GET.get("punkt", "")
    etag = _etag(meeting, asked, writes)
    if not request.htmx:
        return render(request, "screen/show.html", _shown(meeting, asked, writes, etag))
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(_stage(request, meeting, asked, writes, etag))
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _stage(request, meeting, asked, writes, etag):
    """Forty readers ask for the same words at once: one of them has them made for all."""
    known = caches["near"].get(etag)
    if known is None:
        shown = _shown(meeting, asked, writes, etag)
        known = render_to_string("screen/_stage.html", shown, request)
        caches["near"].set(etag, known)
    return known


def _over(request, meeting):
    if request.htmx:
        return render(request, "screen/_over.html", {"meeting": meeting})
    return redirect(meeting)


def _etag(meeting, asked, writes):
    """Everything that the stage is made of: the text, the item, how far the meeting has come."""
    parts = (meeting.pk, meeting.changes, meeting.shown_item, meeting.state, asked, writes)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _shown(meeting, asked, writes, etag):
    said = meeting.document()
    return {
        "meeting": meeting,
        "document": said,
        "stage": Stage(said, shown=str(meeting.shown_item), asked=asked),
        "writes": writes,
        "etag": etag,
    }


class Stage:
    """The one item that is shown, and the way to the others."""

    def __init__(self, said, *, shown, asked=""):
        """`shown` and `asked` are refs; one that is not there means the first item."""
        self.items = list(said.items())
        self.count = sum(1 for _item in said.top_items())
        self.now = self._item(shown) or next(iter(self.items), None)
        self.chosen = self._item(asked)
        self.item = self.chosen or self.now
        self.parent = next((item for item in self.items if self.item in item.children), None)

    def _item(self, ref):
        return next((item for item in self.items if item.ref == ref), None)

    @property
    def before(self):
        return self._beside(-1)

    @property
    def after(self):
        return self._beside(1)

    def _beside(self, step):
        place = self.items.index(self.item) + step
        return self.items[place] if 0 <= place < len(self.items) else None
