"""Ajournera: a pause, or another day on which the meeting goes on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import tasks, words
from ..errors import DomainError
from ..forms.happenings import AnotherDayForm, PauseForm, wall_clock
from ..models import State
from ..permissions import Right
from . import access, desk
from .htmx import invalid, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def adjourn(request, pk):
    """Two forms on one page: a pause, or (`till=dag`) another day."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if meeting.state != State.ONGOING:
        return redirect(meeting)
    if request.method != "POST":
        return render(request, "happenings/adjourn.html", forms_of(request, meeting))
    to_day = request.POST.get("till") == "dag"
    parties = list(meeting.group.parties_in_order())
    form = (AnotherDayForm if to_day else PauseForm)(request.POST, parties=parties)
    item = _item(meeting, request.POST.get("punkt"))
    if form.is_valid():
        try:
            (_to_day if to_day else _pause)(request, meeting, item, form)
            return see_other(desk.url(meeting, now=item.pk))
        except DomainError as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
    context = forms_of(request, meeting) | {"day_form" if to_day else "pause_form": form}
    return invalid(request, "happenings/adjourn.html", context | {"has_errors": True})


def forms_of(request, meeting, item=None):
    parties = list(meeting.group.parties_in_order())
    now = {"at": wall_clock()}
    usual = {"starts": meeting.starts, "place": meeting.place}
    return {
        "meeting": meeting,
        "item": item or access.key_in(request.GET.get("punkt") or request.POST.get("punkt")),
        "pause_form": PauseForm(parties=parties, initial=now, auto_id="paus_%s"),
        "day_form": AnotherDayForm(parties=parties, initial=now | usual, auto_id="dag_%s"),
    }


def _item(meeting, key):
    """The item that was written in, or the first: the row has to stand somewhere."""
    items = meeting.items.standing()
    key = access.key_in(key)
    item = get_object_or_404(items, pk=key) if key else items.first()
    if item is None:
        raise DomainError("Lägg till en punkt på dagordningen först.")
    item.meeting = meeting
    return item


def _pause(request, meeting, item, form):
    told = form.cleaned_data
    facts = {"ends": told["ends"], "party": form.asker}
    meeting.adjourn(told["at"], by=request.user, item=item, **facts)
    messages.success(request, "Ajourneringen är antecknad.")


def _to_day(request, meeting, item, form):
    told = {name: value for name, value in form.cleaned_data.items() if name != "party"}
    day, starts = told.pop("day"), told.pop("starts")
    who = {"by": request.user, "item": item, "party": form.asker}
    meeting.adjourn_to(day, starts, **who, **told)
    tasks.nudge(meeting)
    when = words.deadline(meeting.resumes_at)
    messages.success(request, f"Mötet är ajournerat till {when}. Alla får ett mejl om dagen.")


@require_POST
def resume(request, pk):
    """The pause is over; or the further day begins, and its attendance is marked."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    begins = meeting.is_adjourned
    meeting.resume(by=request.user)
    if begins:
        messages.success(request, "Mötet är återupptaget. Markera vilka som är här i dag.")
        return see_other("attendance", pk)
    messages.success(request, "Mötet är återupptaget.")
    return see_other(desk.url(meeting, now=access.key_in(request.POST.get("punkt"))))
