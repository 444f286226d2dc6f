"""Närvaro: who is at the meeting, who serves for whom, guests, and who is chosen to adjust."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods, require_POST

from ..checks.presence import gone_too_soon
from ..errors import DomainError
from ..forms.attendance import AttendeeForm, GuestForm
from ..models import Attendee, Happening, Party
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


CURRENT = object()


class Room:
    """Everybody called to a day of the meeting, party by party."""

    def __init__(self, meeting, *, sitting=CURRENT, posted=None, guest_form=None):
        """`sitting`: None is the meeting's own first day; the current one when nothing is told."""
        self.meeting = meeting
        self.guest_form = guest_form or GuestForm()
        self.sittings = list(meeting.sittings.begun())
        self.sitting = self._current() if sitting is CURRENT else sitting
        everybody = meeting.attendees.telling_adjusters().select_related("party", "serves_for")
        self.everybody = list(everybody)
        for someone in self.everybody:
            someone.meeting = meeting
        now = self.sitting.pk if self.sitting else None
        self.people = [someone for someone in self.everybody if someone.sitting_id == now]
        self.moves = self._moves()
        self.later = list(meeting.later_changes.with_who()) if meeting.ended_at else []
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

    def _current(self):
        return self.sittings[-1] if self.sittings else None

    @property
    def is_current(self):
        return self.sitting == self._current()

    @property
    def days(self):
        """(key, day, whether it is shown) of a meeting with several days."""
        days = [("forsta", self.meeting.day, self.sitting is None)] if self.sittings else []
        return days + [(s.pk, s.day, s == self.sitting) for s in self.sittings]

    def _moves(self):
        """What each person did: came, left, was away."""
        moves = defaultdict(list)
        for happening in Happening.objects.of(self.meeting).standing().in_order():
            moves[happening.attendee_id].append(happening)
        return moves

    def _forms(self, people):
        stand_ins = [someone for someone in people if someone.is_substitute]
        return [
            AttendeeForm(
                self.posted,
                attendee=someone,
                stand_ins=[] if someone.is_substitute else stand_ins,
                moves=self.moves[someone.pk],
                later=[change for change in self.later if change.attendee_id == someone.pk],
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
        """Who may be chosen to adjust: those who speak for a party and were there, or are chosen.

        At any sitting, each once: as she was chosen, or else as she was there last.
        """
        may = [s for s in self.everybody if s.party_id and (s.took_part or s.adjusts)]
        may.sort(key=lambda s: (s.adjusts, s.sitting_id or 0))
        return sorted(
            {(s.user_id or s.name, s.party_id): s for s in may}.values(), key=lambda s: s.order
        )

    @property
    def chosen(self):
        return {someone.pk for someone in self.everybody if someone.adjusts}

    @property
    def later_of_adjusters(self):
        return [change for change in self.later if change.subject == "adjusters"]

    @property
    def remarks(self):
        return list(gone_too_soon(self.meeting.document())) if self.meeting.began_at else []

    @property
    def preselected(self):
        """Those who are chosen, or else those whom the group's rule points at."""
        return self.chosen or {one.attendee.pk for one in self.proposal.people}

    @cached_property
    def proposal(self):
        """Whom the group's rule points at, and why."""
        return self.meeting.proposal()

    @property
    def choices(self):
        """Each candidate with what is told of her beside the box."""
        for someone in self.candidates:
            if not someone.user_id:
                yield someone, "har ingen inloggning"
            elif not someone.attended:
                yield someone, "inte på mötet"
            else:
                yield someone, self.proposal.because(someone)


# --- The page ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk):
    """GET the list; POST stores everybody's row at once."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if not meeting.is_writable:
        return redirect(meeting)
    day = _day(request, meeting)
    if request.method != "POST":
        return _page(request, Room(meeting, sitting=day))
    room = Room(meeting, sitting=day, posted=request.POST)
    if _store(room.forms, request.user):
        messages.success(request, "Närvaron är sparad.")
        return see_other(request.get_full_path())
    return _page(request, room, status=422)


def _day(request, meeting):
    """The day that is asked for (`dag`), of a meeting that has several."""
    key = request.GET.get("dag")
    if key == "forsta":
        return None
    return get_object_or_404(meeting.sittings.begun(), pk=access.key_in(key)) if key else CURRENT


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
    day = {"sitting": attendee.sitting}
    form = Room(attendee.meeting, posted=request.POST, **day).form_of(attendee)
    if "omarkera" in request.POST:
        attendee.mark(Attendee.Presence.UNKNOWN, by=request.user)
        return _unmarked(request, attendee)
    is_stored = _store([form], request.user)
    if not request.htmx:
        return see_other("attendance", pk)
    if not is_stored:
        context = {"meeting": attendee.meeting, "form": form, "says_why": True}
        response = render(request, "attendance/_row.html", context, status=422)
        response["HX-Reswap"] = "outerHTML"
        return response
    context = _news(attendee.meeting, **day)
    if "stand_in" in form.changed_data:
        others = {someone.pk for someone in form.stand_ins.values()}
        context["also"] = [f for f in context["room"].forms if f.attendee.pk in others]
    return render(request, "attendance/_news.html", context)


def _unmarked(request, attendee):
    if not request.htmx:
        return see_other("attendance", attendee.meeting_id)
    context = _news(attendee.meeting, sitting=attendee.sitting)
    context["also"] = [context["room"].form_of(attendee)]
    return render(request, "attendance/_news.html", context)


def _news(meeting, **day):
    room = Room(meeting, **day)
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
