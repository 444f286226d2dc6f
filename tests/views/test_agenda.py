"""Items while the minutes are written: added, changed, moved, taken off, and how each ended."""

import pytest

from meetings.models import AgendaItem
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


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
        "sentence": "Budgeten samverkades i oenighet.",
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


# --- Moved, taken up, late -----------------------------------------------------------------------


def test_an_item_becomes_a_sub_item_of_the_one_above(sara_writes, item):
    answer = sara_writes.post(url_of(item, "flytta/"), {"steg": "in"}, **HTMX)
    numbers = {i.heading: i.number for i in item.meeting.document().items()}
    assert numbers[item.heading] == "4.1"
    assert answer["HX-Retarget"] == "#papper"
    assert "Punkten är flyttad." in answer.content.decode()
    sara_writes.post(url_of(item, "flytta/"), {"steg": "ut"})
    assert headings(item.meeting).index(item.heading) == 4


def test_a_step_that_does_not_exist_moves_nothing(sara_writes, item):
    assert sara_writes.post(url_of(item, "flytta/"), {"steg": "bort"}).status_code == 400


def test_parties_accept_a_late_item_by_one_press(sara_writes, ongoing):
    item = ongoing.add_item("Sent ärende")
    page = sara_writes.get(f"/moten/{ongoing.pk}/skriv/?punkt={item.pk}").content.decode()
    assert f"/punkter/{item.pk}/godtas/" in page
    sara_writes.post(url_of(item, "godtas/"))
    page = sara_writes.get(f"/moten/{ongoing.pk}/skriv/?punkt={item.pk}").content.decode()
    assert "Tillkom på mötet. Parterna godtar att frågan tas upp." in page
    assert f"/punkter/{item.pk}/godtas/" not in page


@pytest.fixture
def moved(item, sara, small_group):
    """Moved to the small group, with words that nobody there may read."""
    builders.add_row(item, "Hemlig text i raden.", by=sara)
    target = {"group_id": small_group.pk, "meeting_id": None, "words": "", "day": None}
    item.set_outcome("moved", by=sara, sentence="Frågan flyttas.", targets=[target])
    return item


def test_what_was_moved_here_is_offered_and_taken_up_by_one_button(
    signed_in, moved, small_group, olle
):
    builders.secretary(small_group, olle)
    meeting = builders.meeting_in("planned", small_group, by=olle)
    page = signed_in(olle).get(f"/moten/{meeting.pk}/skriv/").content.decode()
    assert "Flyttat hit" in page
    assert moved.heading in page
    assert "Hemlig text" not in page
    signed_in(olle).post(f"/moten/{meeting.pk}/punkter/ta-upp/", {"punkt": moved.pk})
    assert meeting.items.get(continues=moved).heading == moved.heading
    page = signed_in(olle).get(f"/moten/{meeting.pk}/skriv/").content.decode()
    assert "Flyttat hit" not in page
    assert "i förvaltningsgruppen, punkt 5" in page
    assert "Hemlig text" not in page


def test_only_what_was_moved_here_is_taken_up(sara_writes, ongoing, small_group):
    meeting = builders.meeting_in("planned", small_group)
    other = ongoing.items.first()
    answer = sara_writes.post(f"/moten/{meeting.pk}/punkter/ta-upp/", {"punkt": other.pk})
    assert answer.status_code == 404


# --- The sentence of an utfall -------------------------------------------------------------------


def sentence_of(item):
    item.refresh_from_db()
    return item.outcome_sentence


def test_a_sentence_that_says_otherwise_comes_back_with_its_words(sara_writes, item):
    posted = {"outcome": "agreed", "sentence": "Vision är oenig.", "proposed": ""}
    answer = sara_writes.post(url_of(item, "utfall/"), posted, **HTMX)
    assert answer.status_code == 422
    assert "Meningen talar om oenighet" in answer.content.decode()
    assert "Vision är oenig." in answer.content.decode()
    assert sentence_of(item) == ""


def test_the_sentence_that_was_proposed_follows_the_utfall(sara_writes, item, world):
    posted = {"outcome": "agreed", "sentence": "", "proposed": ""}
    sara_writes.post(url_of(item, "utfall/"), posted)
    first = "Budget och verksamhetsplan samverkades."
    assert sentence_of(item) == first
    changed = {"outcome": "moved", "moved_to": ["nämnden", ""], "moved_to_day": ["", ""]}
    sara_writes.post(url_of(item, "utfall/"), changed | {"sentence": first, "proposed": first})
    assert sentence_of(item) == "Frågan flyttas till nämnden."


def test_own_words_stay_when_the_utfall_changes(sara_writes, item):
    posted = {"outcome": "filed", "sentence": "Rapporten är läst.", "proposed": "Annat."}
    sara_writes.post(url_of(item, "utfall/"), posted)
    assert sentence_of(item) == "Rapporten är läst."


def test_asking_for_a_sentence_stores_nothing(sara_writes, item):
    posted = {"outcome": "filed", "sentence": "", "proposed": "", "foresla": "ja"}
    part = sara_writes.post(url_of(item, "utfall/"), posted, **HTMX).content.decode()
    assert "Budget och verksamhetsplan läggs till handlingarna." in part
    page = sara_writes.post(url_of(item, "utfall/"), posted).content.decode()
    assert "Budget och verksamhetsplan läggs till handlingarna." in page
    assert sentence_of(item) == ""


def test_the_outcome_of_a_matter_that_goes_on_names_several_targets(sara_writes, item, small_group):
    posted = {"outcome": "moved", "moved_to": [small_group.name, "nämnden"], "sentence": ""}
    sara_writes.post(url_of(item, "utfall/"), posted)
    page = sara_writes.get(f"/moten/{item.meeting_id}/skriv/").content.decode()
    assert "Flyttas till samverkansgruppen på Solrosens förskola och till nämnden" in page


# --- Facts ---------------------------------------------------------------------------------------


def test_the_usual_bases_are_ticked_and_others_written(sara_writes, item):
    posted = {"heading": item.heading, "legal_basis": ["MBL 11", "MBL 38", "6 kap. 6 a § AML"]}
    sara_writes.post(url_of(item), posted)
    item.refresh_from_db()
    assert item.legal_basis == "MBL 11, MBL 38, AML 6:6a"
    form = sara_writes.get(url_of(item), **HTMX).content.decode()
    assert 'value="MBL 38" checked' in form
    assert 'value="AML 6:6a"' in form


def test_an_item_continues_one_of_an_earlier_meeting(sara_writes, group, sara, item):
    coming = builders.meeting_in("planned", group)
    here = coming.items.get(heading=item.heading)
    form = sara_writes.get(url_of(here), **HTMX).content.decode()
    assert "Samma rubrik" in form
    sara_writes.post(url_of(here), {"heading": here.heading, "continues": item.pk})
    said = coming.document().item(str(here.ref))
    assert said.earlier.endswith("punkt 5")
    stranger = builders.meeting_in("planned", group).items.first()
    answer = sara_writes.post(url_of(here), {"heading": "Annat", "continues": stranger.pk})
    assert answer.status_code == 422


def test_a_new_meeting_takes_up_what_was_moved_here_unless_it_is_left_out(
    sara_writes, moved, small_group
):
    address = f"/grupper/{small_group.slug}/nytt/"
    page = sara_writes.get(address)
    assert [item.is_chosen for item in page.context["moved_here"]] == [True]
    assert "Hemlig text" not in page.content.decode()
    form = page.context["form"]
    told = {name: form[name].value() or "" for name in form.fields}
    sara_writes.post(address, told | {"starts": "10.00", "erbjuden": moved.pk})
    assert not AgendaItem.objects.filter(continues=moved).exists()
    posted = told | {"starts": "11.00", "erbjuden": moved.pk, "ta_upp": moved.pk}
    sara_writes.post(address, posted)
    assert AgendaItem.objects.get(continues=moved).meeting.group == small_group


# --- Phrases -------------------------------------------------------------------------------------


@pytest.fixture
def phrase(group):
    return group.phrases.create(words="{ansvarig} informerade om {rubrik}.", kind="note")


def test_phrases_read_as_they_will_in_the_item(sara_writes, item, phrase):
    part = sara_writes.get(url_of(item, "fraser/")).content.decode()
    assert "[ansvarig] informerade om budget och verksamhetsplan." in part


def test_without_scripts_the_phrases_come_with_the_first_press(sara_writes, item, phrase):
    page = sara_writes.post(url_of(item, "fraser/"), {"kind": "note", "text": "Först."})
    assert "[ansvarig] informerade om budget och verksamhetsplan." in page.content.decode()
    assert "Först.</textarea>" in page.content.decode()


def test_a_phrase_is_put_into_the_line_without_scripts_and_nothing_is_stored(sara_writes, item):
    posted = {"kind": "note", "text": "Först.", "phrase": "Informationen noteras."}
    page = sara_writes.post(url_of(item, "fraser/"), posted).content.decode()
    assert "Först. Informationen noteras." in page
    assert not item.entries.exists()


def test_a_phrase_is_put_into_an_open_row_without_scripts(sara_writes, item, sara):
    row = builders.add_row(item, "Först.", by=sara)
    posted = {"kind": "note", "text": "Först.", "phrase": "Informationen noteras.", "base": 1}
    address = f"/moten/{item.meeting_id}/stycken/{row.ref}/fras/"
    page = sara_writes.post(address, posted).content.decode()
    assert "Först. Informationen noteras.</textarea>" in page
    row.refresh_from_db()
    assert row.text == "Först."
