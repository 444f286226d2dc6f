"""Whom the engine proposes to sign, and how it explains itself."""

import pytest

from meetings.errors import DomainError
from meetings.models import Group, Secretary, State
from tests import builders


@pytest.fixture
def under(world):
    """under(who, …) is a meeting that has ended, in a group with that rule."""

    def held(who, **rules):
        Group.objects.filter(pk=world.group.pk).update(who_adjusts=who, **rules)
        world.group.refresh_from_db()
        return builders.meeting_in(State.DRAFTED, world.group)

    return held


def proposed(meeting):
    return [one.attendee.name for one in meeting.proposal().people]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("employer", ["Jonas Öberg"]),
        ("each_union", ["Kim Berg", "Lena Palm", "Mira Åkesson"]),
        ("unions", ["Kim Berg", "Lena Palm"]),
        ("both", ["Jonas Öberg", "Kim Berg", "Lena Palm"]),
        ("chair", ["Jonas Öberg", "Kim Berg"]),
        ("chosen", []),
    ],
)
def test_each_rule_points_at_its_people(under, who, names):
    assert proposed(under(who, adjusting_unions=2)) == names


def test_whoever_signed_last_time_comes_before_the_order_of_the_parties(under, world):
    earlier = under("unions", adjusting_unions=1)
    (mira,) = earlier.attendees.filter(user=world.mira)
    earlier.choose_adjusters([mira], by=world.sara)
    type(earlier).objects.filter(pk=earlier.pk).update(day=builders.LONG_AGO)
    (one,) = under("unions", adjusting_unions=1).proposal().people
    assert (one.attendee.name, one.because) == (
        "Mira Åkesson",
        "var på mötet, justerade förra gången",
    )


def test_a_mandate_that_did_not_hold_on_the_day_proposes_nobody(under, world):
    meeting = under("each_party")
    world.group.representatives.filter(user=world.mira).update(ends=builders.LONG_AGO)
    proposal = meeting.proposal()
    assert "Mira Åkesson" not in [one.attendee.name for one in proposal.people]
    assert proposal.remarks == ("Vision: Mira Åkesson hade inget mandat på mötets dag.",)


def test_a_mandate_that_has_ended_since_still_counts(under, world):
    meeting = under("each_party")
    world.group.representatives.filter(user=world.mira).update(ends=meeting.day)
    assert "Mira Åkesson" in proposed(meeting)


def test_a_party_that_was_not_there_is_told_of(under, world):
    meeting = under("each_union")
    meeting.attendees.filter(party=world.vision).update(presence="excused")
    assert meeting.proposal().remarks == ("Vision var inte på mötet och ska inte justera.",)


def test_the_minute_taker_is_never_alone(under, world):
    Secretary.objects.filter(user=world.sara).update(user=world.jonas)
    meeting = under("employer")
    jonas = meeting.attendees.get(user=world.jonas)
    assert jonas.writes
    assert meeting.proposal().remarks == (
        "Arbetsgivaren: Jonas Öberg förde protokollet och kan inte justera ensam.",
    )
    with pytest.raises(DomainError, match="kan inte vara ensam om att justera"):
        meeting.choose_adjusters([jonas], by=world.sara)
    assert proposed(under("each_party")) == [
        "Jonas Öberg",
        "Kim Berg",
        "Lena Palm",
        "Mira Åkesson",
    ]


def test_the_meeting_keeps_the_rule_that_it_was_planned_with(under, world):
    meeting = under("both", adjusting_unions=1)
    Group.objects.update(who_adjusts="nobody", adjusting_unions=3)
    meeting.refresh_from_db()
    assert meeting.proposal().rule == "Arbetsgivaren och en facklig organisation justerar."
