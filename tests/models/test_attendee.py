"""People at a meeting: how they are marked, and who serves for whom."""

from datetime import time

import pytest

from meetings.errors import DomainError


@pytest.fixture
def room(called):
    """The attendees of a called meeting by first name."""
    people = {someone.name.split()[0]: someone for someone in called.attendees.all()}
    for someone in people.values():
        someone.meeting = called
    return people


def test_a_substitute_serves_for_somebody_of_the_same_party(room, sara):
    with pytest.raises(DomainError, match="annan part"):
        room["Nils"].mark("present", by=sara, serves_for=room["Kim"])


def test_nobody_serves_for_somebody_who_is_there(room, sara):
    room["Mira"].mark("remote", by=sara)
    with pytest.raises(DomainError, match="själv på mötet"):
        room["Nils"].mark("present", by=sara, serves_for=room["Mira"])


def test_whoever_serves_is_there(room, sara):
    room["Mira"].mark("excused", by=sara)
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    assert (room["Nils"].presence, room["Nils"].serves_for) == ("present", room["Mira"])


def test_a_substitute_sent_home_serves_for_nobody(room, sara):
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    room["Mira"].is_replaced_by(None, by=sara)
    room["Nils"].refresh_from_db()
    assert room["Nils"].serves_for is None


def test_nobody_leaves_before_coming(room, sara):
    with pytest.raises(DomainError) as no:
        room["Kim"].mark("present", by=sara, came=time(14), left=time(13))
    assert no.value.field == "left"


def test_the_document_says_who_was_missing_and_for_whom(called, room, sara):
    called.mark_all_present(by=sara)
    room["Mira"].mark("excused", by=sara)
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    said = {someone.name: someone for someone in called.document().attendees}
    assert said["Mira Åkesson"].presence == "excused"
    assert said["Nils Frost"].serves_for == "Mira Åkesson"


def test_whoever_comes_after_all_has_nobody_in_her_place(room, sara):
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    room["Mira"].mark("present", by=sara)
    room["Nils"].refresh_from_db()
    assert (room["Nils"].serves_for, room["Nils"].presence) == (None, "present")


def test_marking_all_leaves_out_those_with_somebody_in_their_place(called, room, sara):
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    called.mark_all_present(by=sara)
    room["Mira"].refresh_from_db()
    assert room["Mira"].presence == ""


def test_nobody_who_was_away_is_named_as_chair_or_writer(called, room, sara):
    for name in ("Jonas", "Sara"):
        room[name].mark("excused", by=sara)
    said = called.document()
    assert (said.chair, said.secretary) == ("", "")
