"""Rättelser: read by all who read the text, made by the secretary; and “fel i protokollet”."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from .. import tasks
from ..errors import DomainError, WrongState
from ..forms.corrections import CorrectForm, FaultForm, PlaceForm
from ..models import Entry
from ..permissions import Right
from . import access
from .htmx import invalid, see_other


@require_safe
def index(request, pk):
    """Every rättelse of the text with its old words and its new."""
    meeting = _sealed(request, pk, Right.READ)
    told = list(meeting.protocol.corrections.with_people())
    noted = Entry.objects.noting(told)
    context = {
        "meeting": meeting,
        "corrections": [(one, noted.get(one.note_ref)) for one in told],
        "writes": Right.WRITE in meeting.rights,
    }
    return render(request, "corrections/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, pk):
    """First where, then what: the place stands in the address, also of the form that is sent."""
    meeting = _sealed(request, pk, Right.WRITE)
    place = PlaceForm(request.GET or None, said=meeting.protocol.document())
    if not place.is_valid():
        return _where(request, meeting, place)
    item, entry = place.cleaned_data["stalle"]
    old = meeting.protocol.words_of(entry) if entry else ""
    form = CorrectForm(
        request.POST or None,
        initial={"new": old},
        is_row=entry is not None,
        may_be_signed=meeting.has_adjusters,
    )
    context = {"meeting": meeting, "form": form, "item": item, "entry": entry, "old": old}
    if request.method != "POST":
        return render(request, "corrections/new.html", context)
    return _correct(request, context)


def _where(request, meeting, place):
    context = {"meeting": meeting, "form": place}
    if place.is_bound:
        return invalid(request, "corrections/where.html", context)
    return render(request, "corrections/where.html", context)


def _correct(request, context):
    meeting, form = context["meeting"], context["form"]
    try:
        if form.is_valid():
            where = {name: context[name] for name in ("item", "entry")}
            made = meeting.correct(**form.facts, **where, by=request.user)
            tasks.nudge(meeting)
            messages.success(request, _made_words(made))
            return see_other("corrections", meeting.pk)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "corrections/new.html", context)


def _made_words(correction):
    if correction.is_signed:
        return f"{correction} är skickad till justerarna."
    return f"{correction} är gjord. Alla i gruppen får ett mejl."


@require_http_methods(["GET", "HEAD", "POST"])
def fault(request, pk):
    """“Fel i protokollet”: told to the secretary, who answers or corrects."""
    meeting = _sealed(request, pk, Right.READ)
    form = FaultForm(request.POST or None, said=meeting.protocol.document())
    context = {"meeting": meeting, "form": form}
    if request.method != "POST":
        return render(request, "corrections/fault.html", context)
    if not form.is_valid():
        return invalid(request, "corrections/fault.html", context)
    text, item = form.cleaned_data["text"], form.chosen_item
    meeting.ask(text, by=request.user, item=item, is_fault=True)
    tasks.nudge(meeting)
    messages.success(request, "Sekreteraren har fått veta. Du får ett mejl med svar.")
    return see_other("ask_secretary", pk)


def _sealed(request, pk, right):
    meeting = access.meeting_for(request, pk, right)
    if not meeting.is_sealed or meeting.protocol is None:
        raise Http404
    return meeting
