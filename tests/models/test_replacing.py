"""Somebody signs in the place of another: who may, what is kept, and what each may open."""

from datetime import timedelta

import pytest

from meetings import clock
from meetings.errors import DomainError
from meetings.models import Adjuster, Delivery, Group, Meeting, Signature, State
from tests import builders


def names(people):
    return [one.name for one in people]


def told(kind):
    return {(row.recipient.name, row.address) for row in Delivery.objects.filter(kind=kind)}


@pytest.fixture
def nora(world):
    """She got her mandate for Kommunal after the meeting."""
    nora = builders.person("Nora Vik")
    builders.mandate(world.group, nora, world.kommunal, starts=clock.today())
    return nora


@pytest.fixture
def substitute(world):
    """Nils is Mira's substitute and was at the meeting in nobody's place."""
    meeting = builders.meeting_in(State.DRAFTED, world.group)
    nils = meeting.attendees.get(user=world.nils)
    nils.meeting = meeting
    nils.mark("present", by=world.sara)
    builders.send(meeting, by=world.sara)
    builders.printed(meeting)
    return meeting


def test_the_party_may_name_whoever_has_a_mandate_today(signing, world, nora):
    assert names(signing.stand_ins(signing.adjuster_for(world.mira))) == ["Nils Frost"]
    assert names(signing.stand_ins(signing.adjuster_for(world.kim))) == ["Nora Vik"]
    assert names(signing.stand_ins(signing.adjuster_for(world.lena))) == []


def test_a_group_may_ask_that_whoever_steps_in_was_there(signing, substitute, world):
    Meeting.objects.update(stand_in=Group.StandIn.PRESENT)
    for meeting, expected in ((signing, []), (substitute, ["Nils Frost"])):
        meeting.refresh_from_db()
        assert names(meeting.stand_ins(meeting.adjuster_for(world.mira))) == expected


def test_a_mandate_that_has_ended_leaves_those_who_were_there(substitute, world):
    world.nils.mandates.update(ends=substitute.day)
    with clock.at(clock.now() + timedelta(days=3)):
        mira = substitute.adjuster_for(world.mira)
        assert names(substitute.stand_ins(mira)) == ["Nils Frost"]


def test_both_names_stay_on_record_and_the_new_one_signs(signing, world):
    mira = signing.adjuster_for(world.mira)
    nils = signing.replace_adjuster(mira, world.nils, by=world.sara, because="Mira är sjuk.")
    mira.refresh_from_db()
    assert (mira.replaced_by, nils.predecessor, nils.named_by) == (nils, mira, world.sara)
    assert told("replaced") == {("Mira Åkesson", world.mira.email)}
    assert told("named") == {("Nils Frost", world.nils.email)}
    signature = builders.sign(signing, world.nils)
    assert (signature.name, signature.party_name) == ("Nils Frost", "Vision")
    assert not nils.value().attended


def test_whoever_was_replaced_signs_no_more(signing, world):
    attempt = builders.attempt(signing, world.mira)
    signing.replace_adjuster(attempt.adjuster, world.nils, by=world.mira)
    with pytest.raises(DomainError, match="Du är inte vald till justerare"):
        signing.sign(attempt, evidence={}, level="")


def test_the_frozen_text_still_says_who_was_chosen_and_nobody_is_mixed_up(signing, world, nora):
    signing.replace_adjuster(signing.adjuster_for(world.kim), nora, by=world.sara)
    said = signing.protocol.document()
    assert "Kim Berg" in [one.name for one in said.adjusters]
    for user in (world.jonas, world.lena, world.mira):
        builders.sign(signing, user)
    assert set(Signature.objects.values_list("name", "party_name")) == {
        ("Jonas Öberg", "Arbetsgivaren"),
        ("Lena Palm", "Sveriges Lärare"),
        ("Mira Åkesson", "Vision"),
    }


def test_whoever_was_never_called_is_not_in_the_list_of_those_present(signing, world, nora):
    signing.replace_adjuster(signing.adjuster_for(world.kim), nora, by=world.sara)
    signing.reopen(by=world.sara, reason="Fel datum.")
    signing.mark_all_present(by=world.sara)
    said = signing.document()
    assert "Nora Vik" not in [one.name for one in said.attendees]
    assert {a.name: a.attended for a in said.adjusters}["Nora Vik"] is False
    signing.send_for_signing(by=world.sara)
    builders.printed(signing)
    assert builders.sign(signing, nora).party_name == "Kommunal"


def test_the_first_may_be_chosen_again_when_the_text_is_open(signing, world, nora):
    kim = signing.adjuster_for(world.kim)
    signing.replace_adjuster(kim, nora, by=world.sara)
    signing.reopen(by=world.sara, reason="Fel datum.")
    others = [a.attendee for a in signing.serving_adjusters() if a.user != nora]
    signing.choose_adjusters([*others, kim.attendee], by=world.sara)
    assert sorted(a.user.name for a in signing.serving_adjusters()) == [
        "Jonas Öberg",
        "Kim Berg",
        "Lena Palm",
        "Mira Åkesson",
    ]


def test_nobody_is_replaced_who_has_signed(signing, world):
    mira = signing.adjuster_for(world.mira)
    builders.sign(signing, world.mira)
    with pytest.raises(DomainError, match="har redan justerat"):
        signing.replace_adjuster(mira, world.nils, by=world.sara)


def test_nobody_of_another_party_steps_in(signing, world):
    mira = signing.adjuster_for(world.mira)
    for stranger in (world.olle, world.kim, world.sara):
        with pytest.raises(DomainError, match="Välj någon som kan justera för Vision"):
            signing.replace_adjuster(mira, stranger, by=world.sara)
    assert Adjuster.objects.serving().count() == 4


# --- The mandate has ended -----------------------------------------------------------------------


def test_she_whose_mandate_has_ended_opens_that_protocol_and_nothing_else(signing, world):
    other = builders.meeting_in(State.DRAFTED, world.group)
    world.mira.mandates.update(ends=signing.day)
    with clock.at(clock.now() + timedelta(days=3)):
        assert list(Meeting.objects.visible_to(world.mira)) == [signing] != [other]
        assert builders.sign(signing, world.mira).name == "Mira Åkesson"


def test_her_mail_goes_where_her_party_says_and_everybody_there_is_told(signing, world):
    mira = signing.adjuster_for(world.mira)
    signing.reach_at(mira, "mira@hemma.test", by=world.mira)
    assert told("address") == {
        ("Mira Åkesson", world.mira.email),
        ("Nils Frost", world.nils.email),
    }
    assert told("named") == {("Mira Åkesson", "mira@hemma.test")}
    signing.remind(mira, by=world.sara)
    assert told("reminder") == {("Mira Åkesson", "mira@hemma.test")}
