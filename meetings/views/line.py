"""Snabbraden: what is typed in the line of Skriv, told before Enter and done after."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from ..errors import DomainError
from ..forms.line import NewRowForm
from ..models import Entry
from ..models.scene import Scene
from ..permissions import Right
from . import access, desk


@require_POST
def preview(request, pk, item_pk):
    """What the line will become. Typed words travel in the body, never in an address."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    scene, form = read(item, request.POST)
    form.is_valid()
    context = {"meeting": item.meeting, "form": form, "latest": _latest(request, scene, form)}
    return render(request, "writing/_becomes.html", context)


@require_POST
def add(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    scene, form = read(item, request.POST)
    if not form.is_valid() or _wants_to_know(request, form):
        return _stored_already(request, item, form) or _refused(request, item, form)
    try:
        return _do(request, scene, form)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
        return _refused(request, item, form)


def read(item, posted):
    """The item's scene, and the line's form with what was posted."""
    scene = Scene(item)
    options = {"parties": scene.parties, "since": item.meeting.day, "scene": scene}
    return scene, NewRowForm(posted, next_meeting=item.meeting.next_day, **options)


def _wants_to_know(request, form):
    """Without scripts nobody has seen the proposed sender: the form comes back with it once."""
    if request.htmx or "asked" in request.POST or not form.proposed:
        return False
    if any(one.is_accepted for one in form.proposed):
        return False
    form.add_error(None, "Vem har ordet? Kryssa i det, eller lägg till texten som den är.")
    return True


def _do(request, scene, form):
    """Each answer names the line: the browser keeps its words until it has seen that."""
    item, ref = scene.item, form.cleaned_data["ref"]
    if form.reading.legal_basis:
        item.cite(form.reading.legal_basis, by=request.user, act=ref)
    if form.is_row:
        return _added(request, scene, form)
    if form.only_cites:
        return _changed(request, form, item, announce="Punkten har fått sin rättsliga grund.")
    return _joined(request, scene, form)


def _added(request, scene, form):
    item, told = scene.item, form.cleaned_data
    text = told["text"].strip()
    typed = form.typed if form.typed.strip() != text else ""
    facts = _facts(form, scene)
    entry = item.add_entry(
        text, by=request.user, ref=told["ref"], act=told["ref"], typed=typed, **facts
    )
    query = {"nasta": "svar"} if entry.kind == Entry.Kind.QUESTION else {}
    return _changed(request, form, item, entry, announce="Stycket är tillagt.", query=query)


def _facts(form, scene):
    facts = form.facts()
    if facts.get("answers"):
        asked = {str(question.entry.ref): question for question in scene.questions}
        facts["answers"] = [asked[ref] for ref in facts["answers"]]
    return facts


def _joined(request, scene, form):
    """Nothing new: somebody instämmer with the row above, or is to do something about it."""
    row = _latest(request, scene, form)
    if row is None:
        raise DomainError("Det finns inget stycke här än. Skriv texten först.", field="text")
    who = {"by": request.user, "save_id": form.cleaned_data["ref"]}
    if form.reading.concurs:
        row.concur(form.parties(form.reading.concurs), **who)
        return _changed(request, form, scene.item, row, announce="Instämmandet är tillagt.")
    row.promise(form.cleaned_data["actions"], **who)
    return _changed(request, form, scene.item, row, announce="Åtgärden är tillagd.")


def _latest(request, scene, form):
    if form.is_row or form.only_cites:
        return None
    seen = form.cleaned_data.get("seen")
    return scene.latest(by=request.user, seen=str(seen) if seen else None)


def _stored_already(request, item, form):
    """The same line sent again, when what it was read against has changed meanwhile."""
    entry = item.added_as(form.cleaned_data.get("ref"), form.typed_text)
    return _changed(request, form, item, entry, announce="Stycket är tillagt.") if entry else None


def _refused(request, item, form):
    return desk.refused_line(request, item.meeting, item.pk, form)


def _changed(request, form, item, entry=None, *, announce, query=()):
    anchor = f"#stycke-{entry.ref}" if entry else f"#punkt-{item.pk}"
    to = desk.url(item.meeting, now=item.pk, anchor=anchor, **dict(query))
    answer = desk.changed(request, item.meeting, item.pk, to=to, announce=announce, toast=True)
    answer["Stored"] = str(form.cleaned_data["ref"])
    return answer
