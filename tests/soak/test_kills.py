"""kill -9 at every step, with another process taking over."""

import pytest

from tests.justering import kills
from tests.postoffice import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


@pytest.fixture
def post(settings):
    with opened(settings) as office:
        yield office


@pytest.mark.parametrize("place", kills.PRINTING)
def test_killed_while_printing(place, group, keys, tmp_path, post):
    kills.killed_while_printing(kills.PRINTING[place], group, tmp_path, post, process=True)


@pytest.mark.parametrize("place", kills.SEALING)
def test_killed_while_sealing(place, group, keys, tmp_path, post):
    kills.killed_while_sealing(kills.SEALING[place], group, tmp_path, post, process=True)


@pytest.mark.parametrize("place", kills.MAIL)
def test_killed_while_mailing(place, group, keys, tmp_path, post):
    kills.killed_while_mailing(*kills.MAIL[place], group, tmp_path, post, process=True)
