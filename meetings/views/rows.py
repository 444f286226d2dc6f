"""What happens to a row besides its words: moved, split, merged, taken away, brought back."""

import uuid

from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ..errors import DomainError
from ..forms.entries import SaveForm, SplitForm
from ..models import Conflict
from . import access, conflicts, entries


def _verb_on_row(verb):
    """A button in an open row: what was typed there is stored before the row moves or goes.

    The verb gets the row as it was read, after that; its “no” stands in the row's own form.
    """

    @require_POST
    def view(request, pk, ref):
        entry = entries.row_for(request, pk, ref)
        save_id = _save_id(request, verb.__name__)
        if "text" not in request.POST or entry.has_done(save_id):
            return verb(request, entry, save_id)
        form = entries.edit_form(request, entry)
        answer = entries.store(request, entry, form)
        if answer is None:
            return entries.refused(request, entry, form)
        if answer.status_code == 409:
            return answer
        try:
            return verb(request, entry, save_id)
        except DomainError as no:
            return _no(request, entry, form, no)

    view.__name__ = verb.__name__
    return view


def _save_id(request, verb):
    """The form's own, made another for each verb; the same button twice is the same act."""
    try:
        return uuid.uuid5(uuid.UUID(request.POST["save_id"]), verb)
    except (KeyError, ValueError):
        raise BadRequest("save_id") from None


def _no(request, entry, form, no):
    """The form again, with the words that are stored by now and why the verb was not done."""
    form.data = form.data.copy()
    form.data["base"] = form.data["seen"] = entry.version
    form.data["save_id"] = uuid.uuid4()
    form.add_error(no.field if no.field in form.fields else None, no.message)
    return entries.refused(request, entry, form)


# --- Moved ---------------------------------------------------------------------------------------


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
    return entries.changed(request, entry, at=was, also=entry.item_id, **told)


# --- Two of one, one of two ----------------------------------------------------------------------


@_verb_on_row
def split(request, entry, save_id):
    """At the sign `vid`, where the cursor stood; without scripts at the first line break."""
    form = SplitForm(request.POST)
    at = form.cleaned_data["vid"] if form.is_valid() else None
    if at is None:
        at = entry.text.find("\n")
    if at < 0:
        words = "Gör en radbrytning där stycket ska delas, och välj Dela igen."
        raise DomainError(words, field="text")
    met = entry.split(at, base=entry.version, by=request.user, save_id=save_id)
    return _joined(request, entry, met, "Stycket är delat.")


@_verb_on_row
def merge(request, entry, save_id):
    met = entry.merge_up(base=entry.version, by=request.user, save_id=save_id)
    return _joined(request, entry, met, "Styckena är ihopslagna.")


def _joined(request, entry, met, news):
    if isinstance(met, Conflict):
        return conflicts.show(request, entry, met)
    return entries.changed(request, entry, announce=news, toast=True)


# --- Taken away, brought back --------------------------------------------------------------------


@_verb_on_row
def delete(request, entry, save_id):
    met = entry.delete_row(base=entry.version, by=request.user, save_id=save_id)
    if isinstance(met, Conflict):
        return conflicts.show(request, entry, met)
    told = {"announce": "Stycket är borttaget.", "toast": True}
    return entries.changed(request, entry, removed=entry.ref, **told)


@require_POST
def restore(request, pk, ref):
    """As it was; or with `text`, which somebody wrote while the row was taken away."""
    entry = entries.row_for(request, pk, ref)
    if "text" not in request.POST:
        entry.restore(by=request.user, save_id=_save_id(request, "restore"))
        return entries.changed(request, entry, announce="Stycket är tillbaka.", toast=True)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return entries.not_saved(request, entry, form)
    stored = entry.bring_back(by=request.user, **form.cleaned_data)
    return _joined(request, entry, stored, "Stycket är tillbaka.")


@require_POST
def add_instead(request, pk, ref):
    """Words for a row that somebody took away, as a row of their own in its place."""
    entry = entries.row_for(request, pk, ref)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return entries.not_saved(request, entry, form)
    save_id = form.cleaned_data["save_id"]
    facts = {name: value for name, value in entry.facts().items() if name != "kind"}
    row = entry.item.add_entry(
        form.cleaned_data["text"],
        by=request.user,
        ref=uuid.uuid5(save_id, "ref"),
        save_id=save_id,
        kind=entry.kind,
        after=entry,
        **facts,
    )
    return entries.changed(request, row, announce="Stycket är tillagt.", toast=True)
