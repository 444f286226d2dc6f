"""A text that is closed without a signature: told first, waited for, never called Justerat."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.justering import chain, imprints
from meetings.models import Delivery, MissingSignature, State, User
from tests import builders


@pytest.fixture
def late(signing, world):
    """Everybody but Mira has signed, and the last day is over."""
    for user in (world.jonas, world.kim, world.lena):
        builders.sign(signing, user)
    with clock.at(signing.sign_by + timedelta(hours=1)):
        yield signing


def mira_of(meeting, world):
    return meeting.adjuster_for(world.mira)


def closed(meeting, world):
    notice = meeting.give_notice(mira_of(meeting, world), by=world.sara)
    with clock.at(notice.closes_at):
        meeting.close_without(by=world.sara)
        builders.sealed(meeting)
    return meeting


def test_the_party_and_all_who_speak_for_it_are_told_with_the_day(late, world):
    notice = late.give_notice(mira_of(late, world), by=world.sara)
    told = Delivery.objects.filter(kind="closing").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Mira Åkesson", "Nils Frost"]
    assert notice.closes_at == late.closes_if_told_now() > clock.now() + timedelta(days=4)


def test_nobody_is_told_before_the_last_day_has_passed(signing, world):
    with pytest.raises(DomainError, match="Tiden att justera har inte gått ut"):
        signing.give_notice(mira_of(signing, world), by=world.sara)


def test_a_notice_is_given_once(late, world):
    late.give_notice(mira_of(late, world), by=world.sara)
    with pytest.raises(DomainError, match="Vision har redan fått meddelandet"):
        late.give_notice(mira_of(late, world), by=world.sara)


def test_without_a_notice_nothing_is_closed(late, world):
    with pytest.raises(DomainError, match="Vision har inte fått något meddelande"):
        late.close_without(by=world.sara)


def test_the_party_has_its_days(late, world):
    notice = late.give_notice(mira_of(late, world), by=world.sara)
    with (
        clock.at(notice.closes_at - timedelta(minutes=1)),
        pytest.raises(DomainError, match="Vision har tid på sig till"),
    ):
        late.close_without(by=world.sara)


def test_a_union_must_have_signed(signing, world):
    builders.sign(signing, world.jonas)
    with clock.at(signing.sign_by + timedelta(hours=1)):
        notices = [signing.give_notice(a, by=world.sara) for a in signing.waiting_adjusters()]
    with (
        clock.at(notices[-1].closes_at),
        pytest.raises(DomainError, match="Ingen facklig organisation har justerat än"),
    ):
        signing.close_without(by=world.sara)


def test_she_may_sign_until_the_end_and_then_it_is_justerat(late, world):
    late.give_notice(mira_of(late, world), by=world.sara)
    builders.sign(late, world.mira)
    builders.sealed(late)
    assert (late.state_words, MissingSignature.objects.count()) == ("Justerat", 0)


def test_what_is_closed_without_her_says_so_in_her_partys_own_words(late, world):
    notice = late.give_notice(mira_of(late, world), by=world.sara)
    late.tell_why(notice, " Punkt 5 saknar vår oenighet. ", by=world.nils)
    with clock.at(notice.closes_at):
        (missing,) = late.close_without(by=world.sara)
        assert late.state == State.SEALING
        builders.sealed(late)
    assert (missing.name, missing.party_name) == ("Mira Åkesson", "Vision")
    assert (missing.reason, missing.noticed_at) == ("Punkt 5 saknar vår oenighet.", notice.at)
    assert late.state_words == "Avslutat, ej justerat av Vision"
    assert chain.faults(late) == []


def test_nobody_signs_what_is_closed(late, world):
    attempt = builders.attempt(late, world.mira)
    closed(late, world)
    with pytest.raises(WrongState):
        late.sign(attempt, evidence={}, level="")


def test_a_reason_is_changed_no_more_when_it_is_closed(late, world):
    notice = late.give_notice(mira_of(late, world), by=world.sara)
    with clock.at(notice.closes_at):
        late.close_without(by=world.sara)
        with pytest.raises(WrongState):
            late.tell_why(notice, "Annat.", by=world.mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        MissingSignature.objects.update(reason="Annat.")


def test_whoever_takes_over_is_told_anew(late, world):
    notice = late.give_notice(mira_of(late, world), by=world.sara)
    late.replace_adjuster(mira_of(late, world), world.nils, by=world.mira)
    with (
        clock.at(notice.closes_at),
        pytest.raises(DomainError, match="Vision har inte fått något meddelande"),
    ):
        late.close_without(by=world.sara)


# --- Opened again --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.PRINTING, State.SIGNING])
def test_the_secretary_opens_the_text_with_a_reason_that_all_get(group, world, state):
    meeting = builders.meeting_in(state, group)
    protocol = meeting.protocol
    with pytest.raises(DomainError, match="Skriv varför"):
        meeting.reopen(by=world.sara, reason=" ")
    refusal = meeting.reopen(by=world.sara, reason="Bilagan var fel.")
    assert (meeting.state, protocol.is_void, meeting.protocol) == (State.DRAFTED, True, None)
    assert (refusal.is_reopening, refusal.name) == (True, "Sara Lind")
    told = Delivery.objects.filter(kind="reopened").values_list("recipient", flat=True)
    assert set(told) == {user.pk for user in meeting.people()}
    assert chain.faults(meeting) == []


def test_a_worker_that_was_printing_makes_nothing_of_a_text_that_was_opened(printing, world):
    protocol = printing.protocol
    printing.reopen(by=world.sara, reason="Fel datum.")
    builders.send(printing, by=world.sara)
    with pytest.raises((WrongState, IntegrityError)), transaction.atomic():
        builders.printed(printing, protocol)
    assert printing.protocol.file("frozen") is None


def test_the_sealed_is_not_opened(sealed, world):
    with pytest.raises(WrongState):
        sealed.reopen(by=world.sara, reason="Fel.")


def test_where_nobody_can_be_reached_nothing_is_noticed(late, world):
    """A union is not closed out by a mail that goes to nobody."""
    User.objects.filter(mandates__party=world.vision).update(is_active=False)
    with pytest.raises(DomainError, match="Ingen hos Vision kan nås"):
        late.give_notice(mira_of(late, world), by=world.sara)
    assert not late.protocol.closing_notices.exists()


def test_a_rattelse_that_all_have_signed_says_so_itself(late, world):
    """Its own outcome stands on it, not that of the text that was closed without somebody."""
    meeting = closed(late, world)
    item = next(meeting.protocol.document().items())
    told = {"item": item, "old": "Rum A", "new": "Rum B", "reason": "Fel rum"}
    a_round = meeting.correct(**told, by=world.sara, signed=True).signed.side_round
    builders.printed(a_round)
    builders.sign_all(a_round)
    assert imprints.closed(a_round.protocol, variant="copy").outcome == "Justerat"
    whole = imprints.closed(meeting.protocol, variant="copy")
    assert whole.outcome == "Avslutat, ej justerat av Vision"
