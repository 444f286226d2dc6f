"""Justerat på papper, and files signed in another service: the secretary puts them in.

The secretary vouches for them, and the protocol says so: who registered what, and when. Whoever the
signature belongs to is mailed at once.
"""

import hashlib
from datetime import timedelta

from django.db import transaction

from .. import clock, document
from ..errors import DomainError, WrongState
from .delivery import Delivery
from .event import Event
from .sealed_file import SealedFile
from .signature import NOTE_MAX, PAPER, UPLOADED, Signature, SigningAttempt
from .signoff import noted_disagreements
from .state import State

MOVED_ON = (
    "Texten har öppnats och låsts igen sedan du öppnade sidan. Inget är registrerat. "
    "Underskriften måste gälla texten som är ute nu."
)

VERBS = {PAPER: "signed_on_paper", UPLOADED: "signed_elsewhere"}
LEVELS = {PAPER: "underskrift på papper", UPLOADED: "underskrift i en annan tjänst"}
KINDS = {PAPER: SealedFile.Kind.SCAN, UPLOADED: SealedFile.Kind.UPLOAD}


class SignedElsewhere:
    """The part of a signing that did not happen here."""

    @transaction.atomic
    def register_paper(
        self, adjuster, scan: bytes, *, signed_on, by, note="", protocol=None
    ) -> Signature:
        """Justerat på papper. `signed_on` is the day on the paper, `note` her own line there.

        `protocol` is the text that is on it: another that has taken its place is not signed.
        """
        self.require(State.SIGNING)
        if signed_on > clock.today():
            raise DomainError("Dagen har inte varit än.", field="signed_on")
        if signed_on < clock.local(self.sent_at).date():
            raise DomainError("Texten var inte låst den dagen.", field="signed_on")
        note = " ".join(note.split())
        if len(note) > NOTE_MAX:
            raise DomainError(f"Raden får ha högst {NOTE_MAX} tecken.", field="note")
        told = {"signed_on": signed_on.isoformat()}
        return self._register(adjuster, PAPER, scan, told, by=by, note=note, read=protocol)

    @transaction.atomic
    def register_upload(
        self, adjuster, pdf: bytes, *, service, found: dict, by, protocol=None
    ) -> Signature:
        """Underskrivet i en annan tjänst. `found`: what the check of the file says of the one
        signature in it that is hers (see `signing.outside`), and `protocol` the text it is of."""
        if not service.strip():
            raise DomainError("Skriv vilken tjänst filen är underskriven i.", field="service")
        told = {"service": " ".join(service.split()), "signature": found}
        return self._register(adjuster, UPLOADED, pdf, told, by=by, read=protocol)

    def _register(self, adjuster, method, content, told, *, by, note="", read=None):
        self.require(State.SIGNING)
        protocol = self.protocol
        if read is not None and read != protocol:
            raise WrongState(MOVED_ON)
        self._require_serving(adjuster, adjuster.user)
        if protocol.signatures.filter(adjuster=adjuster).exists():
            raise DomainError(f"{adjuster.attendee} har redan justerat.")
        attempt = self._attempt_elsewhere(adjuster, protocol, method, note)
        evidence = told | {
            "method": method,
            "registered_by": by.name,
            "at": attempt.started_at.isoformat(),
            "file": hashlib.sha256(content).hexdigest(),
            "digests": {"document": attempt.fingerprint, "pdf": attempt.pdf_sha256},
        }
        signature = self._sign_elsewhere(attempt, evidence, by)
        SealedFile.store(protocol, KINDS[method], content, signature=signature)
        event = Event.record(
            self,
            VERBS[method],
            by=by,
            signature=signature.pk,
            fingerprint=protocol.fingerprint,
            evidence=document.digest(evidence),
        )
        Delivery.plan(event, "registered", [adjuster.user])
        if not self.waiting_adjusters():
            self._enter(State.SEALING, "all_signed", by=by)
        return signature

    def _attempt_elsewhere(self, adjuster, protocol, method, note):
        now = clock.now()
        return SigningAttempt.objects.create(
            adjuster=adjuster,
            protocol=protocol,
            user=adjuster.user,
            method=method,
            fingerprint=protocol.fingerprint,
            pdf_sha256=protocol.stored(SealedFile.Kind.FROZEN).sha256,
            note=note,
            started_at=now,
            expires_at=now + timedelta(seconds=1),
        )

    def _sign_elsewhere(self, attempt, evidence, by):
        said = attempt.protocol.document()
        named = self.as_frozen(attempt.adjuster, said)
        return Signature.objects.create(
            protocol=attempt.protocol,
            adjuster=attempt.adjuster,
            attempt=attempt,
            party=attempt.adjuster.party,
            party_name=named.party.name,
            user=attempt.user,
            name=named.name,
            at=attempt.started_at,
            fingerprint=attempt.fingerprint,
            pdf_sha256=attempt.pdf_sha256,
            disagreements=noted_disagreements(said, named.party),
            note=attempt.note,
            registered_by=by,
            method=attempt.method,
            level=LEVELS[attempt.method],
            evidence=evidence,
        )
