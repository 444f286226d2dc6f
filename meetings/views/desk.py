"""What a verb at the writing desk (Skriv) answers: its page, or the part of it that changed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .. import clock, words
from ..models import PrivateNote, undo
from .desk_page import Desk
from .htmx import see_other


def url(meeting, *, now=None, anchor="", **query) -> str:
    """The address of the desk with an item chosen and perhaps something open."""
    query = {"punkt": now, **query}
    asked = "&".join(f"{key}={value}" for key, value in query.items() if value)
    return reverse("write", args=[meeting.pk]) + (f"?{asked}" if asked else "") + anchor


def page(request, meeting, *, status=200, **desk):
    """The whole page."""
    context = {
        "meeting": meeting,
        "desk": Desk(meeting, **desk),
        "undo": undo.offer(meeting, request.user),
        "has_errors": status == 422,
    }
    context["document"] = context["desk"].document
    context["own_note"] = _own_note(request, context["desk"])
    return render(request, "writing/show.html", context, status=status)


def _own_note(request, desk):
    """What this user, and nobody else, has noted about the item that she writes in."""
    return PrivateNote.objects.mine(request.user, desk.now.row) if desk.now else None


def changed(request, meeting, item_pk, *, to, **told):
    """After a verb: the item anew with what tells of it elsewhere on the page, or a redirect.

    told: `announce`, what happened, in words; `toast`: say it where it can be undone at once;
    `also`: the key of another item that changed; `now`: the item that is written in, if not this.
    """
    if not request.htmx:
        return see_other(to)
    return part(request, meeting, item_pk, news=True, **told)


def part(request, meeting, item_pk, *, status=200, opened=None, now=None, **told):
    """The item's own element; with `news` also what tells of it elsewhere on the page."""
    desk = Desk(meeting, now=now or item_pk, opened=opened)
    also = told.pop("also", None)
    if desk.top_of(item_pk) is None:
        return _item_is_gone(request)
    context = _told_of(request, desk) | {
        "place": desk.top_of(item_pk),
        "also": desk.top_of(also) if also else None,
        **told,
    }
    template = told.get("template", "writing/_changed.html")
    return render(request, template, context, status=status)


def whole(request, meeting, item_pk, *, announce, to):
    """After a verb that changes numbers all over the page: the paper anew, or a redirect."""
    if not request.htmx:
        messages.success(request, announce)
        return see_other(to)
    desk = Desk(meeting, now=item_pk)
    if len(desk.places) < 2:  # the line comes with the first item and goes with the last
        messages.success(request, announce)
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = _told_of(request, desk) | {"announce": announce, "toast": True}
    return _paper(request, "writing/_whole.html", context)


def refused_item(request, meeting, opened):
    """The form of a new item with its errors and every typed word."""
    if not request.htmx:
        return page(request, meeting, opened=opened, status=422)
    context = _told_of(request, Desk(meeting, opened=opened))
    return _paper(request, "writing/_paper.html", context, status=422)


def _paper(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#papper", "outerHTML"
    return response


def _told_of(request, desk):
    return {
        "meeting": desk.meeting,
        "desk": desk,
        "document": desk.document,
        "undo": undo.offer(desk.meeting, request.user),
        "new_ref": uuid.uuid4(),
        "saved_at": f"Sparat {words.clock_time(clock.local(clock.now()))}",
    }


def _item_is_gone(request):
    """Somebody took the item off meanwhile: the page is read anew, and says so."""
    messages.warning(request, "Punkten är borttagen. Ta tillbaka den under Borttaget.")
    return HttpResponse(headers={"HX-Refresh": "true"})


def files(request, meeting, item_pk, *, status=200, form=None, announce=""):
    """The panel of attachments, and those of the item that got one; never the item's rows.

    A file comes slowly, and somebody may be writing there meanwhile.
    """
    desk = Desk(meeting, now=item_pk, files_form=form)
    context = {
        "meeting": meeting,
        "desk": desk,
        "place": desk.now if desk.now and desk.now.pk == item_pk else None,
        "announce": announce,
    }
    return render(request, "attachments/_changed.html", context, status=status)


def side(request, meeting, *, now):
    """What stands beside the paper about the item that is being written in."""
    desk = Desk(meeting, now=now)
    context = {"meeting": meeting, "desk": desk}
    return render(request, "writing/_turned.html", context)


def refused_line(request, meeting, item_pk, form):
    """The line at the bottom with its errors; htmx puts it where it was, not in the item."""
    if not request.htmx:
        return page(request, meeting, now=item_pk, add_form=form, status=422)
    context = {"meeting": meeting, "desk": Desk(meeting, now=item_pk, add_form=form)}
    response = render(request, "writing/_line.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#snabb", "outerHTML"
    return response


def refused_press(request, meeting, item_pk, form):
    """“Närvaro just nu” with its errors, and the hour as it was typed."""
    if not request.htmx:
        return page(request, meeting, now=item_pk, press_form=form, status=422)
    context = {"meeting": meeting, "desk": Desk(meeting, now=item_pk, press_form=form)}
    response = render(request, "happenings/_panel.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#narvaro-nu", "outerHTML"
    return response


def refused(request, meeting, item_pk, opened, status=422):
    """A form back in its place with its errors and every typed word."""
    if request.htmx:
        return part(request, meeting, item_pk, status=status, opened=opened)
    return page(request, meeting, now=item_pk, opened=opened, status=status)
