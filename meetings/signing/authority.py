"""The installation's own certificate authority: its root, its seal, one-time keys for signers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

CA_KEY, CA_CERTIFICATE, SEAL_KEY, CRL = "ca.p12", "ca.pem", "seal.p12", "crl.der"

ROOT_YEARS = 30
# Without a timestamp a signature is only trusted while its certificate is. A one-time key is gone
# a moment after it has signed, so nothing is risked by letting its certificate live long.
LEAF_YEARS = 10
YEAR = timedelta(days=365.25)

# RFC 5280 allows 64 characters in a name; the library that checks it counts bytes.
LONGEST_NAME = 64


@dataclass(frozen=True)
class SigningKey:
    """What one signature is made with: the key and its certificate, and what proves them."""

    signer: SimpleSigner = field(repr=False)
    root: asn1_x509.Certificate = field(repr=False)
    crl: asn1_crl.CertificateList = field(repr=False)

    @property
    def name(self) -> str:
        certificate = self.signer.signing_cert
        return str(certificate.subject.native["common_name"]) if certificate else ""


@dataclass(frozen=True)
class SealKey(SigningKey):
    """The authority's electronic seal (elektronisk stämpel)."""

    @classmethod
    def load(cls, key_file: str | Path, *, password: str) -> Self:
        """Read seal.p12; its CRL (crl.der) lies in the same folder. ValueError: wrong password."""
        key, certificate, (root, *_) = _unlock(Path(key_file), password)
        crl = (Path(key_file).parent / CRL).read_bytes()
        return cls(*_signing_parts(key, certificate, root, crl))


@dataclass(frozen=True)
class Authority:
    """The root that vouches for every signer. Only the worker holds it."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    crl: bytes = field(repr=False)

    @classmethod
    def load(cls, key_file: str | Path, *, password: str) -> Self:
        """Read ca.p12; its CRL (crl.der) lies in the same folder. ValueError: wrong password."""
        key, certificate, _ = _unlock(Path(key_file), password)
        return cls(key, certificate, (Path(key_file).parent / CRL).read_bytes())

    def issue(self, name: str, party: str, *, at: datetime) -> SigningKey:
        """A key for one signature by this person *for that party*. It lives in memory only.

        The subject says common name = the person, organisation = the party: that is how a natural
        person acting for an organisation is named (ETSI EN 319 412-2). Nothing else identifies
        the person: no number, no address.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _subject(name, organisation=party)
        certificate = _leaf(subject, key, ca=self.certificate, ca_key=self.key, at=at)
        return SigningKey(*_signing_parts(key, certificate, self.certificate, self.crl))


def create(
    folder: str | Path, *, name: str, password: str, at: datetime, seal_password: str = ""
) -> None:
    """Make root, CRL and seal for a new installation of the authority called `name`.

    Writes ca.p12, ca.pem, crl.der and seal.p12; the seal has the same password unless it is given
    its own. Nothing is overwritten: FileExistsError if any of them is there.
    """
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for existing in (CA_KEY, CA_CERTIFICATE, SEAL_KEY, CRL):
        if (folder / existing).exists():
            raise FileExistsError(folder / existing)

    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _root(_subject(name, suffix=" Samverkan CA", organisation=name), ca_key, at=at)
    crl = _empty_crl(ca, ca_key, at=at)
    seal_key = ec.generate_private_key(ec.SECP256R1())
    seal_subject = _subject(name, suffix=" (elektronisk stämpel)", organisation=name)
    seal = _leaf(seal_subject, seal_key, ca=ca, ca_key=ca_key, at=at)

    _write(folder / CA_KEY, _lock(ca_key, ca, (), password), mode=0o600)
    _write(folder / SEAL_KEY, _lock(seal_key, seal, (ca,), seal_password or password), mode=0o600)
    _write(folder / CA_CERTIFICATE, ca.public_bytes(Encoding.PEM), mode=0o644)
    _write(folder / CRL, crl.public_bytes(Encoding.DER), mode=0o644)


def roots(*certificate_files: str | Path) -> list[asn1_x509.Certificate]:
    """The certificates in these PEM files, as trust roots for `report`."""
    return [
        _asn1(certificate)
        for path in certificate_files
        for certificate in x509.load_pem_x509_certificates(Path(path).read_bytes())
    ]


def _subject(name: str, *, organisation: str, suffix: str = "") -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "SE")]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, fit(organisation)))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, fit(name, suffix)))
    return x509.Name(attributes)


def fit(name: str, suffix: str = "") -> str:
    """The name with its suffix, its end cut off if a certificate cannot hold it."""
    room = LONGEST_NAME - len(suffix.encode())
    return name.encode()[:room].decode(errors="ignore").rstrip() + suffix


def _root(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, at: datetime) -> x509.Certificate:
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _builder(subject, subject, key, at=at, years=ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    ca: x509.Certificate,
    ca_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    usage = _usage(digital_signature=True, content_commitment=True)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        _builder(subject, ca.subject, key, at=at, years=LEAF_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(issuer_key, critical=False)
        .sign(ca_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    at: datetime,
    years: int,
) -> x509.CertificateBuilder:
    start = at.replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + years * YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _empty_crl(
    ca: x509.Certificate, ca_key: ec.EllipticCurvePrivateKey, *, at: datetime
) -> x509.CertificateRevocationList:
    """Nothing is ever revoked: one-time keys no longer exist. Long-term formats still want a list,
    and it is good for as long as the root."""
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.subject)
        .last_update(at.replace(microsecond=0))
        .next_update(ca.not_valid_after_utc)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(ca_key, hashes.SHA256())
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    nothing = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**(nothing | granted))


def _signing_parts(
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    root: x509.Certificate,
    crl: bytes,
) -> tuple[SimpleSigner, asn1_x509.Certificate, asn1_crl.CertificateList]:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    known = SimpleCertificateStore()
    known.register(_asn1(root))
    signer = SimpleSigner(
        signing_cert=_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=known,
    )
    return signer, _asn1(root), asn1_crl.CertificateList.load(crl)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _lock(
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...],
    password: str,
) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        None, key, certificate, others or None, BestAvailableEncryption(password.encode())
    )


def _unlock(
    path: Path, password: str
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(
        path.read_bytes(), password.encode()
    )
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise ValueError(f"{path} holds no elliptic-curve key with its certificate")
    return key, certificate, others


def _write(path: Path, content: bytes, *, mode: int) -> None:
    # O_EXCL: a key that exists must never be lost to a second run.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
