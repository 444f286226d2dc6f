"""Two have written in the same row: both texts side by side, with what each of them changed."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.shortcuts import render

from .. import diff, words
from . import desk
from .places import Opened
from .saving import by_script


def show(request, entry, conflict):
    """What else was typed follows along in hidden fields."""
    opened = Opened("conflict", str(entry.ref), conflict=Both(conflict, request.POST))
    if by_script(request):
        context = {"meeting": entry.meeting, "opened": opened}
        return render(request, "writing/_conflict.html", context, status=409)
    if request.htmx:
        return desk.part(request, entry.meeting, entry.item_id, opened=opened, status=409)
    return desk.page(request, entry.meeting, now=entry.item_id, opened=opened, status=409)


def beside(request, entry, form, clashes):
    """The row's form again, with what somebody else has changed in it; the text is stored."""
    form.data = form.data.copy()
    form.data["base"] = form.data["seen"] = entry.version
    form.data["save_id"] = uuid.uuid4()
    opened = Opened("row", str(entry.ref), form, conflict=told(form, clashes))
    return desk.refused(request, entry.meeting, entry.item_id, opened, status=409)


def in_item(request, item, what, form, clashes):
    """The form of an item's facts or utfall again; saved once more it is the writer's own."""
    form.data = form.data.copy()
    form.data["base"] = item.version
    opened = Opened(what, str(item.pk), form, conflict=told(form, clashes))
    return desk.refused(request, item.meeting, item.pk, opened, status=409)


@dataclass(frozen=True)
class Told:
    """A Clash in words."""

    label: str
    mine: str
    theirs: str
    by: str


LABELS = {"targets": "Flyttas till", "answer_due_words": "Svar senast"}


def told(form, clashes) -> list[Told]:
    return [
        Told(
            LABELS.get(one.name) or form.fields[one.name].label,
            _said(form, one.name, one.mine),
            _said(form, one.name, one.theirs),
            one.by,
        )
        for one in clashes
    ]


def _said(form, name, value) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, date):
        return words.day_long(value)
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return words.and_list(_said(form, name, one) for one in value) or "inget"
    choices = getattr(form.fields.get(name), "choices", ())
    return str(dict(choices).get(value, value)) if value else "inget"


class Both:
    """A Conflict, and what else stood in the form that met it."""

    NOT_BESIDE = ("text", "base", "seen", "save_id", "csrfmiddlewaretoken", "ref", "vid")

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
