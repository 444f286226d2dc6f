"""What stands round the Document on each print of a protocol."""

from django.conf import settings
from django.urls import reverse

from .. import clock, words
from ..paper import Attached, Disclosure, Imprint, Signed, Unsigned
from ..signing import methods


def address() -> str:
    return settings.BASE_URL + reverse("validate")


def draft(meeting) -> Imprint:
    return Imprint(variant="draft", made=clock.now(), text_day=clock.today())


def frozen(protocol) -> Imprint:
    return Imprint(variant="frozen", **_common(protocol))


def closed(protocol, *, variant, original: bytes = b"") -> Imprint:
    """The sealed file, or the plain copy; `original` is the individually signed file within."""
    meeting = protocol.meeting
    signatures = list(protocol.signatures.select_related("party", "adjuster__attendee"))
    head = meeting.events.order_by("seq").last()
    attached = Attached(
        name="underskrivet-original.pdf",
        content=original,
        description="Den låsta texten med varje justerares underskrift",
        relationship="Alternative",
        media_type="application/pdf",
    )
    return Imprint(
        variant=variant,
        signatures=tuple(map(_signed, signatures)),
        missing=tuple(map(_unsigned, protocol.missing_signatures.all())),
        outcome=protocol.round.outcome_words,
        locked_at=head.at,
        chain_head=head.hash,
        attachments=(attached,) if original else (),
        **_common(protocol),
    )


def extract(made) -> Imprint:
    """The print of an extract. What is attached are its own bytes, with the proof in them."""
    protocol = made.protocol
    original = made.original.meeting
    return Imprint(
        variant="extract",
        made=protocol.frozen_at,
        text_day=clock.local(made.original.frozen_at).date(),
        fingerprint=protocol.fingerprint,
        address=address(),
        frozen=bytes(protocol.content),
        extract=protocol.extracted(),
        outcome=original.state_words,
        locked_at=original.sealed_at,
    )


def disclosure(protocol, *, decided_by, grounds) -> Imprint:
    """The print of a copy for handing out. Nothing of it looks like a signature or a seal."""
    return Imprint(
        variant="disclosure",
        made=clock.now(),
        text_day=clock.local(protocol.frozen_at).date(),
        disclosure=Disclosure(decided_by=decided_by, grounds=tuple(grounds)),
    )


def _common(protocol):
    said = protocol.document()
    return {
        "made": protocol.frozen_at,
        "text_day": clock.local(protocol.frozen_at).date(),
        "fingerprint": protocol.fingerprint,
        "secretary": said.secretary,
        "sent": f"{protocol.frozen_by.name} {words.stamp(clock.local(protocol.frozen_at))}",
        "address": address(),
        "frozen": bytes(protocol.content),
    }


def _unsigned(missing) -> Unsigned:
    return Unsigned(
        name=missing.name,
        party=missing.party_name,
        noticed_at=missing.noticed_at,
        reason=missing.reason,
    )


def _signed(signature) -> Signed:
    holder = signature.adjuster.place_at(signature.protocol.frozen_at)
    attendee = signature.adjuster.attendee
    method = methods.get(signature.method) if signature.is_made_here else None
    return Signed(
        name=signature.name,
        title=attendee.title,
        party_words=f"för {signature.frozen_party.in_sentence}",
        at=signature.at,
        how=method.plain if method else signature.state_words,
        where=_where(signature),
        digest="" if method else signature.evidence["file"],
        party=signature.frozen_party.in_sentence,
        annex=signature.annex,
        level=signature.level,
        notes=tuple(signature.notes),
        attended=attendee.attended,
        instead_of="" if holder == signature.adjuster else holder.attendee.name,
    )


def _where(signature):
    """For a signature that was not made here: where it was, and who says so."""
    if signature.is_made_here:
        return ""
    day = signature.evidence.get("signed_on")
    of = f" {day}" if day else ""
    return f"{signature.state_words}{of}, registrerat av {signature.registered_by.name}"
