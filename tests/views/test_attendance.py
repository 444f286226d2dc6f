"""Närvaro through the web."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import State
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def room(called):
    """The attendees of a called meeting by first name."""
    return {someone.name.split()[0]: someone for someone in called.attendees.all()}


def page_of(meeting):
    return f"/moten/{meeting.pk}/narvaro/"


def field(someone, **values):
    return {f"d{someone.pk}-{name}": value for name, value in values.items()}


def presence(someone):
    someone.refresh_from_db()
    return someone.presence


def test_everybody_is_marked_at_once(sara_writes, called, room):
    posted = field(room["Jonas"], presence="present") | field(room["Kim"], presence="remote")
    answer = sara_writes.post(page_of(called), posted)
    assert answer.status_code == 303
    assert (presence(room["Jonas"]), presence(room["Kim"])) == ("present", "remote")


def test_mark_all_leaves_those_who_are_marked(sara_writes, called, room, sara):
    room["Kim"].mark("excused", by=sara)
    sara_writes.post(page_of(called) + "alla/")
    assert presence(room["Jonas"]) == "present"
    assert presence(room["Kim"]) == "excused"
    assert presence(room["Nils"]) == ""  # a substitute comes only when called in
    assert "5 av 5 markerade" in sara_writes.get(page_of(called)).content.decode()


def test_one_mark_answers_with_what_changed_beside_it(sara_writes, called, room):
    url = f"{page_of(called)}{room['Jonas'].pk}/"
    answer = sara_writes.post(url, field(room["Jonas"], presence="present"), **HTMX)
    assert "1 av 5 markerade" in answer.content.decode()
    assert presence(room["Jonas"]) == "present"


def test_a_substitute_is_chosen_where_somebody_is_missing(sara_writes, called, room):
    posted = field(room["Mira"], presence="excused", stand_in=room["Nils"].pk)
    sara_writes.post(page_of(called), posted)
    assert presence(room["Nils"]) == "present"
    assert room["Nils"].serves_for == room["Mira"]
    assert "ersätter Mira Åkesson" in sara_writes.get(page_of(called)).content.decode()


def test_a_substitute_of_another_party_cannot_be_chosen(sara_writes, called, room):
    posted = field(room["Kim"], presence="excused", stand_in=room["Nils"].pk)
    assert sara_writes.post(page_of(called), posted).status_code == 422
    assert presence(room["Kim"]) == ""


def test_came_and_left_are_kept_as_typed_when_one_is_wrong(sara_writes, called, room):
    posted = field(room["Kim"], presence="present", came="14.30", left="13.20")
    answer = sara_writes.post(page_of(called), posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Klockslaget för gick ligger före kom." in page
    assert 'value="14.30"' in page


def test_a_party_with_nobody_there_is_noted(sara_writes, called, room, sara):
    sara_writes.post(page_of(called) + "alla/")
    room["Kim"].mark("absent", by=sara)
    assert "Kommunal: ingen här." in sara_writes.get(page_of(called)).content.decode()


def test_a_guest_has_an_organisation_and_no_party(sara_writes, called):
    posted = {"name": "Petra Gran", "organisation": "Cesam", "presence": "present"}
    sara_writes.post(page_of(called) + "gast/", posted)
    guest = called.attendees.get(name="Petra Gran")
    assert (guest.organisation, guest.party) == ("Cesam", None)
    sara_writes.post(f"{page_of(called)}{guest.pk}/ta-bort/")
    assert not called.attendees.filter(name="Petra Gran").exists()


def test_a_guest_without_name_is_asked_about(sara_writes, called):
    answer = sara_writes.post(page_of(called) + "gast/", {"organisation": "Cesam"})
    assert answer.status_code == 422
    assert "Fyll i: Namn" in answer.content.decode()
    assert 'value="Cesam"' in answer.content.decode()


def test_whoever_has_a_mandate_is_not_removed(sara_writes, called, room):
    answer = sara_writes.post(f"{page_of(called)}{room['Kim'].pk}/ta-bort/")
    assert answer.status_code == 409


def test_adjusters_are_proposed_and_then_chosen(sara_writes, called, room):
    sara_writes.post(page_of(called) + "alla/")
    page = sara_writes.get(page_of(called)).content.decode()
    assert page.count(" checked>") >= 4
    chosen = [room["Jonas"].pk, room["Mira"].pk]
    sara_writes.post(page_of(called) + "justerare/", {"justerare": chosen})
    assert {adjuster.attendee_id for adjuster in called.serving_adjusters()} == set(chosen)


def test_a_group_without_adjusters_is_not_asked_for_them(sara_writes, small_group):
    meeting = builders.meeting_in(State.CALLED, small_group)
    assert "Välj justerare" not in sara_writes.get(page_of(meeting)).content.decode()


def test_the_meeting_may_start_with_nobody_marked(sara_writes, called):
    assert "Starta mötet" in sara_writes.get(page_of(called)).content.decode()
    sara_writes.post(f"/moten/{called.pk}/starta/")
    called.refresh_from_db()
    assert called.state == State.ONGOING


def test_the_page_costs_the_same_for_few_and_many(sara_writes, called, sara):
    def cost():
        sara_writes.get(page_of(called))
        with CaptureQueriesContext(connection) as asked:
            sara_writes.get(page_of(called))
        return len(asked)

    few = cost()
    for number in range(3):
        called.add_guest(name=f"Gäst {number}", by=sara)
    assert cost() == few


def test_a_locked_meeting_is_not_marked(sara_writes, signing):
    assert sara_writes.get(page_of(signing)).url == f"/moten/{signing.pk}/"


def test_others_mark_nobody(signed_in, world, called, room):
    for user, status in ((world.mira, 403), (world.hanna, 403), (world.olle, 404)):
        client = signed_in(user)
        assert client.get(page_of(called)).status_code == status
        url = f"{page_of(called)}{room['Kim'].pk}/"
        assert client.post(url, field(room["Kim"], presence="absent")).status_code == status
    assert presence(room["Kim"]) == ""


def test_a_changed_row_does_not_put_the_old_substitute_back(sara_writes, called, room, sara):
    """Mira comes after all in the same save that marks her substitute as remote."""
    room["Mira"].mark("excused", by=sara)
    room["Mira"].is_replaced_by(room["Nils"], by=sara)
    posted = field(room["Mira"], presence="excused", stand_in="")
    posted |= field(room["Nils"], presence="remote")
    sara_writes.post(page_of(called), posted)
    room["Nils"].refresh_from_db()
    assert (room["Nils"].presence, room["Nils"].serves_for) == ("remote", None)
