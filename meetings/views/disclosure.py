"""Kopia för utlämnande: what is masked, on which ground, and the copies that went out."""

import hashlib

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import masking
from ..forms.handing_out import DisclosureForm
from ..justering import imprints
from ..models import DisclosureCopy
from ..paper import render_apart
from ..permissions import Right
from . import access
from .extracts import pdf_file
from .htmx import invalid, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def index(request, pk):
    meeting = access.sealed_for(request, pk, Right.CERTIFY)
    said = meeting.protocol.document()
    form = DisclosureForm(request.POST or None, said=said)
    context = {"meeting": meeting, "document": said, "form": form, "made": _made(meeting)}
    if request.method != "POST":
        return render(request, "disclosure/index.html", context)
    if not form.is_valid():
        return invalid(request, "disclosure/index.html", context)
    copy = _hand_out(request, meeting, said, form)
    messages.success(request, f"Kopia {copy.number} är klar att lämna ut.")
    return see_other("disclosure", meeting.pk)


def _made(meeting):
    told = meeting.protocol.disclosures.select_related("made_by").defer("content")
    return told.order_by("-number")


def _hand_out(request, meeting, said, form):
    """Printed anew from the masked value: what is masked is not in the file at all."""
    decided_by = form.cleaned_data["decided_by"]
    imprint = imprints.disclosure(meeting.protocol, decided_by=decided_by, grounds=form.grounds)
    content = render_apart(masking.masked(said, form.masks), imprint)
    return meeting.hand_out(
        content,
        by=request.user,
        decided_by=decided_by,
        masks=form.told(),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@require_safe
def pdf(request, pk, number):
    meeting = access.sealed_for(request, pk, Right.CERTIFY)
    copy = get_object_or_404(DisclosureCopy, protocol=meeting.protocol, number=number)
    return pdf_file(bytes(copy.content), f"{meeting.file_name}-utlamnad-{number}.pdf")
