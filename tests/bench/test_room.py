"""What happens in the room: a saved word, twenty who write, forty who follow."""

import json
import random
import time
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from meetings.models import Entry, State
from tests import builders
from tests.bench.figures import figure, queries
from tests.bench.test_figures import large_meeting
from tests.bench.web import Browser, all_at_once, serving, told

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

PAUSE = 0.8  # after the last key, before the page saves
SECONDS = 20


@pytest.mark.urls("tests.bench.floor")
def test_autosave(world, signed_in):
    meeting = large_meeting(world)
    row = builders.add_row(meeting.items.first(), "Ett stycke.", by=world.sara)
    client = signed_in(world.sara)

    def posting(where):
        def post():
            version = Entry.objects.values_list("version", flat=True).get(pk=row.pk)
            sent = {"text": "Ett ord till.", "base": version, "save_id": uuid.uuid4()}
            response = client.post(where, sent, headers={"Accept": "application/json"})
            assert response.status_code == 200, response.content[:500]
            return response

        return post

    plain = posting(reverse("floor", args=[meeting.pk, row.pk]))
    ours = posting(reverse("save_entry", args=[meeting.pk, row.ref]))
    print(f"\nA saved word ({connection.vendor})")
    name = f"the plainest view with a revision: {queries(plain) - 1} statements"
    least = ("the plainest", figure(name, plain, times=100))
    name = f"our autosave: {queries(ours) - 1} statements, {len(ours().content)} bytes"
    figure(name, ours, times=100, beside=least)
    print(f"  of the processor's time {_worked(ours, plain):.2f} × the plainest")
    times = []
    for _ in range(200):
        start = time.perf_counter()
        ours()
        times.append((time.perf_counter() - start) * 1000)
    told("the tail of it", times)
    print(f"  worst {max(times) / sorted(times)[100]:.1f} × median")


def _worked(ours, plain, times=100):
    """The one's processor time to the other's, turn by turn: a busy machine disturbs it least."""
    used = {ours: 0.0, plain: 0.0}
    for _ in range(times):
        for act in used:
            start = time.process_time()
            act()
            used[act] += time.process_time() - start
    return used[ours] / used[plain]


# --- All at once ---------------------------------------------------------------------------------


def test_twenty_writers(world, tmp_path):
    meetings = [builders.meeting_in(State.ONGOING, world.group) for _ in range(4)]
    writers = [builders.person(f"Skrivare{n} Namn") for n in range(20)]
    rows = []
    for n, user in enumerate(writers):
        builders.secretary(world.group, user)
        meeting = meetings[n % 4]
        item = meeting.items.all()[n // 4]
        rows.append(builders.add_row(item, "Ord", by=user))
    print(f"\nTwenty writers in four meetings, each saving as she types ({connection.vendor})")
    with serving(tmp_path) as (port, used):
        browsers = [Browser(user, port) for user in writers]
        connection.close()
        before, acts = used(), []
        for browser, row in zip(browsers, rows, strict=True):
            acts.append(lambda until, b=browser, r=row: _write(b, r, until))
        all_at_once(acts, SECONDS)
        spent = used() - before
    times = [one for browser in browsers for one in browser.times]
    saves = [ms for kind, ms in times if kind == "save"]
    told("saved", saves)
    told("keystroke to saved", [ms + PAUSE * 1000 for ms in saves])
    told("where she writes (and others' changes)", [ms for kind, ms in times if kind == "here"])
    print(f"  the web used {100 * spent / SECONDS:.0f} % of one core")
    for row, browser in zip(rows, browsers, strict=True):
        row.refresh_from_db()
        assert row.text == browser.text


def _write(browser, row, until):
    """Types and pauses: a save when she stops, and every four seconds where she is."""
    meeting = row.item.meeting_id
    where, here = (
        reverse("save_entry", args=[meeting, row.ref]),
        reverse("writing_here", args=[meeting, row.item_id]),
    )
    browser.text, base, tells, changes = "Ord", row.version, 0, 0
    time.sleep(random.uniform(0, 1))
    while time.monotonic() < until:
        browser.text += " till"
        sent = {"text": browser.text, "base": base, "save_id": uuid.uuid4()}
        answer, content = browser.ask("save", "POST", where, sent, Accept="application/json")
        assert answer.status == 200, content[:300]
        base = json.loads(content)["version"]
        if time.monotonic() > tells:
            tells = time.monotonic() + 4
            sent = {"skriver": 1, "stycke": row.ref, "changes": changes, "avtryck": ""}
            answer, content = browser.ask("here", "POST", here, sent)
            assert answer.status in (200, 204), content[:300]
        time.sleep(PAUSE + random.uniform(0.2, 0.8))


def test_forty_followers(world, tmp_path):
    world.group.members_follow = True
    world.group.save()
    meeting = large_meeting(world)
    item = meeting.items.first()
    row = builders.add_row(item, "Ord", by=world.sara)
    people = [m.user for m in world.group.representatives.select_related("user")]
    readers = [people[n % len(people)] for n in range(40)]
    print(f"\nForty who follow while a row is saved every eighth second ({connection.vendor})")
    with serving(tmp_path) as (port, used):
        browsers = [Browser(user, port) for user in readers]
        sara = Browser(world.sara, port)
        connection.close()
        before, saved = used(), {}
        acts = [lambda until, b=b: _follow(b, meeting.pk, until, saved) for b in browsers]
        all_at_once([*acts, lambda until: _save(sara, row, until, saved)], SECONDS)
        spent = used() - before
    times = [one for browser in browsers for one in browser.times]
    unchanged = [ms for kind, ms in times if kind == "follow 304"]
    told("nothing new (304)", unchanged)
    told("the item anew (200)", [ms for kind, ms in times if kind == "follow 200"])
    told("saved meanwhile", [ms for kind, ms in sara.times if kind == "save"])
    told("from saved to seen", [1000 * age for browser in browsers for age in browser.seen])
    print(f"  {100 * len(unchanged) / len(times):.0f} % were 304")
    print(f"  the web used {100 * spent / SECONDS:.0f} % of one core")


def _follow(browser, pk, until, saved):
    """As the page does: asks, waits 2.5 s, asks again. `seen`: how old each text was when shown."""
    browser.seen, etag, last = [], "", 0
    time.sleep(random.uniform(0, 2.5))
    while time.monotonic() < until:
        where = reverse("screen", args=[pk])
        answer, content = browser.ask("follow", "GET", where, **{"If-None-Match": etag})
        assert answer.status in (200, 304), content[:300]
        etag = answer.headers.get("ETag", etag)
        if answer.status == 200:
            found = [n for n in list(saved) if f"Ord {n}." in content.decode()]
            first = [n for n in list(saved) if last < n <= max(found, default=0)]
            now = time.monotonic()
            browser.seen += [now - saved[min(first)]] if first and last else []
            last = max(found, default=last)
        time.sleep(2.5)


def _save(browser, row, until, saved):
    where, base, number = reverse("save_entry", args=[row.item.meeting_id, row.ref]), row.version, 0
    while time.monotonic() < until:
        number += 1
        sent = {"text": f"Ord {number}.", "base": base, "save_id": uuid.uuid4()}
        answer, content = browser.ask("save", "POST", where, sent, Accept="application/json")
        assert answer.status == 200, content[:300]
        saved[number], base = time.monotonic(), json.loads(content)["version"]
        time.sleep(8)
