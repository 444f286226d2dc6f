"""The round of a part, or of a signed rättelse: its text, who has answered, and its files."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from .. import tasks
from ..errors import DomainError, WrongState
from ..forms.rounds import ReopenForm
from ..models import SealedFile, State, signing_round
from ..permissions import Right
from . import access, protocols, rounds, signoff
from .htmx import invalid

PAGE = "sides/show.html"


@require_safe
def show(request, pk, round_pk):
    of = access.round_for(request, pk, round_pk, Right.READ)
    return render(request, PAGE, _shown(request, of))


def _shown(request, of, form=None):
    present = signing_round.present(of)
    said = present.protocol.document()
    writes = Right.WRITE in of.meeting.rights
    may_open = writes and of.state in (State.PRINTING, State.SIGNING)
    return rounds.told(of) | {
        "round": present,
        "protocol": present.protocol,
        "document": said,
        "writes": writes,
        "refusal": present.protocol.refusals.with_round().first(),
        "signs": of.state == State.SIGNING and present.awaits(request.user),
        "form": form or (ReopenForm(said=said) if may_open else None),
        "has_copy": of.is_sealed and present.protocol.stored(SealedFile.Kind.COPY),
        **signoff.deadline(of),
    }


@require_POST
def remind(request, pk, round_pk, adjuster_pk):
    of = access.round_for(request, pk, round_pk, Right.WRITE)
    adjuster = access.adjuster_for(request, pk, adjuster_pk, Right.WRITE)
    of.remind(adjuster, by=request.user)
    tasks.nudge(of.meeting)
    messages.success(request, f"{adjuster.attendee.name} får en påminnelse med e-post.")
    return _back(of)


@require_POST
def reopen(request, pk, round_pk):
    """Ta tillbaka: the secretary ends the round, with a reason."""
    of = access.round_for(request, pk, round_pk, Right.WRITE)
    form = ReopenForm(request.POST, said=of.protocol.document())
    try:
        if form.is_valid():
            of.reopen(by=request.user, reason=form.cleaned_data["reason"], item=form.chosen_item)
            tasks.nudge(of.meeting)
            messages.success(request, "Texten är tillbaka. Alla i gruppen får veta varför.")
            return _back(of)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, PAGE, _shown(request, of, form))


@require_safe
def pdf(request, pk, round_pk):
    """The sealed file; while it is signed, the frozen text."""
    of = _readable(request, pk, round_pk)
    if of.is_sealed:
        return protocols.stored_file(request, of, of.protocol.newest_sealed)
    frozen = of.protocol.stored(SealedFile.Kind.FROZEN)
    return protocols.stored_file(request, of, frozen, suffix="-ej-justerat")


@require_safe
def copy(request, pk, round_pk):
    of = _readable(request, pk, round_pk)
    plain = of.protocol.stored(SealedFile.Kind.COPY)
    return protocols.stored_file(request, of, plain, suffix="-kopia")


def _readable(request, pk, round_pk):
    of = access.round_for(request, pk, round_pk, Right.READ)
    if not of.is_readable:
        raise Http404
    return of


def _back(of):
    return HttpResponseRedirect(rounds.address(of, "follow"), status=303)
