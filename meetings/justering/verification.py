"""What a file or a kontrollkod is to us. Bytes first; a stranger's file never meets a parser."""

from dataclasses import dataclass

from ..models import Protocol, SealedFile
from ..signing import verify

HANDED_OUT = (
    SealedFile.Kind.FROZEN,
    SealedFile.Kind.SEALED,
    SealedFile.Kind.COPY,
    SealedFile.Kind.RENEWAL,
)


@dataclass(frozen=True)
class Known:
    """A stored hash: of a whole file, or (`file` is then the longer one) of a part of it."""

    file: SealedFile
    is_whole: bool


@dataclass(frozen=True)
class Judgement:
    """`kind` is genuine, copy, frozen, changed, added, cut or unknown."""

    kind: str
    protocol: Protocol | None = None
    file: SealedFile | None = None


def judge(data: bytes) -> Judgement:
    verdict = verify.judge(data, lambda hashes: _known(hashes, verify.claimed(data)))
    if verdict.kind == verify.Kind.CHANGED:
        protocol = by_code(verdict.claimed)
        if protocol is None:
            return Judgement("unknown")
        longer = _begun_by(data, protocol)
        return Judgement("cut" if longer else "changed", protocol, longer)
    if verdict.record is None:
        return Judgement("unknown")
    file = verdict.record.file
    if verdict.kind == verify.Kind.GENUINE:
        plain = {SealedFile.Kind.COPY: "copy", SealedFile.Kind.FROZEN: "frozen"}
        return Judgement(plain.get(file.kind, "genuine"), file.protocol, file)
    if verdict.kind == verify.Kind.ADDED and (longer := _begun_by(data, file.protocol)):
        return Judgement("cut", file.protocol, longer)
    return Judgement(str(verdict.kind), file.protocol, file)


def _begun_by(data, protocol):
    """The file of ours that these bytes are the beginning of, wherever it was broken off."""
    sealed = protocol.files.filter(kind__in=HANDED_OUT, size__gt=len(data)).order_by("size")
    return next((file for file in sealed if bytes(file.content[: len(data)]) == data), None)


def by_code(code: str) -> Protocol | None:
    """The protocol with this whole kontrollkod (64 hex digits)."""
    return Protocol.objects.with_meeting().filter(fingerprint=code).first()


def _known(hashes, claimed):
    files = SealedFile.objects.with_protocol()
    known = {
        file.sha256: Known(file, is_whole=file.kind in HANDED_OUT)
        for file in files.filter(sha256__in=hashes)
    }
    if claimed:
        for file in files.filter(protocol__fingerprint=claimed):
            for prefix in file.prefixes:
                known.setdefault(prefix, Known(file, is_whole=False))
    return known
