"""Who stands on a meeting's list when the mandates have changed since it was planned."""

from datetime import timedelta

import pytest

from meetings import clock
from tests import builders


def named(meeting):
    return {someone.name for someone in meeting.attendees.all()}


def ends_before(mandate, meeting):
    mandate.ends = meeting.day - timedelta(days=1)
    mandate.save()


@pytest.fixture
def mandates(group):
    return {mandate.user.name.split()[0]: mandate for mandate in group.representatives.all()}


def test_whoever_was_given_a_mandate_since_is_called(planned, group, world, sara):
    builders.mandate(group, builders.person("Nora Ny"), world.kommunal)
    planned.call(by=sara)
    assert "Nora Ny" in named(planned)


def test_whoever_has_no_mandate_on_the_day_is_not_on_the_list(called, mandates, sara):
    ends_before(mandates["Kim"], called)
    called.start(by=sara)
    assert "Kim Berg" not in named(called)


def test_whoever_was_marked_already_stays(called, mandates, sara):
    kim = called.attendees.get(name="Kim Berg")
    kim.mark("present", by=sara)
    ends_before(mandates["Kim"], called)
    called.start(by=sara)
    assert "Kim Berg" in named(called)


def test_names_and_titles_are_those_of_the_day(called, mandates, mira, sara):
    mira.name = "Mira Åkesson Lind"
    mira.save()
    mandates["Mira"].title = "ordförande i Vision"
    mandates["Mira"].save()
    called.start(by=sara)
    row = called.attendees.get(user=mira)
    assert (row.name, row.title) == ("Mira Åkesson Lind", "ordförande i Vision")


def test_a_name_changed_after_the_meeting_changes_nothing_in_it(drafted, mira):
    mira.name = "Mira Åkesson Lind"
    mira.save()
    assert "Mira Åkesson" in {someone.name for someone in drafted.document().attendees}


def test_presence_that_was_marked_before_the_start_is_kept(called, mira, sara):
    called.attendees.get(user=mira).mark("remote", by=sara)
    called.start(by=sara)
    assert called.attendees.get(user=mira).presence == "remote"


def test_a_renewed_mandate_is_the_same_person(called, mandates, group, world, sara):
    called.attendees.get(name="Kim Berg").mark("excused", by=sara)
    ends_before(mandates["Kim"], called)
    builders.mandate(group, world.kim, world.kommunal, starts=called.day)
    called.start(by=sara)
    assert [kim.presence for kim in called.attendees.filter(user=world.kim)] == ["excused"]


def test_a_new_chair_takes_the_place_of_the_old(called, mandates, group, world, sara):
    ends_before(mandates["Jonas"], called)
    boss = builders.person("Berit Boss")
    builders.mandate(group, boss, world.employer, chairs=True)
    called.start(by=sara)
    assert called.attendees.get(chairs=True).user == boss


def test_whoever_writes_now_is_named_in_the_minutes(called, group, sara):
    group.secretaries.update(ends=clock.today())
    writer = builders.person("Siv Skriver")
    builders.secretary(group, writer, starts=clock.today())
    called.start(by=writer)
    assert called.document().secretary == "Siv Skriver, sekreterare"


def test_guests_stay(called, sara):
    called.add_guest(name="Gäst Andersson", by=sara)
    called.start(by=sara)
    assert "Gäst Andersson" in named(called)
