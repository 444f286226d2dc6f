"""Ångra and Gör om: the last thing the writer did on the desk, taken back."""

import uuid
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.views.decorators.http import require_POST

from ..models import Revision, undo
from ..permissions import Right
from . import access, desk
from .htmx import see_other


@require_POST
def take_back(request, pk):
    """`save_id` is the act to undo, as #angra offers it."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    try:
        act = uuid.UUID(request.POST.get("save_id", ""))
    except ValueError:
        raise BadRequest("save_id") from None
    undone = undo.take_back(meeting, act, by=request.user)
    news, taken = undone.words, undone.revision
    if taken.item_id and taken.kind not in (Revision.Kind.DESCRIBED, Revision.Kind.CONCLUDED):
        return _page_again(request, meeting, news, taken)
    return _item_again(request, meeting, news, taken)


def _item_again(request, meeting, news, taken):
    pk = taken.item_id or taken.entry.item_id
    to = desk.url(meeting, now=pk, anchor=_anchor(taken))
    if not request.htmx:
        messages.success(request, news)
        return see_other(to)
    was = taken.was.get("item")  # where a row that was moved stood
    response = desk.changed(
        request, meeting, pk, to=to, now=looked_at(request), also=was, announce=news, toast=True
    )
    top = meeting.items.values_list("parent", flat=True).get(pk=pk) or pk
    response["HX-Retarget"], response["HX-Reswap"] = f"#punkt-{top}", "outerHTML"
    return response


def _page_again(request, meeting, news, taken):
    """Numbers and order have changed all over the page, so it is read anew."""
    to = desk.url(meeting, now=taken.item_id)
    return desk.whole(request, meeting, taken.item_id, announce=news, to=to)


def _anchor(taken):
    if taken.entry and not taken.entry.deleted_at:
        return f"#stycke-{taken.entry.ref}"
    return f"#punkt-{taken.item_id or taken.entry.item_id}"


def looked_at(request):
    """The item that is being written in: undoing in another one does not lead away from it."""
    query = parse_qs(urlsplit(request.htmx.current_url or "").query)
    return access.key_in(query.get("punkt", [""])[0])
