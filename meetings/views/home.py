"""Min sida: what waits for me, first thing first."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Group, Inquiry, Meeting
from ..models.texts_to_sign import texts_to_sign
from .waiting import waiting_for

FIRST_TASKS = 5
MOST_MEETINGS = 60  # under way at once, for one person
FIRST_MEETINGS = 8
LAST_CLOSED = 3
FIRST_UNSIGNED = 8


@require_safe
def show(request):
    mine = Meeting.objects.concerning(request.user)
    under_way = mine.under_way().with_signers().with_size().soonest_first()
    under_way = under_way.telling_what_is_unread(request.user).with_new_comments()[:MOST_MEETINGS]
    under_way = list(under_way)
    inquiries = Inquiry.objects.waiting_for(request.user).with_people()[:MOST_MEETINGS]
    to_sign = texts_to_sign(request.user)
    waiting = waiting_for(request.user, under_way, inquiries, to_sign)
    shows_all = "alla" in request.GET
    return render(
        request,
        "home/show.html",
        {
            "waiting": waiting if shows_all else waiting[:FIRST_TASKS],
            "to_sign": len(to_sign),
            "hidden": 0 if shows_all else len(waiting[FIRST_TASKS:]),
            "under_way": under_way[:FIRST_MEETINGS],
            "coming": mine.coming().soonest_first()[:FIRST_MEETINGS],
            "unsigned": _unsigned(request.user),
            "closed": mine.closed().last_closed_first()[:LAST_CLOSED],
            "groups": list(Group.objects.written_by(request.user)),
            "is_many": len({row.party for row in waiting if row.party}) > 1,
        },
    )


def _unsigned(user):
    """What was closed without somebody's signature, for HR, who follows all groups."""
    if not user.is_hr:
        return ()
    return Meeting.objects.visible_to(user).closed_without()[:FIRST_UNSIGNED]
