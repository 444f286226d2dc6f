"""The technical report of a check: what was compared, and what a validator said when we sealed.

It is made from stored rows, so the file itself is never kept; a ticket brings it back for an hour.
"""

from datetime import UTC

from django.core import signing

from .. import clock
from ..models import Protocol, SealedFile
from . import verification
from .verification import Judgement

LASTS = 3600  # seconds
SALT = "validera"
FORM = "samverkan-kontroll-1"


def how(signature) -> str:
    """The way in which she was identified, with its level: “inloggning och lösenord (…)”."""
    if not signature.is_made_here:
        return f"{signature.state_words}, registrerat av {signature.registered_by.name}"
    plain = signature.evidence.get("plain") or signature.method
    return f"{plain} ({signature.level})"


def report(judged: Judgement, *, names: bool) -> dict:
    """Everything we know, as JSON-able values; without `names`, nobody's."""
    protocol = judged.protocol
    files = list(protocol.files.defer("content").order_by("seq"))
    told = {
        "form": FORM,
        "checked_at": _moment(clock.now()),
        "result": judged.kind,
        "protocol": _protocol(protocol),
        "ours": [_file(file) for file in files if file.kind in verification.HANDED_OUT],
    }
    if judged.sha256:
        told["given"] = {"sha256": judged.sha256, "size": judged.size, "added_bytes": judged.added}
    told["corrections"] = [
        {"number": one.number, "item": one.item_number, "since": _moment(one.day)}
        for one in protocol.corrections.in_force().with_people()
    ]
    if judged.file:
        told["compared_with"] = _file(judged.file)
    if names:
        told["signatures"] = [_signature(one) for one in protocol.signatures.with_party()]
        told["validation"] = [
            {"file": file.sha256, "kind": file.kind, **file.report} for file in files if file.report
        ]
    return told


def _protocol(protocol):
    return {
        "number": protocol.meeting.number_words,
        "scope": protocol.scope,
        "fingerprint": protocol.fingerprint,
        "frozen_at": _moment(protocol.frozen_at),
        "is_void": protocol.is_void,
    }


def _file(file):
    return {
        "kind": file.kind,
        "name": file.get_kind_display(),
        "sha256": file.sha256,
        "size": file.size,
        "made_at": _moment(file.made_at),
    }


def _signature(signature):
    return {
        "name": signature.name,
        "party": signature.party_name,
        "at": _moment(signature.at),
        "method": signature.method,
        "level": signature.level,
        "fingerprint": signature.fingerprint,
        "pdf_sha256": signature.pdf_sha256,
        "disagreements": signature.disagreements,
    }


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds")


# --- A ticket to the same report -----------------------------------------------------------------


def ticket(judged: Judgement) -> str:
    """What was found, signed by us: whoever holds it may fetch the report for an hour."""
    found = {
        "kind": judged.kind,
        "protocol": judged.protocol.pk,
        "file": judged.file and judged.file.pk,
        "sha256": judged.sha256,
        "size": judged.size,
        "added": judged.added,
    }
    return signing.dumps(found, salt=SALT, compress=True)


def redeem(given: str) -> Judgement | None:
    """The judgement in a ticket; None when it is too old, not ours, or the protocol is gone."""
    try:
        kept = signing.loads(given, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    protocol = Protocol.objects.with_meeting().filter(pk=kept.pop("protocol")).first()
    file = SealedFile.objects.with_protocol().filter(pk=kept.pop("file")).first()
    return protocol and Judgement(protocol=protocol, file=file, **kept)
