"""The page of signing: what changed since the text she read, where she was, and her own words."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings import notifications
from meetings.models import ReadingPlace, Signature, State, Version
from tests import builders


def at(name, meeting):
    return reverse(name, args=[meeting.pk])


def yes(meeting, **told):
    code = meeting.protocol.fingerprint
    return {"answer": "ja", "password": builders.PASSWORD, "kontrollkod": code} | told


@pytest.fixture
def read_before(group, world):
    """Mira had a draft before her; one row was changed before it went out for signing."""
    meeting = builders.meeting_in(State.DRAFTED, group)
    row = builders.add_row(meeting.items.standing()[2], "Läget är gott.", by=world.sara)
    builders.settle(meeting, by=world.sara)
    version = Version.store(meeting, Version.Audience.REVIEW, by=world.sara)
    third = list(version.document().items())[2]
    ReadingPlace.keep(world.mira, version, item_ref=third.ref)
    row.rewrite("Läget är svårt.", base=row.version, save_id=uuid4(), by=world.sara)
    builders.send(meeting, by=world.sara)
    builders.printed(meeting)
    return meeting


def test_the_words_that_changed_since_she_read_are_marked(signed_in, mira, kim, read_before):
    page = signed_in(mira).get(at("sign", read_before)).text
    assert "1 ändring sedan du läste texten från" in page
    assert "<ins>" in page.replace('<ins class="', "<ins>")
    plain = signed_in(mira).get(at("sign", read_before) + "?andringar=0").text
    assert "<ins" not in plain
    assert "1 ändring sedan du läste" in plain
    assert "sedan du läste" not in signed_in(kim).get(at("sign", read_before)).text


def test_she_goes_on_where_she_was_on_any_device(signed_in, mira, kim, read_before):
    client = signed_in(mira)
    assert "Fortsätt läsa från punkt 3" in client.get(at("sign", read_before)).text
    told = {"punkt": "p5", "text": read_before.protocol.fingerprint}
    assert client.post(at("keep_signing_place", read_before), told).status_code == 204
    assert "Fortsätt läsa från punkt 5" in client.get(at("sign", read_before)).text
    assert "1 ändring sedan du läste" in client.get(at("sign", read_before)).text
    assert "Fortsätt läsa" not in signed_in(kim).get(at("sign", read_before)).text


def test_a_place_in_another_text_is_not_kept(signed_in, kim, signing):
    for told in ({"punkt": "p5", "text": "0" * 64}, {"punkt": "p99"}, {}):
        assert signed_in(kim).post(at("keep_signing_place", signing), told).status_code == 204
    assert not ReadingPlace.objects.exists()


# --- Her own words -------------------------------------------------------------------------------


def test_an_annex_is_left_with_the_signature(signed_in, kim, mira, signing):
    told = yes(signing, note="Se bilagan.", annex="Kommunal vill framhålla att …")
    assert signed_in(kim).post(at("sign", signing), told).status_code == 303
    signature = Signature.objects.get()
    assert (signature.note, signature.annex) == ("Se bilagan.", "Kommunal vill framhålla att …")
    page = signed_in(kim).get(at("receipt", signing)).text
    assert "Kommunal vill framhålla att …" in page
    page = signed_in(mira).get(at("follow_signing", signing)).text
    assert "Bilaga, lämnad vid justeringen av Kommunal" in page
    assert "De andra justerarna har inte skrivit under den." in page


def test_an_annex_that_is_too_long_comes_back_with_its_words(signed_in, kim, signing):
    answer = signed_in(kim).post(at("sign", signing), yes(signing, annex="å" * 10_001))
    assert answer.status_code == 422
    assert "Bilagan får ha högst 10000 tecken. Nu har den 10001." in answer.text
    assert "å" * 10_001 in answer.text


@pytest.fixture
def twice(signing, world):
    """The first item was sent back twice."""
    for user in (world.kim, world.mira):
        builders.send_back(signing, user)
        builders.send(signing, by=world.sara)
        builders.printed(signing)
    signing.refresh_from_db()
    return signing


def test_the_third_choice_comes_after_two_refusals_of_the_item(signed_in, kim, signing):
    third = 'value="mening"'
    assert third not in signed_in(kim).get(at("sign", signing)).text
    forged = yes(signing, answer="mening", opinion="Annan lydelse.")
    assert signed_in(kim).post(at("sign", signing), forged).status_code == 422
    assert not Signature.objects.exists()


def test_she_signs_with_a_differing_opinion_on_the_wording(signed_in, kim, twice):
    client = signed_in(kim)
    assert 'value="mening"' in client.get(at("sign", twice)).text
    ref = next(twice.protocol.document().items()).ref
    told = yes(twice, answer="mening", opinion_item=ref)
    no = client.post(at("sign", twice), told)
    assert (no.status_code, "Skriv hur punkten borde lyda." in no.text) == (422, True)
    assert (
        client.post(at("sign", twice), told | {"opinion": "Mötet öppnades 9.05."}).status_code
        == 303
    )
    told = "Avvikande mening om lydelsen i punkt 1"
    assert Signature.objects.get().notes == [f"{told}: Mötet öppnades 9.05."]
    for name in ("receipt", "receipt_file", "follow_signing"):
        page = client.get(at(name, twice)).text
        assert (told in page, "Mötet öppnades 9.05." in page) == (True, True), name


def test_a_plain_yes_leaves_no_opinion_although_one_was_typed(signed_in, kim, twice):
    signed_in(kim).post(at("sign", twice), yes(twice, opinion="Ångrat."))
    assert Signature.objects.get().opinion == ""


def test_the_mail_tells_how_much_there_is_to_read(read_before, mira, kim):
    event = read_before.events.get(verb="printed")
    told = {}
    for user in (mira, kim):
        _subject, told[user] = notifications.compose("signing", read_before, user, event)
    assert ("1 ställe är ändrat sedan du läste." in told[mira], "ändrat" in told[kim]) == (
        True,
        False,
    )
