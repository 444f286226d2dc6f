"""PAdES: a person's signature or the authority's seal as a new revision of a PDF.

The bytes that come in are the unchanged beginning of what comes out. All fields are invisible: a
visible one would break PDF/UA, and who signed is printed on the signature page anyway.
"""

from __future__ import annotations

import asyncio
import io
import urllib.request
from datetime import datetime
from typing import Any

from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import (
    PdfSignatureMetadata,
    PdfSigner,
    PdfSigningSession,
    PdfTimeStamper,
)
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext

from meetings.signing.authority import SealKey, SigningKey

DIGEST = "sha256"
SEAL_FIELD = "Stampel"
# Room for a signature without timestamp, in hexadecimal digits: two certificates with the longest
# names they may have take 4100. Unless told, pyHanko signs twice, the first time to measure.
ROOM = 5120


def signer_field(number: int) -> str:
    return f"Justerare{number}"


def add_signature(
    pdf: bytes,
    *,
    signer: SigningKey,
    number: int,
    reason: str,
    at: datetime,
    timestamp_url: str = "",
    timestamper: TimeStamper | None = None,
) -> bytes:
    """Sign as adjuster `number` at the moment of the act; PAdES B-B, with a timestamp B-LT.

    The first signature also certifies: from then on the file may only be signed, not changed.
    SigningError if that field is signed already.
    """
    return _sign(
        pdf,
        key=signer,
        field=signer_field(number),
        at=at,
        timestamper=timestamper or _timestamper(timestamp_url),
        archival=False,
        reason=reason,
        location=None,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )


def seal(
    pdf: bytes,
    *,
    key: SealKey,
    at: datetime,
    timestamp_url: str = "",
    timestamper: TimeStamper | None = None,
) -> bytes:
    """Seal the finished file; PAdES B-B, with a timestamp B-LTA. It certifies that nothing may
    change after it (fresh archive timestamps are still allowed)."""
    return _sign(
        pdf,
        key=key,
        field=SEAL_FIELD,
        at=at,
        timestamper=timestamper or _timestamper(timestamp_url),
        archival=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )


def renew(
    pdf: bytes,
    *,
    trusted: list[x509.Certificate],
    timestamp_url: str = "",
    timestamper: TimeStamper | None = None,
) -> bytes:
    """The same file with a fresh archive timestamp over all that it holds.

    `trusted` are the roots by which the last timestamp is judged before a new one is laid on it.
    """
    stamper = timestamper or _timestamper(timestamp_url)
    known = ValidationContext(trust_roots=trusted, allow_fetching=True, revocation_mode="soft-fail")
    out = io.BytesIO()
    PdfTimeStamper(stamper).update_archival_timestamp_chain(
        PdfFileReader(io.BytesIO(pdf)), known, in_place=False, output=out
    )
    return out.getvalue()


def _sign(
    pdf: bytes,
    *,
    key: SigningKey,
    field: str,
    at: datetime,
    timestamper: TimeStamper | None,
    archival: bool,
    **metadata: Any,
) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if timestamper is not None:
        metadata |= {
            "embed_validation_info": True,
            "use_pades_lta": archival,
            "validation_context": _provable(key, timestamper),
        }
    how = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=not writer.prev.embedded_regular_signatures,
        **metadata,
    )
    signer = _SignerAt(
        how, signer=key.signer, timestamper=timestamper, new_field_spec=SigFieldSpec(field)
    )
    signer.moment = at
    room = ROOM if timestamper is None else None
    signed: io.BytesIO = signer.sign_pdf(writer, bytes_reserved=room)
    return signed.getvalue()


class _SignerAt(PdfSigner):
    """The signature tells when the person acted, not when the worker came to it."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def _provable(key: SigningKey, timestamper: TimeStamper) -> ValidationContext:
    """Everything a later reader needs to prove the signature, gathered into the file.

    The timestamp service is trusted here because the installation chose it; what it sends along
    (and the revocation lists it points at) is embedded, not judged.
    """
    asyncio.run(timestamper.async_dummy_response(DIGEST))
    return ValidationContext(
        trust_roots=[key.root, *_topmost(timestamper.cert_registry)],
        crls=[key.crl],
        allow_fetching=True,
        revocation_mode="soft-fail",
    )


def _topmost(certificates: Any) -> list[x509.Certificate]:
    """Those that no other certificate in the store has issued: the service's own root, or the
    highest it sent."""
    every = list(certificates)
    subjects = {certificate.subject.hashable for certificate in every}
    return [
        certificate
        for certificate in every
        if certificate.self_issued or certificate.issuer.hashable not in subjects
    ]


def _timestamper(url: str) -> TimeStamper | None:
    return _TimestampService(url) if url else None


class _TimestampService(TimeStamper):
    """RFC 3161 over HTTP, with what Python brings along."""

    def __init__(self, url: str):
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"not an address of a timestamp service: {url}")
        self.url = url
        super().__init__()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(await asyncio.to_thread(self._post, req.dump()))

    def _post(self, question: bytes) -> bytes:
        request = urllib.request.Request(  # noqa: S310 (the scheme is checked above)
            self.url, question, {"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return bytes(answer.read(100_000))
        except OSError as error:
            raise TimestampRequestError(f"no answer from {self.url}: {error}") from error
