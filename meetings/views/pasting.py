"""Dela upp texten: what was pasted is shown as it would be, and written when the writer says so."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from .. import file_kinds, storage, words
from ..errors import DomainError
from ..forms.pasting import PasteForm
from ..models import Arrived, Attachment, Entry, pasted
from ..pasting import Row
from ..permissions import Right
from . import access, desk


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk, item_pk):
    """Nothing is written here: the text comes back with each choice."""
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    data = request.POST if request.POST.get("text", "").strip() else None
    return _page(request, item, _form(item, data), status=200)


@require_POST
def store(request, pk, item_pk):
    item = access.item_for(request, pk, item_pk, Right.WRITE)
    form = _form(item, request.POST)
    if form.is_valid():
        try:
            return WAYS[form.cleaned_data["way"]](request, item, form)
        except DomainError as no:
            form.add_error(no.field if no.field in form.fields else None, no.message)
    response = _page(request, item, form, status=422)
    response["HX-Retarget"] = "#dela-upp-in"
    return response


def _form(item, data):
    group = item.meeting.group
    rows = group.party_rows.select_related("party").order_by("-party__is_employer", "order")
    return PasteForm(data, item=item, parties=[row.party for row in rows])


def _page(request, item, form, *, status):
    """In the dialog for htmx, otherwise a page of its own."""
    context = {
        "meeting": item.meeting,
        "item": item,
        "top": item.parent_id or item.pk,
        "form": form,
        "shows_errors": status == 422,
    }
    template = "pasting/_form.html" if request.htmx else "pasting/show.html"
    return render(request, template, context, status=status)


# --- Written -------------------------------------------------------------------------------------


def _one(request, item, form):
    return _rows(request, item, form, rows=[Row(form.listed)], kind="note")


def _rows(request, item, form, *, rows=None, kind=None):
    told = form.cleaned_data
    kind = kind or told["rest"] or "note"
    quoted = {"source": told["source"], "page": told["page"]} if kind == "quote" else {}
    made = pasted.add_rows(
        item,
        form.rows if rows is None else rows,
        by=request.user,
        ref=form.act,
        after=_after(item, told["after"]),
        asked_by=told["asked_by"],
        kind=kind,
        **quoted,
    )
    count = words.count(len(made), "stycke är tillagt,stycken är tillagda")
    return _changed(request, item, f"{count}.", anchor=f"#stycke-{made[0].ref}")


def _after(item, ref):
    return Entry.objects.standing().filter(item=item, ref=ref).first() if ref else None


def _items(request, item, form):
    basis = form.cleaned_data["legal_basis"]
    lines = form.below
    pasted.add_sub_items(item, lines, by=request.user, ref=form.act, legal_basis=basis)
    made = sum(not isinstance(line, Row) for line in lines)
    count = words.count(made, "underpunkt är tillagd,underpunkter är tillagda")
    return _changed(request, item, f"{count}.", anchor=f"#punkt-{item.pk}")


def _file(request, item, form):
    """The text as it was pasted, to the letter."""
    title = form.cleaned_data["title"].strip() or form.lines[0][:80]
    bytes_ = storage.Arriving.of(form.text.encode())
    try:
        name = file_kinds.safe_name(f"{title}.txt")
        file = Arrived(bytes_, name, file_kinds.MEDIA_TYPES["txt"])
        made = Attachment.add(
            item.meeting, file, title=title, item=item, by=request.user, ref=form.act
        )
    finally:
        bytes_.discard()
    news = f"Texten är sparad som bilaga {made.number}."
    return _changed(request, item, news, anchor="#bilagor", template="pasting/_filed.html")


WAYS = {"one": _one, "rows": _rows, "items": _items, "file": _file}


def _changed(request, item, news, *, anchor, **told):
    to = desk.url(item.meeting, now=item.pk, anchor=anchor)
    is_undone = "template" not in told  # a file is taken away in its own list
    return desk.changed(
        request, item.meeting, item.pk, to=to, announce=news, toast=is_undone, **told
    )
