"""Närvaro: who is at the meeting, who serves for whom, guests, and who is chosen to adjust."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..errors import DomainError
from ..forms.attendance import AttendeeForm, GuestForm
from ..models import Party
from ..permissions import Right
from . import access
from .htmx import changed, see_other


@dataclass
class Bench:
    """The people of one party, or the guests and the secretary, with a form each."""

    party: Party | None
    heading: str
    forms: list[AttendeeForm]

    @property
    def is_empty(self):
        """All of the party are marked, and nobody of them is there."""
        people = [form.attendee for form in self.forms]
        is_marked = all(someone.presence or someone.is_substitute for someone in people)
        return self.party is not None and is_marked and not any(s.took_part for s in people)


class Room:
    """Everybody called to the meeting, party by party."""

    def __init__(self, meeting, *, posted=None, guest_form=None):
        self.meeting = meeting
        self.guest_form = guest_form or GuestForm()
        people = meeting.in_room().telling_adjusters().select_related("party", "serves_for")
        self.people = list(people)
        for someone in self.people:
            someone.meeting = meeting
        self.posted = posted
        self.benches = list(self._benches())

    def _benches(self):
        by_party = defaultdict(list)
        for someone in self.people:
            by_party[someone.party_id].append(someone)
        for party in self.meeting.group.parties_in_order():
            yield Bench(party, party.name, self._forms(by_party.pop(party.pk, [])))
        for pk, people in list(by_party.items()):
            if pk is not None:
                yield Bench(people[0].party, people[0].party.name, self._forms(people))
        others = by_party.get(None, [])
        if others:
            yield Bench(None, "Sekreterare och gäster", self._forms(others))

    def _forms(self, people):
        stand_ins = [someone for someone in people if someone.is_substitute]
        return [
            AttendeeForm(
                self.posted,
                attendee=someone,
                stand_ins=[] if someone.is_substitute else stand_ins,
            )
            for someone in people
        ]

    @property
    def forms(self):
        return [form for bench in self.benches for form in bench.forms]

    def form_of(self, attendee):
        return next(form for form in self.forms if form.attendee.pk == attendee.pk)

    @property
    def regulars(self):
        return [someone for someone in self.people if not someone.is_substitute]

    @property
    def marked_count(self):
        return sum(1 for someone in self.regulars if someone.presence)

    @property
    def anybody_is_there(self):
        return any(someone.took_part for someone in self.people)

    @property
    def candidates(self):
        """Who may be chosen to adjust: those who speak for a party and are there, or are chosen."""
        return [s for s in self.people if s.party_id and (s.took_part or s.adjusts)]

    @property
    def chosen(self):
        return {someone.pk for someone in self.people if someone.adjusts}

    @property
    def preselected(self):
        """Those who are chosen, or else those whom the group's rule points at."""
        return self.chosen or {someone.pk for someone in self.meeting.proposed_adjusters()}


# --- The page ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk):
    """GET the list; POST stores everybody's row at once."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if not meeting.is_writable:
        return redirect(meeting)
    if request.method != "POST":
        return _page(request, Room(meeting))
    room = Room(meeting, posted=request.POST)
    if _store(room.forms, request.user):
        messages.success(request, "Närvaron är sparad.")
        return see_other("attendance", pk)
    return _page(request, room, status=422)


def _page(request, room, *, status=200):
    context = {
        "meeting": room.meeting,
        "room": room,
        "preselected": room.preselected,
        "has_errors": status == 422,
    }
    return render(request, "attendance/show.html", context, status=status)


def _store(forms, by):
    """Mark those whose rows have changed; all or nobody. False when a form or the room says no."""
    invalid = [form for form in forms if not form.is_valid()]
    if invalid:
        return False
    try:
        with transaction.atomic():
            for form in forms:
                _mark(form, by)
    except _Refused:
        return False
    return True


class _Refused(Exception):
    """A row said no: what the others said is not stored either."""


def _mark(form, by):
    told, attendee = form.cleaned_data, form.attendee
    try:
        if {"presence", "came", "left"} & set(form.changed_data):
            attendee.mark(told["presence"], by=by, came=told["came"], left=told["left"])
        if "stand_in" in form.changed_data:
            attendee.is_replaced_by(form.chosen_stand_in, by=by)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        raise _Refused from None


# --- One at a time -------------------------------------------------------------------------------


@require_POST
def mark(request, pk, attendee_pk):
    """One row as it is marked; the answer is what else on the page that changed with it."""
    attendee = access.attendee_for(request, pk, attendee_pk, Right.WRITE)
    form = Room(attendee.meeting, posted=request.POST).form_of(attendee)
    is_stored = _store([form], request.user)
    if not request.htmx:
        return see_other("attendance", pk)
    if not is_stored:
        context = {"meeting": attendee.meeting, "form": form, "says_why": True}
        response = render(request, "attendance/_row.html", context, status=422)
        response["HX-Reswap"] = "outerHTML"
        return response
    context = _news(attendee.meeting)
    if "stand_in" in form.changed_data:
        others = {someone.pk for someone in form.stand_ins.values()}
        context["also"] = [f for f in context["room"].forms if f.attendee.pk in others]
    return render(request, "attendance/_news.html", context)


def _news(meeting):
    room = Room(meeting)
    return {"meeting": meeting, "room": room, "preselected": room.preselected}


@require_POST
def mark_all(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    meeting.mark_all_present(by=request.user)
    return see_other("attendance", pk)


@require_POST
def add_guest(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    form = GuestForm(request.POST)
    if form.is_valid():
        meeting.add_guest(by=request.user, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['name']} är tillagd som gäst.")
        return see_other("attendance", pk)
    return _page(request, Room(meeting, guest_form=form), status=422)


@require_POST
def take_away(request, pk, attendee_pk):
    attendee = access.attendee_for(request, pk, attendee_pk, Right.WRITE)
    attendee.take_away(by=request.user)
    messages.success(request, f"{attendee} är borttagen.")
    return see_other("attendance", pk)


@require_POST
def choose(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    keys = filter(None, map(access.key_in, request.POST.getlist("justerare")))
    meeting.choose_adjusters(list(meeting.attendees.in_bulk(list(keys)).values()), by=request.user)
    if not request.htmx:
        messages.success(request, "Justerarna är valda.")
    context = _news(meeting) | {"said": "Justerarna är valda."}
    return changed(
        request, "attendance/_adjusters.html", context, to=reverse("attendance", args=[pk])
    )
