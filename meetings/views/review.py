"""Synpunkter: sending the text out, reading it, and “Jag har läst klart”."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import clock, paper, tasks
from ..errors import DomainError, WrongState
from ..models import ReadingPlace, State, checking
from ..permissions import Right
from . import access
from .htmx import invalid, see_other
from .review_page import FACTS, Page


@require_safe
def show(request, pk):
    """The text that is out, with changes and synpunkter. htmx asks for the place of one row."""
    meeting, version = access.review_for(request, pk)
    if version is None:
        return redirect(meeting)
    opened = request.GET.get("stycke", "")
    page = Page(request, meeting, version, opened=opened)
    if request.htmx and (opened or "rad" in request.GET):
        return _place(request, page, opened or request.GET["rad"])
    return render(request, "review/show.html", page.context())


def _place(request, page, key):
    item, entry = page.find_key(key)
    if item is None and key != FACTS:
        return HttpResponse(status=204)
    context = {"page": page, "meeting": page.meeting, "here": page.place(item, entry)}
    return render(request, "review/_place.html", context)


@require_safe
def draft(request, pk):
    """The text that is out, on paper, marked as working material on every page."""
    meeting, version = access.review_for(request, pk)
    if version is None:
        return redirect(meeting)
    day = clock.local(version.shown_at).date()
    imprint = paper.Imprint(variant="draft", made=clock.now(), text_day=day)
    pdf = paper.render_apart(version.document(), imprint)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{meeting.pk}.pdf"'
    return response


# --- The secretary -------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk):
    """What happens when the text goes out for synpunkter, and the sending itself."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if request.method == "POST":
        return _send(request, meeting)
    if meeting.state != State.DRAFTED or not meeting.has_review:
        return redirect(meeting)
    return render(request, "review/send.html", _before_sending(meeting))


def _send(request, meeting):
    try:
        meeting.send_for_comments(by=request.user)
    except WrongState:
        raise
    except DomainError as no:
        return invalid(request, "review/send.html", _before_sending(meeting) | {"no": no.message})
    tasks.nudge(meeting)
    messages.success(request, "Texten är ute för synpunkter.")
    return see_other("review", meeting.pk)


def _before_sending(meeting):
    return {
        "meeting": meeting,
        "readers": meeting.readers().count(),
        "remarks": len(checking.findings_of(meeting, is_over=True)),
        "due": meeting.comments_due_if_sent_now(),
        "later": list(meeting.later_changes.with_who()),
        "chairs": [user.name for user in meeting.chairs()],
        "shown": meeting.latest_version("chair"),
    }


@require_POST
def show_chair(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    meeting.show_chair(by=request.user)
    tasks.nudge(meeting)
    messages.success(request, "Ordföranden får ett mejl med en länk till texten.")
    return see_other("send_for_comments", meeting.pk)


@require_POST
def show_changes(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    meeting.show_changes(by=request.user)
    tasks.nudge(meeting)
    messages.success(request, "Läsarna ser nu texten som den är.")
    return see_other("review", meeting.pk)


# --- The reader ----------------------------------------------------------------------------------


@require_POST
def finish(request, pk):
    """Jag har läst klart: about the text that the page showed, named by its key in the form."""
    meeting, _version = access.review_for(request, pk)
    read = meeting.versions.filter(pk=access.key_in(request.POST.get("text"))).first()
    spoken = {str(party.pk): party for party in meeting.spoken_for_by(request.user)}
    party = spoken.get(request.POST.get("part", ""))
    if party is None or read is None:
        raise WrongState("Texten är inte ute för synpunkter. Läs in sidan igen.")
    meeting.finish_reading(read, party=party, by=request.user)
    ReadingPlace.keep(request.user, read)
    messages.success(request, f"Du har läst klart för {party.value().in_sentence}.")
    return see_other(reverse("review", args=[meeting.pk]) + "#last-klart")


@require_POST
def keep_place(request, pk):
    """How far the reader has come: hers alone, and told to nobody."""
    _meeting, version = access.review_for(request, pk)
    if version and str(version.pk) == request.POST.get("text"):
        ReadingPlace.keep(request.user, version, item_ref=request.POST.get("punkt", "")[:36])
    return HttpResponse(status=204)
