"""Who came, left and was away: one press tells it, and it stands as a sentence in its place."""

from datetime import time, timedelta

import pytest

from meetings import clock
from meetings.errors import DomainError
from meetings.models import Happening, State, undo
from tests import builders

pytestmark = pytest.mark.slow


@pytest.fixture
def meeting(ongoing, sara):
    for number in range(1, 4):
        with clock.at(ongoing.began_at + timedelta(minutes=10 * number)):
            item = ongoing.items.all()[number]
            builders.add_row(item, f"Rad i punkt {number + 1}.", by=sara)
    return ongoing


def person(meeting, first):
    someone = meeting.attendees.get(name__startswith=first)
    someone.meeting = meeting
    return someone


def item(meeting, number):
    found = meeting.items.standing()[number - 1]
    found.meeting = meeting
    return found


def sentences(meeting):
    """(number of the item, sentence) of every happening."""
    return [
        (item.number, entry.text)
        for item in meeting.document().items()
        for entry in item.entries
        if entry.kind == "happening"
    ]


def said(meeting, first):
    return next(a for a in meeting.document().attendees if a.name.startswith(first))


def test_whoever_was_not_marked_comes_by_one_press(meeting, sara):
    kim = person(meeting, "Kim")
    kim.mark("", by=sara)
    kim.comes(time(13, 20), by=sara, item=item(meeting, 2))
    assert sentences(meeting) == [("2", "Kim Berg kom kl. 13.20.")]
    assert (said(meeting, "Kim").presence, said(meeting, "Kim").came) == ("present", time(13, 20))


def test_the_sentence_stands_after_the_row_that_was_last_then(meeting, sara):
    person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    builders.add_row(item(meeting, 2), "Sedan sades mer.", by=sara)
    rows = [entry.text for entry in meeting.document().item(str(item(meeting, 2).ref)).entries]
    assert rows == ["Rad i punkt 2.", "Kim Berg lämnade mötet kl. 14.30.", "Sedan sades mer."]


def test_an_hour_told_afterwards_finds_its_place_by_the_clock(meeting, sara):
    began = clock.local(meeting.began_at)
    while_third = (began + timedelta(minutes=25)).time()
    kim, lena = person(meeting, "Kim"), person(meeting, "Lena")
    kim.mark("present", by=sara, left=while_third)
    lena.mark("present", by=sara, came=(began + timedelta(minutes=5)).time())
    assert [number for number, _text in sentences(meeting)] == ["1", "3"]


def test_a_corrected_hour_is_told_anew_under_the_same_ref(meeting, sara):
    gone = person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    gone.correct(at=time(14, 20), by=sara)
    assert sentences(meeting) == [("2", "Kim Berg lämnade mötet kl. 14.20.")]
    gone.correct(item=item(meeting, 3), by=sara)
    assert sentences(meeting) == [("3", "Kim Berg lämnade mötet kl. 14.20.")]
    assert str(meeting.document().entry(str(gone.entry.ref)).text).endswith("14.20.")
    assert said(meeting, "Kim").left == time(14, 20)


def test_away_from_one_item_to_another(meeting, sara):
    mira = person(meeting, "Mira")
    mira.steps_out(item(meeting, 4), by=sara)
    assert sentences(meeting) == [("4", "Mira Åkesson deltog inte från punkt 4.")]
    mira.is_back(item(meeting, 6), by=sara)
    assert sentences(meeting) == [("4", "Mira Åkesson deltog inte i punkt 4–6.")]
    assert said(meeting, "Mira").away == "punkt 4–6"


def test_away_during_one_item_and_then_for_good(meeting, sara):
    mira = person(meeting, "Mira")
    mira.was_away(item(meeting, 2), item(meeting, 2), by=sara)
    mira.steps_out(item(meeting, 5), by=sara)
    assert said(meeting, "Mira").away == "punkt 2 och från punkt 5"


def test_the_numbers_follow_when_the_items_are_reordered(meeting, sara):
    mira = person(meeting, "Mira")
    mira.was_away(item(meeting, 4), item(meeting, 6), by=sara)
    item(meeting, 4).move(by=sara, up=True)
    assert said(meeting, "Mira").away == "punkt 3–6"
    assert sentences(meeting) == [("3", "Mira Åkesson deltog inte i punkt 3–6.")]


def test_an_item_that_is_taken_off_leaves_the_other_end(meeting, sara):
    mira = person(meeting, "Mira")
    mira.was_away(item(meeting, 4), item(meeting, 6), by=sara)
    item(meeting, 6).take_off(by=sara)
    assert said(meeting, "Mira").away == "punkt 4"
    item(meeting, 4).take_off(by=sara)
    assert said(meeting, "Mira").away == ""


def test_whoever_goes_and_comes_back_has_it_all_in_order(meeting, sara):
    kim = person(meeting, "Kim")
    kim.leaves(time(14), by=sara, item=item(meeting, 2))
    kim.comes(time(14, 30), by=sara, item=item(meeting, 3))
    assert kim.is_here
    assert said(meeting, "Kim").hours == "gick 14.00, kom 14.30"


def test_the_same_press_by_two_writers_is_told_once(meeting, sara):
    first, second = person(meeting, "Kim"), person(meeting, "Kim")
    told = first.leaves(time(14, 30), by=sara, item=item(meeting, 2))
    assert second.leaves(time(14, 31), by=sara, item=item(meeting, 2)) == told
    assert first.comes(time(14, 40), by=sara) == second.comes(time(14, 40), by=sara)
    assert Happening.objects.count() == 2


def test_whoever_is_not_there_neither_leaves_nor_is_away(meeting, sara):
    kim = person(meeting, "Kim")
    kim.mark("excused", by=sara)
    with pytest.raises(DomainError, match="inte på mötet"):
        kim.leaves(time(14), by=sara)
    with pytest.raises(DomainError, match="inte på mötet"):
        kim.steps_out(item(meeting, 2), by=sara)


def test_marked_as_away_all_day_nothing_happened(meeting, sara):
    kim = person(meeting, "Kim")
    kim.comes(time(13, 20), by=sara, item=item(meeting, 2))
    kim.leaves(time(14), by=sara, item=item(meeting, 3))
    kim.mark("excused", by=sara)
    assert sentences(meeting) == []
    assert (kim.presence, kim.came, kim.left) == ("excused", None, None)


def test_a_happening_is_removed_and_put_back(meeting, sara):
    kim = person(meeting, "Kim")
    gone = kim.leaves(time(14), by=sara, item=item(meeting, 3))
    gone.remove(by=sara)
    assert (sentences(meeting), said(meeting, "Kim").left) == ([], None)
    gone.put_back(by=sara)
    assert said(meeting, "Kim").left == time(14)


def test_a_substitute_serves_for_somebody_who_has_left(meeting, sara):
    mira, nils = person(meeting, "Mira"), person(meeting, "Nils")
    mira.leaves(time(14), by=sara, item=item(meeting, 3))
    nils.mark("present", by=sara, serves_for=mira, came=time(14))
    assert said(meeting, "Nils").serves_for == "Mira Åkesson"


def test_undo_takes_the_press_back_with_what_it_marked(meeting, sara):
    kim = person(meeting, "Kim")
    kim.mark("", by=sara)
    kim.comes(time(13, 20), by=sara, item=item(meeting, 2))
    undo.take_back(meeting, undo.offer(meeting, sara).back.key, by=sara)
    kim.refresh_from_db()
    assert (sentences(meeting), kim.presence, kim.came) == ([], "", None)
    undo.take_back(meeting, undo.offer(meeting, sara).again.key, by=sara)
    kim.refresh_from_db()
    assert (kim.presence, kim.came) == ("present", time(13, 20))


def test_undo_gives_back_the_hour_that_was(meeting, sara):
    gone = person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    gone.correct(at=time(14, 20), by=sara)
    undo.take_back(meeting, undo.offer(meeting, sara).back.key, by=sara)
    assert sentences(meeting) == [("2", "Kim Berg lämnade mötet kl. 14.30.")]
    assert said(meeting, "Kim").left == time(14, 30)


def test_names_are_those_of_the_day(meeting, sara, kim):
    person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    kim.name = "Kim Berg Lind"
    kim.save()
    assert sentences(meeting) == [("2", "Kim Berg lämnade mötet kl. 14.30.")]


def test_told_after_the_meeting_it_is_marked(meeting, sara):
    gone = person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    meeting.finish(by=sara)
    gone.correct(at=time(14, 20), by=sara)
    person(meeting, "Lena").leaves(time(14), by=sara)
    assert [(c.about, str(c)) for c in meeting.later_changes.all()] == [
        ("Kim Berg", "gick 14.30 → gick 14.20"),
        ("Lena Palm", "Inte antecknat → gick 14.00"),
    ]


def test_a_locked_text_does_not_change(group, sara):
    meeting = builders.meeting_in(State.ONGOING, group)
    gone = person(meeting, "Kim").leaves(time(14, 30), by=sara, item=item(meeting, 2))
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    with pytest.raises(DomainError, match="låst"):
        gone.correct(at=time(14), by=sara)


def test_away_told_twice_with_the_same_form_is_told_once(meeting, sara):
    kim = person(meeting, "Kim")
    first, last = item(meeting, 2), item(meeting, 3)
    told = [kim.was_away(first, last, by=sara) for _press in range(2)]
    assert told[0] == told[1]
    assert Happening.objects.count() == 1
