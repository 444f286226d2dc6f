"""The usual cast and meetings as fixtures. Loaded for all tests from `tests/conftest.py`."""

import pytest

from meetings.models import State
from meetings.signing import authority
from tests import builders

KEY_PASSWORD = "nycklar i Ekbacka"


@pytest.fixture(scope="session")
def _key_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation") / "keys"
    made = builders.moment(builders.LONG_AGO, 8)
    authority.create(folder, name="Ekbacka kommun", password=KEY_PASSWORD, at=made)
    return folder


@pytest.fixture
def keys(settings, _key_folder):
    """The authority's keys, made before any meeting of the tests: the worker can sign and seal."""
    settings.CA_KEY_FILE = _key_folder / authority.CA_KEY
    settings.CA_CERT_FILE = _key_folder / authority.CA_CERTIFICATE
    settings.SEAL_KEY_FILE = _key_folder / authority.SEAL_KEY
    settings.CA_KEY_PASSWORD = settings.SEAL_KEY_PASSWORD = KEY_PASSWORD


@pytest.fixture
def world(db):
    return builders.world()


@pytest.fixture
def group(world):
    return world.group


@pytest.fixture
def small_group(world):
    return builders.small_group(world)


@pytest.fixture
def sara(world):
    return world.sara


@pytest.fixture
def jonas(world):
    return world.jonas


@pytest.fixture
def mira(world):
    return world.mira


@pytest.fixture
def kim(world):
    return world.kim


@pytest.fixture
def hanna(world):
    return world.hanna


@pytest.fixture
def olle(world):
    return world.olle


@pytest.fixture
def planned(group):
    return builders.meeting_in(State.PLANNED, group)


@pytest.fixture
def called(group):
    return builders.meeting_in(State.CALLED, group)


@pytest.fixture
def ongoing(group):
    return builders.meeting_in(State.ONGOING, group)


@pytest.fixture
def item(ongoing):
    """The first item of the meeting that goes on."""
    item = ongoing.items.first()
    item.meeting = ongoing
    return item


@pytest.fixture
def drafted(group):
    return builders.meeting_in(State.DRAFTED, group)


@pytest.fixture
def in_review(group):
    """Out for synpunkter, with the usual agenda."""
    return builders.meeting_in(State.REVIEW, group)


@pytest.fixture
def printing(group):
    return builders.meeting_in(State.PRINTING, group)


@pytest.fixture
def signing(group):
    return builders.meeting_in(State.SIGNING, group)


@pytest.fixture
def sealed(group):
    return builders.meeting_in(State.SEALED, group)


@pytest.fixture
def signed_in(client):
    """signed_in(user) gives the test client with that user signed in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
