"""The worker's steps for one meeting: print what was frozen, sign what was answered, seal."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from .. import clock
from ..errors import WrongState
from ..models import Meeting, SealedFile, State
from ..paper import render
from ..signing import pades, report
from ..signing.authority import Authority, SealKey, fit, roots
from ..signing.pades import SEAL_FIELD, signer_field
from ..signing.verify import earlier
from . import extracts, imprints

logger = logging.getLogger(__name__)

WORKING = (State.PRINTING, State.SIGNING, State.SEALING)


def advance(meeting_pk: int) -> None:
    """Do everything that waits for the worker in this meeting, in order. Safe to run again."""
    meeting = Meeting.objects.select_related("group").get(pk=meeting_pk)
    for one in (meeting, *meeting.side_rounds.open().with_meeting()):
        _advance(one)
    extracts.seal_waiting(meeting, _once)


def _advance(a_round):
    """The round of the whole text (the meeting), of a part of it or of a rättelse."""
    if a_round.state == State.PRINTING:
        _print(a_round)
    if a_round.state in (State.SIGNING, State.SEALING):
        _sign(a_round)
        a_round.refresh_from_db()
    if a_round.state == State.SEALING:
        _sign(a_round)  # the last answer may have come while those before it were signed
        _seal(a_round)


def left_behind() -> list[int]:
    """Meetings with work for the worker, whatever became of the task that was to tell it."""
    waiting = Meeting.objects.in_the_press() | Meeting.objects.with_unmade_revisions()
    certified = extracts.waiting().values_list("original__meeting", flat=True)
    return [*waiting.order_by("pk").values_list("pk", flat=True), *certified]


# --- Printing ----------------------------------------------------------------------------------


def _print(a_round):
    protocol = a_round.protocol
    pdf = render(protocol.document(), imprints.frozen(protocol))
    _once(
        a_round.printed,
        protocol,
        lambda: SealedFile.store(protocol, SealedFile.Kind.FROZEN, pdf),
    )


# --- Signing -----------------------------------------------------------------------------------


def _sign(a_round):
    """A PAdES revision for each signature, in the order of the acts.

    The frozen bytes are the unchanged beginning of every revision.
    """
    protocol = a_round.protocol
    if protocol is None:  # sent back in this moment
        return
    waiting = list(
        protocol.signatures.filter(file__isnull=True).select_related("party").order_by("pk")
    )
    if not waiting:
        return
    authority = _authority()
    for signature in waiting:
        before = _latest(protocol)
        number = protocol.files.filter(kind=SealedFile.Kind.REVISION).count() + 1
        pdf = pades.add_signature(
            bytes(before.content),
            signer=authority.issue(signature.name, signature.party_name, at=signature.at),
            number=number,
            reason=signature.reason,
            at=signature.at,
            timestamp_url=settings.TSA_URL,
        )
        _once(_store_revision, a_round, signature, pdf, before)


@transaction.atomic
def _store_revision(a_round, signature, pdf, before):
    a_round.require(State.SIGNING, State.SEALING)
    if _latest(signature.protocol).pk != before.pk:
        raise WrongState("Another worker has added a signature in between.")
    SealedFile.store(signature.protocol, SealedFile.Kind.REVISION, pdf, signature=signature)


def _latest(protocol) -> SealedFile:
    """The newest link of the chain frozen, first signature, second signature …"""
    chain = (SealedFile.Kind.FROZEN, SealedFile.Kind.REVISION)
    return protocol.files.filter(kind__in=chain).order_by("seq").last()


# --- Sealing -----------------------------------------------------------------------------------


def _seal(a_round):
    protocol = a_round.protocol
    # What was signed on paper or elsewhere has its own file, and no place in ours.
    every = protocol.signatures.select_related("party").order_by("pk")
    signatures = [signature for signature in every if signature.is_made_here]
    original = bytes(_latest(protocol).content) if signatures else b""
    now = clock.now()
    key = SealKey.load(settings.SEAL_KEY_FILE, password=settings.SEAL_KEY_PASSWORD)
    trusted = _trusted()
    judged = {}
    if signatures:
        judged = report.check_own_work(
            original,
            report.Expected(
                fields=[signer_field(n) for n in range(1, len(signatures) + 1)],
                signers=[(fit(s.name), fit(s.party_name)) for s in signatures],
                roots=trusted,
                at=now,
                prefix=bytes(protocol.file(SealedFile.Kind.FROZEN).content),
            ),
        )
    said = protocol.document()
    printed = render(said, imprints.closed(protocol, variant="sealed", original=original))
    copy = render(said, imprints.closed(protocol, variant="copy"))
    sealed = pades.seal(printed, key=key, at=now, timestamp_url=settings.TSA_URL)
    found = report.check_own_work(
        sealed,
        report.Expected(fields=[SEAL_FIELD], roots=trusted, at=now, prefix=printed),
    )

    def store():
        SealedFile.store(protocol, SealedFile.Kind.COPY, copy)
        return SealedFile.store(
            protocol,
            SealedFile.Kind.SEALED,
            sealed,
            prefixes=earlier(sealed),
            report=found | ({"original": judged} if judged else {}),
        )

    _once(a_round.close, protocol, store)


# --- Once --------------------------------------------------------------------------------------


def _once(verb, *args):
    """Store the result, unless another worker was first: then ours is thrown away."""
    try:
        verb(*args)
    except (WrongState, IntegrityError) as late:
        logger.info("somebody else was first: %s", type(late).__name__)


def _trusted():
    """Our own root, and that of the timestamp service where one is used."""
    return roots(settings.CA_CERT_FILE, *filter(None, [settings.TSA_CERT_FILE]))


def _authority() -> Authority:
    return Authority.load(Path(settings.CA_KEY_FILE), password=settings.CA_KEY_PASSWORD)
