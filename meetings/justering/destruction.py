"""Gallring: the one sanctioned way to remove a locked protocol."""

from django.db import transaction

from .. import clock
from ..errors import DomainError
from ..models import (
    Comment,
    Destruction,
    Event,
    Extract,
    Placement,
    Protocol,
    Reading,
    ReadingPlace,
    SideRound,
    StatementDraft,
    attached_file,
)


@transaction.atomic
def destroy(protocol, *, by, ground: str) -> Destruction:
    """Remove the protocol with its files, signatures and attachments, on a recorded decision.

    What stays for ever is the decision itself and the event chain: digests, no text. Raises
    DomainError without a ground.
    """
    if not ground.strip():
        raise DomainError("Ange vilket gallringsbeslut som gäller.", field="ground")
    meeting = protocol.meeting
    meeting.require(meeting.state)
    decision = Destruction.objects.create(
        meeting=meeting,
        protocol_key=protocol.pk,
        fingerprint=protocol.fingerprint,
        ground=ground.strip(),
        by=by,
        at=clock.now(),
    )
    for made in protocol.extracts.select_related("protocol__meeting"):
        Extract.objects.filter(pk=made.pk).delete()
        destroy(made.protocol, by=by, ground=ground)
    protocol.disclosures.all().delete()
    protocol.files.all().delete()
    protocol.signatures.all().delete()
    protocol.refusals.all().delete()
    protocol.missing_signatures.all().delete()
    protocol.closing_notices.all().delete()
    _destroy_corrections(protocol, by=by, ground=ground)
    protocol.attempts.all().delete()
    SideRound.objects.filter(protocol=protocol).delete()
    protocol.locked_items.update(locked_in=None)
    Protocol.objects.filter(pk=protocol.pk).delete()
    # While people write, or another text of the meeting stands, its attachments belong to that.
    if not meeting.is_writable and not meeting.protocols.exists():
        attached_file.forget(meeting)
        _destroy_what_quotes_the_text(meeting)
    Event.record(meeting, "destroyed", by=by, destruction=decision.pk)
    return decision


def _destroy_what_quotes_the_text(meeting):
    """Drafts as they were shown with what was said of them, statements, and questions."""
    meeting.inquiries.all().delete()
    ReadingPlace.objects.of(meeting).delete()
    Comment.objects.of(meeting).delete()
    Reading.objects.of(meeting).delete()
    meeting.versions.all().delete()
    StatementDraft.objects.of(meeting).delete()
    Placement.objects.filter(statement__meeting=meeting).delete()
    for statement in meeting.statements.order_by("-pk"):  # an answer before what it answers
        statement.delete()


def _destroy_corrections(protocol, *, by, ground):
    """A rättelse quotes the text, and the signed ones are protocols of their own."""
    for correction in protocol.corrections.with_people():
        signed = correction.signed
        correction.delete()
        if signed:
            destroy(signed, by=by, ground=ground)
