"""Justerat på papper, and a file signed in another service: the secretary puts them in."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from .. import file_kinds, tasks, words
from ..errors import DomainError, WrongState
from ..forms.elsewhere import PaperForm, UploadForm
from ..justering import elsewhere
from ..models import SealedFile, State
from ..models.elsewhere import MOVED_ON
from ..permissions import Right
from . import access
from .htmx import invalid, see_other
from .uploads import InMemory

MEDIA_TYPES = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


@csrf_exempt  # `_page` checks: the token may not be read before the file has its handler
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, pk, adjuster_pk):
    """Justerat på papper: the scan, and the day on it."""
    request.upload_handlers = [InMemory(request, settings.ATTACHMENT_LARGEST)]
    return _page(request, pk, adjuster_pk, PaperForm, _put_in_paper)


def _put_in_paper(meeting, adjuster, told, by):
    protocol = meeting.protocol
    if protocol and told["kontrollkod"] not in ("", protocol.fingerprint):
        raise WrongState(MOVED_ON)
    facts = {name: told[name] for name in ("signed_on", "note")}
    meeting.register_paper(adjuster, told["file"], **facts, by=by, protocol=protocol)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, pk, adjuster_pk):
    """Ladda upp underskriven fil: looked at first, and refused with a reason."""
    request.upload_handlers = [InMemory(request, settings.ATTACHMENT_LARGEST)]
    return _page(request, pk, adjuster_pk, UploadForm, _put_in_upload)


def _put_in_upload(meeting, adjuster, told, by):
    protocol = meeting.protocol
    found = elsewhere.signature_in(told["file"], meeting, adjuster, protocol)
    facts = {"service": told["service"], "found": found, "protocol": protocol}
    meeting.register_upload(adjuster, told["file"], **facts, by=by)


@csrf_protect
def _page(request, pk, adjuster_pk, form_class, put_in):
    adjuster = access.adjuster_for(request, pk, adjuster_pk, Right.WRITE)
    meeting = adjuster.meeting
    if meeting.state != State.SIGNING and request.method != "POST":
        return redirect("follow_signing", pk)
    form = _form(request, form_class, meeting.protocol)
    try:
        if form.is_bound and form.is_valid():
            put_in(meeting, adjuster, form.cleaned_data, request.user)
            tasks.nudge(meeting)
            messages.success(request, f"{adjuster.attendee.name} får ett mejl om det.")
            return see_other("follow_signing", pk)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    context = {
        "meeting": meeting,
        "adjuster": adjuster,
        "form": form,
        "is_paper": form_class is PaperForm,
        "largest": words.file_size(settings.ATTACHMENT_LARGEST),
    }
    if form.is_bound:
        return invalid(request, "signoff/elsewhere.html", context)
    return render(request, "signoff/elsewhere.html", context)


def _form(request, form_class, protocol):
    if request.method != "POST":
        return form_class(initial={"kontrollkod": protocol.fingerprint})
    (handler,) = request.upload_handlers
    files = request.FILES  # read first: now the handler knows how much there was
    largest = words.file_size(settings.ATTACHMENT_LARGEST)
    too_large = f"Filen är större än {largest}. Välj en mindre fil." * handler.is_too_large
    return form_class(request.POST, files, too_large=too_large)


@require_safe
def file(request, pk, adjuster_pk):
    """The paper or the file, for the secretary and the signer: it may hold a personnummer."""
    meeting = access.meeting_for(request, pk, Right.READ)
    kinds = (SealedFile.Kind.SCAN, SealedFile.Kind.UPLOAD)
    found = SealedFile.objects.of_signature(meeting, adjuster_pk, kinds)
    if found is None:
        raise Http404
    if Right.WRITE not in meeting.rights and found.signature.user_id != request.user.pk:
        raise PermissionDenied
    content = bytes(found.content)
    extension = next(ext for head, ext in MEDIA_TYPES.items() if content.startswith(head))
    response = HttpResponse(content, content_type=file_kinds.MEDIA_TYPES[extension])
    name = f"{meeting.file_name}-{found.kind}-{adjuster_pk}.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
