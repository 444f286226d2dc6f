"""What may be signed, by whom, and what may be sent back."""

import pytest

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.justering import acts
from meetings.models import Meeting, Refusal, Signature, SigningAttempt, State
from meetings.signing import methods
from tests import builders


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


def test_an_attempt_that_was_given_up_meanwhile_signs_nothing(signing, world):
    """The answer from the phone and the button Avbryt may come at the same moment."""
    attempt = acts.begin(adjuster_of(signing, world.mira), user=world.mira)
    acts.cancel([SigningAttempt.objects.get(pk=attempt.pk)])
    with pytest.raises(DomainError, match="Tiden gick ut"):
        yes(attempt)
    assert Signature.objects.count() == 0


def test_of_several_the_one_that_had_moved_on_is_over(signing, group, world):
    """Nothing that an e-ID told is kept for it, and the same answer never signs it later."""
    other = builders.meeting_in(State.SIGNING, group)
    told = {"user": world.mira, "batch": "b" * 64}
    attempts = [acts.begin(adjuster_of(one, world.mira), **told) for one in (signing, other)]
    SigningAttempt.objects.update(outside={"personalNumber": "197001011234"})
    sent_again(signing, world)
    own = methods.Own(check_password=lambda password: True)
    (signature,) = acts.finish(attempts, {"password": "x"}, own=own)
    assert signature.protocol.meeting == other
    over = SigningAttempt.objects.get(pk=attempts[0].pk)
    assert (over.is_live, over.outside) == (False, {})
