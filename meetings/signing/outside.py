"""A file that was signed in another service: is it our frozen text, and is the signature whole?

The frozen bytes must be its beginning, so the text is ours to the last byte. What was added after
them is read in a process of its own, with limits on time and memory: it may be anybody's.
Who issued the certificate is told and not judged: the other service's chain is not known here.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20  # seconds
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SIGNATURES = 60
# Some services write it after the name. It is in their file, and in nothing that we keep of it.
PERSONAL = re.compile(r"\(?\b(?:\d{2})?\d{6}[-+ ]?\d{4}\b\)?")


class NotOurs(Exception):
    """The file does not begin with the frozen text."""


class Unreadable(Exception):
    """The file could not be read to its end: it is broken, locked, or too much."""


@dataclass(frozen=True)
class Found:
    """One signature in the file. Never the certificate's serial number: it may be a person's."""

    name: str
    issuer: str
    signed_at: str  # as the signature itself tells, ISO 8601; may be empty
    is_intact: bool
    adds_nothing_else: bool  # since the frozen text nothing but signatures was added


def examine(content: bytes, frozen: bytes) -> list[Found]:
    """The signatures that were added to the frozen text. Raises NotOurs or Unreadable."""
    if len(content) <= len(frozen) or not content.startswith(frozen):
        raise NotOurs
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own module)
            [sys.executable, "-m", "meetings.signing.outside", str(len(frozen))],
            input=content,
            capture_output=True,
            cwd=ROOT,
            timeout=LONGEST,
        )
        rows = json.loads(done.stdout or b"null")
    except (subprocess.TimeoutExpired, ValueError):
        raise Unreadable from None
    if rows is None:
        raise Unreadable
    return [Found(**row) for row in rows]


def _read(content: bytes, frozen_size: int) -> list[Found]:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    before = PdfFileReader(io.BytesIO(content[:frozen_size]), strict=False).total_revisions
    added = reader.embedded_regular_signatures[:MOST_SIGNATURES]
    is_clean = _only_signatures_since(reader, before - 1)
    return [_told(one, is_clean) for one in added]


# What a signing service changes in the catalogue of a file, and nothing that is shown.
CATALOGUE = frozenset(
    ("/AcroForm", "/DSS", "/Extensions", "/MarkInfo", "/Metadata", "/Perms", "/Version")
)


def _only_signatures_since(reader, revision) -> bool:
    """Whether every page shows what it did: pyHanko compares with a form only, and we have none."""
    try:
        return all(_is_harmless(reader, revision))
    except Exception:  # A parser on a stranger's bytes fails in any way it likes.
        return False


def _is_harmless(reader, revision):
    """For each object of ours that was written again, whether only a signature was hung on it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.sign.diff_analysis.commons import compare_dicts

    last = reader.total_revisions - 1
    old, new = (reader.get_historical_resolver(number) for number in (revision, last))
    pages = dict(_pages(old.root["/Pages"]))
    hung = {_place(page.raw_get("/Annots")) for page in pages.values() if "/Annots" in page}
    plain = {_place(old.root.raw_get("/Metadata")), _place(old.trailer_view.raw_get("/Info"))}
    for place in _written(reader, 0, revision) & _written(reader, revision + 1, last):
        if place == _place(old.root_ref):
            compare_dicts(old.root, new.root, CATALOGUE)
        elif place in pages:
            ref = generic.Reference(*place)
            compare_dicts(old.get_object(ref), new.get_object(ref), {"/Annots"})
        else:
            yield place in hung | plain
    yield from _marks(pages, new)


def _written(reader, first, last):
    """Every object that some revision from the first to the last one has written."""
    return {
        _place(ref)
        for number in range(first, last + 1)
        for ref in reader.xrefs.explicit_refs_in_revision(number)
    }


def _place(ref):
    return (getattr(ref, "idnum", 0), getattr(ref, "generation", 0))


def _pages(node):
    """((number, generation), page) of every page, in order."""
    for kid in node["/Kids"]:
        below = kid.get_object() if hasattr(kid, "get_object") else kid
        if below["/Type"] == "/Pages":
            yield from _pages(below)
        else:
            yield _place(below.container_ref), below


def _marks(pages, new):
    """For each thing that hangs on a page and did not before, whether it is a signature."""
    for place, before in _pages(new.root["/Pages"]):
        there = {_place(ref) for ref in pages[place].get("/Annots", ())}
        for mark in before.get("/Annots", ()):
            if _place(mark) not in there:
                yield mark.get_object().get("/FT") == "/Sig"


def _told(signature, is_clean) -> Found:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage
    from pyhanko_certvalidator import ValidationContext

    certificate = signature.signer_cert
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        status = validate_pdf_signature(signature, nobody, nobody, skip_diff=True)
        covers = status.coverage in (Coverage.ENTIRE_FILE, Coverage.ENTIRE_REVISION)
        is_intact = bool(status.intact and status.valid and covers)
    except Exception:
        is_intact = False
    moment = signature.self_reported_timestamp
    return Found(
        name=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        signed_at=moment.isoformat(timespec="seconds") if moment else "",
        is_intact=is_intact,
        adds_nothing_else=is_clean,
    )


def _common_name(name) -> str:
    said = name.native
    told = said.get("common_name") or " ".join(
        said[part] for part in ("given_name", "surname") if isinstance(said.get(part), str)
    )
    return " ".join(PERSONAL.sub("", told).split())[:120] if isinstance(told, str) else ""


def _main(frozen_size: str) -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    found = _read(sys.stdin.buffer.read(), int(frozen_size))
    print(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    _main(sys.argv[1])
