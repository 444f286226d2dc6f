"""Attachments: added with or without scripts, promised, replaced, taken away, and given out.

A file is never served from a folder of the web's: each time the reader's right is asked.
"""

import functools
import logging

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import file_kinds, storage, words
from ..errors import DomainError
from ..forms.attachments import EditAttachmentForm, NewAttachmentForm, PromisedForm
from ..models import Attachment
from ..permissions import Right
from . import access, desk
from .htmx import see_other
from .uploads import ToStorage

logger = logging.getLogger(__name__)


@require_safe
def index(request, pk):
    """All of the meeting's attachments, those that were promised and those taken away."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if not meeting.is_writable:
        return redirect(meeting)
    return _page(request, meeting)


def _page(request, meeting, *, status=200, **forms):
    rows = list(meeting.attachments.with_files())
    items = _items(meeting)
    context = {
        "meeting": meeting,
        "rows": [_Row(row, items) for row in rows if not row.deleted_at],
        "removed": [row for row in rows if row.deleted_at],
        "form": NewAttachmentForm(items=items),
        "promise": PromisedForm(items=items, since=meeting.day),
        "people": meeting.in_room().values_list("name", flat=True),
        "largest": words.file_size(settings.ATTACHMENT_LARGEST),
        "allowed": file_kinds.ALLOWED,
        "has_errors": status == 422,
        **forms,
    }
    return render(request, "attachments/index.html", context, status=status)


class _Row:
    """An attachment in the list, with the number of its item."""

    def __init__(self, row, items):
        self.row, self.value = row, row.value()
        self.number = next((number for number, item in items if item.pk == row.item_id), "")
        self.earlier = [file for file in row.files.all() if file.pk != row.file_id]


def _items(meeting):
    """(number, item) of every standing item, as the minutes number them."""
    numbers = {item.ref: item.number for item in meeting.document().items()}
    rows = [(numbers.get(str(row.ref)), row) for row in meeting.items.standing()]
    placed = [(number, row) for number, row in rows if number]
    return sorted(placed, key=lambda one: [int(part) for part in one[0].split(".")])


# --- A file comes in -----------------------------------------------------------------------------


def _with_file(view):
    """The reader is let in before a byte of the file is read; what is not kept is let go.

    The token stands in the same body as the file, so it is checked once the handler is there.
    """

    @functools.wraps(view)
    @csrf_exempt
    def opened(request, pk, **named):
        meeting = access.meeting_for(request, pk, Right.WRITE)
        handler = ToStorage(request, settings.ATTACHMENT_LARGEST)
        request.upload_handlers = [handler]
        try:
            return csrf_protect(view)(request, meeting, handler, **named)
        finally:
            handler.let_go()

    return opened


def _too_large(handler):
    most = words.file_size(settings.ATTACHMENT_LARGEST)
    return f"Filen är större än {most}. Välj en mindre." if handler.is_too_large else ""


@require_POST
@_with_file
def add(request, meeting, handler):
    files = request.FILES  # read first: now the handler knows how much there was
    form = NewAttachmentForm(
        request.POST, files, items=_items(meeting), too_large=_too_large(handler)
    )
    attachment = _stored(form, lambda told: _add(meeting, told, request.user))
    if attachment is None:
        return _not_added(request, meeting, form)
    news = f"Bilaga {attachment.number} är tillagd."
    return _answered(request, attachment, news)


def _add(meeting, told, by):
    return Attachment.add(meeting, told.pop("file"), by=by, **told)


def _stored(form, verb):
    """What the verb made, or None when the form or the meeting says no."""
    if not form.is_valid():
        return None
    try:
        return verb(dict(form.cleaned_data))
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return None


def _not_added(request, meeting, form):
    if request.htmx:
        item_pk = access.key_in(request.POST.get("item"))
        return desk.files(request, meeting, item_pk, form=form, status=422)
    return _page(request, meeting, form=form, status=422)


def _answered(request, attachment, news):
    """Back to where the form was: the desk with the item that got the file, or the list."""
    meeting, item_pk = attachment.meeting, attachment.item_id
    if request.htmx:
        return desk.files(request, meeting, item_pk, announce=news)
    messages.success(request, news)
    if request.POST.get("fran") == "skriv":
        anchor = f"#punkt-{item_pk}" if item_pk else "#bilagor"
        return see_other(desk.url(meeting, now=item_pk, anchor=anchor))
    return see_other("attachments", meeting.pk)


@require_POST
def promise(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    form = PromisedForm(request.POST, items=_items(meeting), since=meeting.day)
    attachment = _stored(form, lambda told: _promise(meeting, form, request.user))
    if attachment is None:
        return _page(request, meeting, promise=form, status=422)
    return _answered(request, attachment, f"Bilaga {attachment.number} är antecknad som utlovad.")


def _promise(meeting, form, by):
    return Attachment.promise(meeting, by=by, ref=form.cleaned_data["ref"], **form.facts())


@require_http_methods(["GET", "HEAD", "POST"])
@_with_file
def edit(request, meeting, handler, attachment_ref):
    attachment = access.attachment_for(request, meeting.pk, attachment_ref)
    if not meeting.is_writable and request.method != "POST":
        return redirect(meeting)
    options = {"attachment": attachment, "items": _items(meeting), "since": meeting.day}
    if request.method != "POST":
        return _edit_page(request, attachment, EditAttachmentForm(**options))
    files = request.FILES
    options["too_large"] = _too_large(handler)
    form = EditAttachmentForm(request.POST, files, **options)
    if _stored(form, lambda told: _change(attachment, form, request.user)):
        return _answered(request, attachment, f"Bilaga {attachment.number} är ändrad.")
    return _edit_page(request, attachment, form, status=422)


def _change(attachment, form, by):
    attachment.change(form.cleaned_data["file"], by=by, **form.facts())
    return attachment


def _edit_page(request, attachment, form, status=200):
    context = {
        "meeting": attachment.meeting,
        "attachment": attachment,
        "value": attachment.value(),
        "earlier": [file for file in attachment.files.all() if file.pk != attachment.file_id],
        "form": form,
        "people": attachment.meeting.in_room().values_list("name", flat=True),
        "from_desk": request.GET.get("fran", request.POST.get("fran")) == "skriv",
    }
    return render(request, "attachments/edit.html", context, status=status)


# --- Plain buttons -------------------------------------------------------------------------------


@require_POST
def take_away(request, pk, attachment_ref):
    attachment = access.attachment_for(request, pk, attachment_ref)
    attachment.take_away(by=request.user)
    news = f"Bilaga {attachment.number} är borttagen. Numret används inte igen."
    return _answered(request, attachment, news)


@require_POST
def put_back(request, pk, attachment_ref):
    attachment = access.attachment_for(request, pk, attachment_ref)
    attachment.put_back(by=request.user)
    return _answered(request, attachment, f"Bilaga {attachment.number} är tillbaka.")


# --- A file is given out -------------------------------------------------------------------------


@require_safe
def show(request, pk, attachment_ref):
    file = access.file_for(request, pk, attachment_ref)
    return _file(request, file.sha256, file.file_name, file.media_type)


@require_safe
def earlier(request, pk, attachment_ref, file_pk):
    """A file that another has taken the place of: for those who write, while they write."""
    attachment = access.attachment_for(request, pk, attachment_ref)
    file = get_object_or_404(attachment.files.select_related("stored"), pk=file_pk)
    return _file(request, file.stored.sha256, file.name, file.media_type)


def _file(request, sha256, name, media_type):
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(_opened(sha256), content_type=media_type)
        shown = media_type in file_kinds.SHOWN
        response["Content-Disposition"] = content_disposition_header(not shown, name)
        response["X-Content-Type-Options"] = "nosniff"
        if media_type != "application/pdf":  # browsers show no PDF inside a sandbox
            response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _opened(sha256):
    try:
        return storage.opened(sha256)
    except storage.Missing:
        logger.error("attachment %s is not in storage, or has changed", sha256[:16])
        raise Http404 from None
