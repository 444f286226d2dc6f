"""Ajournering: a pause, and another day on which the same meeting goes on."""

from datetime import time, timedelta

import pytest

from meetings import clock, words
from meetings.errors import DomainError, WrongState
from meetings.models import Delivery, Happening, State
from meetings.notifications import compose
from meetings.workdays import add_working_days
from tests import builders

pytestmark = pytest.mark.slow


@pytest.fixture
def meeting(group):
    return builders.meeting_in(State.ONGOING, group, place="Rum Linden")


def item(meeting, number=2):
    found = meeting.items.standing()[number - 1]
    found.meeting = meeting
    return found


def sentences(meeting):
    document = meeting.document()
    return [e.text for i in document.items() for e in i.entries if e.kind == "happening"]


def next_day(meeting):
    return add_working_days(meeting.day, 2)


def adjourn_to_another_day(meeting, sara, **facts):
    facts = {"item": item(meeting), "at": time(14, 10), "ends": time(15), **facts}
    return meeting.adjourn_to(next_day(meeting), time(13), by=sara, **facts)


def resume(meeting, sara):
    with clock.at(builders.moment(next_day(meeting), 13, 5)):
        meeting.resume(by=sara)


# --- A pause -------------------------------------------------------------------------------------


def test_a_pause_says_from_when_to_when_and_who_asked(meeting, world, sara):
    meeting.adjourn(time(14, 10), by=sara, item=item(meeting), party=world.kommunal)
    assert sentences(meeting) == ["Mötet ajournerades kl. 14.10 på begäran av Kommunal."]
    meeting.resume(by=sara, at=time(14, 30))
    assert sentences(meeting) == ["Mötet ajournerades kl. 14.10–14.30 på begäran av Kommunal."]


def test_the_chair_and_the_employer_are_named_in_small_letters(meeting, world, sara):
    meeting.adjourn(time(14), by=sara, item=item(meeting), ends=time(14, 5))
    meeting.adjourn(time(15), by=sara, item=item(meeting), party=world.employer)
    assert sentences(meeting) == [
        "Mötet ajournerades kl. 14.00–14.05 på begäran av ordföranden.",
        "Mötet ajournerades kl. 15.00 på begäran av arbetsgivaren.",
    ]


def test_two_writers_pause_once(meeting, sara):
    first = meeting.adjourn(time(14, 10), by=sara, item=item(meeting))
    assert meeting.adjourn(time(14, 11), by=sara, item=item(meeting)) == first


def test_a_pause_told_afterwards_and_sent_twice_is_one(meeting, sara):
    for _press in range(2):
        meeting.adjourn(time(14), by=sara, item=item(meeting), ends=time(14, 5))
    assert len(sentences(meeting)) == 1


def test_a_pause_may_end_in_the_minute_when_it_began(meeting, sara):
    meeting.adjourn(time(13, 59), by=sara, item=item(meeting))
    meeting.resume(by=sara, at=time(13, 59))
    assert sentences(meeting) == ["Mötet ajournerades kl. 13.59–14.00 på begäran av ordföranden."]


def test_a_pause_does_not_end_before_it_begins(meeting, sara):
    with pytest.raises(DomainError) as no:
        meeting.adjourn(time(14), by=sara, item=item(meeting), ends=time(13))
    assert no.value.field == "ends"


def test_what_is_not_adjourned_is_not_resumed(meeting, sara):
    with pytest.raises(WrongState, match="inte ajournerat"):
        meeting.resume(by=sara)


# --- Another day ---------------------------------------------------------------------------------


def test_the_sentence_says_the_other_day(meeting, world, sara):
    sitting = adjourn_to_another_day(meeting, sara, party=world.kommunal)
    day = words.deadline(sitting.begins)
    assert sentences(meeting) == [
        f"Mötet ajournerades kl. 14.10 till {day} på begäran av Kommunal."
    ]


def test_the_meeting_stays_open_and_says_when_it_goes_on(meeting, sara):
    adjourn_to_another_day(meeting, sara)
    day = next_day(meeting)
    assert meeting.state == State.ONGOING
    assert meeting.state_words == f"Ajournerat till {words.day_short(day)}"
    assert meeting.stops()[2].date == f"fortsätter {words.day(day)}"
    builders.add_row(item(meeting), "Skrivet medan mötet är ajournerat.", by=sara)


def test_it_is_not_ended_before_it_has_gone_on(meeting, sara):
    adjourn_to_another_day(meeting, sara)
    with pytest.raises(WrongState, match="Mötet är ajournerat till"):
        meeting.finish(by=sara)
    resume(meeting, sara)
    meeting.finish(by=sara)
    assert meeting.state == State.DRAFTED


def test_notes_are_not_made_done_before_that_either(small_group, sara):
    meeting = builders.meeting_in(State.ONGOING, small_group)
    adjourn_to_another_day(meeting, sara)
    with pytest.raises(WrongState, match="Mötet är ajournerat till"):
        meeting.make_done(by=sara)


def test_the_other_day_comes_later(meeting, sara):
    with pytest.raises(DomainError) as no:
        meeting.adjourn_to(meeting.day, time(13), by=sara, item=item(meeting), at=time(14))
    assert no.value.field == "day"


def test_members_are_told_of_the_day_with_one_link(meeting, world, sara):
    adjourn_to_another_day(meeting, sara)
    mails = Delivery.objects.filter(kind="sitting")
    assert {mail.recipient for mail in mails} >= {world.sara, world.mira, world.kim}
    mail = mails.first()
    subject, body = compose("sitting", meeting, mail.recipient, mail.event)
    assert subject.startswith("Fortsatt möte ")
    assert len(subject) <= 60
    assert body.count("http") == 1
    assert words.deadline(meeting.resumes_at) in body


def test_another_day_after_all_is_told_anew(meeting, sara):
    sitting = adjourn_to_another_day(meeting, sara)
    later = add_working_days(sitting.day, 1)
    meeting.adjourn_to(later, time(9), by=sara, item=item(meeting), at=time(14, 15))
    assert meeting.sittings.count() == 1
    assert clock.local(meeting.resumes_at).date() == later
    assert Delivery.objects.filter(kind="sitting").values("event").distinct().count() == 2
    assert sentences(meeting)[0].startswith("Mötet ajournerades kl. 14.15 till ")


def test_what_was_called_off_is_told_and_may_be_put_back(meeting, sara):
    sitting = adjourn_to_another_day(meeting, sara)
    adjourned = Happening.objects.get()
    meeting.withdraw_adjournment(adjourned, by=sara)
    assert (sentences(meeting), meeting.is_adjourned) == ([], False)
    mail = Delivery.objects.filter(kind="sitting_off").first()
    subject, body = compose("sitting_off", meeting, mail.recipient, mail.event)
    assert "blir inte av" in subject
    assert words.deadline(sitting.begins) in body
    meeting.put_adjournment_back(Happening.objects.get(), by=sara)
    assert meeting.resumes_at == sitting.begins


# --- Two days ------------------------------------------------------------------------------------


@pytest.fixture
def second_day(meeting, world, sara):
    """Kim was there on the first day only, and Mira on the second."""
    people = {someone.name.split()[0]: someone for someone in meeting.attendees.all()}
    people["Mira"].mark("excused", by=sara)
    adjourn_to_another_day(meeting, sara)
    resume(meeting, sara)
    meeting.mark_all_present(by=sara)
    meeting.in_room().get(user=world.kim).mark("excused", by=sara)
    return meeting


def test_everybody_is_gathered_anew_and_marked_anew(meeting, group, world, sara):
    adjourn_to_another_day(meeting, sara)
    group.representatives.filter(user=world.kim).update(ends=meeting.day)
    builders.mandate(group, builders.person("Nora Ny"), world.kommunal)
    resume(meeting, sara)
    people = {someone.name: someone.presence for someone in meeting.in_room()}
    assert "Kim Berg" not in people
    assert (people["Nora Ny"], people["Mira Åkesson"]) == ("", "")
    assert meeting.attendees.get(user=world.kim).presence == "present"


def test_the_document_lists_both_days_and_everybody_once(second_day):
    document = second_day.document()
    first, second = document.sittings
    assert (first.date, first.starts, first.ends) == (second_day.day, time(13), time(14, 10))
    assert (second.date, second.ends, second.place) == (next_day(second_day), time(15), "")
    present = [{a.name for a in day.attendees if a.took_part} for day in (first, second)]
    assert "Mira Åkesson" not in present[0]
    assert "Kim Berg" not in present[1]
    names = [someone.name for someone in document.attendees]
    assert len(names) == len(set(names))
    assert {"Kim Berg", "Mira Åkesson"} <= {someone.name for someone in document.present}


def test_the_current_day_decides_who_is_asked_and_who_is_missing(second_day, world):
    assert world.kommunal not in second_day.present_parties()
    assert [party.name for party in second_day.document().unrepresented] == ["Kommunal"]
    proposed = {someone.user for someone in second_day.proposed_adjusters()}
    assert world.mira in proposed
    assert world.kim not in proposed


def test_whoever_was_there_on_any_day_may_certify(second_day, world, sara):
    kim, mira = (second_day.attendees.filter(user=u).first() for u in (world.kim, world.mira))
    second_day.choose_adjusters([kim, mira], by=sara)
    assert [a.attended for a in second_day.document().adjusters] == [True, True]
    assert all(adjuster.value().attended for adjuster in second_day.serving_adjusters())


def test_hours_belong_to_their_day(second_day, world, sara):
    jonas = second_day.in_room().get(user=world.jonas)
    jonas.leaves(time(14), by=sara, item=item(second_day))
    first, second = second_day.document().sittings
    left = [
        next(a.left for a in day.attendees if a.name == "Jonas Öberg") for day in (first, second)
    ]
    assert left == [None, time(14)]


def test_a_day_that_has_begun_is_not_called_off(second_day, sara):
    with pytest.raises(DomainError, match="har redan börjat"):
        second_day.withdraw_adjournment(Happening.objects.first(), by=sara)


def test_nor_by_whoever_opened_the_page_before_it_began(meeting, sara):
    adjourn_to_another_day(meeting, sara)
    seen = Happening.objects.in_order().get()
    resume(meeting, sara)
    with pytest.raises(DomainError, match="redan börjat"):
        meeting.withdraw_adjournment(seen, by=sara)
    assert len(meeting.document().sittings) == 2


def test_the_same_form_sent_twice_tells_everybody_once(meeting, sara):
    for _press in range(2):
        adjourn_to_another_day(meeting, sara)
    told = Delivery.objects.filter(event__verb="adjourned")
    assert told.count() == len(meeting.people())


def test_the_last_day_may_be_adjourned_again(second_day, sara):
    later = next_day(second_day) + timedelta(days=7)
    second_day.adjourn_to(later, time(9), by=sara, item=item(second_day), at=time(14, 45))
    with clock.at(builders.moment(later, 9)):
        second_day.resume(by=sara)
    days = second_day.document().sittings
    assert [day.date for day in days] == [second_day.day, next_day(second_day), later]
    assert [day.ends for day in days] == [time(14, 10), time(14, 45), None]


def test_the_text_is_signed_by_people_of_both_days(second_day, world, sara):
    kim, mira = (second_day.attendees.filter(user=u).first() for u in (world.kim, world.mira))
    with clock.at(builders.moment(next_day(second_day), 15)):
        second_day.finish(by=sara)
        second_day.choose_adjusters(
            [kim, mira, *(a for a in second_day.proposed_adjusters() if a.user != world.mira)],
            by=sara,
        )
        for one in second_day.items.standing():
            one.meeting = second_day
            one.set_outcome("agreed", by=sara)
        second_day.send_for_signing(by=sara)
        builders.printed(second_day)
        builders.sign_all(second_day)
    assert second_day.state == State.SEALING
