"""Two writers, random edits from old pages, moves, deletions, splits, merges and undos."""

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.models.two_writers import TwoWriters


def run(meeting, users, runs):
    class Here(TwoWriters):
        pass

    Here.meeting, Here.users = meeting, users
    settings = hypothesis.settings(
        max_examples=runs,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    run_state_machine_as_test(Here, settings=settings)


@pytest.mark.slow
def test_no_word_is_lost_in_a_hundred_runs(ongoing, sara, jonas):
    run(ongoing, (sara, jonas), 100)


@pytest.mark.soak
def test_no_word_is_lost_in_a_thousand_runs(ongoing, sara, jonas):
    run(ongoing, (sara, jonas), 1_000)
