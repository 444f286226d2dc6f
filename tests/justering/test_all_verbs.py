"""No order of verbs, by whomever, changes a signed text, loses a signature or leaves it stuck."""

import hypothesis
import pytest
from hypothesis import Phase
from hypothesis.stateful import run_state_machine_as_test

from meetings.models import State
from tests import builders
from tests.justering.all_verbs import Life


def run(world, runs, phases=(Phase.generate,)):
    class Here(Life):
        pass

    drafted = builders.meeting_in(State.DRAFTED, world.group)
    builders.settle(drafted, by=world.sara)
    signing = builders.meeting_in(State.SIGNING, world.group, real=True)
    Here.world, Here.drafted, Here.signing = world, drafted.pk, signing.pk
    settings = hypothesis.settings(
        max_examples=runs,
        stateful_step_count=12,
        phases=phases,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    run_state_machine_as_test(Here, settings=settings)


# Four tests of twenty-five, so that they share the processors.
@pytest.mark.slow
@pytest.mark.parametrize("quarter", range(4))
def test_justering_holds_in_a_hundred_runs(quarter, world, keys):
    run(world, 25)


@pytest.mark.soak
@pytest.mark.parametrize("quarter", range(4))
def test_justering_holds_in_a_thousand_runs(quarter, world, keys):
    run(world, 250, (Phase.generate, Phase.shrink))
