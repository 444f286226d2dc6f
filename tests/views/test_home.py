from datetime import timedelta

import pytest
from django.urls import reverse

from meetings import clock, words
from meetings.models import State
from tests import builders
from tests.builders import meeting_in

HOME = reverse("home")


@pytest.fixture
def page(signed_in):
    """page(user) gives Min sida as she sees it: the context and the text."""

    def show(user, at=HOME):
        return signed_in(user).get(at)

    return show


def titles(response):
    return [row.title for row in response.context["waiting"]]


def test_nothing_waits_and_the_next_meeting_is_named(page, sara, group):
    meeting_in(State.CALLED, group)
    response = page(sara)
    assert titles(response) == []
    assert "Inget väntar på dig" in response.text
    assert "Nästa möte är" in response.text


def test_the_secretary_is_asked_to_send_a_summons_a_week_before_its_last_day(page, sara, group):
    soon = meeting_in(State.PLANNED, group, day=clock.today() + timedelta(days=9))
    meeting_in(State.PLANNED, group, day=clock.today() + timedelta(days=40))
    response = page(sara)
    assert titles(response) == ["Skicka kallelse till förvaltningsgruppen"]
    assert reverse("summons", args=[soon.pk]) in response.text


def test_a_summons_that_is_late_says_how_late(page, sara, group):
    day = builders.date(2024, 3, 12)
    with clock.at(clock.swedish(day - timedelta(days=5), 9)):
        meeting_in(State.PLANNED, group, day=day)
        (row,) = page(sara).context["waiting"]
    assert (row.due, row.urgency) == ("2 dagar försenat", "late")


def test_an_hour_before_the_meeting_opening_it_comes_first(page, sara, group, drafted):
    day = builders.date(2024, 3, 12)
    with clock.at(clock.swedish(day, 12, 20)):
        meeting_in(State.CALLED, group, day=day)
        response = page(sara)
    assert titles(response)[0] == "Mötet börjar om 40 minuter"
    assert response.context["waiting"][0].button == "Öppna mötet"


def test_a_meeting_that_goes_on_comes_first(page, sara, ongoing, drafted):
    assert titles(page(sara)) == ["Möte pågår: Förvaltningsgruppen", "Skriv klart protokollet"]


def test_a_meeting_left_open_overnight_says_which_day_it_began(page, sara, ongoing):
    began = clock.local(ongoing.began_at)
    assert page(sara).context["waiting"][0].facts[0] == f"Sedan kl. {words.clock_time(began)}"
    with clock.at(began + timedelta(days=1)):
        assert page(sara).context["waiting"][0].facts[0] == f"Sedan {words.deadline(began)}"


def test_a_text_that_was_sent_back_is_told_with_by_whom(page, sara, signing, kim):
    builders.send_back(signing, kim)
    response = page(sara)
    assert titles(response) == ["Kommunal har skickat tillbaka protokollet"]
    assert "Läs varför" in response.text


def test_late_signing_names_who_to_remind(page, sara, group, jonas, kim, world):
    meeting = meeting_in(State.SIGNING, group, day=clock.today() - timedelta(days=14))
    for user in (jonas, kim, world.lena):
        builders.sign(meeting, user)
    (row,) = page(sara).context["waiting"]
    assert row.title == "Påminn Vision om justering"
    assert row.facts[-1] == "3 av 4 har justerat"


def test_an_adjuster_is_asked_to_sign_with_day_and_time(page, kim, group):
    monday = builders.date(2024, 2, 12)
    with clock.at(clock.swedish(monday + timedelta(days=4), 9)):
        meeting = meeting_in(State.SIGNING, group, day=monday)
        response = page(kim)
        (row,) = response.context["waiting"]
    assert row.title == "Justera protokollet från förvaltningsgruppen 12 februari"
    assert (row.due, row.urgency) == ("Senast i dag, fredag, kl. 16.00", "soon")
    assert row.facts == ("7 punkter, cirka 5 minuter",)
    assert reverse("sign", args=[meeting.pk]) in response.text


def test_who_has_signed_is_asked_no_more(page, kim, signing):
    builders.sign(signing, kim)
    assert titles(page(kim)) == []


def test_whoever_is_secretary_and_adjuster_sees_both(page, kim, signing, group, small_group):
    builders.secretary(small_group, kim)
    meeting_in(State.DRAFTED, small_group)
    assert titles(page(kim)) == [
        "Skriv klart anteckningarna",
        f"Justera protokollet från förvaltningsgruppen {words.day(signing.day)}",
    ]


@pytest.mark.slow
def test_only_five_are_shown_until_all_are_asked_for(page, sara, group):
    for _ in range(7):
        meeting_in(State.DRAFTED, group)
    assert len(page(sara).context["waiting"]) == 5
    assert "Visa alla, 2 till" in page(sara).text
    assert len(page(sara, HOME + "?alla").context["waiting"]) == 7


def test_hr_and_outsiders_have_nothing_to_do_here(page, hanna, olle, signing, drafted):
    for user in (hanna, olle):
        response = page(user)
        assert titles(response) == []
        assert list(response.context["under_way"]) == []


def test_who_is_in_no_group_is_told_so(page, olle):
    assert "Du är inte med i någon grupp." in page(olle).text


def test_an_administrator_finds_the_registers(page, olle):
    olle.is_staff = True
    olle.save()
    assert page(olle).text.count(f'href="{reverse("admin:index")}"') == 2


def test_what_was_sealed_last_is_linked(page, kim, sealed):
    assert reverse("protocol", args=[sealed.pk]) in page(kim).text


def test_the_head_says_what_the_person_is(page, sara, kim, jonas, hanna):
    told = [page(user).wsgi_request.user.role_line for user in (sara, kim, jonas, hanna)]
    assert told == [
        "Sekreterare",
        "Företrädare för Kommunal",
        "Företrädare för arbetsgivaren",
        "HR",
    ]


@pytest.mark.slow
def test_three_meetings_cost_no_more_than_one(page, sara, kim, group, same_queries):
    def more():
        meeting_in(State.SIGNING, group)
        meeting_in(State.DRAFTED, group)
        meeting_in(State.SEALED, group)
        meeting_in(State.CALLED, group)

    same_queries(lambda: page(sara), more)
    same_queries(lambda: page(kim), more)


def test_who_speaks_for_two_parties_sees_for_which_in_each_group(page, kim, signing, world):
    other = builders.group_with(name="Äldreomsorg", code="ÄO", slug="aldreomsorg")
    builders.secretary(other, world.sara)
    builders.mandate(other, kim, world.vision)
    builders.mandate(other, world.jonas, world.employer, chairs=True)
    meeting_in(State.SIGNING, other)
    text = page(kim).text
    assert 'class="chip">Kommunal' in text
    assert 'class="chip">Vision' in text


# --- Synpunkter ----------------------------------------------------------------------------------


def test_a_reader_is_asked_until_somebody_has_read_for_her_party(page, kim, group):
    meeting = meeting_in(State.REVIEW, group)
    (row,) = page(kim).context["waiting"]
    assert row.title == f"Läs protokollet från förvaltningsgruppen {words.day(meeting.day)}"
    assert row.due.startswith("Senast ")
    builders.finish_reading(meeting, kim)
    assert titles(page(kim)) == []


def test_a_reader_is_asked_again_when_the_text_was_changed(page, kim, sara, group):
    meeting = meeting_in(State.REVIEW, group)
    builders.finish_reading(meeting, kim)
    builders.add_row(meeting.items.standing()[0], "Nytt.", by=sara)
    meeting.show_changes(by=sara)
    assert len(titles(page(kim))) == 1


def test_the_chair_is_asked_before_the_others(page, jonas, kim, sara, drafted):
    drafted.show_chair(by=sara)
    assert titles(page(kim)) == []
    assert titles(page(jonas)) == ["Läs protokollet innan det går ut för synpunkter"]


def test_silence_is_no_task_when_the_group_takes_it_for_consent(page, kim, group):
    group.silence = "consent"
    group.save()
    meeting = meeting_in(State.REVIEW, group)
    with clock.at(meeting.comments_by + timedelta(hours=1)):
        assert titles(page(kim)) == []


def test_the_secretary_is_told_of_synpunkter_and_then_of_the_next_step(page, sara, kim, group):
    meeting = meeting_in(State.REVIEW, group)
    assert titles(page(sara)) == []
    comment = builders.comment(meeting, kim)
    assert titles(page(sara)) == ["Ta ställning till 1 synpunkt"]
    meeting.withdraw_comment(comment, by=kim)
    with clock.at(meeting.comments_by + timedelta(hours=1)):
        assert titles(page(sara)) == ["Skicka protokollet till justering"]
