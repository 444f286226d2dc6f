"""The agenda while it is written: items and sub-items, their facts, and how they ended."""

import uuid

from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..errors import DomainError
from ..forms.agenda import NewItemForm, NewSubItemForm, OutcomeForm
from ..models import AgendaItem
from ..permissions import Right
from . import access, conflicts, desk
from .desk_page import Desk
from .htmx import see_other
from .places import OPENS, Opened

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_POST
def add(request, pk):
    """A new item, last under its heading; with `under` a sub-item of that item."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    under = access.key_in(request.POST.get("under"))
    if under is not None:
        parent = access.item_for(request, pk, under, Right.WRITE)
        return _add_below(request, parent)
    form = NewItemForm(request.POST, sections=list(meeting.sections.all()))
    item = _added(form, meeting, request.user)
    if item is None:
        opened = Opened("item", "", form)
        return desk.refused_item(request, meeting, opened)
    if item.is_round and meeting.began_at:
        item.open_round(by=request.user)
    return _page_again(request, item, f"Punkten {item.heading} är tillagd.")


def _add_below(request, parent):
    form = NewSubItemForm(request.POST)
    item = _added(form, parent.meeting, request.user, parent=parent)
    if item is None:
        opened = Opened("below", str(parent.pk), form)
        return desk.refused(request, parent.meeting, parent.pk, opened)
    return _changed(request, item, announce="Underpunkten är tillagd.")


def _added(form, meeting, by, **place):
    """The new item, or None when the form or the meeting says no."""
    if not form.is_valid():
        return None
    try:
        item = meeting.add_item(by=by, **place, **form.cleaned_data)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return None
    item.meeting = meeting
    return item


@require_http_methods(GET_OR_POST)
def edit(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    if request.method != "POST":
        what = "below" if request.GET.get("gor") == "underpunkt" else "facts"
        return _open(request, item, what)
    form = Desk(item.meeting).facts_form(item, request.POST)
    clashes = []
    if _tell(form, lambda told: clashes.extend(_describe(item, told, request.user))):
        if clashes:
            return conflicts.in_item(request, item, "facts", form, clashes)
        return _page_again(request, item, "Punkten är ändrad.")
    return desk.refused(request, item.meeting, item.pk, Opened("facts", str(item.pk), form))


@require_http_methods(GET_OR_POST)
def outcome(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    if request.method != "POST":
        return _open(request, item, "outcome")
    form = Desk(item.meeting).outcome_form(item, request.POST)
    if "foresla" in request.POST:
        return _proposed(request, item, form.with_proposal())
    clashes = []
    if _tell(form, lambda told: clashes.extend(_set_outcome(item, told, request.user))):
        if clashes:
            return conflicts.in_item(request, item, "outcome", form, clashes)
        return _changed(request, item, announce="Utfallet är sparat.")
    return desk.refused(request, item.meeting, item.pk, Opened("outcome", str(item.pk), form))


def _proposed(request, item, form):
    """The form with a sentence for what is chosen in it; nothing is stored."""
    if request.htmx:
        return render(request, "writing/_sentence.html", {"form": form})
    opened = Opened("outcome", str(item.pk), form)
    return desk.page(request, item.meeting, now=item.pk, opened=opened)


def _describe(item, told, by):
    seen = told.pop("base") or item.version
    return item.describe_from(seen, by=by, **told)


def _set_outcome(item, told, by):
    seen = told.pop("base") or item.version
    facts = {name: told.pop(name) for name in OutcomeForm.FACTS}
    act = uuid.uuid4()  # one press on the button, undone by one
    clashes = item.set_outcome_from(seen, told.pop("outcome"), by=by, act=act, **told)
    return [*clashes, *item.describe_from(seen, by=by, act=act, **facts)]


def _tell(form, verb):
    """Whether the form was right and the verb done; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        verb(dict(form.cleaned_data))
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return False
    return True


def _open(request, item, what):
    """A form opened in its place on the paper, or closed again with ?stang."""
    closes = "stang" in request.GET
    if not request.htmx:
        opens = next(word for word, name in OPENS.items() if name == what)
        query = {} if closes else {"gor": opens}
        return redirect(desk.url(item.meeting, now=item.pk, anchor=f"#punkt-{item.pk}", **query))
    opened = None if closes else (lambda place: place.opened_item(what, item.pk))
    return desk.part(request, item.meeting, item.pk, opened=opened)


# --- Plain buttons -------------------------------------------------------------------------------


@require_POST
def move(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    steps = {
        "upp": lambda: item.move(by=request.user, up=True),
        "ner": lambda: item.move(by=request.user, up=False),
        "in": lambda: item.nest(by=request.user),
        "ut": lambda: item.lift(by=request.user),
    }
    steps.get(request.POST.get("steg"), _no_step)()
    return _page_again(request, item, "Punkten är flyttad.")


def _no_step():
    raise BadRequest("steg")


@require_POST
def accept_late(request, pk, item_pk):
    """Parterna godtar att frågan tas upp."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    item.describe(by=request.user, is_late=True, late_accepted=True)
    return _changed(request, item, announce="Parterna godtar att frågan tas upp.")


@require_POST
def take_up(request, pk):
    """An item that another meeting moved here becomes one of this meeting's, and continues it."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    offered = AgendaItem.objects.moved_to(meeting.group, meeting.day)
    moved = get_object_or_404(offered, pk=access.key_in(request.POST.get("punkt")))
    item = meeting.take_up(moved, by=request.user)
    item.meeting = meeting
    return _page_again(request, item, f"Punkten {item.heading} tas upp.")


@require_POST
def take_off(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    item.take_off(by=request.user)
    if request.htmx:
        return _page_again(request, item, f"Punkten {item.heading} är borttagen.")
    return see_other(desk.url(item.meeting, borttaget=item.ref))


@require_POST
def put_back(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    item.put_back(by=request.user)
    return _page_again(request, item, f"Punkten {item.heading} är tillbaka.")


@require_POST
def open_round(request, pk, item_pk):
    """Lägg till rader för dem som är här."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    was_round = item.is_round
    item.open_round(by=request.user)
    news = "Rundan har ett fält för varje part som är här."
    return _changed(request, item, announce=news, toast=not was_round)


def _changed(request, item, **told):
    to = desk.url(item.meeting, now=item.pk, anchor=f"#punkt-{item.pk}")
    return desk.changed(request, item.meeting, item.pk, to=to, **told)


def _page_again(request, item, news):
    """Numbers and order have changed all over the page."""
    now = None if item.deleted_at else item.pk
    to = desk.url(item.meeting, now=now, anchor=f"#punkt-{item.pk}" if now else "")
    return desk.whole(request, item.meeting, now, announce=news, to=to)
