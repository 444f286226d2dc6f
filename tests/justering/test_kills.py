"""kill -9 of the worker: whoever takes over comes to the one right outcome."""

import pytest

from tests.justering import kills
from tests.postoffice import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def post(settings):
    with opened(settings) as office:
        yield office


def test_killed_between_printing_and_storing(group, keys, tmp_path, post):
    place = kills.PRINTING["printed, not stored"]
    kills.killed_while_printing(place, group, tmp_path, post)


def test_killed_between_two_signatures(group, keys, tmp_path, post):
    place = kills.SEALING["a revision stored, not committed"]
    kills.killed_while_sealing(place, group, tmp_path, post)


def test_killed_with_the_seal_in_hand(group, keys, tmp_path, post):
    place = kills.SEALING["the copy stored, not the seal"]
    kills.killed_while_sealing(place, group, tmp_path, post)


def test_killed_with_a_mail_sent_and_not_written_down(group, keys, tmp_path, post):
    place = kills.MAIL["a mail sent, not written down"]
    kills.killed_while_mailing(*place, group, tmp_path, post)
