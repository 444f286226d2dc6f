"""Leaving a synpunkt and taking it back."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..errors import DomainError
from ..forms.comments import CommentForm
from ..models import ReadingPlace
from . import access
from .htmx import invalid, see_other
from .review_page import Page


@require_POST
def leave(request, pk):
    """A synpunkt on a place of the text that the page showed, also when a newer one is out."""
    meeting, newest = access.review_for(request, pk)
    asked = meeting.versions.filter(pk=access.key_in(request.POST.get("text"))).first()
    if newest is None or asked is None or asked.audience != newest.audience:
        return _too_late(request, meeting)
    page = Page(request, meeting, asked)
    item, entry = page.find(request.POST.get("punkt", ""), request.POST.get("stycke", ""))
    form = CommentForm(request.POST, parties=page.parties, item=item, entry=entry)
    if form.is_valid():
        try:
            meeting.comment(
                version=asked,
                by=request.user,
                item=item.ref if item else "",
                entry=entry.ref if entry else "",
                **form.told(),
            )
        except DomainError as no:
            form.refuse(no)
        else:
            ReadingPlace.keep(request.user, asked)
            return _left(request, Page(request, meeting, newest), item, entry)
    return _refused(request, page, item, entry, form)


def _left(request, page, item, entry):
    said = "Synpunkten är lämnad."
    if request.htmx:
        context = {**page.context(), "here": page.place(item, entry), "news": said}
        return render(request, "review/_left.html", context)
    messages.success(request, said)
    return see_other(f"{_page(page.meeting)}#{page.place(item, entry).anchor}")


def _refused(request, page, item, entry, form):
    page.form, page.opened = form, page.place(item, entry).key
    here = page.place(item, entry)
    if request.htmx:
        context = {"page": page, "meeting": page.meeting, "here": here}
        return invalid(request, "review/_place.html", context)
    return invalid(request, "review/show.html", page.context() | {"has_errors": True, "form": form})


def _too_late(request, meeting):
    """The text went on meanwhile. What was typed is shown, so that it can be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("remark", "wording")]
    context = {"meeting": meeting, "typed": [text for text in typed if text]}
    return render(request, "review/too_late.html", context, status=409)


@require_POST
def withdraw(request, pk, comment_ref):
    comment = access.comment_for(request, pk, comment_ref)
    meeting = comment.version.meeting
    meeting.withdraw_comment(comment, by=request.user)
    messages.success(request, "Du har tagit tillbaka synpunkten.")
    return see_other(_page(meeting))


def _page(meeting):
    return reverse("review", args=[meeting.pk])
