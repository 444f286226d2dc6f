"""What is changed after the meeting is marked: utfall, positions, attendance and adjusters."""

import uuid
from datetime import timedelta

import pytest

from meetings import clock
from meetings.models import Meeting
from tests import builders

pytestmark = pytest.mark.slow


def told(meeting):
    return [(change.about, str(change)) for change in meeting.later_changes.all()]


def attendee(meeting, first):
    return meeting.attendees.get(name__startswith=first)


@pytest.fixture
def item(drafted):
    return drafted.items.get(heading__startswith="Budget")


def test_nothing_is_marked_while_the_meeting_goes_on(ongoing, sara):
    attendee(ongoing, "Kim").mark("excused", by=sara)
    ongoing.items.first().set_outcome("agreed", by=sara)
    ongoing.choose_adjusters([attendee(ongoing, "Mira")], by=sara)
    assert told(ongoing) == []


def test_an_utfall_and_who_disagrees_are_told_in_words(drafted, item, world, sara):
    with clock.at(drafted.ended_at + timedelta(hours=18)):
        item.set_outcome("agreed", by=sara)
        item.set_outcome("disagreed", by=sara, disagreeing=[world.kommunal])
    agreed = "Samverkan avslutad, parterna är eniga, avslutades vid mötet"
    disagreed = "Samverkan avslutad, oeniga: Kommunal, avslutades vid mötet"
    assert told(drafted) == [
        (item.heading, f"Inget utfall → {agreed}"),
        (item.heading, f"{agreed} → {disagreed}"),
    ]


def test_it_says_when_and_by_whom(drafted, item, sara):
    with clock.at(builders.moment(drafted.day, 15, 30)):
        item.set_outcome("filed", by=sara)
    (change,) = drafted.later_changes.all()
    assert change.told.endswith("kl. 15.30 av Sara Lind: Inget utfall → Läggs till handlingarna")
    assert change.what == f"Utfall, {item.heading}"


def test_the_same_utfall_again_is_no_change(drafted, item, sara):
    item.set_outcome("filed", by=sara)
    item.set_outcome("filed", by=sara)
    assert len(told(drafted)) == 1


def test_attendance_is_marked_also_of_the_substitute_who_steps_down(drafted, sara):
    mira, nils = attendee(drafted, "Mira"), attendee(drafted, "Nils")
    mira.mark("excused", by=sara)
    mira.is_replaced_by(nils, by=sara)
    mira.mark("present", by=sara)
    assert told(drafted) == [
        ("Mira Åkesson", "Här → Förhinder"),
        ("Nils Frost", "Inte markerad → Här, ersätter Mira Åkesson"),
        ("Mira Åkesson", "Förhinder → Här"),
        ("Nils Frost", "Här, ersätter Mira Åkesson → Här"),
    ]


def test_a_guest_who_is_taken_away_again_leaves_both_marks(drafted, sara):
    guest = drafted.add_guest(name="Petra Gran", by=sara)
    guest.take_away(by=sara)
    assert told(drafted) == [
        ("Petra Gran", "Inte antecknad → Här"),
        ("Petra Gran", "Gäst, Här → Borttagen"),
    ]


def test_marking_all_marks_those_it_changed(drafted, sara):
    attendee(drafted, "Kim").mark("", by=sara)
    drafted.mark_all_present(by=sara)
    assert told(drafted)[1:] == [("Kim Berg", "Inte markerad → Här")]


def test_other_adjusters_are_told_with_their_parties(drafted, sara):
    drafted.choose_adjusters([attendee(drafted, "Mira")], by=sara)
    drafted.choose_adjusters([], by=sara)
    assert told(drafted) == [
        ("", "Ingen vald → Mira Åkesson för Vision"),
        ("", "Mira Åkesson för Vision → Ingen vald"),
    ]


def test_a_page_from_before_the_end_marks_too(ongoing, sara):
    """The row that a writer loaded says that the meeting goes on; the database knows better."""
    kim = attendee(ongoing, "Kim")
    Meeting.objects.get(pk=ongoing.pk).finish(by=sara)
    kim.mark("remote", by=sara)
    assert told(ongoing) == [("Kim Berg", "Här → På distans")]


def test_ordinary_text_is_not_marked(drafted, sara):
    builders.add_row(drafted.items.first(), "Ett stycke till.", by=sara)
    drafted.items.first().describe(heading="En annan rubrik", by=sara)
    assert told(drafted) == []


def test_a_disagreement_is_marked_by_who_disagrees(drafted, item, world, sara):
    row = builders.add_row(item, "Vi delar inte uppfattningen.", by=sara, kind="disagreement",
                           speaks=[world.kommunal])  # fmt: skip
    row.describe(by=sara, save_id=uuid.uuid4(), speaks=[world.kommunal, world.vision])
    row.describe(by=sara, save_id=uuid.uuid4(), speaker="Kim Berg")
    row.delete_row(by=sara, save_id=uuid.uuid4())
    row.restore(by=sara, save_id=uuid.uuid4())
    both = "Oenig: Kommunal och Vision"
    assert [said for _about, said in told(drafted)] == [
        "Ingen oenighet → Oenig: Kommunal",
        f"Oenig: Kommunal → {both}",
        f"{both} → Ingen oenighet",
        f"Ingen oenighet → {both}",
    ]
