"""People and workers at the same moment, on a real database with a connection each."""

import pytest
from django.core import mail

from tests.justering import races

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

JUSTERING = [
    races.two_last_adjusters,
    races.one_adjuster_twice,
    races.signing_against_sending_back,
    races.two_send_back,
    races.two_reminders,
    races.one_meeting_called_twice,
    races.calling_against_cancelling,
]
WRITING = [
    races.one_row_posted_twice,
    races.one_save_sent_twice,
    races.two_write_in_one_row,
    races.splitting_against_writing,
    races.merging_against_writing,
]


@pytest.mark.parametrize("race", JUSTERING, ids=lambda race: race.__name__)
def test_justering(race, group):
    for _ in range(10 if race is races.two_last_adjusters else 3):
        race(group)


@pytest.mark.parametrize("race", WRITING, ids=lambda race: race.__name__)
def test_writing(race, ongoing):
    for _ in range(5):
        race(ongoing)


def test_freezing_takes_every_word_that_was_not_refused(group):
    for which in range(11):
        races.freezing_against_a_writer(group, which)


def test_summonses_at_once_get_a_number_each(group):
    for number in (1, 4, 7):
        races.summonses_at_once(group, number=number)
    races.every_chain_is_whole()


def test_two_workers_make_each_thing_once(group, keys):
    races.two_workers(group)


def test_nobody_gets_a_mail_twice(group):
    races.two_postmen(group, mail.outbox)
