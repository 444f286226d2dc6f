"""What a full validator says of our own file, asked once at sealing and stored.

Only files that the worker just made are read here: a stranger's upload never meets a PDF parser
(see `verify`).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# One strange byte makes these write tens of kilobytes; what they found is in the report.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_COVERS: dict[SignatureCoverageLevel | None, str] = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole file",
    SignatureCoverageLevel.ENTIRE_REVISION: "its revision",
}


class BrokenWork(Exception):
    """The file that was just made does not hold, and must not be stored."""


@dataclass(frozen=True)
class Expected:
    """What the file must hold: these fields signed in this order, by these people, after these
    bytes. Empty `signers` or `prefix` are not compared."""

    fields: Sequence[str]
    roots: Sequence[x509.Certificate]
    at: datetime
    signers: Sequence[tuple[str, str]] = ()
    prefix: bytes = b""


def validation_report(
    pdf: bytes, *, roots: Iterable[x509.Certificate], at: datetime, thorough: bool = False
) -> dict[str, Any]:
    """Every signature in the file, as JSON-able values, judged as of `at`.

    `thorough` also compares the revisions with each other, which takes seconds for several
    signatures; for files whose revisions we made ourselves the hash of the prefix says as much.
    A file that cannot be read raises whatever the parser raises.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    roots = list(roots)
    archived = len(reader.embedded_timestamp_signatures)
    documented = _has_validation_data(reader)
    return {
        "at": _instant(at),
        "revisions": reader.total_revisions,
        "archive_timestamps": archived,
        "signatures": [
            _described(signature, roots, at, thorough, documented, bool(archived))
            for signature in reader.embedded_regular_signatures
        ],
    }


def check_own_work(pdf: bytes, expected: Expected) -> dict[str, Any]:
    """The report, if the file is what it should be; otherwise BrokenWork says what is wrong."""
    if not pdf.startswith(expected.prefix):
        raise BrokenWork("the earlier bytes are not the beginning of the file")
    try:
        report = validation_report(pdf, roots=expected.roots, at=expected.at)
    except Exception as error:  # On broken bytes a parser may fail in any way it likes.
        raise BrokenWork(f"the file cannot be read: {error}") from error
    found = report["signatures"]
    fields = [signature["field"] for signature in found]
    if fields != list(expected.fields):
        raise BrokenWork(f"signed are {fields}, should be {list(expected.fields)}")
    signers = [(signature["signer"], signature["party"]) for signature in found]
    if expected.signers and signers != list(expected.signers):
        raise BrokenWork("the certificates name other people than those who signed")
    for signature in found:
        for claim in ("intact", "valid", "trusted"):
            if not signature[claim]:
                raise BrokenWork(f"{signature['field']} is not {claim}")
    return report


def _described(
    signature: EmbeddedPdfSignature,
    roots: list[x509.Certificate],
    at: datetime,
    thorough: bool,
    documented: bool,
    archived: bool,
) -> dict[str, Any]:
    subject = signature.signer_cert.subject.native
    description: dict[str, Any] = {
        "field": signature.field_name,
        "signer": subject["common_name"],
        "party": subject.get("organization_name", ""),
        "signing_time": _instant(signature.self_reported_timestamp),
        "intact": False,
        "valid": False,
        "trusted": False,
        "covers": "",
        "level": _level(signature, documented, archived),
    }
    try:
        status = validate_pdf_signature(
            signature, _context(roots, at), _context(roots, at), skip_diff=not thorough
        )
    except Exception as error:  # As above; the other signatures still have their say.
        return description | {"problem": f"{type(error).__name__}: {error}"}
    return description | _judged(status, thorough)


def _judged(status: PdfSignatureStatus, thorough: bool) -> dict[str, Any]:
    judged: dict[str, Any] = {
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "covers": _COVERS.get(status.coverage, "unclear"),
    }
    if thorough:
        judged["only_allowed_changes"] = bool(status.docmdp_ok)
    if status.timestamp_validity is not None:
        judged["timestamp"] = _instant(status.timestamp_validity.timestamp)
    return judged


def _level(signature: EmbeddedPdfSignature, documented: bool, archived: bool) -> str:
    unsigned = {a["type"].native for a in signature.signer_info["unsigned_attrs"]}
    if "signature_time_stamp_token" not in unsigned:
        return "PAdES B-B"
    if not documented:
        return "PAdES B-T"
    return "PAdES B-LTA" if archived else "PAdES B-LT"


def _has_validation_data(reader: PdfFileReader) -> bool:
    try:
        DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return False
    return True


def _context(roots: list[x509.Certificate], at: datetime) -> ValidationContext:
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)


def _instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
