import pytest

from meetings.models import State
from tests import builders

REACHED = [state for state in State if state != State.SEALING]


@pytest.mark.parametrize("state", REACHED)
def test_a_meeting_comes_to_every_state_by_the_real_verbs(group, state):
    meeting = builders.meeting_in(state, group)
    assert (meeting.state, meeting.events.count() > 0) == (state, True)


@pytest.mark.parametrize("state", [State.DRAFTED, State.PRINTING, State.SEALING, State.SEALED])
def test_a_group_without_adjusters_goes_its_short_way(small_group, state):
    assert builders.meeting_in(state, small_group, called=False).state == state


def test_rows_are_spread_over_the_items(drafted, sara):
    builders.write_rows(drafted, items=20, rows=60, by=sara)
    assert len(list(drafted.document().items())) == 20


@pytest.mark.slow
@pytest.mark.usefixtures("keys")
def test_the_worker_makes_real_files(group):
    meeting = builders.meeting_in(State.SEALED, group, real=True)
    assert meeting.protocol.file("sealed").content[:5] == b"%PDF-"
