"""Rows of the minutes: added, saved while typed, changed, moved, taken away, brought back."""

import uuid

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import clock, words
from ..errors import DomainError
from ..forms.entries import EditRowForm, SaveForm
from ..models import Conflict, Entry, Question
from ..permissions import Right
from . import access, desk
from .places import Opened


def _row_for(request, pk, ref):
    """A row that the secretary may change: a party's own text and what the app wrote are not."""
    entry = access.entry_for(request, pk, ref, Right.WRITE)
    if entry.kind not in Entry.WRITTEN:
        raise PermissionDenied
    return entry


# --- Changed -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, ref):
    """GET opens the row in its place (or closes it again with ?stang); POST stores all of it."""
    entry = _row_for(request, pk, ref)
    if request.method != "POST":
        return _open(request, entry)
    form = _form(request, entry)
    return _store(request, entry, form) or _refused(request, entry, form)


def _form(request, entry):
    return EditRowForm(request.POST, entry=entry, **desk.Desk(entry.meeting).row_options(entry))


def _open(request, entry):
    meeting, ref = entry.meeting, str(entry.ref)
    closes = "stang" in request.GET
    if not request.htmx:
        query = {} if closes else {"stycke": ref}
        return redirect(desk.url(meeting, now=entry.item_id, anchor=f"#stycke-{ref}", **query))
    opened = None if closes else (lambda place: place.opened_row(ref))
    return desk.part(request, meeting, entry.item_id, opened=opened)


def _store(request, entry, form):
    """The answer when all is stored or somebody else was first; None when the form said no."""
    if not form.is_valid():
        return None
    conflict = _keep_words(request, entry, form)
    if conflict:
        return conflict
    if "text" in form.errors:
        return None
    facts = _facts(form, entry.item)
    if _differ(facts, entry.facts()):
        beside = uuid.uuid5(form.cleaned_data["save_id"], "beside")
        act = form.cleaned_data["save_id"]
        entry.describe(by=request.user, save_id=beside, act=act, **facts)
    return _changed(request, entry, announce="Stycket är sparat.")


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
    return _conflict(request, entry, stored) if isinstance(stored, Conflict) else None


def _facts(form, item):
    facts = form.facts()
    if "answers" in facts:
        facts["answers"] = list(Question.objects.named(facts["answers"], item.meeting))
    return facts


def _differ(facts, now):
    return any(now.get(name) != value for name, value in facts.items())


def _refused(request, entry, form):
    return desk.refused(request, entry.meeting, entry.item_id, Opened("row", str(entry.ref), form))


# --- Saved while it is typed ---------------------------------------------------------------------


@require_POST
def save(request, pk, ref):
    """The words alone. The answer proves which save was stored, and is read by a script."""
    entry = _row_for(request, pk, ref)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _not_saved(request, entry, form)
    told = form.cleaned_data
    try:
        stored = entry.rewrite(
            told["text"], base=told["base"], save_id=told["save_id"], by=request.user
        )
    except DomainError as no:
        form.add_error("text", no.message)
        return _not_saved(request, entry, form)
    if isinstance(stored, Conflict):
        return _conflict(request, entry, stored)
    if not _by_script(request):
        return desk.see_other(_place_of(entry))
    return JsonResponse(
        {
            "ref": str(entry.ref),
            "save_id": str(told["save_id"]),
            "version": stored.version,
            "at": words.clock_time(clock.local(stored.at)),
        }
    )


def _by_script(request):
    return request.headers.get("Accept", "").startswith("application/json")


def _not_saved(request, entry, form):
    error = next(iter(form.errors.values()))[0]
    if _by_script(request):
        return JsonResponse({"error": error}, status=422)
    options = desk.Desk(entry.meeting).row_options(entry)
    again = EditRowForm.of(entry, text=request.POST.get("text", ""), **options)
    opened = Opened("row", str(entry.ref), again, error=error)
    return desk.refused(request, entry.meeting, entry.item_id, opened)


def _conflict(request, entry, conflict):
    """Both texts, side by side; what else was typed follows along in hidden fields."""
    opened = Opened("conflict", str(entry.ref), conflict=_Both(conflict, request.POST))
    if _by_script(request):
        context = {"meeting": entry.meeting, "opened": opened}
        return render(request, "writing/_conflict.html", context, status=409)
    if request.htmx:
        return desk.part(request, entry.meeting, entry.item_id, opened=opened, status=409)
    return desk.page(request, entry.meeting, now=entry.item_id, opened=opened, status=409)


class _Both:
    """A Conflict, and what else stood in the form that met it."""

    def __init__(self, conflict, posted):
        self.mine, self.theirs = conflict.mine, conflict.theirs
        self.by, self.version, self.deleted = conflict.by, conflict.version, conflict.deleted
        self.is_whole_form = "kind" in posted
        self.save_ids = [uuid.uuid4(), uuid.uuid4()]
        skipped = ("text", "base", "save_id", "csrfmiddlewaretoken")
        self.beside = [
            (name, value)
            for name, values in posted.lists()
            if name not in skipped
            for value in values
        ]

    @property
    def together(self):
        return f"{self.theirs}\n\n{self.mine}"


# --- Moved, taken away, brought back -------------------------------------------------------------


def _verb_on_row(verb):
    """A button in an open row: what was typed there is stored before the row moves or goes."""

    @require_POST
    def view(request, pk, ref):
        entry = _row_for(request, pk, ref)
        if "text" in request.POST:
            form = _form(request, entry)
            answer = _store(request, entry, form)
            if answer is None:
                return _refused(request, entry, form)
            if answer.status_code == 409:
                return answer
        return verb(request, entry, _save_id(request, verb.__name__))

    view.__name__ = verb.__name__
    return view


def _save_id(request, verb):
    """The form's own, made another for each verb; the same button twice is the same act."""
    try:
        return uuid.uuid5(uuid.UUID(request.POST["save_id"]), verb)
    except (KeyError, ValueError):
        raise BadRequest("save_id") from None


@_verb_on_row
def move(request, entry, save_id):
    """One step (`steg` upp or ner), or to the end of another item (`till`)."""
    was = entry.item_id
    if request.POST.get("steg") in ("upp", "ner"):
        entry.move(by=request.user, save_id=save_id, up=request.POST["steg"] == "upp")
    elif access.key_in(request.POST.get("till")) is not None:
        to = access.key_in(request.POST["till"])
        item = get_object_or_404(entry.meeting.items.standing(), pk=to)
        entry.move_to(item, by=request.user, save_id=save_id)
    # On the page the row leaves its old place, which is the one that htmx swaps.
    told = {"announce": "Stycket är flyttat.", "toast": True}
    return _changed(request, entry, at=was, also=entry.item_id, **told)


@_verb_on_row
def delete(request, entry, save_id):
    entry.delete_row(by=request.user, save_id=save_id)
    told = {"announce": "Stycket är borttaget.", "toast": True}
    return _changed(request, entry, removed=entry.ref, **told)


@_verb_on_row
def restore(request, entry, save_id):
    entry.restore(by=request.user, save_id=save_id)
    return _changed(request, entry, announce="Stycket är tillbaka.", toast=True)


def _place_of(entry, **query):
    anchor = f"#stycke-{entry.ref}" if not entry.deleted_at else f"#punkt-{entry.item_id}"
    return desk.url(entry.meeting, now=entry.item_id, anchor=anchor, **query)


def _changed(request, entry, *, at=None, removed=None, **told):
    to = _place_of(entry, borttaget=removed)
    return desk.changed(request, entry.meeting, at or entry.item_id, to=to, **told)
