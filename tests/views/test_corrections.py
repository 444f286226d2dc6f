"""Rättelser on pages: made by the secretary, read by all, asked for by anybody."""

import pytest
from django.urls import reverse

from meetings.models import Correction, Inquiry, SealedFile, State
from tests import builders

pytestmark = pytest.mark.slow


def at(meeting, name, query=""):
    return reverse(name, args=[meeting.pk]) + query


@pytest.fixture
def written(group, sara):
    """Sealed, with one row in its first item."""
    meeting = builders.meeting_in(State.ONGOING, group)
    builders.add_row(meeting.items.first(), "Mötet öppnas av Jonas.", by=sara)
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    builders.sign_all(meeting)
    builders.sealed(meeting)
    return meeting


def row_of(meeting):
    return next(e for i in meeting.protocol.document().items() for e in i.entries)


def correct(meeting, sara, **facts):
    told = {"old": "Rum Linden", "new": "Rum Eken", "reason": "Fel rum", "by": sara, **facts}
    return meeting.correct(**told)


def test_a_row_is_corrected_from_its_place_in_the_list(written, sara_writes):
    row = row_of(written)
    assert "Mötet öppnas av Jonas." in sara_writes.get(at(written, "correct")).text
    place = at(written, "correct", f"?stalle=stycke:{row.ref}")
    page = sara_writes.get(place).text
    assert page.count("Mötet öppnas av Jonas.") == 2  # as it stands, and to be written in
    told = {"new": "Mötet öppnas av Mira.", "reason": "Fel namn", "way": "genast"}
    answer = sara_writes.post(place, told)
    assert (answer.status_code, answer["Location"]) == (303, at(written, "corrections"))
    made = Correction.objects.get()
    assert (made.old, made.new, made.entry_ref) == (row.text, told["new"], row.ref)
    page = sara_writes.get(at(written, "corrections")).text
    assert "Antecknas vid gruppens nästa möte" in page
    page = sara_writes.get(at(written, "protocol")).text
    assert "Det finns 1 rättelse av texten." in page
    assert page.index(row.text) < page.index("Rättat: läs rättelse 1")


def test_nothing_is_lost_when_the_form_says_no(written, sara_writes):
    place = at(written, "correct", "?stalle=mote")
    answer = sara_writes.post(place, {"old": "Rum A", "new": "Rum B", "reason": " "})
    assert (answer.status_code, Correction.objects.count()) == (422, 0)
    for words in ("Rum B", "Skriv varför det rättas.", "Välj hur det ska rättas."):
        assert words in answer.text
    same = {"old": "Rum A", "new": "Rum A", "reason": "x", "way": "genast"}
    assert "Det står så redan." in sara_writes.post(place, same).text
    assert sara_writes.get(at(written, "correct", "?stalle=stycke:x")).status_code == 422


def test_the_signed_way_goes_to_the_adjusters(sealed, sara_writes):
    told = {"old": "Rum A", "new": "Rum B", "reason": "x", "way": "underskrift"}
    sara_writes.post(at(sealed, "correct", "?stalle=mote"), told)
    assert Correction.objects.get().is_open
    page = sara_writes.get(at(sealed, "corrections")).text
    assert "Ute för justering" in page
    assert "rättelse av texten" not in sara_writes.get(at(sealed, "protocol")).text


def test_an_adjuster_signs_it_on_a_page_of_its_own(sealed, sara, signed_in, kim):
    a_round = correct(sealed, sara, signed=True).signed.side_round
    builders.printed(a_round)
    client, place = signed_in(kim), reverse("sign_side_round", args=[sealed.pk, a_round.pk])
    assert "<h1>Rättelse 1 av FG 1/" in client.get(place).text
    told = {"answer": "ja", "kontrollkod": a_round.protocol.fingerprint, "pressed": "ja"}
    client.post(place, {**told, "method": "password", "password": builders.PASSWORD})
    builders.sign_all(a_round)
    a_round.refresh_from_db()
    builders.sealed(a_round)
    assert "Det finns 1 rättelse av texten." in client.get(at(sealed, "protocol")).text
    page = client.get(reverse("validate_code", args=[a_round.protocol.fingerprint])).text
    assert "Det är en rättelse av FG 1/" in page


def test_where_nobody_adjusts_there_is_one_way(small_group, sara_writes):
    meeting = builders.meeting_in(State.SEALED, small_group, called=False)
    place = at(meeting, "correct", "?stalle=mote")
    assert "skriva under" not in sara_writes.get(place).text
    sara_writes.post(place, {"old": "Rum A", "new": "Rum B", "reason": "x"})
    assert Correction.objects.get().is_in_force


def test_the_list_costs_the_same_for_one_and_three(sealed, sara, sara_writes, same_queries):
    same_queries(lambda: sara_writes.get(at(sealed, "corrections")), lambda: correct(sealed, sara))


def test_a_text_that_is_not_locked_has_none(signing, sara_writes):
    for name in ("corrections", "correct", "tell_fault"):
        assert sara_writes.get(at(signing, name)).status_code == 404


# --- Fel i protokollet ---------------------------------------------------------------------------


def test_a_reader_says_what_is_wrong_and_the_secretary_corrects_it(sealed, signed_in, kim, sara):
    client = signed_in(kim)
    assert at(sealed, "tell_fault") in client.get(at(sealed, "protocol")).text
    item = next(sealed.protocol.document().items())
    place = at(sealed, "tell_fault")
    assert "Skriv vad som är fel." in client.post(place, {"text": " "}).text
    answer = client.post(place, {"text": "Fel rum.", "item": item.ref})
    assert (answer.status_code, Inquiry.objects.get().is_fault) == (303, True)
    page = signed_in(sara).get(at(sealed, "ask_secretary")).text
    assert "Kim Berg, Kommunal: fel i punkt 1" in page
    assert at(sealed, "correct", f"?stalle=punkt:{item.ref}") in page


# --- /validera/ ----------------------------------------------------------------------------------


def test_whoever_checks_the_file_learns_that_it_was_corrected(sealed, sara, client):
    data = bytes(sealed.protocol.file(SealedFile.Kind.SEALED).content)
    correct(sealed, sara)
    code = sealed.protocol.fingerprint
    page = client.get(reverse("validate_code", args=[code])).text
    assert "Texten är rättad sedan dess: rättelse 1 av uppgifterna om mötet (" in page
    assert "Rum Eken" not in page  # what it says is for those who may read the text
    assert data == bytes(sealed.protocol.file(SealedFile.Kind.SEALED).content)


def test_the_secretary_is_led_from_the_question_to_a_correction(signed_in, sara, sealed):
    page = signed_in(sara).get(at(sealed, "ask_secretary")).text
    assert f'<a href="{at(sealed, "correct")}">göra en rättelse</a>' in page
    assert "öppna den igen" not in page
