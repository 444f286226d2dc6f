"""Long lists a page at a time, by key: a page stays the same when something new comes on top."""

from django.http import Http404
from django.shortcuts import get_object_or_404

PAGE = 20


def newest(meetings, request):
    """A page of meetings, and the meeting that the next page comes after (None on the last one).

    `?efter=` names the last meeting of the page before.
    """
    after = request.GET.get("efter", "")
    if after:
        if not after.isdecimal():
            raise Http404
        meetings = meetings.before(get_object_or_404(meetings, pk=after))
    rows = list(meetings.newest_first()[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None
