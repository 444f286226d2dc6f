"""Who writes where: known for seconds, by the other writers, and followed by the screen."""

from datetime import timedelta

import pytest

from meetings import clock, tasks
from meetings.models import Meeting, State, Writer
from tests import builders

SECOND = timedelta(seconds=1)


@pytest.fixture
def items(group):
    return list(builders.meeting_in(State.ONGOING, group).items.all())


def write(item, by, *, ago=0, is_typing=True):
    with clock.at(clock.now() - ago * SECOND):
        Writer.note(item, by=by, is_typing=is_typing)


def beside(user, items):
    return [(w.user, w.item_id) for w in items[0].meeting.writers.beside(user)]


def shown(items, user):
    """Its place in the agenda, from 0."""
    told = Meeting.objects.visible_to(user).telling_where(user)
    ref = told.get(pk=items[0].meeting_id).shown_item
    return next((place for place, item in enumerate(items) if item.ref == ref), None)


def test_others_see_who_writes_and_she_herself_does_not(items, sara, hanna):
    write(items[2], sara)
    assert beside(hanna, items) == [(sara, items[2].pk)]
    assert beside(sara, items) == []


def test_she_writes_where_she_was_last(items, sara, hanna):
    write(items[1], sara)
    write(items[2], sara)
    assert beside(hanna, items) == [(sara, items[2].pk)]


def test_reading_is_told_to_nobody(items, sara, hanna):
    write(items[2], sara, is_typing=False)
    assert beside(hanna, items) == []


@pytest.mark.parametrize(("ago", "is_told"), [(8, True), (10, False)])
def test_it_passes_when_she_stops(items, sara, hanna, ago, is_told):
    write(items[2], sara, ago=ago)
    write(items[2], sara, is_typing=False)
    assert bool(beside(hanna, items)) is is_told


def test_the_screen_follows_her_who_came_first(items, sara, hanna, mira):
    write(items[1], sara)
    write(items[2], hanna)
    assert shown(items, mira) == 1
    write(items[3], sara, is_typing=False)
    assert shown(items, mira) == 3


def test_a_writers_own_screen_follows_herself(items, group, sara, hanna):
    builders.secretary(group, hanna)
    write(items[1], sara)
    write(items[2], hanna)
    assert shown(items, hanna) == 2


def test_when_she_has_left_the_screen_follows_the_next(items, sara, hanna, mira):
    write(items[1], sara, ago=60)
    write(items[2], hanna)
    assert shown(items, mira) == 2


def test_when_nobody_is_there_the_screen_stands_still(items, sara, hanna, mira):
    assert shown(items, mira) is None
    write(items[1], sara, ago=90)
    write(items[2], hanna, ago=60)
    assert shown(items, mira) == 2


def test_telling_it_is_one_statement(items, sara, django_assert_num_queries):
    with django_assert_num_queries(1):
        Writer.note(items[1], by=sara, is_typing=True)


def test_who_wrote_where_yesterday_is_forgotten(items, sara, hanna):
    write(items[1], sara, ago=25 * 60 * 60)
    write(items[2], hanna)
    tasks.tidy()
    assert [writer.user for writer in Writer.objects.all()] == [hanna]


def test_every_change_of_the_text_is_counted(items, sara):
    meeting = items[0].meeting

    def changes():
        return Meeting.objects.values_list("changes", flat=True).get(pk=meeting.pk)

    seen = [changes()]
    builders.add_row(items[1], "Ett stycke.", by=sara)
    seen.append(changes())
    items[1].describe(by=sara, heading="En annan rubrik")
    seen.append(changes())
    meeting.add_guest(name="Vera Gäst", by=sara)
    seen.append(changes())
    meeting.finish(by=sara)
    seen.append(changes())
    assert seen == sorted(set(seen))
    assert meeting.changes == seen[-1]
