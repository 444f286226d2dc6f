"""“Bara för mig”: the secretary's own notes, saved like the words of the minutes."""

import uuid

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..errors import DomainError
from ..forms.notes import SaveNoteForm
from ..models import Conflict, PrivateNote
from ..permissions import Right
from . import access, saving
from .htmx import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request, pk, item_pk):
    """Her words alone. The answer proves which save was stored, as that of a row does."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    if request.method != "POST":
        return _shown(request, item)
    form = SaveNoteForm(request.POST)
    try:
        if form.is_valid():
            told = form.cleaned_data
            stored = PrivateNote.keep(
                item, told["text"], base=told["base"], save_id=told["save_id"], by=request.user
            )
            return _stored(request, item, stored, told["save_id"])
    except DomainError as no:
        form.add_error("text", no.message)
    return _not_stored(request, item, form)


def _shown(request, item):
    if not request.htmx:
        return redirect(_place(item))
    own_note = PrivateNote.objects.mine(request.user, item)
    return render(request, "writing/_private.html", {"item": item, "own_note": own_note})


def _place(item):
    return f"{reverse('write', args=[item.meeting_id])}?punkt={item.pk}#bara-for-mig"


def _stored(request, item, stored, save_id):
    if isinstance(stored, Conflict):
        return _conflict(request, item, stored)
    if not saving.by_script(request):
        return see_other(_place(item))
    return saving.proof(item.ref, save_id, stored)


def _not_stored(request, item, form):
    error = saving.first_error(form)
    if saving.by_script(request):
        return saving.no(error)
    context = {"item": item, "error": error, "mine": request.POST.get("text", "")}
    return render(request, "writing/private.html", context, status=422)


def _conflict(request, item, both):
    """She wrote in another window: both texts, for a script in their place, else as a page."""
    context = {"item": item, "both": both, "mine": both.mine, "save_id": uuid.uuid4()}
    page = "writing/_private_conflict.html" if saving.by_script(request) else "writing/private.html"
    return render(request, page, context, status=409)
