"""Figures of the house; `make bench` prints them."""

import io

import pikepdf
import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from meetings.justering import acts, imprints, verification, work
from meetings.models import Meeting, Party, SealedFile, State
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


def test_signing_sealing_and_verifying(world, keys):
    """One meeting of a large group with four adjusters; each step can be made only once."""
    meeting = large_meeting(world, State.SIGNING, real=True)
    print("\nJustering of the large meeting")
    for adjuster in meeting.waiting_adjusters():
        once(f"the act of {adjuster.party}", lambda: act(meeting, adjuster))  # noqa: B023
        if meeting.waiting_adjusters():
            once("its revision by the worker", lambda: work.advance(meeting.pk))
    once("last revision, checked, printed, sealed", lambda: work.advance(meeting.pk))
    protocol = Meeting.objects.get(pk=meeting.pk).protocol
    sealed = bytes(protocol.file(SealedFile.Kind.SEALED).content)
    assert verification.judge(sealed).kind == "genuine"
    figure(f"a genuine file judged, {len(sealed) // 1024} kB", lambda: verification.judge(sealed))
    figure("an added-to file judged", lambda: verification.judge(sealed + b"x"))
    figure("a strange file judged", lambda: verification.judge(b"x" + sealed[1:]))


def act(meeting, adjuster):
    adjuster.meeting = Meeting.objects.get(pk=meeting.pk)
    attempt = acts.begin(adjuster, user=adjuster.user)
    acts.complete(attempt, {"password": "x"}, check=lambda password: True)


def once(name, step):
    figure(name, _Once(step), times=1)


class _Once:
    """Made on the timed call only: the one that warms up does nothing."""

    def __init__(self, step):
        self.calls, self.step = 0, step

    def __call__(self):
        self.calls += 1
        if self.calls == 2:
            self.step()
