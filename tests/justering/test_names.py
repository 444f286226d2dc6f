"""A party that takes another name has not signed under it, and no seal waits for the old one."""

import pytest

from meetings.errors import DomainError, WrongState
from meetings.models import SealedFile, State
from tests import builders
from tests.pdf_text import text_of

# The same files whatever database they lie in.
pytestmark = pytest.mark.embedded


def renamed(party):
    party.name, party.chip = "Fackförbundet Vision", "Fackf. Vision"
    party.save()


@pytest.fixture
def disputed(drafted, world, sara):
    """Under signing, with Vision's disagreement in the first item."""
    item = drafted.items.first()
    builders.add_row(item, "Vision är oenig.", by=sara, kind="disagreement", speaks=[world.vision])
    builders.send(drafted, by=sara)
    builders.printed(drafted)
    return drafted


def test_a_disagreement_stands_at_the_signature_also_under_a_new_name(disputed, world):
    renamed(world.vision)
    signature = builders.sign(disputed, world.mira)
    assert signature.disagreements == ["Oenighet under punkt 1, mötets öppnande"]
    assert signature.party_name == "Vision"


def test_who_signed_for_whom_reads_as_when_it_was_signed(signed_in, signing, world):
    builders.sign(signing, world.mira)
    renamed(world.vision)
    page = signed_in(world.sara).get(f"/protokoll/{signing.pk}/").content.decode()
    assert "Fackförbundet" not in page


def test_the_page_of_signing_shows_what_the_frozen_text_says(signed_in, disputed, world):
    renamed(world.vision)
    page = signed_in(world.mira).get(f"/moten/{disputed.pk}/justera/").content.decode()
    assert "Du justerar för Vision" in page
    assert "Oenighet under punkt 1, mötets öppnande" in page


def test_a_party_renamed_between_signing_and_sealing_stops_no_seal(group, world, keys, sara):
    meeting = builders.meeting_in(State.DRAFTED, group)
    builders.send(meeting, by=sara)
    builders.finish_work(meeting)
    builders.sign(meeting, world.mira)
    builders.finish_work(meeting)
    renamed(world.vision)
    builders.sign_all(meeting)
    builders.finish_work(meeting)
    assert meeting.state == State.SEALED
    copy = meeting.protocol.file(SealedFile.Kind.COPY)
    assert "Fackförbundet" not in text_of(bytes(copy.content))


def test_only_the_text_that_was_read_is_sent_back(signing, world, sara):
    read, adjuster = signing.protocol, signing.adjuster_for(world.kim)
    item = next(iter(read.document().items()))
    builders.send_back(signing, world.mira)
    builders.send(signing, by=sara)
    builders.printed(signing)
    with pytest.raises(WrongState):
        signing.send_back(adjuster, by=world.kim, protocol=read, item=item, reason="Fel.")


def test_a_text_that_nobody_could_sign_is_not_sent(group, sara):
    meeting = builders.meeting_in(State.PLANNED, group)
    meeting.start(by=sara)
    meeting.finish(by=sara)
    for item in meeting.items.exclude(legal_basis=""):
        item.set_outcome("agreed", by=sara)
    with pytest.raises(DomainError, match="Ingen justerare är vald"):
        meeting.send_for_signing(by=sara)
