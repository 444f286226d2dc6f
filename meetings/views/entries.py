"""Rows of the minutes: added, saved while typed, changed. What else happens is in `rows`."""

import uuid

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from ..errors import DomainError
from ..forms.entries import EditRowForm, SaveForm
from ..models import Conflict, Entry, Question, own_row
from ..permissions import Right
from . import access, conflicts, desk, saving
from .desk_page import Desk
from .htmx import see_other
from .places import Opened


def row_for(request, pk, ref):
    """A row that the secretary may change: a party's own text and what the app wrote are not."""
    entry = access.entry_for(request, pk, ref, Right.WRITE)
    if entry.kind not in Entry.WRITTEN:
        raise PermissionDenied
    return entry


# --- Changed -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, ref):
    """GET opens the row in its place (or closes it again with ?stang); POST stores all of it."""
    entry = row_for(request, pk, ref)
    if request.method != "POST":
        return _open(request, entry)
    form = edit_form(request, entry)
    return store(request, entry, form) or refused(request, entry, form)


def edit_form(request, entry):
    return EditRowForm(request.POST, entry=entry, **Desk(entry.meeting).row_options(entry))


def _open(request, entry):
    meeting, ref = entry.meeting, str(entry.ref)
    closes = "stang" in request.GET
    if not request.htmx:
        query = {} if closes else {"stycke": ref}
        return redirect(desk.url(meeting, now=entry.item_id, anchor=f"#stycke-{ref}", **query))
    opened = None if closes else (lambda place: place.opened_row(ref))
    return desk.part(request, meeting, entry.item_id, opened=opened)


def store(request, entry, form):
    """The answer when all is stored or somebody else was first; None when the form said no."""
    if not form.is_valid():
        return None
    conflict = _keep_words(request, entry, form)
    if conflict:
        return conflict
    if "text" in form.errors:
        return None
    told = form.cleaned_data
    clashes = entry.describe_from(
        told["seen"] or told["base"],
        by=request.user,
        save_id=uuid.uuid5(told["save_id"], "beside"),
        act=told["save_id"],
        **_facts(form, entry.item),
    )
    if clashes:
        return conflicts.beside(request, entry, form, clashes)
    return changed(request, entry, announce="Stycket är sparat.")


def _keep_words(request, entry, form):
    """Store the text first of all; a Conflict is answered with both texts."""
    told = form.cleaned_data
    if not (told["text"].strip() or entry.item.is_round):
        form.require_words("Skriv något, eller ta bort stycket.")
        return None
    if told["text"] == entry.text and told["base"] <= entry.version and not entry.deleted_at:
        return None
    try:
        stored = entry.rewrite(
            told["text"], base=told["base"], save_id=told["save_id"], by=request.user
        )
    except DomainError as no:
        form.add_error("text", no.message)
        return None
    return conflicts.show(request, entry, stored) if isinstance(stored, Conflict) else None


def _facts(form, item):
    facts = form.facts()
    if "answers" in facts:
        facts["answers"] = list(Question.objects.named(facts["answers"], item.meeting))
    return facts


def refused(request, entry, form):
    return desk.refused(request, entry.meeting, entry.item_id, Opened("row", str(entry.ref), form))


# --- Saved while it is typed ---------------------------------------------------------------------


@require_POST
def save(request, pk, ref):
    """The words alone. The answer proves which save was stored, and is read by a script."""
    entry = own_row(request.user, pk, ref)
    if entry is None or entry.kind not in Entry.WRITTEN:
        entry = row_for(request, pk, ref)  # says 404 or 403
    form = SaveForm(request.POST)
    if not form.is_valid():
        return not_saved(request, row_for(request, pk, ref), form)
    told = form.cleaned_data
    try:
        stored = entry.rewrite(
            told["text"], base=told["base"], save_id=told["save_id"], by=request.user
        )
    except DomainError as no:
        form.add_error("text", no.message)
        return not_saved(request, row_for(request, pk, ref), form)
    if isinstance(stored, Conflict):
        return conflicts.show(request, row_for(request, pk, ref), stored)
    if not saving.by_script(request):
        return see_other(place_of(entry))
    return saving.proof(entry.ref, told["save_id"], stored)


def not_saved(request, entry, form):
    error = saving.first_error(form)
    if saving.by_script(request):
        return saving.no(error)
    options = Desk(entry.meeting).row_options(entry)
    again = EditRowForm.of(entry, text=request.POST.get("text", ""), **options)
    opened = Opened("row", str(entry.ref), again, error=error)
    return desk.refused(request, entry.meeting, entry.item_id, opened)


def place_of(entry, **query):
    anchor = f"#stycke-{entry.ref}" if not entry.deleted_at else f"#punkt-{entry.item_id}"
    return desk.url(entry.meeting, now=entry.item_id, anchor=anchor, **query)


def changed(request, entry, *, at=None, removed=None, **told):
    to = place_of(entry, borttaget=removed)
    return desk.changed(request, entry.meeting, at or entry.item_id, to=to, **told)
