from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from meetings import clock
from meetings.models import Meeting, State
from tests import builders
from tests.builders import meeting_in

PASTED = "16.1 13.2\t13.3\n10/4, 1.5 5 juni"
SPRING = [date(2025, m, d) for m, d in ((1, 16), (2, 13), (3, 13), (4, 10), (5, 1), (6, 5))]


@pytest.fixture(autouse=True)
def _in_november():
    with clock.at(clock.swedish(date(2024, 11, 4), 9)):
        yield


@pytest.fixture
def plan(signed_in, sara, group):
    """plan("16.1 13.2", "skapa") posts the form as Sara."""

    def post(dates, button="visa", value="1", **given):
        typed = {"year": 2025, "dates": dates, "starts": "13.00", "ends": "15.00", "place": "Sal A"}
        address = reverse("plan_year", args=[group.slug])
        return signed_in(sara).post(address, {**typed, **given, button: value})

    return post


# --- The group's page ----------------------------------------------------------------------------


def test_an_empty_group_says_what_to_do(signed_in, sara, group):
    text = signed_in(sara).get(group.get_absolute_url()).text
    assert "Gruppen har inga möten än" in text
    assert reverse("plan_year", args=[group.slug]) in text


def test_members_do_not_plan(signed_in, kim, group):
    client = signed_in(kim)
    assert reverse("plan_year", args=[group.slug]) not in client.get(group.get_absolute_url()).text
    assert client.get(reverse("plan_year", args=[group.slug])).status_code == 403
    assert client.get(reverse("new_meeting", args=[group.slug])).status_code == 403


def test_outsiders_do_not_know_that_the_group_exists(signed_in, olle, group):
    client = signed_in(olle)
    for name in ("group", "plan_year", "new_meeting"):
        assert client.get(reverse(name, args=[group.slug])).status_code == 404


def test_the_next_meeting_has_its_one_action(signed_in, sara, planned, group):
    text = signed_in(sara).get(group.get_absolute_url()).text
    assert reverse("summons", args=[planned.pk]) in text
    assert "7 punkter på dagordningen" in text


def test_the_year_shows_themes_and_meetings(signed_in, kim, group, planned):
    response = signed_in(kim).get(group.get_absolute_url())
    november = response.context["months"][planned.day.month - 1]
    assert [meeting.pk for meeting in november["meetings"]] == [planned.pk]
    assert [str(theme) for theme in response.context["months"][1]["themes"]] == ["Årsredovisning"]


def test_members_stand_under_their_organisation(signed_in, kim, group, world):
    parties = signed_in(kim).get(group.get_absolute_url()).context["parties"]
    names = [(party.name, [m.user.name for m in people]) for party, people in parties]
    assert names == [
        ("Arbetsgivaren", ["Jonas Öberg"]),
        ("Kommunal", ["Kim Berg"]),
        ("Sveriges Lärare", ["Lena Palm"]),
        ("Vision", ["Mira Åkesson", "Nils Frost"]),
    ]


@pytest.mark.slow
def test_old_meetings_come_a_page_at_a_time(signed_in, sara, group):
    for week in range(1, 23):
        meeting_in(State.DRAFTED, group, day=clock.today() - timedelta(weeks=week))
    client = signed_in(sara)
    first = client.get(group.get_absolute_url())
    rest = client.get(f"{group.get_absolute_url()}?efter={first.context['last'].pk}")
    days = [m.day for m in first.context["earlier"] + rest.context["earlier"]]
    assert len(first.context["earlier"]) == 20
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 22


@pytest.mark.parametrize("asked", ["efter=0", "efter=x", "efter=99999999", "ar=x", "ar=0000"])
def test_an_odd_address_never_breaks_the_page(signed_in, sara, group, asked):
    response = signed_in(sara).get(f"{group.get_absolute_url()}?{asked}")
    assert response.status_code in (200, 404)


def test_three_of_everything_cost_no_more_than_one(signed_in, sara, group, world, same_queries):
    client = signed_in(sara)

    def more():
        for state in (State.SIGNING, State.SEALED, State.PLANNED, State.CALLED):
            meeting_in(state, group)
        someone = builders.person("Ny Ledamot", f"ny{Meeting.objects.count()}@ekbacka.test")
        builders.mandate(group, someone, world.kommunal)

    same_queries(lambda: client.get(group.get_absolute_url()), more, at_most=16)


# --- Planera året --------------------------------------------------------------------------------


def test_the_year_to_come_is_proposed_in_the_autumn(signed_in, sara, group):
    text = signed_in(sara).get(reverse("plan_year", args=[group.slug])).text
    assert "Planera 2025 för förvaltningsgruppen" in text
    assert 'value="13.00"' in text


def test_pasted_dates_are_shown_and_nothing_is_made(plan, group):
    response = plan(PASTED)
    assert response.context["plan"].days == SPRING
    assert "Lägg in 6 möten" in response.text
    assert group.meetings.count() == 0


def test_each_day_has_its_theme_and_its_last_day_for_the_summons(plan):
    row = plan("13.3").context["plan"].rows[0]
    assert (row.theme, row.summons_by) == ("Lönerevision", date(2025, 3, 6))


def test_meetings_are_added_also_with_things_to_look_at(plan, group):
    response = plan(PASTED, "skapa")
    assert (response.status_code, response["Location"]) == (303, group.get_absolute_url())
    made = list(group.meetings.soonest_first())
    assert [meeting.day for meeting in made] == SPRING
    assert (made[0].starts, made[0].place, made[0].state) == (time(13), "Sal A", State.PLANNED)


def test_the_form_sent_twice_makes_nothing_twice(plan, group):
    plan(PASTED, "skapa")
    plan(PASTED, "skapa")
    assert group.meetings.count() == 6


def test_a_holiday_can_be_moved_a_week(plan):
    row = plan(PASTED).context["plan"].rows[4]
    (look,) = row.warnings
    assert (look.words, look.move_to) == ("1 maj är en helgdag", date(2025, 5, 8))
    moved = plan(PASTED, "flytta", "4 2025-05-08")
    assert moved.context["plan"].days[4] == date(2025, 5, 8)
    assert "16.1 13.2\t13.3\n10/4, 8.5 5 juni" in moved.text


@pytest.mark.parametrize("told", ["", "x", "4", "99 2025-05-08", "4 2025-13-40", "-1 2025-05-08"])
def test_a_broken_fix_changes_nothing(plan, told):
    assert plan(PASTED, "flytta", told).context["plan"].days == SPRING


def test_a_day_when_the_group_meets_already_is_told_and_passed_over(plan, group):
    meeting_in(State.PLANNED, group, day=date(2025, 2, 13))
    response = plan("16.1 13.2")
    assert response.context["plan"].days == [date(2025, 1, 16)]
    assert "Gruppen har redan ett möte den dagen" in response.text


def test_somebody_who_is_elsewhere_is_named(plan, small_group):
    meeting_in(State.PLANNED, small_group, day=date(2025, 2, 13), starts=time(14), ends=time(16))
    meeting_in(State.PLANNED, small_group, day=date(2025, 1, 16), starts=time(9), ends=time(10))
    rows = plan("16.1 13.2").context["plan"].rows
    assert rows[0].warnings == []
    assert [look.words for look in rows[1].warnings] == [
        "Jonas Öberg och Kim Berg har ett annat möte kl. 14.00, "
        "Samverkansgruppen på Solrosens förskola"
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("16.1 Sal B", "”Sal B” är inget datum. Skriv till exempel 16.1 eller ta bort det"),
        ("fredag 16.1", "16 januari är en torsdag, du skrev fredag"),
        ("16.1 16.1", "16 januari står mer än en gång"),
        ("4.10.2024", "Dagen har varit och läggs inte in"),
        ("18.1", "18 januari är en lördag"),
        ("24.12", "24 december är julafton"),
    ],
)
def test_what_to_look_at_is_said_beside_the_date(plan, typed, told):
    looks = [look.words for row in plan(typed).context["plan"].rows for look in row.warnings]
    assert looks == [told]


def test_words_that_are_no_dates_stop_the_adding_and_stay(plan, group):
    response = plan("16.1 Sal B", "skapa")
    assert response.status_code == 422
    assert "16.1 Sal B" in response.text
    assert group.meetings.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"dates": ""}, "dates"),
        ({"dates": " ".join(f"{day}.1" for day in range(1, 31)) * 3}, "dates"),
        ({"dates": "16.1", "starts": "kl ett"}, "starts"),
        ({"dates": "16.1", "starts": "15", "ends": "13"}, "ends"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(plan, given, field):
    response = plan(**{"dates": "16.1", **given})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert given["dates"][:5] in response.text
