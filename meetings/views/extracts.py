"""Utdrag ur ett låst protokoll: choose items, see how they read, certify."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from .. import extract, tasks
from ..forms.handing_out import ExtractForm, ItemsForm
from ..models import Extract, SealedFile
from ..permissions import Right
from . import access
from .htmx import invalid, see_other


@require_safe
def index(request, pk):
    """The extracts that are made, and for those who may the choosing of another."""
    meeting = access.sealed_for(request, pk, Right.READ)
    said = meeting.protocol.document()
    chosen = ItemsForm(request.GET if "valda" in request.GET else None, said=said)
    form = ExtractForm(said=said) if chosen.is_valid() else None
    return render(request, "extracts/index.html", _page(meeting, said, chosen, form))


@require_POST
def certify(request, pk):
    meeting = access.sealed_for(request, pk, Right.CERTIFY)
    said = meeting.protocol.document()
    form = ExtractForm(request.POST, said=said)
    if not form.is_valid():
        chosen = ItemsForm(request.POST, said=said)
        return invalid(request, "extracts/index.html", _page(meeting, said, chosen, form))
    given = form.cleaned_data
    about = {name: given[name] for name in ("title", "concerns", "sent_to")}
    made = meeting.certify_extract(given["punkt"], by=request.user, **about)
    tasks.nudge(meeting)
    messages.success(request, f"Utdrag {made.number} är bestyrkt. Filen görs nu.")
    return see_other("extracts", meeting.pk)


def _page(meeting, said, chosen, form):
    refs = chosen.cleaned_data["punkt"] if chosen.is_valid() else ()
    return {
        "meeting": meeting,
        "document": said,
        "made": _made(meeting),
        "may_certify": Right.CERTIFY in meeting.rights,
        "chosen": chosen,
        "ticked": set(refs),
        "form": form,
        "preview": _preview(meeting, refs) if refs else None,
    }


def _made(meeting):
    told = meeting.protocol.extracts.select_related("protocol", "certified_by").order_by("-number")
    return told.prefetch_related("protocol__files")


def _preview(meeting, refs):
    """How the extract will read: the same value that its bytes will give."""
    nobody = extract.Certificate("", "")
    return extract.read(extract.make(bytes(meeting.protocol.content), set(refs), nobody))


@require_safe
def pdf(request, pk, number):
    meeting = access.sealed_for(request, pk, Right.READ)
    made = get_object_or_404(Extract, original=meeting.protocol, number=number)
    file = made.protocol.file(SealedFile.Kind.SEALED)
    if file is None:
        raise Http404
    return pdf_file(bytes(file.content), f"{meeting.file_name}-utdrag-{number}.pdf")


def pdf_file(content, name):
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
