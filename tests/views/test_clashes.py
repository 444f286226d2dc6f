"""Two writers in the form of the same item or row: nobody wins by being last."""

import uuid

import pytest

from meetings.models import AgendaItem, Entry
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def row(item, sara):
    return builders.add_row(item, "Ramen är 11 mnkr.", by=sara)


def url(item, verb=""):
    return f"/moten/{item.meeting_id}/punkter/{item.pk}/{verb}"


def post_facts(client, item, *, base=1, **facts):
    section = {"section": item.section_id} if item.section_id else {}
    return client.post(url(item), {"heading": "Mötets öppnande", "base": base, **section, **facts})


def now(item):
    return AgendaItem.objects.get(pk=item.pk)


# --- Items ---------------------------------------------------------------------------------------


def test_what_only_one_of_them_changed_is_stored_for_both(sara_writes, item, jonas):
    item.describe(by=jonas, responsible="Lena Palm")
    answer = post_facts(sara_writes, item, case_number="2024/17")
    assert answer.status_code == 303
    assert (now(item).responsible, now(item).case_number) == ("Lena Palm", "2024/17")


def test_what_both_changed_is_shown_side_by_side_and_the_rest_is_stored(sara_writes, item, jonas):
    item.describe(by=jonas, heading="Jonas rubrik")
    answer = post_facts(sara_writes, item, heading="Saras rubrik", case_number="2024/17")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Jonas Öberg har ändrat samma uppgifter" in page
    assert "Du: <b>Saras rubrik</b>" in page
    assert "Jonas Öberg: <b>Jonas rubrik</b>" in page
    assert 'value="Saras rubrik"' in page
    assert (now(item).heading, now(item).case_number) == ("Jonas rubrik", "2024/17")


def test_saved_once_more_it_is_the_writers_own(sara_writes, item, jonas):
    item.describe(by=jonas, heading="Jonas rubrik")
    page = post_facts(sara_writes, item, heading="Saras rubrik").content.decode()
    assert f'name="base" value="{now(item).version}"' in page
    post_facts(sara_writes, item, heading="Saras rubrik", base=now(item).version)
    assert now(item).heading == "Saras rubrik"
    said = item.revisions.order_by("version").last()
    assert (said.was["heading"], said.became["heading"]) == ("Jonas rubrik", "Saras rubrik")


def outcome(client, item, kind, *, base=1, **told):
    posted = {"outcome": kind, "base": base, "concluded": "meeting", **told}
    return client.post(url(item, "utfall/"), posted, **HTMX)


def test_two_utfall_are_never_put_together(sara_writes, item, world, jonas):
    item.set_outcome("disagreed", by=jonas, disagreeing=[world.vision])
    answer = outcome(sara_writes, item, "agreed", sentence="Budgeten samverkades.")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "data-clash" in page
    assert "Du: <b>Samverkan avslutad, parterna är eniga</b>" in page
    assert "Jonas Öberg: <b>Vision</b>" in page
    assert now(item).outcome == "disagreed"
    outcome(sara_writes, item, "agreed", sentence="Budgeten samverkades.", base=now(item).version)
    assert (now(item).outcome, now(item).positions.count()) == ("agreed", 0)


def test_an_old_form_that_says_nothing_new_undoes_nothing(sara_writes, item, jonas):
    item.set_outcome("agreed", by=jonas)
    assert outcome(sara_writes, item, "", case_number="2024/17").status_code == 200
    assert (now(item).outcome, now(item).case_number) == ("agreed", "2024/17")


# --- Rows ----------------------------------------------------------------------------------------


def post_row(client, row, *, seen, base, text="Ramen är 11 mnkr.", **beside):
    posted = {"text": text, "base": base, "seen": seen, "save_id": uuid.uuid4(), "kind": "note"}
    return client.post(f"/moten/{row.item.meeting_id}/stycken/{row.ref}/", posted | beside, **HTMX)


def test_an_old_form_of_a_row_takes_nobody_elses_sender_away(sara_writes, row, world, jonas):
    row.describe(by=jonas, save_id=uuid.uuid4(), speaks=[world.vision])
    answer = post_row(sara_writes, row, seen=1, base=2, text="Ramen är 12 mnkr.", speaker="Kim")
    assert answer.status_code == 200
    told = Entry.objects.get(pk=row.pk).facts()
    assert (told["speaks"], told["speaker"]) == ([world.vision], "Kim")


def test_two_senders_of_a_row_are_shown_and_the_words_are_stored(sara_writes, row, world, jonas):
    row.describe(by=jonas, save_id=uuid.uuid4(), speaks=[world.vision])
    mine = {"text": "Ramen är 12 mnkr.", "speaks": [world.kommunal.pk]}
    answer = post_row(sara_writes, row, seen=1, base=2, **mine)
    assert answer.status_code == 409
    assert "Du: <b>Kommunal</b>" in answer.content.decode()
    row.refresh_from_db()
    assert (row.text, row.facts()["speaks"]) == ("Ramen är 12 mnkr.", [world.vision])
    post_row(sara_writes, row, seen=row.version, base=row.version, **mine)
    assert row.facts()["speaks"] == [world.kommunal]
