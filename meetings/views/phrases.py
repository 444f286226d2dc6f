"""Fraser: the group's own sentences, filled in from the item and put into a row being written."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from ..forms.entries import EditRowForm
from ..models import Entry
from ..permissions import Right
from . import access, desk, line
from .desk_page import Desk, phrases_for
from .places import Opened


@require_http_methods(["GET", "HEAD", "POST"])
def of_item(request, pk, item_pk):
    """GET lists them as they read in this item; POST puts one into the line, without scripts.

    Without scripts the list comes with the first press, also when nothing is chosen yet.
    """
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    if request.method != "POST":
        return render(request, "writing/_phrases.html", {"phrases": phrases_for(item)})
    _scene, form = line.read(item, _with_phrase(request.POST))
    return desk.page(request, item.meeting, now=item.pk, add_form=form, shows_phrases=True)


@require_POST
def insert(request, pk, ref):
    """Put one into the row that stands open; nothing is stored until the row is."""
    entry = access.entry_for(request, pk, ref, Right.WRITE)
    if entry.kind not in Entry.WRITTEN:
        raise PermissionDenied
    options = Desk(entry.meeting).row_options(entry)
    form = EditRowForm(_with_phrase(request.POST), entry=entry, **options)
    opened = Opened("row", str(entry.ref), form)
    where = {"now": entry.item_id, "opened": opened}
    return desk.page(request, entry.meeting, **where, shows_phrases=True)


def _with_phrase(posted):
    data = posted.copy()
    parts = (data.get("text", "").rstrip(), data.get("phrase", "").strip())
    data["text"] = " ".join(part for part in parts if part)
    data["phrase"] = ""
    return data
