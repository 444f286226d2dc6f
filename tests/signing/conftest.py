"""An authority with its keys, a frozen protocol, and what signing and sealing make of it."""

from datetime import timedelta

import pytest

from meetings.signing import authority, pades
from tests.signing.world import MADE, PASSWORD, SIGNED, SIX, print_protocol, timestamp_service


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    authority.create(folder, name="Ekbacka kommun", password=PASSWORD, at=MADE)
    return folder


@pytest.fixture(scope="session")
def ca(key_folder):
    return authority.Authority.load(key_folder / authority.CA_KEY, password=PASSWORD)


@pytest.fixture(scope="session")
def seal_key(key_folder):
    return authority.SealKey.load(key_folder / authority.SEAL_KEY, password=PASSWORD)


@pytest.fixture(scope="session")
def roots(key_folder):
    return authority.roots(key_folder / authority.CA_CERTIFICATE)


@pytest.fixture(scope="session")
def frozen():
    return print_protocol()


@pytest.fixture(scope="session")
def steps(frozen, ca):
    """The frozen file and what it becomes signature by signature; the last has all six."""
    files = [frozen]
    for number, (name, party) in enumerate(SIX, start=1):
        files.append(
            pades.add_signature(
                files[-1],
                signer=ca.issue(name, party, at=SIGNED),
                number=number,
                reason=f"Justering för {party}",
                at=SIGNED + timedelta(hours=number),
            )
        )
    return files


@pytest.fixture(scope="session")
def sealed(frozen, seal_key):
    return pades.seal(frozen, key=seal_key, at=SIGNED)


@pytest.fixture(scope="session")
def timestamper():
    return timestamp_service(SIGNED)
