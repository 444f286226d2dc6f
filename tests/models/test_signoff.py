from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.models import AgendaItem, Delivery, Protocol, Signature, State, signing_round
from tests import builders


@pytest.fixture
def ready(drafted, sara):
    """Written up, with adjusters chosen and every utfall set."""
    builders.settle(drafted, by=sara)
    return drafted


def first_item(meeting):
    return next(meeting.protocol.document().items())


def told(kind):
    return set(Delivery.objects.filter(kind=kind).values_list("recipient__name", flat=True))


# --- Chosen --------------------------------------------------------------------------------------


def test_each_present_party_is_proposed_one_adjuster_and_never_only_the_chair(drafted):
    assert [a.name for a in drafted.proposed_adjusters()] == [
        "Jonas Öberg",
        "Kim Berg",
        "Lena Palm",
        "Mira Åkesson",
    ]


def test_somebody_without_a_party_cannot_adjust(drafted, sara):
    guest = drafted.add_guest(name="Nora Vik", organisation="Previa", by=sara)
    with pytest.raises(DomainError, match="Nora Vik företräder ingen part"):
        drafted.choose_adjusters([guest], by=sara)


def test_whoever_has_answered_stays_chosen(signing, sara, jonas, mira):
    builders.sign(signing, jonas)
    builders.send_back(signing, mira)
    signing.refresh_from_db()
    others = [a.attendee for a in signing.serving_adjusters() if a.user != jonas]
    with pytest.raises(DomainError, match="Jonas Öberg har redan svarat"):
        signing.choose_adjusters(others, by=sara)


# --- Sent ----------------------------------------------------------------------------------------


def test_a_party_that_was_there_needs_an_adjuster(ready, sara):
    chosen = [a.attendee for a in ready.serving_adjusters() if a.party.name != "Vision"]
    ready.choose_adjusters(chosen, by=sara)
    assert [one.sentence for one in ready.obstacles()] == [
        "Vision ska justera enligt gruppens regel men har ingen justerare."
    ]


def test_a_disagreement_must_say_whose_it_is(ready, sara):
    builders.add_row(ready.items.standing()[6], "Oenigt.", by=sara, kind="disagreement")
    (obstacle,) = ready.obstacles()
    assert obstacle.sentence == "Oenigheten i punkt 7 saknar organisation."
    assert obstacle.place.number == "7"


def test_what_falls_under_the_duty_to_negotiate_needs_an_outcome(ready, sara):
    ready.items.standing().update(outcome="")
    (obstacle,) = ready.obstacles()
    assert obstacle.sentence == "Punkt 5 gäller 11\u00a0§ MBL men har inget utfall."


def test_the_days_to_sign_are_working_days_from_the_sending(ready, sara):
    friday = builders.moment(date(2026, 11, 27), 9)
    with clock.at(friday):
        assert ready.due_if_sent_now() == builders.moment(date(2026, 12, 2), 16)
        ready.send_for_signing(by=sara)
    assert ready.sign_by == builders.moment(date(2026, 12, 2), 16)


def test_the_frozen_text_stays_as_it_was_when_it_was_sent(ready, sara):
    protocol = ready.send_for_signing(by=sara)
    AgendaItem.objects.update(heading="Något annat")
    assert next(protocol.document().items()).heading == "Mötets öppnande"


def test_a_text_is_sent_once(ready, sara):
    ready.send_for_signing(by=sara)
    with pytest.raises(WrongState):
        ready.send_for_signing(by=sara)
    assert Protocol.objects.count() == 1


def test_adjusters_are_told_when_the_file_is_printed_and_not_before(ready, sara):
    ready.send_for_signing(by=sara)
    assert told("signing") == set()
    builders.printed(ready)
    assert told("signing") == {"Jonas Öberg", "Kim Berg", "Lena Palm", "Mira Åkesson"}


# --- Signed --------------------------------------------------------------------------------------


def test_the_last_signature_sends_the_protocol_to_sealing(signing, world):
    for person in (world.jonas, world.kim, world.lena):
        builders.sign(signing, person)
    assert signing.state == State.SIGNING
    builders.sign(signing, world.mira)
    assert signing.state == State.SEALING


def test_nobody_signs_twice(signing, mira):
    attempt = builders.attempt(signing, mira)
    builders.sign(signing, mira)
    with pytest.raises(DomainError, match="Du har redan justerat protokollet"):
        signing.sign(attempt, evidence={}, level="")
    again = Signature.objects.get()
    again.pk, again.attempt = None, builders.attempt(signing, mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_an_attempt_does_not_last_for_ever(signing, mira):
    attempt = builders.attempt(signing, mira)
    with clock.at(attempt.expires_at), pytest.raises(DomainError, match="Tiden gick ut"):
        signing.sign(attempt, evidence={}, level="")


def test_an_attempt_at_one_text_signs_no_other(signing, sara, kim, mira):
    attempt = builders.attempt(signing, mira)
    builders.send_back(signing, kim)
    signing.refresh_from_db()
    builders.send(signing, by=sara)
    builders.printed(signing)
    with pytest.raises(WrongState, match="Texten har ändrats"):
        signing.sign(attempt, evidence={}, level="")


def test_nobody_signs_in_the_name_of_another(signing, kim, mira):
    attempt = builders.attempt(signing, mira)
    attempt.user = kim
    with pytest.raises(DomainError, match="Du är inte vald till justerare"):
        signing.sign(attempt, evidence={}, level="")


def test_the_recorded_disagreement_stands_before_the_own_row(ready, sara, kim, world):
    builders.add_row(ready.items.standing()[6], "Oenigt.", by=sara, kind="disagreement",
                     speaks=[world.kommunal])  # fmt: skip
    builders.send(ready, by=sara)
    builders.printed(ready)
    signature = builders.sign(ready, kim, note="Se bilagan.")
    assert signature.notes == ["Oenighet under punkt 7, övriga frågor", "Se bilagan."]


# --- Sent back -----------------------------------------------------------------------------------


def test_a_no_voids_what_was_signed_opens_the_text_and_tells_everybody(signing, jonas, mira):
    builders.sign(signing, jonas)
    protocol = signing.protocol
    builders.send_back(signing, mira)
    assert (signing.state, protocol.is_void, protocol.signatures.count()) == (
        State.DRAFTED,
        True,
        1,
    )
    assert told("sent_back") == {person.name for person in signing.people()}


def test_a_no_wants_a_reason(signing, mira):
    adjuster = signing.adjuster_for(mira)
    with pytest.raises(DomainError) as no:
        signing.send_back(adjuster, by=mira, item=first_item(signing), reason="  ")
    assert (no.value.field, signing.state) == ("reason", State.SIGNING)


def test_whoever_has_signed_cannot_send_back(signing, mira):
    builders.sign(signing, mira)
    with pytest.raises(DomainError, match="Du har redan justerat protokollet"):
        builders.send_back(signing, mira)


def test_the_next_round_begins_with_nobody(signing, sara, jonas, mira):
    builders.sign(signing, jonas)
    builders.send_back(signing, mira)
    signing.refresh_from_db()
    builders.send(signing, by=sara)
    builders.printed(signing)
    assert signing_round.present(signing).signed_words == "0 av 4 har justerat"
    assert [refusal.item_number for refusal in signing_round.sent_back(signing)] == ["1"]


# --- Reminded ------------------------------------------------------------------------------------


def test_a_reminder_a_day_to_each_who_has_not_signed(signing, sara, kim, mira):
    signing.remind(signing.adjuster_for(mira), by=sara)
    signing.remind(signing.adjuster_for(kim), by=sara)
    with pytest.raises(DomainError, match="Mira Åkesson är redan påmind i dag"):
        signing.remind(signing.adjuster_for(mira), by=sara)
    with clock.at(clock.now() + timedelta(days=1)):
        signing.remind(signing.adjuster_for(mira), by=sara)
    assert Delivery.objects.filter(kind="reminder").count() == 3


def test_whoever_has_signed_is_left_in_peace(signing, sara, mira):
    builders.sign(signing, mira)
    with pytest.raises(DomainError, match="Mira Åkesson har redan justerat"):
        signing.remind(signing.adjuster_for(mira), by=sara)


# --- A round, told -------------------------------------------------------------------------------


def test_a_round_tells_who_is_waited_for_and_when_they_were_reminded(signing, sara, jonas, mira):
    builders.sign(signing, jonas)
    signing.remind(signing.adjuster_for(mira), by=sara)
    present = signing_round.present(signing)
    assert [answer.adjuster.attendee.name for answer in present.waiting] == [
        "Kim Berg",
        "Lena Palm",
        "Mira Åkesson",
    ]
    assert [answer.is_reminded_today for answer in present.answers] == [False, False, False, True]
    assert (present.awaits(jonas), present.awaits(mira)) == (None, signing.adjuster_for(mira))


def test_the_latest_act_is_the_one_that_counts(signing, sara, kim, mira):
    assert signing_round.latest_act(signing, mira) is None
    signature = builders.sign(signing, mira)
    assert signing_round.latest_act(signing, mira) == signature
    builders.send_back(signing, kim)
    signing.refresh_from_db()
    builders.send(signing, by=sara)
    builders.printed(signing)
    with clock.at(clock.now() + timedelta(hours=1)):
        refusal = builders.send_back(signing, mira, reason="Fel belopp.")
    assert signing_round.latest_act(signing, mira) == refusal
