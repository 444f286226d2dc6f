"""Who writes where, told to the other writers of the meeting, and what they have changed."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import State, Writer
from tests import builders

HTMX = {"HX-Request": "true"}


@pytest.fixture
def items(ongoing):
    return list(ongoing.items.all())


@pytest.fixture
def sara_writes(ongoing, sara):
    client = Client()
    client.force_login(sara)
    return client


@pytest.fixture
def hanna_writes(ongoing, hanna):
    builders.secretary(ongoing.group, hanna)
    client = Client()
    client.force_login(hanna)
    return client


def tell(client, item, **told):
    """What the page sends every few seconds; `prints` as it found them."""
    where = f"/moten/{item.meeting_id}/punkter/{item.pk}/skriver/"
    prints, busy = told.pop("prints", {}), told.pop("busy", ())
    told = {"changes": 0, **told}
    told["avtryck"] = " ".join(f"{pk}:{said}" for pk, said in prints.items())
    told["upptagna"] = " ".join(str(one.pk) for one in busy)
    return client.post(where, told, headers=HTMX)


def opened(client, meeting):
    """(changes, prints) of the page as it is now."""
    page = client.get(f"/moten/{meeting.pk}/skriv/").text
    found = re.findall(r'<section class="item[^>]*id="punkt-(\d+)"[^>]*data-print="(\w+)"', page)
    return int(re.search(r'data-changes="(\d+)"', page)[1]), dict(found)


# --- Who -----------------------------------------------------------------------------------------


def test_the_other_writer_is_told_and_oneself_is_not(sara_writes, hanna_writes, items):
    row = builders.add_row(items[2], "Ett.", by=items[2].meeting.group.secretaries.first().user)
    tell(sara_writes, items[2], skriver=1, stycke=row.ref)
    told = tell(hanna_writes, items[0]).text
    assert "Sara skriver här" in told
    assert f'data-item="punkt-{items[2].pk}"' in told
    assert f'data-row="stycke-{row.ref}"' in told
    assert "skriver här" not in tell(sara_writes, items[2]).text


def test_whoever_only_reads_is_told_to_nobody(sara_writes, hanna_writes, items):
    tell(sara_writes, items[2])
    assert "skriver här" not in tell(hanna_writes, items[0]).text


def test_two_with_the_same_name_are_told_apart(sara_writes, hanna_writes, ongoing, items):
    other = builders.person("Sara Ek", email="ek@ekbacka.test")
    builders.secretary(ongoing.group, other)
    Writer.note(items[1], by=other, is_typing=True)
    tell(sara_writes, items[2], skriver=1)
    told = tell(hanna_writes, items[0]).text
    assert "Sara Lind skriver här" in told
    assert "Sara Ek skriver här" in told


def test_members_never_see_who_writes(sara_writes, signed_in, mira, ongoing, items):
    ongoing.group.members_follow = True
    ongoing.group.save()
    tell(sara_writes, items[2], skriver=1)
    for address in (f"/moten/{ongoing.pk}/visa/", f"/moten/{ongoing.pk}/"):
        assert "skriver här" not in signed_in(mira).get(address).text


def test_a_locked_text_has_no_writers(signed_in, sara, group):
    meeting = builders.meeting_in(State.SIGNING, group)
    assert tell(signed_in(sara), meeting.items.first(), skriver=1).status_code == 204
    assert not Writer.objects.exists()


def test_what_is_no_answer_of_the_page_is_400(sara_writes, items):
    assert tell(sara_writes, items[0], changes="x").status_code == 400


# --- What they changed ---------------------------------------------------------------------------


def test_nothing_new_and_nobody_else_is_204(sara_writes, ongoing, items):
    changes, prints = opened(sara_writes, ongoing)
    assert tell(sara_writes, items[0], changes=changes, prints=prints).status_code == 204


def test_only_what_differs_is_sent(sara_writes, hanna_writes, sara, ongoing, items):
    builders.add_row(items[4], "Det som stod.", by=sara)
    changes, prints = opened(hanna_writes, ongoing)
    builders.add_row(items[2], "Det nya.", by=sara)
    told = tell(hanna_writes, items[0], changes=changes, prints=prints).text
    assert "Det nya." in told
    assert "Det som stod." not in told
    assert 'id="dagordning"' in told
    assert "hx-swap-oob" not in told


def test_an_item_that_somebody_works_in_is_left_in_peace(
    sara_writes, hanna_writes, sara, ongoing, items
):
    changes, prints = opened(hanna_writes, ongoing)
    builders.add_row(items[2], "Det nya.", by=sara)
    told = tell(hanna_writes, items[2], changes=changes, prints=prints, busy=[items[2]])
    assert "Det nya." not in told.text


def changing(sara, items, row):
    return {
        "text": lambda: row.rewrite("Nytt.", base=row.version, save_id=uuid.uuid4(), by=sara),
        "utfall": lambda: items[2].set_outcome("filed", by=sara),
        "rubrik": lambda: items[2].describe(by=sara, heading="Ny rubrik"),
        "ta bort": lambda: row.delete_row(by=sara, save_id=uuid.uuid4()),
        "underpunkt": lambda: items[2].meeting.add_item("Under", parent=items[2]),
    }


@pytest.mark.parametrize("what", ["text", "utfall", "rubrik", "ta bort", "underpunkt"])
def test_every_kind_of_change_is_found(hanna_writes, sara, ongoing, items, what):
    row = builders.add_row(items[2], "Ett.", by=sara)
    changes, prints = opened(hanna_writes, ongoing)
    changing(sara, items, row)[what]()
    told = tell(hanna_writes, items[0], changes=changes, prints=prints).text
    assert f'id="punkt-{items[2].pk}"' in told
    assert f'id="punkt-{items[1].pk}"' not in told


def test_another_order_sends_the_paper(hanna_writes, sara, ongoing, items):
    changes, prints = opened(hanna_writes, ongoing)
    items[2].move(by=sara, up=True)
    told = tell(hanna_writes, items[0], changes=changes, prints=prints).text
    assert 'id="papper"' in told
    assert told.index("Föregående protokoll") < told.index("Val av justerare")


# --- What it costs -------------------------------------------------------------------------------


def test_telling_in_vain_is_few_queries(sara_writes, ongoing, items):
    changes, prints = opened(sara_writes, ongoing)
    with CaptureQueriesContext(connection) as asked:
        assert tell(sara_writes, items[0], changes=changes, prints=prints).status_code == 204
    # session, user, meeting, item, telling, the others
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) == 6


def test_news_costs_the_same_whatever_is_there(sara_writes, sara, items, same_queries):
    def more():
        builders.add_row(items[1], "Ett till.", by=sara)
        items[1].meeting.add_item("En till")

    same_queries(lambda: tell(sara_writes, items[0]), more, at_most=20)


def test_telling_does_not_lengthen_the_sign_in(sara_writes, items):
    before = Session.objects.get().expire_date
    for _ in range(3):
        assert "sessionid" not in tell(sara_writes, items[0], skriver=1).cookies
    assert Session.objects.get().expire_date == before
