"""A row to write in, and meetings whose rows are locked: sealed, sent back, destroyed."""

from collections import namedtuple
from datetime import timedelta

import pytest

from meetings import clock
from meetings.justering.destruction import destroy
from meetings.models import MissingSignature, Refusal, State
from tests import builders

Change = namedtuple("Change", "row field value")


@pytest.fixture
def row(item, sara):
    return builders.add_row(item, "Först.", by=sara)


@pytest.fixture
def sealed_meeting(world):
    return builders.meeting_in(State.SEALED, world.group)


@pytest.fixture
def sent_back(world):
    """Signed by the employer, then sent back by Vision: its protocol is void."""
    meeting = builders.meeting_in(State.SIGNING, world.group)
    builders.sign(meeting, world.jonas)
    builders.send_back(meeting, world.mira)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def decision(world):
    """A protocol that was destroyed by a decision; only the decision is left."""
    meeting = builders.meeting_in(State.SEALED, world.group)
    return destroy(meeting.protocol, by=world.hanna, ground="Plan 2024:7")


@pytest.fixture
def missing(world):
    """Told that the text is closed without her signature."""
    meeting = builders.meeting_in(State.SIGNING, world.group)
    adjuster = meeting.adjusters.first()
    now = clock.now()
    return MissingSignature.objects.create(
        protocol=meeting.protocol,
        adjuster=adjuster,
        name=adjuster.attendee.name,
        party_name=adjuster.party.name,
        noticed_at=now - timedelta(days=7),
        reason="Vi hinner inte.",
        by=world.sara,
        at=now,
    )


@pytest.fixture
def stated(sent_back, world):
    """A protokollsanteckning that Kommunal has handed in."""
    return builders.hand_in(sent_back, world.kommunal, "Vi ser en risk.", by=world.kim)


@pytest.fixture
def corrected(sealed_meeting, world):
    return sealed_meeting.correct(old="Rum A", new="Rum B", reason="Fel rum", by=world.sara)


@pytest.fixture
def changes(sealed_meeting, sent_back, decision, missing, stated, corrected):
    """For every locked table a row, a field and what somebody would like it to say."""
    protocol = sealed_meeting.protocol
    return [
        Change(protocol, "fingerprint", "0" * 64),
        Change(protocol.files.last(), "sha256", "0" * 64),
        Change(protocol.signatures.first(), "note", "Jag var aldrig med."),
        Change(Refusal.objects.get(), "reason", "Allt stämmer."),
        Change(stated, "text", "Vi är nöjda."),
        Change(sealed_meeting.events.last(), "verb", "cancelled"),
        Change(missing, "reason", "Vi vill inte."),
        Change(corrected, "new", "Rum C"),
        Change(decision, "ground", "Det bara försvann."),
    ]
