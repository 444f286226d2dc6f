"""Fråga sekreteraren: asking about the locked text, and answering."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from .. import tasks
from ..errors import DomainError
from ..forms.inquiries import AskForm, ReplyForm
from ..permissions import Right
from . import access
from .htmx import changed, invalid, see_other

OPEN_AGAIN = "Texten är inte låst längre. Frågan är inte skickad. Kontakta sekreteraren."


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, pk):
    """The questions about the text: all of them for the secretary, else one's own."""
    meeting = access.meeting_for(request, pk, Right.READ)
    if request.method == "POST":
        return _ask(request, meeting)
    return render(request, "inquiries/show.html", asking(request, meeting) | {"is_open": True})


def _ask(request, meeting):
    form = AskForm(request.POST, said=_said(meeting))
    try:
        if form.is_valid():
            asked = meeting.ask(form.cleaned_data["text"], by=request.user, item=form.chosen_item)
            return _asked(request, meeting, asked)
    except DomainError as no:
        form.add_error(no.field or None, no.message if no.field else OPEN_AGAIN)
    page = "inquiries/_ask.html" if request.htmx else "inquiries/show.html"
    return invalid(request, page, asking(request, meeting, form) | {"is_open": True})


def _asked(request, meeting, asked):
    tasks.nudge(meeting)
    if not request.htmx:
        messages.success(request, "Din fråga är skickad. Du får ett mejl när den är besvarad.")
    context = asking(request, meeting) | {"asked": asked}
    to = reverse("ask_secretary", args=[meeting.pk])
    return changed(request, "inquiries/_ask.html", context, to=to)


def asking(request, meeting, form=None):
    """What the panel of questions shows, on its own page and beside the text that is signed."""
    writes = Right.WRITE in meeting.rights
    told = meeting.inquiries.seen_by(request.user, writes=writes).with_people()
    if form is None and not writes and (said := _said(meeting)):
        form = AskForm(said=said)
    return {"meeting": meeting, "writes": writes, "ask_form": form, "inquiries": _rows(told)}


def _said(meeting):
    """The locked text that may be asked about, or None while it is open or has been destroyed."""
    protocol = meeting.protocol if meeting.is_readable else None
    return protocol and protocol.document()


def _rows(inquiries):
    """(question, form to answer it): those that wait stand first."""
    rows = [(one, None if one.is_answered else ReplyForm(inquiry=one)) for one in inquiries]
    return sorted(rows, key=lambda row: row[0].is_answered)


@require_POST
def answer(request, pk, inquiry_pk):
    """The secretary's answer; a refused one comes back with its words."""
    inquiry = access.inquiry_for(request, pk, inquiry_pk)
    form = ReplyForm(request.POST, inquiry=inquiry)
    try:
        if form.is_valid():
            inquiry.reply(form.cleaned_data["text"], by=request.user)
            tasks.nudge(inquiry.meeting)
            messages.success(request, f"{inquiry.by.name} får ett mejl om ditt svar.")
            return see_other("ask_secretary", pk)
    except DomainError as no:
        form.add_error(no.field or None, no.message)
    context = asking(request, inquiry.meeting)
    rows = [(one, form if one == inquiry else its) for one, its in context["inquiries"]]
    return invalid(request, "inquiries/show.html", context | {"inquiries": rows, "refused": form})
