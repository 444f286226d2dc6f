"""What may be signed, by whom, and what may be sent back."""

import pytest

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.justering import acts, keys
from meetings.models import Meeting, Refusal, Signature, SigningAttempt, State
from tests import builders
from tests.views.test_signing_methods import give_key


def yes(attempt):
    return acts.complete(attempt, {"password": "x"}, check=lambda password: True)


def adjuster_of(meeting, user):
    adjuster = Meeting.objects.get(pk=meeting.pk).adjuster_for(user)
    adjuster.meeting = Meeting.objects.get(pk=meeting.pk)
    return adjuster


def sent_again(meeting, world, **back):
    """Sent back, changed and printed anew, while somebody still has the first text before her."""
    builders.send_back(meeting, world.kim, **back)
    meeting.refresh_from_db()
    builders.send(meeting, by=world.sara)
    builders.printed(meeting)
    meeting.refresh_from_db()


def test_the_text_that_was_read_is_the_one_that_is_signed(signing, world):
    read = signing.protocol
    sent_again(signing, world)
    adjuster = adjuster_of(signing, world.mira)
    with pytest.raises(WrongState):
        yes(acts.begin(adjuster, user=world.mira, protocol=read))
    assert Signature.objects.count() == 0


def test_an_attempt_that_was_begun_on_a_text_sent_back_signs_nothing(signing, world):
    attempt = acts.begin(adjuster_of(signing, world.mira), user=world.mira)
    sent_again(signing, world)
    with pytest.raises(WrongState):
        yes(attempt)
    assert Signature.objects.count() == 0


def test_an_attempt_signs_once(signing, world):
    attempt = acts.begin(adjuster_of(signing, world.mira), user=world.mira)
    yes(attempt)
    with pytest.raises(DomainError, match="redan justerat"):
        yes(attempt)
    assert Signature.objects.count() == 1


def test_an_attempt_has_its_time(signing, world):
    attempt = acts.begin(adjuster_of(signing, world.mira), user=world.mira)
    with clock.at(attempt.expires_at), pytest.raises(DomainError, match="för lång tid"):
        yes(attempt)
    assert Signature.objects.count() == 0


def test_nobody_signs_in_anothers_name(signing, world):
    for user in (world.sara, world.olle, world.jonas):
        attempt = acts.begin(adjuster_of(signing, world.mira), user=user)
        with pytest.raises(DomainError, match="inte vald"):
            yes(attempt)
    assert Signature.objects.count() == 0


def test_a_wrong_password_signs_nothing(signing, world):
    attempt = acts.begin(adjuster_of(signing, world.mira), user=world.mira)
    with pytest.raises(DomainError) as no:
        acts.complete(attempt, {"password": "fel"}, check=world.mira.check_password)
    assert no.value.field == "password"
    assert Signature.objects.count() == 0


def test_a_refusal_voids_every_signature_and_keeps_it(signing, world):
    builders.sign(signing, world.mira)
    sent_again(signing, world)
    void, standing = signing.protocols.order_by("pk")
    assert (void.is_void, void.signatures.count()) == (True, 1)
    assert (standing.is_void, standing.signatures.count()) == (False, 0)
    assert len(signing.waiting_adjusters()) == 4


def test_only_an_adjuster_of_the_meeting_sends_back(signing, world):
    other = builders.meeting_in(State.SIGNING, signing.group)
    item = next(iter(signing.protocol.document().items()))
    stranger = other.adjuster_for(world.mira)
    mine = signing.adjuster_for(world.mira)
    for adjuster, by in ((stranger, world.mira), (mine, world.kim)):
        with pytest.raises(DomainError, match="inte vald"):
            signing.send_back(adjuster, by=by, item=item, reason="Nej.")
    assert Refusal.objects.count() == 0


# --- Many by one act -----------------------------------------------------------------------------


@pytest.fixture
def together(signing, world):
    """Mira has a key, and is about to sign the texts of two meetings by one use of it."""
    other = builders.meeting_in(State.SIGNING, signing.group)
    device = give_key(world.mira)
    attempts = [
        acts.begin(adjuster_of(meeting, world.mira), user=world.mira, method="passkey")
        for meeting in (signing, other)
    ]
    acts.start(attempts, own=keys.own(world.mira))
    return attempts, {"credential": device.sign(attempts[0].step["public_key"])}


def test_one_use_of_a_key_signs_each_text_with_evidence_of_its_own(together, world):
    attempts, given = together
    signed = acts.finish(attempts, given, own=keys.own(world.mira))
    assert [one.protocol.pk for one in signed] == [one.protocol_id for one in attempts]
    assert all(map(acts.still_proves, Signature.objects.all()))
    first, second = signed
    first.attempt = second.attempt
    assert not acts.still_proves(first)


def test_a_text_that_was_sent_back_meanwhile_does_not_stop_the_others(together, world, signing):
    attempts, given = together
    builders.send_back(signing, world.kim)
    signed = acts.finish(attempts, given, own=keys.own(world.mira))
    assert [one.protocol_id for one in signed] == [attempts[1].protocol_id]


def test_what_is_begun_again_is_still_signed_by_one_act(together, world):
    attempts, _given = together
    again = acts.again(attempts)
    assert len({one.batch for one in again}) == 1
    assert set(SigningAttempt.objects.together(again[0])) == set(again)
    assert not any(one.is_live for one in SigningAttempt.objects.filter(pk__lte=attempts[1].pk))
