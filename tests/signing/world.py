"""What the tests of signing stand on: dates, people, a printed protocol, a timestamp service."""

from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from meetings.paper import press
from meetings.paper.imprint import Attached
from meetings.signing.verify import mark

MADE = datetime(2024, 1, 2, 8, 0, tzinfo=UTC)
SIGNED = datetime(2024, 2, 16, 9, 30, tzinfo=UTC)
FINGERPRINT = "3f9a7c21b0d458e6" * 4
PASSWORD = "nyckelknippa"

SIX = [
    ("Charlotte Andersson", "Kommunal"),
    ("Jonas Öberg", "Vision"),
    ("Mira Åkesson", "Sveriges Lärare"),
    ("Sara Lind", "SSR"),
    ("Per Ståhl", "Ledarna"),
    ("Hanna Ek", "Ekbacka kommun"),
]


def print_protocol() -> bytes:
    """A short protocol from the paper room: two set-ups of the engine in one process crash it."""
    rows = "".join(
        f"<h2>{n}. Punkt</h2><p>{'Arbetsgivaren informerar. ' * 60}</p>" for n in range(9)
    )
    html = (
        '<html lang="sv"><head><title>Protokoll 2/2024</title>'
        f'<meta name="keywords" content="{mark(FINGERPRINT)}"></head>'
        f'<body><h1>Protokoll</h1>{rows}<p><a href="https://exempel.se">Kontrollera</a></p></body>'
    )
    source = Attached("protokoll.json", b'{"schema":1}', "Protokollet som data", "Source")
    return press.print_pdf(html, made=MADE, files=(source,))


def timestamp_service(at: datetime) -> DummyTimeStamper:
    """An outside service with its own root; the dummy signs with RSA only."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tidstjänsten")])
    usage = dict.fromkeys(
        "content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
        " encipher_only decipher_only".split(),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE - timedelta(days=1))
        .not_valid_after(MADE + timedelta(days=365 * 20))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        fixed_dt=at,
    )
