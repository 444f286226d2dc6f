"""The races of tests/justering, many times over."""

import pytest
from django.core import mail

from tests.justering import races
from tests.justering.test_races import JUSTERING, WRITING

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]


@pytest.mark.parametrize("race", JUSTERING, ids=lambda race: race.__name__)
def test_justering_sixty_times(race, group):
    for _ in range(60):
        race(group)
    races.every_chain_is_whole()


@pytest.mark.parametrize("race", WRITING, ids=lambda race: race.__name__)
def test_writing_sixty_times(race, ongoing):
    for _ in range(60):
        race(ongoing)


@pytest.mark.parametrize("which", range(11))
def test_freezing_against_each_writer_twenty_times(which, group):
    for _ in range(20):
        races.freezing_against_a_writer(group, which)


def test_summonses_at_once_sixty_times(group):
    for number in range(1, 180, 3):
        races.summonses_at_once(group, number=number)


def test_two_workers_ten_times(group, keys):
    for _ in range(10):
        races.two_workers(group)


def test_three_postmen_twenty_times(group):
    for _ in range(20):
        races.two_postmen(group, mail.outbox)
