"""A meeting from its first planned day: one address for its whole life."""

from collections import defaultdict
from datetime import time
from itertools import count

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from .. import clock, tasks, words
from ..errors import DomainError
from ..forms.meetings import CancelMeeting, NewMeeting
from ..models import AgendaItem, Group, Meeting, State, checking
from ..models.item_words import earlier_words
from ..models.planning import agenda_preview, deadlines, proposed_day
from ..models.signing_round import sent_back
from ..models.year_plan import plan_of
from ..permissions import Right
from ..workdays import ParsedDate
from .access import group_for, meeting_for
from .htmx import invalid, see_other
from .paging import newest

COMING = 12
NOON = time(12)  # for a group that has no usual time


@require_safe
def index(request):
    """Every meeting that the user may see: the year by group, what comes, what has been."""
    seen = Meeting.objects.visible_to(request.user)
    groups = list(Group.objects.visible_to(request.user).and_who_writes(request.user))
    year = clock.today().year
    earlier, last = newest(seen.not_coming().with_signers(), request)
    return render(
        request,
        "meetings/index.html",
        {
            "year": year,
            "months": words.MONTHS,
            "board": _board(groups, seen.standing().in_year(year).soonest_first()),
            "coming": seen.coming().soonest_first()[:COMING],
            "earlier": earlier,
            "last": last,
            "written": [group for group in groups if group.is_written],
        },
    )


def _board(groups, meetings):
    """A row for each group with a list of meetings for each month."""
    cells = defaultdict(list)
    for meeting in meetings:
        cells[meeting.group_id, meeting.day.month].append(meeting)
    return [(group, [cells[group.pk, month] for month in range(1, 13)]) for group in groups]


# --- Nytt möte -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, slug):
    group = group_for(request, slug, writes=True)
    if request.method != "POST":
        form = NewMeeting(group=group, initial=NewMeeting.from_group(group, proposed_day(group)))
        return render(request, "meetings/new.html", _new(group, form, form.initial))
    form = NewMeeting(request.POST, group=group)
    is_right = form.is_valid()
    left_out = {*request.POST.getlist("erbjuden")} - {*request.POST.getlist("ta_upp")}
    context = _new(group, form, form.cleaned_data, left_out)
    if not is_right:
        return invalid(request, "meetings/new.html", context)
    if "visa" in request.POST:
        return render(request, "meetings/new.html", context)
    taking_up = [item for item in context["moved_here"] if item.is_chosen]
    try:
        meeting = Meeting.plan(group, by=request.user, taking_up=taking_up, **form.cleaned_data)
    except DomainError as no:
        form.add_error(no.field or None, no.message)
        return invalid(request, "meetings/new.html", context)
    messages.success(request, "Mötet är skapat. Ingen kallelse är skickad än.")
    return see_other(meeting)


def _new(group, form, given, left_out=()):
    """The form with what its day would mean: agenda, deadlines, and what to look at.

    `left_out`: keys of what was moved here and is not to be taken up.
    """
    day, context = given.get("day"), {"group": group, "form": form, "moved_here": []}
    if not day:
        return context
    starts = given.get("starts") or group.starts or NOON
    (row,) = plan_of(group, [ParsedDate("", day)], starts, given.get("ends")).rows
    return context | {
        "day": day,
        "moved_here": _moved_here(group, day, left_out),
        "agenda": agenda_preview(group, day),
        "looks": row.warnings,
        "times": _times(group, day, given),
    }


def _moved_here(group, day, left_out):
    moved = list(AgendaItem.objects.moved_to(group, day))
    for item in moved:
        item.is_chosen = str(item.pk) not in left_out
        item.told = earlier_words(item, of=Meeting(group=group, day=day))
    return moved


def _times(group, day, given):
    """The days before the meeting, or nothing while they are in the wrong order."""
    rules = {name: given[name] for name in ("summons_days", "questions_days") if name in given}
    try:
        return deadlines(group, day, **rules)
    except DomainError:
        return None


# --- One address for the whole life --------------------------------------------------------------


@require_safe
def show(request, pk):
    """What the meeting is now, and the one thing to do about it."""
    meeting = meeting_for(request, pk, Right.SEE)
    if meeting.is_sealed:
        return _to_protocol(request, meeting)
    return render(request, "meetings/show.html", _shown(request, meeting))


def _to_protocol(request, meeting):
    """A page that asked while the worker was sealing is sent on as a whole."""
    if request.htmx:
        return HttpResponseClientRedirect(reverse("protocol", args=[meeting.pk]))
    return redirect("protocol", meeting.pk)


def _shown(request, meeting):
    people = list(meeting.in_room().select_related("party"))
    return {
        "meeting": meeting,
        "writes": Right.WRITE in meeting.rights,
        "reads": Right.READ in meeting.rights,
        "parts": list(meeting.parts()) if Right.READ in meeting.rights else (),
        "sends_parts": Right.WRITE in meeting.rights and meeting.may_send_part,
        "follows": meeting.state == State.ONGOING
        and meeting.group.members_follow
        and Right.FOLLOW in meeting.rights,
        "comments": Right.REVIEW in meeting.rights
        and meeting.version_for(request.user) is not None,
        "signs": meeting.is_adjusted and _is_waited_for(request.user, meeting),
        "sent_back": sent_back(meeting)[:1]
        if meeting.state in (State.DRAFTED, State.REVIEW)
        else [],
        "sections": _agenda(meeting),
        "parties": _by_party(people),
        "guests": [person for person in people if person.is_guest],
        "here": sum(person.took_part for person in people),
        "files": meeting.attachments.summoned().select_related("file__stored"),
        "adjusters": meeting.serving_adjusters(),
        **_statements(meeting),
    }


def _statements(meeting):
    """Of the parties' own texts: whether the reader has anything to do with them."""
    if Right.FOLLOW not in meeting.rights or not meeting.is_writable:
        return {}
    writes = Right.WRITE in meeting.rights
    unplaced = meeting.statements.unplaced().count() if writes else 0
    return {"has_statements": True, "unplaced": unplaced}


def _is_waited_for(user, meeting):
    return meeting.state == State.SIGNING and any(
        adjuster.attendee.user_id == user.pk for adjuster in meeting.waiting_adjusters()
    )


def _agenda(meeting):
    """Headings with their items in order, numbered through; items under no heading first."""
    under = defaultdict(list)
    for item in meeting.items.standing().prefetch_related("children"):
        if item.parent_id is None:
            under[item.section_id].append(item)
    headings = [(None, under[None]), *((s, under[s.pk]) for s in meeting.sections.all())]
    number = count(1)
    return [
        (section, [(next(number), item) for item in items])
        for section, items in headings
        if items or section
    ]


def _by_party(people):
    """Parties in order with their people; a substitute only when she is marked."""
    parties = defaultdict(list)
    for person in people:
        if person.party_id and (not person.is_substitute or person.presence):
            parties[person.party].append(person)
    return list(parties.items())


# --- Verbs ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    meeting = meeting_for(request, pk, Right.WRITE)
    form = CancelMeeting(request.POST or None)
    if request.method != "POST":
        return render(
            request, "meetings/cancel.html", {"meeting": meeting, "form": CancelMeeting()}
        )
    if not form.is_valid():
        return invalid(request, "meetings/cancel.html", {"meeting": meeting, "form": form})
    meeting.cancel(by=request.user, because=form.cleaned_data["because"])
    tasks.nudge(meeting)
    messages.success(request, "Mötet är inställt.")
    return see_other(meeting)


@require_POST
def start(request, pk):
    meeting = meeting_for(request, pk, Right.WRITE)
    meeting.start(by=request.user)
    return see_other("write", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request, pk):
    """Avsluta mötet; the page before says what follows and what is still open."""
    meeting = meeting_for(request, pk, Right.WRITE)
    if request.method != "POST":
        return _before(request, meeting, "meetings/finish.html", State.ONGOING)
    meeting.finish(by=request.user)
    messages.success(request, "Mötet är avslutat. Nu renskrivs texten.")
    return see_other(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
def make_done(request, pk):
    """Gör klart, in a group without adjusters."""
    meeting = meeting_for(request, pk, Right.WRITE)
    if request.method != "POST":
        return _before(request, meeting, "meetings/make_done.html", State.ONGOING, State.DRAFTED)
    meeting.make_done(by=request.user)
    tasks.nudge(meeting)
    return see_other(meeting)


def _before(request, meeting, template, *states):
    """The page that says what a verb will do; past its states there is only the meeting."""
    if meeting.state not in states:
        return redirect(meeting)
    said = meeting.document()
    found = checking.findings_of(meeting, said, is_over=True)
    context = {
        "meeting": meeting,
        "said": said,
        "obstacles": [
            one
            for one in found
            if one.stops and (meeting.has_adjusters or one.rule == "statement_unplaced")
        ],
        "remarks": sum(not one.stops for one in found),
        "told": meeting.people().count(),
    }
    return render(request, template, context)
