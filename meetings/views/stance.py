"""Ta ställning: the synpunkter one at a time, and what is done with each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from .. import tasks
from ..errors import DomainError, WrongState
from ..permissions import Right
from . import access
from .htmx import changed, invalid
from .stance_page import FORMS, Page, address

PARTIAL = "stance/_stances.html"
NEWS = {
    "new": "Synpunkten väntar på ett nytt svar.",
    "taken": "Synpunkten är införd.",
    "partly": "Synpunkten är delvis införd.",
    "kept": "Synpunkten är inte införd.",
}


@require_safe
def show(request, pk):
    """All of them; `?synpunkt=…&hur=…` opens the form of one way."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    opened = access.key_in(request.GET.get("synpunkt")), request.GET.get("hur", ""), None
    template = PARTIAL if request.htmx else "stance/show.html"
    return render(request, template, Page(meeting, opened).context())


@require_POST
def take(request, pk, comment_ref, how):
    """One stance. A refused one comes back in its own form, with its words."""
    comment = access.comment_to_answer(request, pk, comment_ref)
    meeting = comment.version.meeting
    if how not in FORMS:
        raise Http404
    form = FORMS[how][0](request.POST, comment=comment)
    try:
        if form.is_valid():
            TAKING[how](meeting, comment, request.user, **form.cleaned_data)
            return _taken(request, meeting, comment)
    except WrongState:
        raise
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    page = PARTIAL if request.htmx else "stance/show.html"
    return invalid(request, page, Page(meeting, (comment.pk, how, form)).context())


# How each way is done; what its form holds is handed on by name.
TAKING = {
    "anvand": lambda meeting, comment, by: meeting.use_wording(comment, by=by),
    "skriv": lambda meeting, comment, by, text, **told: meeting.word_otherwise(
        comment, text, by=by, **told
    ),
    "behall": lambda meeting, comment, by, answer: meeting.keep_text(comment, answer, by=by),
    "oenighet": lambda meeting, comment, by, text: meeting.record_disagreement(
        comment, text, by=by
    ),
    "bada": lambda meeting, comment, by, answer: meeting.keep_both(comment, by=by, answer=answer),
    "andrat": lambda meeting, comment, by, answer: meeting.say_done(comment, answer, by=by),
    "igen": lambda meeting, comment, by: meeting.reconsider(comment, by=by),
}


def _taken(request, meeting, comment):
    tasks.nudge(meeting)
    news = NEWS[comment.state] + ("" if comment.is_new else f" {comment.by.name} får ett mejl.")
    if not request.htmx:
        messages.success(request, news)
    page = Page(meeting, after=comment)
    context = page.context() | {"news": news, "goes_on": True}
    anchor = f"#synpunkt-{context['next'].comment.pk}" if context["next"] else "#nasta-steg"
    return changed(request, PARTIAL, context, to=address(meeting, anchor))
