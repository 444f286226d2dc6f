"""One adjuster's act: begun as an attempt, completed with evidence over the frozen digest."""

from dataclasses import asdict

from .. import clock
from ..errors import DomainError, WrongState
from ..models import SealedFile, Signature, SigningAttempt
from ..models.signature import ATTEMPT_LASTS, NOTE_MAX, new_nonce
from ..signing import methods


def begin(adjuster, *, user, protocol=None, note="", method="password", **words) -> SigningAttempt:
    """What is about to be signed, by whom and with which words, before she proves who she is.

    `words`: annex, opinion and opinion_item, where she adds them.

    `protocol` is the one that she read. If another has taken its place since, nothing is signed.
    """
    protocol = protocol or adjuster.meeting.protocol
    _require_strength(adjuster.meeting.group, method)
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
        **{name: said.strip() for name, said in words.items()},
        started_at=now,
        expires_at=now + ATTEMPT_LASTS,
    )


def complete(attempt, given, *, check=None, own=None) -> Signature:
    """Prove who she is, and sign. `own` is what she has to prove it with (`keys.own`).

    Where a password is all, `check` alone may answer whether it is hers. Raises DomainError (with
    the field that it belongs beside) when nothing was signed, and NotYet while she is waited for.
    """
    method = methods.get(attempt.method)
    _require_strength(attempt.adjuster.meeting.group, attempt.method)
    own = own or methods.Own(check_password=check)
    evidence = method.complete(attempt, methods.Answer(given=given, at=clock.now(), own=own))
    if not method.still_proves(evidence, attempt):
        raise ValueError("the evidence does not prove itself")
    signature = attempt.protocol.round.sign(attempt, evidence=evidence, level=method.level)
    SigningAttempt.objects.filter(pk=attempt.pk).forget()
    return signature


def still_proves(signature) -> bool:
    """Whether the stored evidence is about this text and these words; asks nobody else."""
    method = methods.get(signature.method)
    return method.still_proves(signature.evidence, signature.attempt)


def start(attempts, *, own, return_to="") -> None:
    """Take the first step of a method that goes on elsewhere; the attempts remember it.

    They are signed together: by one use of a key, one visit to a jobbkonto, one e-ID.
    """
    lead, *rest = attempts
    facts = methods.RequestFacts(return_to=return_to, own=own, together=tuple(rest))
    _take(attempts, methods.get(lead.method).begin(lead, facts))


def finish(attempts, given, *, own) -> list[Signature]:
    """Sign all that was begun together. A text that has moved on does not stop the others, and
    what was not signed then is over.

    Raises DomainError when nothing was signed, and NotYet (the step is remembered) while the
    person is waited for.
    """
    signed, refused, noes = [], [], []
    for attempt in attempts:
        try:
            signed.append(complete(attempt, given, own=own))
        except DomainError as no:
            refused.append(attempt)
            noes.append(no)
        except methods.NotYet as waiting:
            _take(attempts, waiting.step)
            raise
    if not signed:
        raise noes[0]
    _rows(refused).fail()
    return signed


def cancel(attempts) -> None:
    """She will not go on, and whoever was asked is told so. Nothing is signed by these."""
    for lead in attempts[:1]:
        methods.get(lead.method).cancel(lead)
    _rows(attempts).fail()


def again(attempts) -> list[SigningAttempt]:
    """The same texts with the same words, by attempts of their own: each is used once."""
    batch = new_nonce() if len(attempts) > 1 else ""
    _rows(attempts).fail()
    now = clock.now()
    kept = ("adjuster", "protocol", "user", "method", "fingerprint", "pdf_sha256")
    return [
        SigningAttempt.objects.create(
            **{name: getattr(one, name) for name in kept},
            **one.words,
            batch=batch,
            started_at=now,
            expires_at=now + ATTEMPT_LASTS,
        )
        for one in attempts
    ]


def _take(attempts, step):
    told = asdict(step)
    keep = told.pop("keep") or attempts[0].outside
    _rows(attempts).take_step(told, keep)
    for attempt in attempts:
        attempt.step, attempt.outside, attempt.returned = told, keep, {}


def _rows(attempts):
    return SigningAttempt.objects.filter(pk__in=[one.pk for one in attempts])


def _require_strength(group, method):
    """The group may have raised its demand while she was reading."""
    demand = methods.Strength(group.signing_level)
    if methods.get(method).strength < demand:
        raise DomainError(
            f"Gruppen kräver mer: {demand.demand}. Inget är underskrivet.", field="method"
        )
