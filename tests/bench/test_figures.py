"""Figures of the house; `make bench` prints them."""

import io

import pikepdf
import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from meetings.justering import imprints
from meetings.models import Party, State
from meetings.paper import render
from tests import builders
from tests.bench.figures import figure, queries

pytestmark = pytest.mark.bench

# The least that a page of the same things can be: no layout, no forms, no questions to the rows.
FLOOR = Template(
    "<!doctype html><html lang=sv><title>{{ said.title }}</title>"
    "{% for one in said.attendees %}<li>{{ one.name }}, {{ one.title }}</li>{% endfor %}"
    "{% for item in items %}<h2>{{ item.number }} {{ item.heading }}</h2>"
    "{% for entry in item.entries %}<p>{% for party in entry.parties %}{{ party.chip }} "
    "{% endfor %}{{ entry.text }}</p>{% endfor %}{% endfor %}</html>"
)


def large_meeting(world, state=State.ONGOING, *, real=False):
    """20 items, 40 people, 60 rows of all kinds."""
    group, sara = world.group, world.sara
    parties = list(Party.objects.all())
    for number in range(group.representatives.count() + 1, 40):
        user = builders.person(f"Person{number} Namnsson")
        builders.mandate(group, user, parties[number % len(parties)], title="ledamot")
    meeting = builders.meeting_in(State.ONGOING, group)
    builders.write_rows(meeting, items=20, rows=60, by=sara)
    if state == State.ONGOING:
        return meeting
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    if real:
        builders.finish_work(meeting)
    return meeting


def floor(said):
    """(name, best) of the plain page of the same minutes."""
    request, items = RequestFactory().get("/"), list(said.items())

    def page():
        return HttpResponse(FLOOR.render(Context({"said": said, "items": items, "r": request})))

    return "the plain page", figure("a plain page of the same minutes (floor)", page)


def test_the_pages_of_a_meeting(world, signed_in):
    meeting = large_meeting(world)
    client = signed_in(world.sara)
    print(f"\n{meeting.items.count()} items, {meeting.attendees.count()} people, 60 rows")
    plain = floor(meeting.document())
    figure("meeting.document()", meeting.document, beside=plain)
    of_meeting = ("write", "meeting", "attendance")
    for name in (*of_meeting, "home", "meetings"):
        where = reverse(
            name, args=[meeting.pk] if name in ("write", "meeting", "attendance") else []
        )
        told = queries(lambda: client.get(where))  # noqa: B023
        assert client.get(where).status_code == 200
        assert name != "write" or told <= 20
        figure(f"{name}: {told} queries", lambda: client.get(where), beside=plain)  # noqa: B023


def test_the_page_of_a_protocol(world, signed_in, keys):
    meeting = large_meeting(world, State.SIGNING, real=True)
    client = signed_in(meeting.waiting_adjusters()[-1].user)
    print()
    plain = floor(meeting.document())
    for name in ("protocol", "sign", "protocol_pdf"):
        where = reverse(name, args=[meeting.pk])
        client.get(where)  # the first answer also sets the cookie of the forms
        response = client.get(where)
        assert response.status_code == 200
        told = queries(lambda: client.get(where))  # noqa: B023
        figure(f"{name}: {told} queries", lambda: client.get(where), beside=plain)  # noqa: B023
        if response.get("ETag"):
            again = {"If-None-Match": response["ETag"]}
            assert client.get(where, headers=again).status_code == 304
            told = queries(lambda: client.get(where, headers=again))  # noqa: B023
            figure(
                f"{name}, not changed (304): {told} queries",
                lambda: client.get(where, headers=again),  # noqa: B023
                beside=plain,
            )


def test_printing(world):
    meeting = large_meeting(world, State.PRINTING)
    protocol = meeting.protocol
    said, imprint = protocol.document(), imprints.frozen(protocol)
    with pikepdf.open(io.BytesIO(render(said, imprint))) as pdf:
        pages = len(pdf.pages)
    print(f"\nThe frozen text, {pages} pages")
    best = figure("printed", lambda: render(said, imprint), times=5)
    print(f"  {'for each page':<46}{best / pages:9.2f} ms")
