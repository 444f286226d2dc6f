"""Visa på skärmen: what the room sees, who may follow, and what it costs to ask again."""

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, State, Writer
from tests import builders

HTMX = {"HX-Request": "true"}


@pytest.fixture
def items(ongoing):
    return list(ongoing.items.all())


@pytest.fixture
def followed(ongoing):
    """The group lets its members follow."""
    ongoing.group.members_follow = True
    ongoing.group.save()
    return ongoing


def address(meeting, query=""):
    return f"/moten/{meeting.pk}/visa/{query}"


def page(client, meeting, query=""):
    response = client.get(address(meeting, query))
    assert response.status_code == 200
    return response.content.decode()


def ask(client, meeting, etag="", query=""):
    return client.get(address(meeting, query), headers=HTMX | {"If-None-Match": etag})


# --- What is shown -------------------------------------------------------------------------------


def test_the_item_that_is_written_in_is_shown_alone(signed_in, sara, ongoing, items):
    builders.add_row(items[2], "Detta hör till punkten.", by=sara)
    builders.add_row(items[4], "Detta hör till en annan.", by=sara)
    Writer.note(items[2], by=sara, is_typing=True)
    shown = page(signed_in(sara), ongoing)
    assert "Detta hör till punkten." in shown
    assert "Detta hör till en annan." not in shown
    assert "Punkt 3 av 7" in shown
    assert "Utkast, arbetsmaterial" in shown


def test_a_sub_item_says_what_it_stands_under(signed_in, sara, ongoing, items):
    below = ongoing.add_item("Delårsrapport", parent=items[4])
    Writer.note(below, by=sara, is_typing=True)
    shown = page(signed_in(sara), ongoing)
    assert "Punkt 5.1 av 7" in shown
    assert "Budget och verksamhetsplan" in shown


def test_an_item_that_was_taken_off_is_not_shown(signed_in, sara, ongoing, items):
    Writer.note(items[2], by=sara, is_typing=True)
    items[2].take_off(by=sara)
    assert "Punkt 1 av 6" in page(signed_in(sara), ongoing)


def test_there_are_no_menus_on_the_screen(signed_in, sara, ongoing):
    shown = page(signed_in(sara), ongoing)
    assert "Huvudmeny" not in shown
    assert 'class="site-foot"' not in shown


def test_an_empty_agenda_is_shown_too(signed_in, sara, ongoing, items):
    for item in items:
        item.take_off(by=sara)
    assert "Mötet har inga punkter än." in page(signed_in(sara), ongoing)


def test_the_writer_opens_it_from_the_bar(signed_in, sara, ongoing):
    assert f'href="{address(ongoing)}"' in signed_in(sara).get(f"/moten/{ongoing.pk}/skriv/").text


# --- Who may follow ------------------------------------------------------------------------------


def test_members_follow_only_where_the_group_has_chosen_it(signed_in, mira, ongoing):
    assert signed_in(mira).get(address(ongoing)).status_code == 403
    assert "Följ texten" not in signed_in(mira).get(f"/moten/{ongoing.pk}/").text


def test_members_follow_and_read_the_other_items(signed_in, sara, mira, followed, items):
    builders.add_row(items[2], "Detta är nu.", by=sara)
    builders.add_row(items[4], "Detta var nyss.", by=sara)
    Writer.note(items[2], by=sara, is_typing=True)
    client = signed_in(mira)
    assert f'href="{address(followed)}"' in client.get(f"/moten/{followed.pk}/").text
    assert "Detta är nu." in page(client, followed)
    other = page(client, followed, f"?punkt={items[4].ref}")
    assert "Detta var nyss." in other
    assert "Detta är nu." not in other
    assert "Följ mötet, nu punkt 3" in other


def test_turning_it_off_closes_it_at_once(signed_in, mira, followed):
    client = signed_in(mira)
    etag = ask(client, followed)["ETag"]
    followed.group.members_follow = False
    followed.group.save()
    assert ask(client, followed, etag).status_code == 403


def test_outsiders_find_nothing_also_where_members_follow(signed_in, olle, followed):
    assert signed_in(olle).get(address(followed)).status_code == 404


def test_hr_without_a_mandate_does_not_follow(signed_in, hanna, followed):
    assert signed_in(hanna).get(address(followed)).status_code == 403


@pytest.mark.parametrize("state", [State.CALLED, State.DRAFTED, State.SIGNING])
def test_members_follow_only_while_the_meeting_goes_on(signed_in, mira, group, state):
    group.members_follow = True
    group.save()
    meeting = builders.meeting_in(state, group)
    assert signed_in(mira).get(address(meeting)).url == f"/moten/{meeting.pk}/"


def test_a_page_that_follows_when_the_meeting_ends_is_told(signed_in, sara, mira, followed):
    client = signed_in(mira)
    etag = ask(client, followed)["ETag"]
    followed.finish(by=sara)
    told = ask(client, followed, etag)
    assert told.status_code == 200
    assert "Texten skrivs inte längre" in told.text
    assert "data-ask" not in told.text


def test_a_locked_text_is_read_on_its_own_page(signed_in, sara, signing):
    assert signed_in(sara).get(address(signing)).url == f"/moten/{signing.pk}/"


def test_reading_leaves_no_trace(signed_in, mira, followed):
    page(signed_in(mira), followed)
    ask(signed_in(mira), followed)
    assert not Writer.objects.exists()


# --- Asked again ---------------------------------------------------------------------------------


def test_nothing_new_is_304(signed_in, mira, followed):
    client = signed_in(mira)
    first = ask(client, followed)
    again = ask(client, followed, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def news(sara, meeting, items):
    """Everything that a follower should see at once, each by its verb."""
    return {
        "a row": lambda: builders.add_row(items[0], "Nytt.", by=sara),
        "another item": lambda: Writer.note(items[3], by=sara, is_typing=False),
        "an utfall": lambda: items[0].set_outcome("filed", by=sara),
        "a heading": lambda: items[0].describe(by=sara, heading="Ny rubrik"),
        "an item more": lambda: meeting.add_item("Sent inkommen"),
        "somebody present": lambda: meeting.add_guest(name="Vera Gäst", by=sara),
    }


def test_every_kind_of_news_is_sent(signed_in, sara, mira, followed, items):
    client = signed_in(mira)
    Writer.note(items[0], by=sara, is_typing=False)
    for name, happens in news(sara, followed, items).items():
        etag = ask(client, followed)["ETag"]
        assert ask(client, followed, etag).status_code == 304, name
        happens()
        told = ask(client, followed, etag)
        assert told.status_code == 200, name
        assert told["ETag"] != etag


def test_news_carries_the_item_and_no_page(signed_in, sara, mira, followed, items):
    row = builders.add_row(items[0], "Ett.", by=sara)
    client = signed_in(mira)
    etag = ask(client, followed)["ETag"]
    row.rewrite("Ett, två.", base=row.version, save_id=uuid.uuid4(), by=sara)
    told = ask(client, followed, etag).text
    assert "Ett, två." in told
    assert "<html" not in told
    assert told.lstrip().startswith("<div")


def count(client, meeting, etag):
    with CaptureQueriesContext(connection) as asked:
        ask(client, meeting, etag)
    return [query["sql"] for query in asked]


def test_asking_in_vain_costs_one_query_beside_the_sign_in(signed_in, mira, followed):
    client = signed_in(mira)
    etag = ask(client, followed)["ETag"]
    asked = count(client, followed, etag)
    assert len(asked) == 3, asked  # session, user, meeting
    assert not any("meetings_entry" in sql for sql in asked)


def test_news_costs_the_same_whatever_was_written(signed_in, sara, mira, followed, items):
    client = signed_in(mira)

    def more():
        builders.add_row(
            items[0], "Ett till.", by=sara, speaks=[items[0].meeting.group.parties.first()]
        )
        followed.add_item("En punkt till")

    ask(client, followed)
    more()
    one = len(count(client, followed, ""))
    more()
    more()
    assert len(count(client, followed, "")) == one <= 16


def test_what_one_reader_had_made_serves_the_others(signed_in, sara, mira, kim, followed, items):
    builders.add_row(items[0], "Ett till.", by=sara)
    first = ask(signed_in(mira), followed)
    client = signed_in(kim)
    queries = count(client, followed, "")
    assert not any("meetings_entry" in sql for sql in queries)
    assert ask(client, followed).content == first.content
    builders.add_row(items[0], "Och ett.", by=sara)
    assert "Och ett." in ask(client, followed).content.decode()


def test_following_does_not_lengthen_the_sign_in(signed_in, mira, followed):
    client = signed_in(mira)
    before = Session.objects.get().expire_date
    for _ in range(3):
        asked = ask(client, followed)
        assert "Set-Cookie" not in asked
    assert Session.objects.get().expire_date == before
    etag = ask(client, followed)["ETag"]
    assert not any("UPDATE" in sql for sql in count(client, followed, etag))


def test_following_changes_nothing(signed_in, mira, followed):
    before = list(Meeting.objects.values())
    page(signed_in(mira), followed)
    assert list(Meeting.objects.values()) == before


def test_the_signed_out_are_told_so(client, followed):
    assert ask(client, followed).status_code == 401
