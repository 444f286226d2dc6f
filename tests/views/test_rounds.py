"""Byt justerare, Öppna texten igen and Avsluta utan underskrift, as pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meetings import clock
from meetings.models import ClosingNotice, Delivery, State
from tests import builders


def at(name, meeting, *more):
    return reverse(name, args=[meeting.pk, *more])


def page_of(client, *address):
    return client.get(at(*address)).content.decode()


@pytest.fixture
def nils(world):
    return world.nils


@pytest.fixture
def mira_adjusts(signing, mira):
    return signing.adjuster_for(mira)


@pytest.fixture
def late(signing, world):
    for user in (world.jonas, world.kim, world.lena):
        builders.sign(signing, user)
    with clock.at(signing.sign_by + timedelta(hours=1)):
        yield signing


# --- Byt justerare -------------------------------------------------------------------------------


def test_the_secretary_replaces_an_adjuster(signed_in, sara, nils, signing, mira_adjusts):
    address = at("replace_adjuster", signing, mira_adjusts.pk)
    page = signed_in(sara).get(address).content.decode()
    assert "Nils Frost, inte på mötet" in page
    assert "Når mejlen inte fram" not in page
    answer = signed_in(sara).post(address, {"stand_in": nils.pk, "because": "Mira är sjuk."})
    assert answer.status_code == 303
    page = page_of(signed_in(sara), "follow_signing", signing)
    assert "I stället för Mira Åkesson, deltog inte i mötet: Mira är sjuk." in page


def test_she_hands_over_herself(signed_in, mira, nils, signing, mira_adjusts):
    assert "Lämna över" in page_of(signed_in(mira), "follow_signing", signing)
    address = at("replace_adjuster", signing, mira_adjusts.pk)
    assert signed_in(mira).post(address, {"stand_in": nils.pk}).status_code == 303
    assert signing.adjuster_for(nils)


def test_nobody_of_another_party_touches_it(signed_in, kim, hanna, signing, mira_adjusts):
    for user in (kim, hanna):
        for name in ("replace_adjuster", "tell_why"):
            assert signed_in(user).get(at(name, signing, mira_adjusts.pk)).status_code == 403
    kims = at("replace_adjuster", signing, mira_adjusts.pk)
    assert kims not in page_of(signed_in(kim), "follow_signing", signing)


def test_nobody_chosen_keeps_what_was_typed(signed_in, sara, signing, mira_adjusts):
    address = at("replace_adjuster", signing, mira_adjusts.pk)
    answer = signed_in(sara).post(address, {"because": "Mira är sjuk."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ("Välj vem som justerar i stället." in page, 'value="Mira är sjuk."' in page) == (
        True,
        True,
    )


def test_only_her_party_says_where_her_mail_goes(signed_in, sara, nils, signing, mira_adjusts):
    address = at("reach_adjuster", signing, mira_adjusts.pk)
    assert signed_in(sara).post(address, {"address": "x@y.test"}).status_code == 403
    assert signed_in(nils).post(address, {"address": "mira"}).status_code == 422
    assert signed_in(nils).post(address, {"address": "mira@hemma.test"}).status_code == 303
    mira_adjusts.refresh_from_db()
    assert mira_adjusts.address == "mira@hemma.test"


def test_she_whose_mandate_has_ended_opens_that_protocol_alone(
    signed_in, mira, world, signing, group
):
    other = builders.meeting_in(State.DRAFTED, group)
    group.members_follow = True
    group.save()
    mira.mandates.update(ends=signing.day)
    with clock.at(clock.now() + timedelta(days=2)):
        client = signed_in(mira)
        opens = {"meeting", "sign", "protocol", "protocol_pdf", "follow_signing"}
        assert {client.get(at(name, signing)).status_code for name in opens} == {200}
        assert client.get(at("meeting", other)).status_code == 404
        assert client.get(reverse("group", args=[group.slug])).status_code == 404
        assert client.get(at("screen", signing)).status_code == 403
        answer = {"kontrollkod": signing.protocol.fingerprint, "answer": "ja"}
        client.post(at("sign", signing), answer | {"password": builders.PASSWORD})
    assert signing.protocol.signatures.get().name == "Mira Åkesson"


def test_whoever_steps_in_reads_and_signs_for_the_party(signed_in, nils, signing, mira_adjusts):
    signing.replace_adjuster(mira_adjusts, nils, by=nils)
    page = page_of(signed_in(nils), "sign", signing)
    assert "Du justerar för Vision" in page


# --- Öppna texten igen ---------------------------------------------------------------------------


def test_a_text_is_opened_with_its_reason_on_the_page(signed_in, sara, kim, mira, signing):
    builders.sign(signing, mira)
    address = at("reopen_text", signing)
    assert "En person har justerat." in signed_in(sara).get(address).content.decode()
    assert signed_in(sara).post(address, {"reason": ""}).status_code == 422
    assert signed_in(sara).post(address, {"reason": "Fel bilaga."}).status_code == 303
    page = page_of(signed_in(kim), "follow_signing", signing)
    assert ("Sekreteraren har öppnat protokollet igen" in page, "Fel bilaga." in page) == (
        True,
        True,
    )
    assert "Gäller inte" in page


# --- Avsluta utan underskrift --------------------------------------------------------------------


def test_the_notice_comes_first_and_the_party_answers_in_its_own_words(
    signed_in, sara, nils, world, late
):
    adjuster = late.adjuster_for(world.mira)
    page = page_of(signed_in(sara), "close_without", late)
    assert ("Meddela Vision" in page, "Det går inte att avsluta än" in page) == (True, True)
    assert signed_in(sara).post(at("give_notice", late, adjuster.pk)).status_code == 303
    assert signed_in(sara).get(at("tell_why", late, adjuster.pk)).status_code == 403
    why = at("tell_why", late, adjuster.pk)
    assert signed_in(nils).post(why, {"reason": ""}).status_code == 422
    assert signed_in(nils).post(why, {"reason": "Oenigheten saknas."}).status_code == 303
    assert "Oenigheten saknas." in page_of(signed_in(sara), "close_without", late)
    with clock.at(ClosingNotice.objects.get().closes_at):
        page = page_of(signed_in(sara), "close_without", late)
        assert "Avsluta utan Visions underskrift" in page
        assert signed_in(sara).post(at("close_without", late)).status_code == 303
    late.refresh_from_db()
    assert late.state == State.SEALING


def test_the_button_does_nothing_before_its_day(signed_in, sara, late):
    assert signed_in(sara).post(at("close_without", late)).status_code == 409
    late.refresh_from_db()
    assert late.state == State.SIGNING


# --- Mejl ----------------------------------------------------------------------------------------


def test_each_recipient_and_how_it_went_are_shown_and_the_lost_are_tried_again(
    signed_in, sara, mira, signing
):
    Delivery.objects.filter(kind="signing").update(status="sent", sent_at=clock.now())
    lost = Delivery.objects.filter(recipient=mira, kind="signing")
    lost.update(status="failed", sent_at=None)
    page = page_of(signed_in(sara), "follow_signing", signing)
    assert "3 skickade, 1 kom inte fram" in page
    assert "Mira Åkesson: kom inte fram" in page
    assert "Mejl om texten" not in page_of(signed_in(mira), "follow_signing", signing)
    assert signed_in(sara).post(at("send_round_again", signing)).status_code == 303
    assert lost.get().status == "due"


def test_all_who_are_waited_for_are_reminded_at_once_and_each_once_a_day(
    signed_in, sara, signing, mira
):
    signing.remind(signing.adjuster_for(mira), by=sara)
    assert "Påminn 3 personer" in page_of(signed_in(sara), "follow_signing", signing)
    for _twice in range(2):
        assert signed_in(sara).post(at("remind_all_adjusters", signing)).status_code == 303
    assert Delivery.objects.filter(kind="reminder").count() == 4
    assert 'id="paminn' not in page_of(signed_in(sara), "follow_signing", signing)


def test_who_sent_the_whole_text_back_is_told_until_it_is_sent_again(
    signed_in, sara, kim, mira, signing
):
    """Also while it is out for synpunkter once more, and when a part of it came back since."""
    builders.send_back(signing, kim)
    part = builders.send_part(signing, by=sara)
    builders.printed(part)
    builders.send_back(part, mira, reason="Delen är fel.")
    signing.refresh_from_db()
    signing.send_for_comments(by=sara)
    for name in ("write", "meeting"):
        page = page_of(signed_in(sara), name, signing)
        assert "Kommunal har skickat tillbaka protokollet" in page
        assert "Delen är fel." not in page
