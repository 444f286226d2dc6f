"""Two writers mark the same person at the same moment."""

from datetime import time

import pytest

from meetings.models import AgendaItem, Attendee, Happening, Meeting, State
from tests import builders
from tests.justering.at_once import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def meeting():
    return builders.meeting_in(State.ONGOING, builders.world().group)


def press(meeting, verb, *told):
    """As a request of its own would: everything is fetched anew."""

    def act():
        sara = Meeting.objects.get(pk=meeting.pk).group.secretaries.get().user
        kim = Attendee.objects.get(meeting=meeting, name="Kim Berg")
        item = AgendaItem.objects.filter(meeting=meeting).first()
        return getattr(kim, verb)(*(item if one is ITEM else one for one in told), by=sara)

    return act


ITEM = object()


def kim_in(meeting):
    return Attendee.objects.get(meeting=meeting, name="Kim Berg")


def test_two_presses_tell_once_that_somebody_left(meeting):
    answers = at_once(*[press(meeting, "leaves", time(14, 30)) for _ in range(2)])
    assert (refusals(answers), len({answer.pk for answer in answers})) == ([], 1)
    assert Happening.objects.count() == 1


def test_two_presses_tell_once_that_somebody_is_away(meeting):
    at_once(*[press(meeting, "steps_out", ITEM) for _ in range(2)])
    assert Happening.objects.count() == 1


def test_left_and_marked_as_excused_end_in_one_of_them(meeting):
    at_once(press(meeting, "leaves", time(14, 30)), press(meeting, "mark", "excused"))
    kim, standing = kim_in(meeting), Happening.objects.standing().count()
    assert (kim.presence, kim.left, standing) == ("excused", None, 0)


def test_two_corrections_keep_the_row_and_the_hour_together(meeting):
    kim = kim_in(meeting)
    gone = kim.leaves(time(14), by=builders.User.objects.get(name="Sara Lind"))

    def correct(hour):
        def act():
            told = Happening.objects.of(meeting).get(pk=gone.pk)
            told.correct(at=hour, by=builders.User.objects.get(name="Sara Lind"))

        return act

    at_once(correct(time(14, 10)), correct(time(14, 20)))
    said = next(e.text for i in meeting.document().items() for e in i.entries if e.text)
    left = kim_in(meeting).left
    assert said == f"Kim Berg lämnade mötet kl. {left:%H.%M}."
