"""One adjuster's act: begun as an attempt, completed with evidence over the frozen digest."""

from .. import clock
from ..errors import DomainError, WrongState
from ..models import SealedFile, Signature, SigningAttempt
from ..models.signature import ATTEMPT_LASTS, NOTE_MAX
from ..signing import methods


def begin(adjuster, *, user, protocol=None, note="", method="password") -> SigningAttempt:
    """What is about to be signed, by whom and with which note, before she proves who she is.

    `protocol` is the one that she read. If another has taken its place since, nothing is signed.
    """
    protocol = protocol or adjuster.meeting.protocol
    frozen = protocol and protocol.file(SealedFile.Kind.FROZEN)
    if frozen is None:
        raise WrongState("Protokollet är inte klart att justera.")
    note = " ".join(note.split())
    if len(note) > NOTE_MAX:
        raise DomainError(f"Raden får ha högst {NOTE_MAX} tecken.", field="note")
    now = clock.now()
    return SigningAttempt.objects.create(
        adjuster=adjuster,
        protocol=protocol,
        user=user,
        method=methods.get(method).key,
        fingerprint=protocol.fingerprint,
        pdf_sha256=frozen.sha256,
        note=note,
        started_at=now,
        expires_at=now + ATTEMPT_LASTS,
    )


def complete(attempt, given, *, check) -> Signature:
    """Prove who she is, and sign. `check` answers whether a password is her own.

    Raises DomainError (with the field that it belongs beside) when nothing was signed.
    """
    method = methods.get(attempt.method)
    answer = methods.Answer(given=given, at=clock.now(), check=check)
    evidence = method.complete(attempt, answer)
    return attempt.adjuster.meeting.sign(attempt, evidence=evidence, level=method.level)
