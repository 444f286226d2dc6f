"""The frozen and the sealed protocol: read from its own bytes, and its files as they are stored."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from .. import words
from ..models import Meeting, SealedFile, State, signing_round
from ..models.item_thread import threads_of
from ..permissions import Right
from ..templatetags.look import stylesheets
from . import access

WAYS = ("earlier", "later")


@require_safe
def show(request, pk):
    """The reading page. It changes only with the state, the answers and who reads."""
    meeting = _readable(request, pk)
    present = signing_round.present(meeting)
    threads = _threads(request, meeting)
    corrections = _corrections(present.protocol)
    etag = _etag(request, meeting, present, (threads, corrections))
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return _told(unchanged, etag)
    context = _reading(request, meeting, present) | {"threads": threads, **_beside(corrections)}
    return _told(render(request, "protocols/show.html", context), etag)


def _corrections(protocol):
    """The rättelser that hold, by number, and where each belongs."""
    told = protocol.corrections.in_force().values_list("number", "entry_ref", "item_ref")
    return list(told)


def _beside(corrections):
    """Numbers of rättelser by the ref of the row, or else of the item, that they correct."""
    by_ref = {}
    for number, entry, item in corrections:
        by_ref.setdefault(entry or item, []).append(number)
    if not corrections:
        return {}
    return {
        "corrections": {"total": len(corrections), "by_ref": by_ref},
        "beside": "protocols/_corrected.html",
    }


def _threads(request, meeting):
    """{ref of an item: links to where the matter was handled before and goes on}."""
    threads = threads_of(meeting, Meeting.objects.visible_to(request.user))
    return {
        ref: {way: [(told.words, _address(told)) for told in getattr(thread, way)] for way in WAYS}
        for ref, thread in threads.items()
    }


def _address(told):
    """The item in the text when that can be read; until then its meeting."""
    meeting = told.item.meeting
    if not meeting.is_readable:
        return meeting.get_absolute_url()
    return reverse("protocol", args=[meeting.pk]) + "#p" + told.number.replace(".", "-")


@require_safe
def pdf(request, pk):
    """The sealed file; while it is signed, the frozen text that the adjusters read."""
    meeting = _readable(request, pk)
    if meeting.is_sealed:
        return stored_file(request, meeting, meeting.protocol.newest_sealed)
    frozen = meeting.protocol.stored(SealedFile.Kind.FROZEN)
    return stored_file(request, meeting, frozen, suffix="-ej-justerat")


@require_safe
def copy(request, pk):
    """The same pages without anything attached, for those whose systems refuse attachments."""
    meeting = _readable(request, pk)
    return stored_file(
        request, meeting, meeting.protocol.stored(SealedFile.Kind.COPY), suffix="-kopia"
    )


def _readable(request, pk):
    meeting = access.meeting_for(request, pk, Right.READ)
    # A protocol that was destroyed by a recorded decision (gallring) is read by nobody.
    if not meeting.is_readable or meeting.protocol is None:
        raise Http404
    return meeting


def _reading(request, meeting, present):
    said = present.protocol.document()
    return {
        "meeting": meeting,
        "round": present,
        "protocol": present.protocol,
        "document": said,
        "contents": [(section, list(map(_entrance, section.items))) for section in said.sections],
        "item_count": sum(1 for _item in said.top_items()),
        "sealed_words": f"{meeting.state_words} {words.day_year(meeting.sealed_at)}"
        if meeting.is_sealed
        else "",
        "adjuster": meeting.state == State.SIGNING and present.awaits(request.user),
        "may_certify": Right.CERTIFY in meeting.rights,
        "has_copy": meeting.is_sealed and present.protocol.stored(SealedFile.Kind.COPY),
    }


def _entrance(item):
    """An item in the outline, with what its sub-items hold: a long list would hide the rest."""
    parts = (item, *item.children)
    return {
        "item": item,
        "questions": sum(len(part.questions) for part in parts),
        "is_disputed": any(
            part.disagreements or (part.outcome and part.outcome.disagreeing) for part in parts
        ),
    }


def _etag(request, meeting, present, threads):
    """Everything that the page is made of: the text, the answers, the reader, the look."""
    parts = (
        present.protocol.fingerprint,
        meeting.state,
        len(present.signatures),
        meeting.state == State.SIGNING and present.awaits(request.user),
        sorted(meeting.rights),
        threads,
        request.user.pk,
        request.user.name,
        request.COOKIES.get("tema"),
        request.COOKIES.get("csrftoken"),
        stylesheets(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _told(response, etag):
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def stored_file(request, of, file, *, suffix=""):
    """The stored bytes, whose digest is their ETag; they stay in the database for a 304."""
    if file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return _told(unchanged, etag)
    response = HttpResponse(bytes(file.content), content_type="application/pdf")
    name = f"{of.file_name}{suffix}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return _told(response, etag)
