"""Two have written in the same row: both texts side by side, with what each of them changed."""

import uuid

from django.shortcuts import render

from .. import diff
from . import desk
from .places import Opened


def by_script(request):
    """Whether a script reads the answer, and wants the row's own element or JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def show(request, entry, conflict):
    """What else was typed follows along in hidden fields."""
    opened = Opened("conflict", str(entry.ref), conflict=Both(conflict, request.POST))
    if by_script(request):
        context = {"meeting": entry.meeting, "opened": opened}
        return render(request, "writing/_conflict.html", context, status=409)
    if request.htmx:
        return desk.part(request, entry.meeting, entry.item_id, opened=opened, status=409)
    return desk.page(request, entry.meeting, now=entry.item_id, opened=opened, status=409)


class Both:
    """A Conflict, and what else stood in the form that met it."""

    NOT_BESIDE = ("text", "base", "save_id", "csrfmiddlewaretoken", "ref", "vid")

    def __init__(self, conflict, posted):
        self.mine, self.theirs = conflict.mine, conflict.theirs
        self.by, self.version, self.deleted = conflict.by, conflict.version, conflict.deleted
        base = conflict.theirs if conflict.base is None else conflict.base
        self.my_changes = diff.changes(base, conflict.mine)
        self.their_changes = diff.changes(base, conflict.theirs)
        proposal = diff.together(base, conflict.mine, conflict.theirs)
        self.fits = proposal is not None
        self.together = proposal if self.fits else f"{conflict.theirs}\n\n{conflict.mine}"
        self.is_whole_form = "kind" in posted
        self.save_ids = [uuid.uuid4(), uuid.uuid4(), uuid.uuid4()]
        self.beside = [
            (name, value)
            for name, values in posted.lists()
            if name not in self.NOT_BESIDE
            for value in values
        ]
