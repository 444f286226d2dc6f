"""Signatures that were not made here, and the words that a signer leaves."""

from datetime import timedelta

import pytest

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.justering import acts, chain
from meetings.models import Delivery, SealedFile, State
from tests import builders

FOUND = {"name": "Kim Berg", "issuer": "Underskriftstjänsten CA", "is_intact": True}


def upload(meeting, user, *, by, service="Underskriftstjänsten"):
    adjuster = meeting.adjuster_for(user)
    return meeting.register_upload(adjuster, builders.PDF, service=service, found=FOUND, by=by)


def told(kind):
    return [row.recipient.name for row in Delivery.objects.filter(kind=kind).with_event()]


def test_a_paper_is_kept_and_says_who_registered_it(signing, kim, sara):
    signature = builders.on_paper(signing, kim, by=sara, note=" Läst  med tvekan ")
    assert signature.state_words == "Justerat på papper"
    assert (signature.user, signature.registered_by, signature.note) == (
        kim,
        sara,
        "Läst med tvekan",
    )
    assert signature.evidence["signed_on"] == clock.today().isoformat()
    assert (signature.file.kind, bytes(signature.file.content)) == ("scan", builders.PDF)
    assert signature.evidence["file"] == signature.file.sha256
    assert told("registered") == ["Kim Berg"]
    assert chain.faults(signing) == []


def test_an_uploaded_file_names_its_service(signing, kim, sara):
    signature = upload(signing, kim, by=sara)
    assert signature.state_words == "Underskrivet i Underskriftstjänsten"
    assert signature.evidence["signature"] == FOUND
    assert signature.file.kind == SealedFile.Kind.UPLOAD
    assert chain.faults(signing) == []


def test_the_last_one_may_be_on_paper(signing, world, sara):
    for user in (world.jonas, world.lena, world.mira):
        builders.sign(signing, user)
    builders.on_paper(signing, world.kim, by=sara)
    signing.refresh_from_db()
    assert signing.state == State.SEALING


def test_nobody_signs_twice_whatever_the_way(signing, kim, sara):
    builders.on_paper(signing, kim, by=sara)
    for again in (
        lambda: builders.on_paper(signing, kim, by=sara),
        lambda: upload(signing, kim, by=sara),
    ):
        with pytest.raises(DomainError, match="redan justerat"):
            again()
    with pytest.raises(DomainError, match="redan justerat"):
        builders.sign(signing, kim)
    assert signing.protocol.files.filter(kind="scan").count() == 1


@pytest.mark.parametrize("days", [-3, 1])
def test_the_day_on_a_paper_is_between_the_locking_and_today(signing, kim, sara, days):
    day = clock.local(signing.sent_at).date() if days < 0 else clock.today()
    with pytest.raises(DomainError) as no:
        signing.register_paper(
            signing.adjuster_for(kim), b"%PDF", signed_on=day + timedelta(days=days), by=sara
        )
    assert no.value.field == "signed_on"


def test_a_text_that_was_sent_back_takes_no_paper(signing, kim, mira, sara):
    adjuster = signing.adjuster_for(kim)
    builders.send_back(signing, mira)
    with pytest.raises(WrongState):
        signing.register_paper(adjuster, b"%PDF", signed_on=clock.today(), by=sara)


# --- The signer's own words ----------------------------------------------------------------------


def signed_with(meeting, user, **words):
    adjuster = meeting.adjuster_for(user)
    adjuster.meeting = meeting
    attempt = acts.begin(adjuster, user=user, **words)
    return acts.complete(attempt, {"password": "x"}, check=lambda password: True)


def twice_sent_back(meeting, world):
    for user in (world.kim, world.mira):
        builders.send_back(meeting, user, reason="Ordet utfasning ska bort.")
        builders.send(meeting, by=world.sara)
        builders.printed(meeting)
    meeting.refresh_from_db()
    return next(meeting.protocol.document().items())


def test_an_annex_stands_at_the_signature_and_everybody_is_told(signing, world):
    signature = signed_with(signing, world.kim, annex="  Vi vill framhålla att …\n\nOch att …  ")
    assert signature.annex == "Vi vill framhålla att …\n\nOch att …"
    assert "SHA-256" in signature.reason
    assert "framhålla" not in signature.reason
    assert sorted(told("annex")) == sorted(user.name for user in signing.people())


def test_an_annex_has_its_length(signing, world):
    with pytest.raises(DomainError) as no:
        signed_with(signing, world.kim, annex="å" * 10_001)
    assert no.value.field == "annex"


def test_a_differing_opinion_needs_two_refusals_of_the_item(signing, world):
    item = next(signing.protocol.document().items())
    words = {"opinion": "Det ska stå avveckling.", "opinion_item": item.ref}
    with pytest.raises(WrongState):
        signed_with(signing, world.kim, **words)
    item = twice_sent_back(signing, world)
    signature = signed_with(signing, world.kim, **words)
    assert signing.disputed_items(signing.protocol.document()) == [item]
    assert signature.notes == ["Avvikande mening om lydelsen i punkt 1: Det ska stå avveckling."]
    assert sorted(told("annex")) == sorted(user.name for user in signing.people())


def test_a_paper_or_a_file_of_another_text_is_not_put_in(signing, kim, mira, sara):
    first = signing.protocol
    builders.send_back(signing, mira)
    builders.send(signing, by=sara)
    builders.printed(signing)
    adjuster = signing.adjuster_for(kim)
    told = {"by": sara, "protocol": first}
    with pytest.raises(WrongState, match="låsts igen"):
        signing.register_paper(adjuster, builders.PDF, signed_on=clock.today(), **told)
    with pytest.raises(WrongState, match="låsts igen"):
        signing.register_upload(adjuster, builders.PDF, service="Tjänsten", found=FOUND, **told)
    assert not signing.protocol.signatures.exists()
