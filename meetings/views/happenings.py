"""Somebody comes, leaves, is away: told by one press on the desk, corrected and removed after."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..errors import DomainError
from ..forms.happenings import AdjournmentForm, AwayForm, HourForm, PressForm, initial_of
from ..models.reading import draft_of
from ..permissions import Right
from . import access, desk
from .htmx import invalid, see_other
from .in_room import agenda_choices


@require_POST
def press(request, pk):
    """One press: `kom`, `gick`, `borta` or `tillbaka` with the person's key."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    item = get_object_or_404(meeting.items.standing(), pk=access.key_in(request.POST.get("punkt")))
    item.meeting = meeting
    verb = next((name for name in PRESSES if name in request.POST), None)
    if verb is None:
        raise BadRequest("press")
    someone = get_object_or_404(meeting.in_room(), pk=access.key_in(request.POST[verb]))
    someone.meeting = meeting
    form = PressForm(request.POST)
    if not form.is_valid():
        return desk.refused_press(request, meeting, item.pk, form)
    told = PRESSES[verb](someone, item, form.hour, request.user)
    return _told(request, meeting, item, told)


PRESSES = {
    "kom": lambda who, item, hour, by: who.comes(hour, by=by, item=item),
    "gick": lambda who, item, hour, by: who.leaves(hour, by=by, item=item),
    "borta": lambda who, item, _hour, by: who.steps_out(item, by=by),
    "tillbaka": lambda who, item, _hour, by: who.is_back(item, by=by),
}


def _told(request, meeting, item, happening):
    """The item with its new row; of somebody who is back the row stands where she left."""
    to = desk.url(meeting, now=item.pk, narvaro=1, anchor="#narvaro-nu")
    words = "Närvaron är antecknad." if happening else "Det var redan antecknat."
    if not request.htmx:
        messages.success(request, words)
        return see_other(to)
    also = happening.entry.item_id if happening else None
    response = desk.changed(
        request, meeting, item.pk, to=to, also=also, announce=words, toast=bool(happening)
    )
    top = item.parent_id or item.pk
    response["HX-Retarget"], response["HX-Reswap"] = f"#punkt-{top}", "outerHTML"
    return response


# --- Corrected -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, happening_ref):
    """Another hour, item or asker of what is told already."""
    told = access.happening_for(request, pk, happening_ref, Right.WRITE)
    if not told.meeting.is_writable:
        return redirect(told.meeting)
    form = _form(told, request.POST or None)
    if request.method != "POST":
        return render(request, "happenings/edit.html", _context(request, told, form))
    if form.is_valid():
        try:
            told.correct(by=request.user, **_facts(told, form))
            messages.success(request, "Ändringen är sparad.")
            return _back(request, told)
        except DomainError as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "happenings/edit.html", _context(request, told, form))


def _form(told, data):
    options = {"items": agenda_choices(draft_of(told.meeting)), "initial": initial_of(told)}
    if told.kind == told.Kind.AWAY:
        return AwayForm(data, **options)
    if told.kind != told.Kind.ADJOURNED:
        return HourForm(data, **options)
    parties = list(told.meeting.group.parties_in_order())
    form = AdjournmentForm(data, parties=parties, **options)
    if told.sitting_id:
        del form.fields["ends"]  # it ends on another day
    return form


def _facts(told, form):
    facts = dict(form.cleaned_data)
    items = told.meeting.items.standing()
    facts["item"] = get_object_or_404(items, pk=facts["item"])
    if "until" in facts:
        facts["until"] = facts["until"] and get_object_or_404(items, pk=facts["until"])
    if "party" in facts:
        facts["party"] = form.asker
    return facts


def _context(request, told, form):
    fran = "narvaro" if "narvaro" in (request.GET.get("fran"), request.POST.get("fran")) else ""
    context = {"meeting": told.meeting, "happening": told, "form": form, "fran": fran}
    return context | {"has_errors": form.is_bound and not form.is_valid()}


def _back(request, told):
    if request.POST.get("fran") == "narvaro":
        return see_other("attendance", told.meeting.pk)
    return see_other(desk.url(told.meeting, now=told.entry.item_id, anchor=f"#stycke-{told.ref}"))


@require_POST
def remove(request, pk, happening_ref):
    told = access.happening_for(request, pk, happening_ref, Right.WRITE)
    if told.kind == told.Kind.ADJOURNED:
        told.meeting.withdraw_adjournment(told, by=request.user)
    else:
        told.remove(by=request.user)
    messages.success(request, "Det är borttaget. Du kan ta tillbaka det under Borttaget.")
    return _back(request, told)


@require_POST
def put_back(request, pk, happening_ref):
    told = access.happening_for(request, pk, happening_ref, Right.WRITE)
    if told.kind == told.Kind.ADJOURNED:
        told.meeting.put_adjournment_back(told, by=request.user)
    else:
        told.put_back(by=request.user)
    messages.success(request, "Det är tillbaka.")
    return _back(request, told)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request, pk, attendee_pk):
    """Away during some items, told afterwards."""
    someone = access.attendee_for(request, pk, attendee_pk, Right.WRITE)
    meeting = someone.meeting
    if not meeting.is_writable:
        return redirect(meeting)
    form = AwayForm(request.POST or None, items=agenda_choices(draft_of(meeting)))
    if request.method == "POST" and form.is_valid():
        items = meeting.items.standing()
        first, last = form.cleaned_data["item"], form.cleaned_data["until"]
        first = get_object_or_404(items, pk=first)
        first.meeting = meeting
        try:
            last = last and get_object_or_404(items, pk=last)
            someone.was_away(first, last, by=request.user)
            messages.success(request, "Frånvaron är antecknad.")
            return see_other("attendance", pk)
        except DomainError as no:
            form.add_error(None, no.message)
    context = {"meeting": meeting, "someone": someone, "form": form, "has_errors": form.is_bound}
    return render(request, "happenings/away.html", context, status=422 if form.is_bound else 200)
