import io
import stat

import pytest
from django.core.management import CommandError, call_command

from meetings.signing.authority import Authority, SealKey


def make_keys(folder, *words, **options):
    out, told = io.StringIO(), io.StringIO()
    options = {"name": "Ekbacka kommun", **options}
    call_command("make_keys", *words, folder=str(folder), stdout=out, stderr=told, **options)
    return dict(line.split("=", 1) for line in out.getvalue().splitlines())


@pytest.fixture
def no_passwords(settings):
    settings.CA_KEY_PASSWORD = settings.SEAL_KEY_PASSWORD = ""


def test_what_is_printed_opens_what_was_made(tmp_path, no_passwords):
    told = make_keys(tmp_path / "keys")
    ca = Authority.load(told["CA_KEY_FILE"], password=told["CA_KEY_PASSWORD"])
    seal = SealKey.load(told["SEAL_KEY_FILE"], password=told["SEAL_KEY_PASSWORD"])
    assert "Ekbacka kommun Samverkan CA" in ca.certificate.subject.rfc4514_string()
    assert seal.name == "Ekbacka kommun (elektronisk stämpel)"
    assert told["CA_KEY_PASSWORD"] != told["SEAL_KEY_PASSWORD"]
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_passwords_that_are_set_already_are_used(tmp_path, settings):
    settings.CA_KEY_PASSWORD, settings.SEAL_KEY_PASSWORD = "rot", "stämpel"
    make_keys(tmp_path)
    assert Authority.load(tmp_path / "ca.p12", password="rot")
    assert SealKey.load(tmp_path / "seal.p12", password="stämpel")


def test_a_second_run_refuses_and_changes_nothing(tmp_path, no_passwords):
    make_keys(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(CommandError, match="finns redan"):
        make_keys(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_keys_can_be_valid_from_an_earlier_day(tmp_path, no_passwords):
    told = make_keys(tmp_path, "--from=2020-01-01")
    ca = Authority.load(told["CA_KEY_FILE"], password=told["CA_KEY_PASSWORD"])
    assert ca.certificate.not_valid_before_utc.isoformat() == "2019-12-31T23:00:00+00:00"


def test_an_authority_without_a_name_gets_no_keys(tmp_path, no_passwords):
    with pytest.raises(CommandError, match="namn"):
        make_keys(tmp_path / "keys", name="")
    assert not (tmp_path / "keys").exists()
