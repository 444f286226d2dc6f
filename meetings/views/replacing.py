"""Byt justerare and Lämna över: by the secretary, by the adjuster herself, or by her party."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import tasks
from ..errors import DomainError, WrongState
from ..forms.rounds import AddressForm, ReplaceForm
from ..models.replacing import ROUND
from . import access
from .htmx import invalid, see_other

PAGE = "signoff/replace.html"


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, pk, adjuster_pk):
    adjuster = access.own_adjuster_for(request, pk, adjuster_pk)
    meeting = adjuster.meeting
    if request.method != "POST":
        if not _is_waited_for(adjuster):
            return redirect("follow_signing", meeting.pk)
        return render(request, PAGE, _context(request, adjuster))
    form = ReplaceForm(request.POST, people=meeting.stand_ins(adjuster))
    try:
        if form.is_valid():
            return _replace(request, adjuster, form)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, PAGE, _context(request, adjuster, form=form))


def _replace(request, adjuster, form):
    because = form.cleaned_data["because"]
    adjuster.meeting.replace_adjuster(adjuster, form.chosen, by=request.user, because=because)
    tasks.nudge(adjuster.meeting)
    messages.success(request, f"{form.chosen.name} justerar i stället och får ett mejl.")
    return see_other("follow_signing", adjuster.meeting.pk)


@require_POST
def reach_at(request, pk, adjuster_pk):
    """Another address for her mail. Her own matter and her party's: never the secretary's."""
    adjuster = access.own_adjuster_for(request, pk, adjuster_pk, writer=False)
    form = AddressForm(request.POST)
    try:
        if form.is_valid():
            adjuster.meeting.reach_at(adjuster, form.cleaned_data["address"], by=request.user)
            tasks.nudge(adjuster.meeting)
            messages.success(request, "Mejlen om det här protokollet går till den nya adressen.")
            return see_other("follow_signing", adjuster.meeting.pk)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(None, no.message)
    return invalid(request, PAGE, _context(request, adjuster, address_form=form))


def _is_waited_for(adjuster):
    waited = adjuster.meeting.state in ROUND
    return waited and adjuster in adjuster.meeting.waiting_adjusters()


def _context(request, adjuster, *, form=None, address_form=None):
    people = adjuster.meeting.stand_ins(adjuster)
    given = {"address": adjuster.address}
    return {
        "meeting": adjuster.meeting,
        "adjuster": adjuster,
        "is_herself": adjuster.user == request.user,
        "people": people,
        "form": form or ReplaceForm(people=people),
        "address_form": (address_form or AddressForm(initial=given)) if adjuster.is_own else None,
        "failed": address_form if address_form and address_form.errors else form,
    }
