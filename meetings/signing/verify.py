"""Is this file ours? Decided by its bytes alone, in about a millisecond and without a parser.

A signed PDF grows by revisions, each ending in an end-of-file mark, and every revision we made is
stored with its hash. Hashing the file up to each mark therefore tells whether it is one of ours
as it is, one of ours with something added, or one that was cut back to an earlier revision. A
signature check could not: it accepts both bytes after the end and a file cut back to one signer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

END = b"%%EOF"
# Sixty signers with validation data give 120 revisions. A file with more marks is not ours, and
# must not make us ask for thousands of hashes.
MOST_REVISIONS = 256

# How a printed protocol carries its kontrollkod (keywords in Info and in the plain XMP).
MARK = "samverkan-"
_MARK = re.compile(rb"samverkan-([0-9a-f]{64})(?![0-9a-f])")


class Kind(StrEnum):
    GENUINE = "genuine"  # a whole file of ours, byte for byte
    CUT = "cut"  # an earlier revision of a file that has since grown
    ADDED = "added"  # a file of ours, followed by something that is not
    CHANGED = "changed"  # carries a kontrollkod, but no file of ours has these bytes
    UNKNOWN = "unknown"


class Stored(Protocol):
    """What a lookup answers for a hash that it knows."""

    @property
    def is_whole(self) -> bool:
        """Is this a file that we hand out, rather than a step on the way to a longer one?"""


Record = TypeVar("Record", bound=Stored)


@dataclass(frozen=True)
class Verdict(Generic[Record]):
    kind: Kind
    record: Record | None = None
    # The kontrollkod that the file itself claims, for CHANGED; only whoever knows all
    # kontrollkoder can say that it is one of ours.
    claimed: str = ""
    # How many bytes follow after the part that is ours, for ADDED.
    added: int = 0


def mark(fingerprint: str) -> str:
    """The keyword by which a changed file is still recognised."""
    return MARK + fingerprint


def claimed(data: bytes) -> str:
    """The kontrollkod that the file carries, or nothing; found without a parser."""
    claim = _MARK.search(data)
    return claim.group(1).decode() if claim else ""


def earlier(pdf: bytes) -> list[str]:
    """SHA-256 of each shorter revision inside a file: a cut file is told by one of these."""
    return [hashlib.sha256(pdf[:end]).hexdigest() for end in revisions(pdf) if end < len(pdf)]


def revisions(data: bytes) -> list[int]:
    """Where each revision may end: after an end-of-file mark, and after the line break behind it.

    At most MOST_REVISIONS marks are looked at, from the beginning.
    """
    ends: list[int] = []
    found = -1
    for _ in range(MOST_REVISIONS):
        found = data.find(END, found + 1)
        if found < 0:
            break
        end = found + len(END)
        ends.append(end)
        if data[end : end + 2] == b"\r\n":
            ends += [end + 1, end + 2]
        elif data[end : end + 1] in (b"\r", b"\n"):
            ends.append(end + 1)
    return ends


def digests(data: bytes) -> dict[int, str]:
    """The digest of the file up to each place where a revision may end, and of all of it."""
    view, running, done = memoryview(data), hashlib.sha256(), 0
    found = {}
    for end in [*revisions(data), len(data)]:
        running.update(view[done:end])
        found[end] = running.copy().hexdigest()
        done = end
    return found


def judge(data: bytes, lookup: Callable[[list[str]], Mapping[str, Record]]) -> Verdict[Record]:
    """Tell what the bytes are. `lookup` gets SHA-256 hex digests and answers those it knows."""
    found = digests(data)
    known = lookup(list(dict.fromkeys(found.values())))
    whole = known.get(found[len(data)])
    if whole is not None:
        return Verdict(Kind.GENUINE if whole.is_whole else Kind.CUT, whole)
    for end in sorted(found, reverse=True):
        ours = known.get(found[end])
        if ours is not None:
            return Verdict(Kind.ADDED, ours, added=len(data) - end)
    claim = claimed(data)
    if claim:
        return Verdict(Kind.CHANGED, claimed=claim)
    return Verdict(Kind.UNKNOWN)
