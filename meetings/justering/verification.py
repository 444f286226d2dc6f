"""What a file or a kontrollkod is to us. Bytes first; a stranger's file never meets a parser."""

import hashlib
from dataclasses import dataclass

from ..models import Destruction, DisclosureCopy, Protocol, SealedFile
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
    """What the bytes are: genuine, copy, disclosure, frozen, original, part, cut, added, changed,
    destroyed or unknown; “code” where a kontrollkod was asked about.

    “original” is the text with every adjuster's signature, as it lies inside the sealed file; with
    only some of them it is “part”. `file` is ours that the bytes are, begin or go on from.
    """

    kind: str
    protocol: Protocol | None = None
    file: SealedFile | None = None
    destroyed: Destruction | None = None
    sha256: str = ""
    size: int = 0
    added: int = 0  # bytes after the part that is ours

    @property
    def tells_names(self):
        """Only to whoever holds, byte for byte, a file that we made, or its whole kontrollkod."""
        return self.kind in ("genuine", "copy", "frozen", "original", "code")


def judge(data: bytes) -> Judgement:
    verdict = verify.judge(data, lambda hashes: _known(hashes, verify.claimed(data)))
    of = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    if verdict.record is None:
        return _handed_out(of) or _claimed(data, verdict.claimed, of)
    file = verdict.record.file
    if verdict.kind == verify.Kind.ADDED:
        longer = _begun_by(data, file.protocol)
        if longer:
            return Judgement("cut", file.protocol, longer, **of)
        # What begins like ours, but ends otherwise than the whole of it, was changed at its end.
        added = verdict.added if file.size + verdict.added == len(data) else 0
        kind = "added" if added else "changed"
        return Judgement(kind, file.protocol, file, added=added, **of)
    whole = _kind_of(file) if file.sha256 == of["sha256"] else "cut"
    return Judgement(whole, file.protocol, file, **of)


def _handed_out(of):
    """A kopia för utlämnande, as it was handed out."""
    copies = DisclosureCopy.objects.filter(sha256=of["sha256"]).defer("content")
    copy = copies.select_related("protocol__meeting__group").first()
    return copy and Judgement("disclosure", copy.protocol, **of)


def _claimed(data, code, of):
    """A file whose bytes we have never made, by the kontrollkod that it carries."""
    protocol = by_code(code) if code else None
    if protocol is None:
        gone = destroyed(code) if code else None
        return Judgement("destroyed" if gone else "unknown", destroyed=gone, **of)
    longer = _begun_by(data, protocol)
    return Judgement("cut" if longer else "changed", protocol, longer, **of)


def _kind_of(file):
    """What a whole stored file is to whoever holds it."""
    plain = {SealedFile.Kind.COPY: "copy", SealedFile.Kind.FROZEN: "frozen"}
    if file.kind != SealedFile.Kind.REVISION:
        return plain.get(file.kind, "genuine") if file.kind in HANDED_OUT else "part"
    closed = file.protocol.files.filter(kind=SealedFile.Kind.SEALED).exists()
    return "original" if closed and _signed_last(file.protocol).pk == file.pk else "part"


def _signed_last(protocol):
    """The newest signed revision, which begins with all those before it; None without any."""
    revisions = protocol.files.filter(kind=SealedFile.Kind.REVISION)
    return revisions.order_by("seq").defer("content").last()


def _begun_by(data, protocol):
    """The file of ours that these bytes are the beginning of, wherever it was broken off."""
    longer = protocol.files.filter(size__gt=len(data)).order_by("size")
    sealed = longer.filter(kind__in=HANDED_OUT)
    signed = _signed_last(protocol)
    revision = longer.filter(pk=signed.pk) if signed else ()
    files = (file for some in (sealed, revision) for file in some)
    return next((file for file in files if bytes(file.content[: len(data)]) == data), None)


def by_code(code: str) -> Protocol | None:
    """The protocol with this whole kontrollkod (64 hex digits)."""
    return Protocol.objects.with_meeting().filter(fingerprint=code).first()


def destroyed(code: str) -> Destruction | None:
    """The decision by which the protocol with this kontrollkod was destroyed (gallring)."""
    return Destruction.objects.filter(fingerprint=code).first()


def _known(hashes, claimed):
    # A scanned paper is no text of ours, whoever holds it.
    files = SealedFile.objects.with_protocol().exclude(kind=SealedFile.Kind.SCAN)
    known = {
        file.sha256: Known(file, is_whole=file.kind in HANDED_OUT)
        for file in files.filter(sha256__in=hashes)
    }
    if claimed:
        for file in files.filter(protocol__fingerprint=claimed):
            for prefix in file.prefixes:
                known.setdefault(prefix, Known(file, is_whole=False))
    return known
