"""Kontroll on the screen: the rail's panel, the page, remedies and what the group mutes."""

import re
import uuid
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import AgendaItem, MutedCheck, State, checking
from tests import builders

HTMX = {"HX-Request": "true"}
WRONG = "Vi ses torsdagen den 15 mars 2022."  # a Tuesday


@pytest.fixture
def row(world, ongoing):
    return builders.add_row(ongoing.items.first(), WRONG, by=world.sara)


def address(meeting, verb=""):
    return f"/moten/{meeting.pk}/kontroll/{verb}"


def panel(client, meeting, seen=""):
    return client.get(f"{address(meeting)}?del=panel&sett={seen}")


def finding_of(meeting, rule="weekday"):
    return next(one for one in checking.findings_of(meeting) if one.rule == rule)


def mend(client, meeting, finding, choice=0, **headers):
    data = {"finding": finding.key, "val": choice, "save_id": uuid.uuid4()}
    return client.post(address(meeting, "gor/"), data, headers=headers)


def test_the_panel_tells_where_and_what(sara_writes, ongoing, row):
    page = panel(sara_writes, ongoing).content.decode()
    assert "Punkt 1: 15 mars 2022 är en tisdag" in page
    assert "Du skrev torsdag." in page
    assert 'data-words="1 att titta på"' in page


def test_the_panel_is_calm_when_nothing_is_wrong(sara_writes, ongoing):
    page = panel(sara_writes, ongoing).content.decode()
    assert "Inget att titta på." in page


def test_the_panel_shows_five_and_the_page_all(sara_writes, world, ongoing):
    for item in ongoing.items.standing()[:6]:
        builders.add_row(item, WRONG, by=world.sara)
    page = panel(sara_writes, ongoing).content.decode()
    assert page.count('id="anm-') == 5
    assert "Visa alla 7" in page  # an item under 11 § MBL has no utfall
    assert sara_writes.get(address(ongoing)).content.decode().count("är en tisdag") == 6


def test_an_unchanged_text_is_not_told_again(sara_writes, world, ongoing, row):
    seen = re.search(r'data-sett="(\w+)"', panel(sara_writes, ongoing).content.decode())[1]
    assert panel(sara_writes, ongoing, seen).status_code == 204
    row.rewrite("Vi ses snart.", base=1, save_id=uuid.uuid4(), by=world.sara)
    assert panel(sara_writes, ongoing, seen).status_code == 200


def test_the_page_is_for_text_that_can_still_be_changed(sara_writes, signing):
    assert sara_writes.get(address(signing)).url == f"/moten/{signing.pk}/"


def test_a_member_does_not_see_it(signed_in, world, ongoing):
    assert signed_in(world.mira).get(address(ongoing)).status_code == 403


# --- Remedies ------------------------------------------------------------------------------------


def test_a_remedy_changes_the_row_and_can_be_undone(sara_writes, world, ongoing, row):
    response = mend(sara_writes, ongoing, finding_of(ongoing), **HTMX)
    row.refresh_from_db()
    assert row.text == "Vi ses tisdagen den 15 mars 2022."
    assert response.headers["HX-Retarget"] == f"#punkt-{row.item_id}"
    assert "tisdagen" in response.content.decode()
    act = re.search(
        r'id="angra".*?name="save_id" value="([\w-]+)"', response.content.decode(), re.S
    )
    sara_writes.post(f"/moten/{ongoing.pk}/angra/", {"save_id": act[1]})
    row.refresh_from_db()
    assert row.text == WRONG


def test_a_remedy_works_without_scripts(sara_writes, ongoing, row):
    response = mend(sara_writes, ongoing, finding_of(ongoing))
    assert (response.status_code, response.url) == (303, address(ongoing))
    row.refresh_from_db()
    assert "tisdagen" in row.text


def test_what_somebody_else_wrote_meanwhile_stays(sara_writes, world, ongoing, row):
    finding = finding_of(ongoing)
    row.rewrite("Alla kom. " + WRONG, base=1, save_id=uuid.uuid4(), by=world.jonas)
    mend(sara_writes, ongoing, finding, **HTMX)
    row.refresh_from_db()
    assert row.text == "Alla kom. Vi ses tisdagen den 15 mars 2022."


def test_a_remedy_for_words_that_are_gone_changes_nothing(sara_writes, world, ongoing, row):
    finding = finding_of(ongoing)
    row.rewrite("Vi ses snart.", base=1, save_id=uuid.uuid4(), by=world.jonas)
    response = mend(sara_writes, ongoing, finding, **HTMX)
    assert "Stycket har ändrats sedan dess." in response.content.decode()
    row.refresh_from_db()
    assert row.text == "Vi ses snart."


def test_the_same_remedy_twice_is_done_once(sara_writes, ongoing, row):
    data = {"finding": finding_of(ongoing).key, "val": 0, "save_id": uuid.uuid4()}
    for _ in range(2):
        sara_writes.post(address(ongoing, "gor/"), data)
    assert row.revisions.count() == 2


def test_an_adjuster_is_chosen_with_one_click(sara_writes, world, drafted):
    builders.settle(drafted, by=world.sara)
    chosen = [a.attendee for a in drafted.serving_adjusters() if a.party != world.vision]
    drafted.choose_adjusters(chosen, by=world.sara)
    mend(sara_writes, drafted, finding_of(drafted, "adjuster_missing"), **HTMX)
    assert {a.party for a in drafted.serving_adjusters()} >= {world.vision, world.kommunal}
    assert drafted.obstacles() == []


def test_the_sender_of_a_disagreement_is_set_with_one_click(sara_writes, world, drafted):
    item = drafted.items.get(heading="Övriga frågor")
    row = builders.add_row(item, "Vision är oenig.", by=world.sara, kind="disagreement")
    mend(sara_writes, drafted, finding_of(drafted, "disagreement_nameless"), **HTMX)
    assert row.facts()["speaks"] == [world.vision]


def test_an_outcome_is_made_to_say_what_the_rows_say(sara_writes, world, drafted):
    item = drafted.items.get(heading="Budget och verksamhetsplan")
    facts = {"kind": "disagreement", "speaks": [world.kommunal]}
    builders.add_row(item, "Kommunal är oenig.", by=world.sara, **facts)
    item.set_outcome(AgendaItem.OutcomeKind.AGREED, by=world.sara)
    mend(sara_writes, drafted, finding_of(drafted, "outcome_contradicted"), **HTMX)
    item.refresh_from_db()
    assert item.outcome == AgendaItem.OutcomeKind.DISAGREED
    assert [one.party for one in item.positions.all()] == [world.kommunal]


def test_an_empty_item_gets_its_words_with_one_click(sara_writes, world, drafted):
    mend(sara_writes, drafted, finding_of(drafted, "empty"), **HTMX)
    assert drafted.items.first().entries.get().text == "Inget att ta upp"


# --- Muted ---------------------------------------------------------------------------------------


def test_a_kind_of_remark_is_muted_and_shown_again(sara_writes, world, ongoing, row):
    page = sara_writes.post(address(ongoing, "dolj/"), {"regel": "weekday"}, headers=HTMX)
    assert "Inget att titta på." in page.content.decode()
    listed = sara_writes.get(address(ongoing)).content.decode()
    assert "Veckodag och datum" in listed
    assert "Sara Lind" in listed
    sara_writes.post(address(ongoing, "visa/"), {"regel": "weekday"})
    assert "är en tisdag" in panel(sara_writes, ongoing).content.decode()


def test_another_group_still_sees_it(sara_writes, world, ongoing, small_group):
    MutedCheck.mute(ongoing.group, "weekday", by=world.sara)
    other = builders.meeting_in(State.ONGOING, small_group)
    builders.add_row(other.items.first(), WRONG, by=world.sara)
    assert "är en tisdag" in panel(sara_writes, other).content.decode()


def test_what_stops_the_sending_is_never_muted(sara_writes, ongoing):
    response = sara_writes.post(address(ongoing, "dolj/"), {"regel": "outcome_missing"})
    assert response.status_code == 409
    assert not MutedCheck.objects.exists()


# --- The group's rules ---------------------------------------------------------------------------


def test_nobody_hears_of_adjusters_where_nobody_adjusts(sara_writes, small_group):
    meeting = builders.meeting_in(State.DRAFTED, small_group)
    assert "ustera" not in panel(sara_writes, meeting).content.decode()


def test_before_sending_the_page_is_a_click_away(sara_writes, drafted):
    page = sara_writes.get(f"/moten/{drafted.pk}/justering/skicka/").content.decode()
    assert f'href="{address(drafted)}"' in page


# --- What it costs -------------------------------------------------------------------------------


def test_it_costs_the_same_for_one_remark_and_three(sara_writes, world, ongoing):
    def asked(path):
        sara_writes.get(path)
        with CaptureQueriesContext(connection) as told:
            sara_writes.get(path)
        return len(told)

    items = list(ongoing.items.standing()[:3])
    builders.add_row(items[0], WRONG, by=world.sara)
    paths = (f"{address(ongoing)}?del=panel", address(ongoing))
    one = [asked(path) for path in paths]
    for item in items[1:]:
        builders.add_row(item, WRONG, by=world.sara)
        MutedCheck.mute(ongoing.group, "empty", by=world.sara)
    assert [asked(path) for path in paths] == one


def test_a_late_item_is_accepted_with_one_click(sara_writes, world, drafted):
    item = drafted.items.get(heading="Övriga frågor")
    item.describe(by=world.sara, is_late=True)
    mend(sara_writes, drafted, finding_of(drafted, "late_item"), **HTMX)
    item.refresh_from_db()
    assert item.late_accepted


def test_the_last_of_a_party_is_missed_at_once(sara_writes, world, ongoing):
    budget = ongoing.items.get(heading="Budget och verksamhetsplan")
    kim = ongoing.attendees.get(name="Kim Berg")
    kim.leaves(time(14), by=world.sara, item=budget)
    page = panel(sara_writes, ongoing).content.decode()
    assert "Punkt 5: ingen från Kommunal är kvar när punkten behandlas" in page
