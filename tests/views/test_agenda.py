"""Items while the minutes are written: added, changed, moved, taken off, and how each ended."""

import pytest

from meetings.models import AgendaItem
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def sara_writes(signed_in, sara):
    return signed_in(sara)


@pytest.fixture
def item(ongoing):
    item = ongoing.items.get(heading="Budget och verksamhetsplan")
    item.meeting = ongoing
    return item


def url_of(item, verb=""):
    return f"/moten/{item.meeting_id}/punkter/{item.pk}/{verb}"


def headings(meeting):
    return [item.heading for item in meeting.document().top_items()]


def test_a_new_item_comes_last(sara_writes, ongoing):
    sara_writes.post(f"/moten/{ongoing.pk}/punkter/", {"heading": "Sent ärende"})
    assert headings(ongoing)[-1] == "Sent ärende"


def test_an_item_without_heading_is_asked_about_and_the_rest_kept(sara_writes, ongoing):
    answer = sara_writes.post(f"/moten/{ongoing.pk}/punkter/", {"responsible": "Lena Palm"})
    assert answer.status_code == 422
    assert "Fyll i: Rubrik" in answer.content.decode()
    assert "Lena Palm" in answer.content.decode()


def test_a_new_item_stands_under_its_heading(sara_writes, small_group, sara):
    meeting = builders.meeting_in("ongoing", small_group)
    section = meeting.sections.get(heading="Dialog")
    posted = {"heading": "Arbetskläder", "section": section.pk}
    sara_writes.post(f"/moten/{meeting.pk}/punkter/", posted)
    assert meeting.items.get(heading="Arbetskläder").section == section


def test_a_sub_item_gets_its_own_number(sara_writes, item):
    posted = {"heading": "Bokslut", "under": item.pk}
    sara_writes.post(f"/moten/{item.meeting_id}/punkter/", posted)
    numbers = {i.heading: i.number for i in item.meeting.document().items()}
    assert numbers["Bokslut"] == "5.1"


def test_a_sub_item_has_no_sub_items(sara_writes, item):
    below = item.meeting.add_item("Bokslut", parent=item)
    posted = {"heading": "För djupt", "under": below.pk}
    answer = sara_writes.post(f"/moten/{item.meeting_id}/punkter/", posted)
    assert answer.status_code == 422
    assert "En underpunkt kan inte ha egna underpunkter." in answer.content.decode()


def test_the_facts_of_an_item_are_changed_in_its_place(sara_writes, item):
    posted = {"heading": "Budget 2025", "legal_basis": "MBL 11", "case_number": "2024/17"}
    sara_writes.post(url_of(item), posted)
    item.refresh_from_db()
    assert (item.heading, item.case_number) == ("Budget 2025", "2024/17")


def test_the_outcome_names_those_who_disagree(sara_writes, item, world):
    posted = {
        "outcome": "disagreed",
        "sentence": "Budgeten samverkades.",
        "concluded": "meeting",
        "disagreeing": [world.vision.pk],
        "board": "nämnden",
        "board_date": "12 mars",
    }
    sara_writes.post(url_of(item, "utfall/"), posted)
    said = item.meeting.document().item(str(item.ref))
    assert said.outcome.words == "Samverkan avslutad, oeniga: Vision"
    assert said.outcome.concluded == "vid mötet"
    assert (said.board, said.board_date.month) == ("nämnden", 3)


def test_disagreement_without_organisation_is_asked_about(sara_writes, item):
    posted = {"outcome": "disagreed", "sentence": "Budgeten samverkades inte."}
    answer = sara_writes.post(url_of(item, "utfall/"), posted)
    assert answer.status_code == 422
    assert "Ange vilken organisation som är oenig." in answer.content.decode()
    assert "Budgeten samverkades inte." in answer.content.decode()


def test_the_outcome_form_opens_in_the_item(sara_writes, item):
    part = sara_writes.get(url_of(item, "utfall/"), **HTMX).content.decode()
    assert "Spara utfallet" in part
    assert "<html" not in part
    page = sara_writes.get(url_of(item, "utfall/"), follow=True).content.decode()
    assert "Spara utfallet" in page
    assert "<html" in page


def test_items_move_among_their_equals(sara_writes, item):
    sara_writes.post(url_of(item, "flytta/"), {"steg": "upp"})
    assert headings(item.meeting).index(item.heading) == 3


def test_an_item_taken_off_can_be_put_back_with_all_its_rows(sara_writes, item, sara):
    builders.add_row(item, "Budgeten föredras.", by=sara)
    answer = sara_writes.post(url_of(item, "ta-bort/"))
    page = sara_writes.get(answer.url).content.decode()
    assert item.heading not in headings(item.meeting)
    assert f"Punkten {item.heading} är borttagen" in page
    sara_writes.post(url_of(item, "ta-tillbaka/"))
    said = item.meeting.document().item(str(item.ref))
    assert said.entries[0].text == "Budgeten föredras."


def test_a_runda_gets_rows_for_those_who_are_here(sara_writes, item, ongoing):
    sara_writes.post(url_of(item), {"heading": item.heading, "is_round": "on"})
    sara_writes.post(url_of(item, "runda/"))
    said = ongoing.document().item(str(item.ref))
    named = [entry.parties[0].name for entry in said.entries]
    assert named == ["Arbetsgivaren", "Kommunal", "Sveriges Lärare", "Vision"]


def test_others_change_nothing(signed_in, item, world):
    for user, status in ((world.mira, 403), (world.hanna, 403), (world.olle, 404)):
        client = signed_in(user)
        assert client.post(url_of(item, "ta-bort/")).status_code == status
        assert client.post(url_of(item, "utfall/"), {"outcome": "filed"}).status_code == status
    assert not AgendaItem.objects.filter(deleted_at__isnull=False).exists()
