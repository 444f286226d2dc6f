"""Kontroll: what there is to look at in the text, in the rail of Skriv and as a page."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ..checks import AddAdjuster
from ..errors import DomainError
from ..models import MutedCheck, checking
from ..permissions import Right
from . import access, desk
from .htmx import see_other
from .remarks import Kontroll
from .undo import looked_at

AT_ONCE = 5  # as many as one can take in beside what one writes


@require_safe
def show(request, pk):
    """All of it as a page; `del=panel` is the rail's own request, 204 when nothing is new."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if not meeting.is_writable:
        return redirect(meeting)
    if request.GET.get("del") == "panel":
        if request.GET.get("sett") == checking.stamp(meeting):
            return HttpResponse(status=204)
        return _panel(request, meeting)
    muted = MutedCheck.objects.filter(group=meeting.group_id).with_who()
    context = {"meeting": meeting, "kontroll": Kontroll.of(meeting, is_over=True), "muted": muted}
    return render(request, "checks/show.html", context)


def _panel(request, meeting, notice=""):
    kontroll = Kontroll.of(meeting, most=AT_ONCE)
    context = {"meeting": meeting, "kontroll": kontroll, "notice": notice}
    return render(request, "checks/_panel.html", context)


@require_POST
def mend(request, pk):
    """Do what a remark proposes: `finding` is its key, `val` which of its remedies."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    key, choice, save_id = _asked(request)
    try:
        fix = checking.mend(meeting, key, choice, by=request.user, save_id=save_id)
    except DomainError as no:
        return _not_done(request, meeting, no.message)
    if fix is None or isinstance(fix, AddAdjuster) or not request.htmx:
        return _back(request, meeting, "Ändringen är gjord.")
    item = checking.item_of(meeting, fix)
    response = desk.changed(
        request, meeting, item.pk, to="", now=looked_at(request), announce="Ändrat.", toast=True
    )
    response["HX-Trigger"] = "kontroll"
    response["HX-Retarget"] = f"#punkt-{item.parent_id or item.pk}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _asked(request):
    try:
        choice, save_id = int(request.POST["val"]), uuid.UUID(request.POST["save_id"])
    except (KeyError, ValueError):
        raise BadRequest("val, save_id") from None
    return request.POST.get("finding", ""), choice, save_id


def _not_done(request, meeting, words):
    if request.htmx:
        return _panel(request, meeting, notice=words)
    messages.warning(request, words)
    return see_other("checks", meeting.pk)


def _back(request, meeting, words):
    if request.htmx:
        return _panel(request, meeting)
    messages.success(request, words)
    return see_other("checks", meeting.pk)


# --- Muted ---------------------------------------------------------------------------------------


@require_POST
def mute(request, pk):
    """Visa inte sådant här i gruppen."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    MutedCheck.mute(meeting.group, request.POST.get("regel", ""), by=request.user)
    return _back(request, meeting, "Sådant visas inte längre i gruppen.")


@require_POST
def show_again(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    MutedCheck.show(meeting.group, request.POST.get("regel", ""))
    messages.success(request, "Sådant visas igen i gruppen.")
    return see_other("checks", meeting.pk)
