"""Protokollsanteckningar: written by a party, handed in, placed by the secretary, answered."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import document, tasks
from ..errors import DomainError
from ..forms.statements import PlaceForm, StatementForm
from ..models import Conflict, Statement, StatementDraft
from ..models.statement import parties_of
from ..permissions import Right
from . import access
from .htmx import invalid, see_other


@dataclass(frozen=True)
class Told:
    """A statement that was handed in, with its place and what this reader may do about it."""

    statement: Statement
    item: document.Item | None
    is_own: bool
    form: PlaceForm | None = None


@require_safe
def index(request, pk):
    """What the parties have handed in, and the own party's drafts."""
    meeting = access.meeting_for(request, pk, Right.FOLLOW)
    return render(request, "statements/index.html", _all(request, meeting))


def _all(request, meeting, refused=None):
    """`refused`: (statement, form) whose placing was said no to."""
    said = meeting.document()
    parties = list(parties_of(request.user, meeting))
    writes = Right.WRITE in meeting.rights and meeting.is_writable
    statements = Statement.objects.of(meeting).with_places().in_order()
    return {
        "meeting": meeting,
        "writes": writes,
        "parties": parties,
        "may_write": bool(parties) and meeting.is_writable,
        "drafts": list(StatementDraft.objects.seen_by(request.user, meeting)),
        "told": [_told(one, said, parties, writes, refused) for one in statements],
        "form": refused[1] if refused else None,
    }


def _told(statement, said, parties, writes, refused):
    placed = statement.placement.item
    form = None
    if writes and not statement.placement.taken_back_at:
        wanted = placed or statement.item
        form = PlaceForm(
            said=said, prefix=str(statement.ref), initial={"item": wanted and str(wanted.ref)}
        )
        if refused and refused[0] == statement:
            form = refused[1]
    item = next((one for one in said.items() if placed and one.ref == str(placed.ref)), None)
    return Told(statement, item, statement.party in parties, form)


# --- Written -------------------------------------------------------------------------------------


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """A new one; `?punkt` names its item, `?svar` the statement that it answers."""
    meeting = access.meeting_for(request, pk, Right.SPEAK)
    parties = list(parties_of(request.user, meeting))
    if not parties:  # the mandate is for a party that is not in the group any more
        raise PermissionDenied
    options = {"said": meeting.document(), "parties": parties}
    if request.method != "POST":
        form = StatementForm(initial=_asked_for(request, meeting), **options)
        return render(request, "statements/write.html", _writing(meeting, form))
    form = StatementForm(request.POST, **options)
    answered = _answered(meeting, request.POST.get("answers"))
    try:
        if form.is_valid():
            draft = StatementDraft.begin(
                meeting,
                form.speaks_for,
                form.cleaned_data["text"],
                ref=form.cleaned_data["ref"],
                by=request.user,
                item=_item(meeting, form),
                answers=answered,
            )
            return _stored(request, draft, form)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "statements/write.html", _writing(meeting, form))


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, statement_ref):
    """The own party's draft: stored, or stored and handed in."""
    draft = access.draft_for(request, pk, statement_ref)
    meeting = draft.meeting
    options = {"said": meeting.document(), "parties": [draft.party]}
    if request.method != "POST":
        form = StatementForm.of(draft, **options)
        return render(request, "statements/write.html", _writing(meeting, form, draft))
    form = StatementForm(request.POST, **options)
    try:
        if form.is_valid():
            told = form.cleaned_data
            kept = draft.keep(
                told["text"],
                base=told["base"] or 0,
                save_id=told["save_id"],
                by=request.user,
                item=_item(meeting, form),
            )
            if isinstance(kept, Conflict):
                return _conflict(request, draft, form, kept)
            return _stored(request, draft, form)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "statements/write.html", _writing(meeting, form, draft))


def _asked_for(request, meeting):
    answered = _answered(meeting, request.GET.get("svar"))
    about = answered and (answered.placement.item or answered.item)
    return {
        "ref": uuid.uuid4(),
        "save_id": uuid.uuid4(),
        "item": str(about.ref) if about else request.GET.get("punkt", ""),
        "answers": answered and answered.ref,
    }


def _answered(meeting, ref):
    """The statement of this meeting that is answered, or None."""
    try:
        found = Statement.objects.of(meeting).with_places().filter(ref=uuid.UUID(ref or ""))
    except ValueError:
        return None
    return found.first()


def _item(meeting, form):
    ref = form.cleaned_data["item"]
    return meeting.items.standing().filter(ref=ref).first() if ref else None


def _writing(meeting, form, draft=None, both=None):
    answered = draft.answers if draft else _answered(meeting, str(form["answers"].value() or ""))
    return {
        "meeting": meeting,
        "form": form,
        "draft": draft,
        "answered": answered,
        "party": draft.party if draft else next(iter(form.parties.values()), None),
        "both": both,
    }


def _stored(request, draft, form):
    if not form.hands_in:
        messages.success(request, "Utkastet är sparat. Bara ni ser det.")
        return see_other("edit_statement", draft.meeting_id, draft.ref)
    draft.hand_in(by=request.user)
    tasks.nudge(draft.meeting)
    messages.success(request, "Texten är inlämnad. De andra parterna får ett mejl.")
    return see_other("statements", draft.meeting_id)


def _conflict(request, draft, form, both):
    """Somebody of the party wrote meanwhile: both texts, and the own one still in the form."""
    told = form.cleaned_data | {"base": both.version, "save_id": uuid.uuid4()}
    again = StatementForm(initial=told, said=draft.meeting.document(), parties=[draft.party])
    context = _writing(draft.meeting, again, draft, both)
    return render(request, "statements/write.html", context, status=409)


@require_POST
def throw_away(request, pk, statement_ref):
    draft = access.draft_for(request, pk, statement_ref)
    draft.throw_away(by=request.user)
    messages.success(request, "Utkastet är borttaget.")
    return see_other("statements", draft.meeting_id)


# --- Handed in -----------------------------------------------------------------------------------


@require_POST
def place(request, pk, statement_ref):
    """The secretary finds its place, or another one."""
    statement = access.statement_to_place(request, pk, statement_ref)
    meeting = statement.meeting
    form = PlaceForm(request.POST, said=meeting.document(), prefix=str(statement.ref))
    if not form.is_valid():
        context = _all(request, meeting, refused=(statement, form))
        return invalid(request, "statements/index.html", context)
    statement.place(_item(meeting, form), by=request.user)
    return see_other(f"{reverse('statements', args=[meeting.pk])}#a{statement.pk}")


@require_POST
def take_back(request, pk, statement_ref):
    statement = access.own_statement(request, pk, statement_ref)
    statement.take_back(by=request.user)
    tasks.nudge(statement.meeting)
    messages.success(request, "Texten är tillbakatagen. De andra parterna får ett mejl.")
    return see_other("statements", statement.meeting_id)
