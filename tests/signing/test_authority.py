import re
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from meetings.signing import authority
from tests.signing.world import MADE, PASSWORD, SIGNED


def subject(key):
    return dict(key.signer.signing_cert.subject.native)


def test_a_new_installation_gets_root_list_and_seal(key_folder):
    assert sorted(path.name for path in key_folder.iterdir()) == [
        "ca.p12",
        "ca.pem",
        "crl.der",
        "seal.p12",
    ]
    root = x509.load_pem_x509_certificate((key_folder / "ca.pem").read_bytes())
    assert root.subject.rfc4514_string() == "CN=Ekbacka kommun Samverkan CA,O=Ekbacka kommun,C=SE"
    assert (root.not_valid_after_utc - root.not_valid_before_utc).days // 365 == 30
    crl = x509.load_der_x509_crl((key_folder / "crl.der").read_bytes())
    assert crl.is_signature_valid(root.public_key())
    assert len(crl) == 0
    assert crl.next_update_utc == root.not_valid_after_utc


def test_keys_can_be_read_by_their_owner_only(key_folder):
    for name in ("ca.p12", "seal.p12"):
        assert stat.S_IMODE((key_folder / name).stat().st_mode) == 0o600


def test_keys_are_never_overwritten(key_folder):
    before = (key_folder / "ca.p12").read_bytes()
    with pytest.raises(FileExistsError):
        authority.create(key_folder, name="Annan kommun", password="x", at=MADE)
    assert (key_folder / "ca.p12").read_bytes() == before


def test_one_file_left_behind_is_enough_to_refuse(tmp_path):
    (tmp_path / "seal.p12").write_bytes(b"somebody's seal")
    with pytest.raises(FileExistsError):
        authority.create(tmp_path, name="Ekbacka kommun", password="x", at=MADE)
    assert [path.name for path in tmp_path.iterdir()] == ["seal.p12"]


def test_a_wrong_password_opens_nothing(key_folder):
    with pytest.raises(ValueError):
        authority.Authority.load(key_folder / "ca.p12", password="fel")
    with pytest.raises(ValueError):
        authority.SealKey.load(key_folder / "seal.p12", password="fel")


def test_the_seal_may_have_its_own_password(tmp_path):
    authority.create(tmp_path, name="Ekbacka", password="rot", seal_password="stämpel", at=MADE)
    assert authority.SealKey.load(tmp_path / "seal.p12", password="stämpel")
    with pytest.raises(ValueError):
        authority.SealKey.load(tmp_path / "seal.p12", password="rot")


def test_the_seal_names_the_authority(seal_key):
    assert subject(seal_key) == {
        "country_name": "SE",
        "organization_name": "Ekbacka kommun",
        "common_name": "Ekbacka kommun (elektronisk stämpel)",
    }


def test_a_signer_is_named_for_the_party(ca):
    key = ca.issue("Charlotte Andersson", "Kommunal", at=SIGNED)
    assert subject(key) == {
        "country_name": "SE",
        "organization_name": "Kommunal",
        "common_name": "Charlotte Andersson",
    }
    assert key.name == "Charlotte Andersson"


def test_each_signature_has_a_key_and_a_serial_number_of_its_own(ca):
    one, two = (ca.issue("Jonas Öberg", "Vision", at=SIGNED).signer for _ in range(2))
    assert one.signing_cert.serial_number != two.signing_cert.serial_number
    assert one.signing_cert.public_key.dump() != two.signing_cert.public_key.dump()


def test_a_signers_certificate_may_sign_and_nothing_else(ca):
    certificate = ca.issue("Jonas Öberg", "Vision", at=SIGNED).signer.signing_cert
    assert certificate.key_usage_value.native == {"digital_signature", "non_repudiation"}
    assert certificate.ca is False
    assert certificate.not_valid_before == SIGNED
    lifetime = certificate.not_valid_after - certificate.not_valid_before
    assert timedelta(days=3650) < lifetime < timedelta(days=3660)


def test_a_signers_key_is_never_stored(ca, key_folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was opened")

    before = {path.name: path.read_bytes() for path in key_folder.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr("builtins.open", refuse)
        patched.setattr("os.open", refuse)
        key = ca.issue("Jonas Öberg", "Vision", at=SIGNED)
    assert {path.name: path.read_bytes() for path in key_folder.iterdir()} == before
    assert key.signer.signing_key.dump().hex() not in repr(key)


def test_keys_do_not_show_in_logs(ca, seal_key):
    assert not re.search("PrivateKey|signing_key", repr(ca) + repr(seal_key))


@pytest.mark.parametrize("name", ["Å" * 63, "Å" * 64, "Å" * 200, "Barn- och utbildning " * 5])
def test_a_long_name_still_makes_valid_certificates(tmp_path, name):
    authority.create(tmp_path, name=name, password=PASSWORD, at=MADE)
    seal = authority.SealKey.load(tmp_path / "seal.p12", password=PASSWORD)
    assert seal.name.endswith(" (elektronisk stämpel)")
    assert len(seal.name.encode()) <= 64
    ca = authority.Authority.load(tmp_path / "ca.p12", password=PASSWORD)
    signer = ca.issue(name, name, at=SIGNED)
    assert name.startswith(signer.name)
    assert len(signer.name) >= 30


def test_the_key_files_open_with_ordinary_tools(key_folder):
    key, certificate, others = pkcs12.load_key_and_certificates(
        (key_folder / "seal.p12").read_bytes(), PASSWORD.encode()
    )
    assert key.curve.name == "secp256r1"
    assert others == [x509.load_pem_x509_certificate((key_folder / "ca.pem").read_bytes())]
    certificate.verify_directly_issued_by(others[0])
