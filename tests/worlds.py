"""The usual cast and meetings as fixtures. Loaded for all tests from `tests/conftest.py`."""

import pytest

from meetings.models import State
from tests import builders


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
def drafted(group):
    return builders.meeting_in(State.DRAFTED, group)


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
