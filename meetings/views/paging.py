"""Long lists a page at a time, by key: a page stays the same when something new comes on top."""

from django.shortcuts import get_object_or_404

from .access import key_in

PAGE = 20


def newest(meetings, request):
    """A page of meetings, and the meeting that the next page comes after (None on the last one).

    `?efter=` names the last meeting of the page before.
    """
    if "efter" in request.GET:
        after = key_in(request.GET["efter"])
        meetings = meetings.before(get_object_or_404(meetings, pk=after))
    rows = list(meetings.newest_first()[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None
