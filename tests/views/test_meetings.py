from datetime import date, time

import pytest
from django.urls import reverse

from meetings import clock
from meetings.models import Meeting, State
from tests import builders
from tests.builders import meeting_in

MONDAY = date(2024, 3, 4)


@pytest.fixture
def monday():
    with clock.at(clock.swedish(MONDAY, 9)):
        yield


@pytest.fixture
def new(monday, signed_in, sara, group):
    """new(day="2.4") posts the form for a new meeting, otherwise as it is filled in."""
    address = reverse("new_meeting", args=[group.slug])
    client = signed_in(sara)

    def post(button="skapa", **given):
        usual = {
            "day": "tisdag 2 april",
            "starts": "13.00",
            "ends": "15.00",
            "place": "Rum Linden",
            "summons_days": 5,
            "questions_days": 3,
            "signing_days": 3,
        }
        return client.post(address, {**usual, **given, button: "1"})

    return post


@pytest.fixture
def page(signed_in):
    return lambda meeting, user: signed_in(user).get(meeting.get_absolute_url())


# --- Möten ---------------------------------------------------------------------------------------


def test_the_index_shows_the_year_and_what_comes(signed_in, kim, planned, sealed):
    response = signed_in(kim).get(reverse("meetings"))
    assert [m.pk for m in response.context["coming"]] == [planned.pk]
    assert [m.pk for m in response.context["earlier"]] == [sealed.pk]
    assert "Årets möten" in response.text


def test_hr_sees_every_group_and_outsiders_none(signed_in, hanna, olle, planned):
    assert len(signed_in(hanna).get(reverse("meetings")).context["board"]) == 1
    empty = signed_in(olle).get(reverse("meetings"))
    assert empty.context["board"] == []
    assert "Du är inte med i någon grupp än" in empty.text


@pytest.mark.slow
def test_three_of_everything_cost_no_more_than_one(signed_in, sara, group, same_queries):
    client = signed_in(sara)

    def more():
        for state in (State.SIGNING, State.SEALED, State.PLANNED, State.CANCELLED):
            meeting_in(state, group)

    same_queries(lambda: client.get(reverse("meetings")), more, at_most=12)


# --- Nytt möte -----------------------------------------------------------------------------------


def test_the_form_is_filled_in_from_the_group(monday, signed_in, sara, group):
    meeting_in(State.CALLED, group, day=date(2024, 3, 12))
    text = signed_in(sara).get(reverse("new_meeting", args=[group.slug])).text
    for value in ("tisdag 9 april 2024", "13.00", "15.00", "Rum Linden"):
        assert f'value="{value}"' in text
    assert "senast tisdag 2 april" in text  # the summons, five working days before


def test_the_agenda_is_shown_for_the_day(new, group):
    response = new("visa", day="12.3")
    assert "Månadens tema: lönerevision" in response.text
    assert group.meetings.count() == 0


def test_a_meeting_is_made_with_its_own_days(new, group):
    response = new(day="2 april", summons_days=10, questions_days=4)
    meeting = group.meetings.get()
    assert (response.status_code, response["Location"]) == (303, meeting.get_absolute_url())
    assert (meeting.day, meeting.starts, meeting.ends) == (date(2024, 4, 2), time(13), time(15))
    assert meeting.summons_by == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"day": "1 mars"}, "day", "Välj en dag som inte har varit."),
        ({"day": "torsdag 15 mars"}, "day", "15 mars är en fredag, du skrev torsdag"),
        ({"day": "31.4"}, "day", "April 2024 har 30 dagar, du skrev 31.4"),
        ({"day": "2.4 3.4"}, "day", "Skriv en dag, till exempel 12 mars."),
        ({"starts": "ett"}, "starts", "Skriv klockslaget som 13.00."),
        ({"ends": "12"}, "ends", "Mötet slutar före det börjar."),
        ({"summons_days": "x"}, "summons_days", "Skriv ett antal dagar, till exempel 5."),
        (
            {"questions_days": 5},
            "questions_days",
            "Sista dag att anmäla frågor ligger före kallelsen.",
        ),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(new, given, field, told):
    response = new(place="Sal Björken", **given)
    assert response.status_code == 422
    assert list(response.context["form"].errors[field]) == [told]
    assert f'value="{given[field]}"' in response.text
    assert 'value="Sal Björken"' in response.text


def test_the_form_sent_twice_makes_one_meeting(new, group):
    new()
    assert new().status_code == 422
    assert group.meetings.count() == 1


def test_a_date_early_in_the_year_is_next_years(signed_in, sara, group):
    with clock.at(clock.swedish(date(2024, 11, 4), 9)):
        typed = {"day": "16.1", "starts": "13", "summons_days": 5, "questions_days": 3}
        signed_in(sara).post(
            reverse("new_meeting", args=[group.slug]), {**typed, "signing_days": 3}
        )
    assert group.meetings.get().day == date(2025, 1, 16)


def test_a_holiday_is_told_and_allowed(new, group):
    assert "1 april är en helgdag" in new("visa", day="1.4").text
    assert new(day="1.4").status_code == 303


def test_a_group_without_adjusters_is_not_asked_for_days_to_sign(signed_in, sara, small_group):
    text = signed_in(sara).get(reverse("new_meeting", args=[small_group.slug])).text
    assert "justera" not in text.lower()


# --- One address for the whole life --------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "links"),
    [
        (State.PLANNED, ["summons", "attendance", "cancel_meeting", "write"]),
        (State.CALLED, ["attendance", "summons", "cancel_meeting"]),
        (State.ONGOING, ["write", "attendance", "finish_meeting"]),
        (State.DRAFTED, ["write", "send_for_signing"]),
        (State.SIGNING, ["follow_signing", "protocol"]),
    ],
)
def test_the_secretary_has_the_next_step(page, sara, group, state, links):
    meeting = meeting_in(state, group)
    text = page(meeting, sara).text
    assert [name for name in links if reverse(name, args=[meeting.pk]) not in text] == []


@pytest.mark.parametrize("state", [State.PLANNED, State.CALLED, State.ONGOING, State.DRAFTED])
def test_members_see_the_agenda_but_no_text_and_no_verbs(page, kim, sara, group, state):
    meeting = meeting_in(state, group)
    builders.add_row(meeting.items.first(), "Hemligt utkast", by=sara)
    text = page(meeting, kim).text
    assert "Budget och verksamhetsplan" in text
    assert "Hemligt utkast" not in text
    for name in ("write", "attendance", "cancel_meeting", "finish_meeting", "send_for_signing"):
        assert reverse(name, args=[meeting.pk]) not in text


def test_an_adjuster_is_led_to_signing_until_she_has_signed(page, kim, signing):
    assert reverse("sign", args=[signing.pk]) in page(signing, kim).text
    builders.sign(signing, kim)
    assert reverse("sign", args=[signing.pk]) not in page(signing, kim).text


def test_a_sealed_meeting_is_its_protocol(page, kim, sealed):
    assert page(sealed, kim)["Location"] == reverse("protocol", args=[sealed.pk])


def test_a_page_that_waits_for_the_seal_is_sent_on(signed_in, kim, sealed):
    response = signed_in(kim).get(sealed.get_absolute_url(), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("protocol", args=[sealed.pk])


def test_what_was_sent_back_says_why(page, kim, sara, signing):
    builders.send_back(signing, kim, reason="Vår fråga saknas.")
    text = page(signing, sara).text
    assert "Kommunal har skickat tillbaka protokollet: punkt 1" in text
    assert "Vår fråga saknas." in text


def test_outsiders_get_no_meeting(page, olle, planned):
    assert page(planned, olle).status_code == 404


@pytest.mark.parametrize(
    ("state", "words", "current"),
    [
        (State.PLANNED, 7, "Förberett"),
        (State.CALLED, 7, "Kallat"),
        (State.ONGOING, 7, "Möte"),
        (State.DRAFTED, 7, "Renskrivet"),
        (State.REVIEW, 7, "Synpunkter"),
        (State.SIGNING, 6, "Justering"),
        (State.SEALED, 6, None),
        (State.CANCELLED, 3, "Inställt"),
    ],
)
def test_the_line_stands_where_the_meeting_is(group, state, words, current):
    stops = meeting_in(state, group).stops()
    assert len(stops) == words
    assert [stop.word for stop in stops if stop.state == "current"] == (
        [current] if current else []
    )


def test_a_meeting_that_was_never_called_has_no_such_stop(group):
    stops = meeting_in(State.DRAFTED, group, called=False).stops()
    assert [stop.word for stop in stops] == [
        "Förberett",
        "Möte",
        "Renskrivet",
        "Synpunkter",
        "Justering",
        "Justerat",
    ]


def test_a_group_that_asks_for_no_comments_has_no_such_stop(group):
    group.comments_days = 0
    group.save()
    assert len(meeting_in(State.DRAFTED, group).stops()) == 6


def test_a_text_that_was_out_for_comments_keeps_the_stop(group, sara):
    meeting = meeting_in(State.REVIEW, group)
    builders.send(meeting, by=sara)
    stop = meeting.stops()[4]
    assert (stop.word, stop.state) == ("Synpunkter", "done")


def test_a_small_group_has_three_stops(small_group):
    stops = meeting_in(State.SEALED, small_group).stops()
    assert [(stop.word, stop.state) for stop in stops] == [
        ("Förberett", "done"),
        ("Möte", "done"),
        ("Klart", "done"),
    ]


# --- Verbs ---------------------------------------------------------------------------------------


def test_starting_leads_to_the_text(signed_in, sara, called):
    response = signed_in(sara).post(reverse("start_meeting", args=[called.pk]))
    assert response["Location"] == reverse("write", args=[called.pk])
    assert Meeting.objects.get().state == State.ONGOING


def test_finishing_says_what_follows_and_then_does_it(signed_in, sara, ongoing):
    client, address = signed_in(sara), reverse("finish_meeting", args=[ongoing.pk])
    assert "du renskriver den innan den skickas till justering" in client.get(address).text
    assert client.post(address).status_code == 303
    assert Meeting.objects.get().state == State.DRAFTED


def test_making_done_says_who_is_told(signed_in, sara, small_group):
    meeting = meeting_in(State.ONGOING, small_group)
    client, address = signed_in(sara), reverse("make_done", args=[meeting.pk])
    assert "gruppens 3 medlemmar får ett mejl" in client.get(address).text
    client.post(address)
    assert Meeting.objects.get().state == State.PRINTING


def test_cancelling_asks_why_and_tells_everybody(signed_in, sara, kim, called, page):
    client, address = signed_in(sara), reverse("cancel_meeting", args=[called.pk])
    assert client.post(address, {"because": " "}).status_code == 422
    client.post(address, {"because": "För få kan komma."})
    assert Meeting.objects.get().state == State.CANCELLED
    assert "För få kan komma." in page(called, kim).text


def test_only_the_secretary_may(signed_in, kim, olle, called, ongoing):
    for name in ("start_meeting", "cancel_meeting", "finish_meeting", "make_done"):
        for user, status in ((kim, 403), (olle, 404)):
            response = signed_in(user).post(reverse(name, args=[called.pk]))
            assert response.status_code == status


def test_start_is_a_button_not_an_address(signed_in, sara, called):
    assert signed_in(sara).get(reverse("start_meeting", args=[called.pk])).status_code == 405


@pytest.mark.parametrize("state", [State.PLANNED, State.DRAFTED, State.SIGNING])
def test_a_long_meeting_costs_no_more_queries(page, sara, group, state, same_queries):
    meeting = meeting_in(state, group)

    def more():
        meeting.attendees.create(name="Gäst", presence="present")
        if state != State.SIGNING:
            meeting.add_item("Ett ärende till")

    same_queries(lambda: page(meeting, sara), more)


@pytest.mark.parametrize("name", ["cancel_meeting", "finish_meeting", "make_done"])
def test_asking_for_the_head_of_a_page_does_nothing(signed_in, sara, ongoing, name):
    signed_in(sara).head(reverse(name, args=[ongoing.pk]))
    assert Meeting.objects.get().state == State.ONGOING
