"""“Bara för mig”: kept as surely as the minutes, and gone when the meeting is closed."""

import uuid

import pytest

from meetings import clock
from meetings.errors import WrongState
from meetings.models import Conflict, Event, PrivateNote, Revision, Saved, State
from tests import builders

pytestmark = pytest.mark.slow

SECRET = "KANARIEFÅGEL fråga Kim efter mötet"


def keep(item, text=SECRET, *, base=0, save_id=None, by):
    return PrivateNote.keep(item, text, base=base, save_id=save_id or uuid.uuid4(), by=by)


@pytest.fixture
def item(group):
    return builders.meeting_in(State.ONGOING, group).items.first()


def test_a_note_is_kept_and_changed(item, sara):
    first = keep(item, "Ring", by=sara)
    second = keep(item, "Ring Kim", base=first.version, by=sara)
    note = PrivateNote.objects.mine(sara, item)
    assert (note.text, note.version) == ("Ring Kim", second.version)


def test_a_save_sent_twice_is_one_save(item, sara):
    save_id = uuid.uuid4()
    first = keep(item, save_id=save_id, by=sara)
    assert keep(item, save_id=save_id, by=sara) == first
    assert PrivateNote.objects.get().version == 1


def test_other_words_with_the_same_save_are_stored_too(item, sara):
    save_id = uuid.uuid4()
    keep(item, "Ring", save_id=save_id, by=sara)
    assert isinstance(keep(item, "Ring Kim", save_id=save_id, by=sara), Saved)
    assert PrivateNote.objects.get().text == "Ring Kim"


def test_two_windows_lose_no_word(item, sara):
    keep(item, "I det ena", by=sara)
    told = keep(item, "I det andra", by=sara)
    assert told == Conflict(mine="I det andra", theirs="I det ena", version=1, by="")
    assert PrivateNote.objects.get().text == "I det ena"


def test_the_same_words_in_two_windows_are_no_conflict(item, sara):
    keep(item, "Ring", by=sara)
    assert isinstance(keep(item, "Ring", by=sara), Saved)


def test_two_secretaries_have_a_note_each(item, sara, hanna):
    keep(item, "Saras", by=sara)
    keep(item, "Hannas", by=hanna)
    assert PrivateNote.objects.mine(sara, item).text == "Saras"
    assert PrivateNote.objects.mine(hanna, item).text == "Hannas"


def test_a_note_tells_nobody_that_it_was_written(item, sara):
    before = Event.objects.count(), Revision.objects.count(), item.meeting.changes
    keep(item, by=sara)
    item.meeting.refresh_from_db()
    assert (Event.objects.count(), Revision.objects.count(), item.meeting.changes) == before
    assert SECRET not in str(PrivateNote.objects.get())


def test_notes_are_gone_when_the_meeting_is_closed(group, sara):
    meeting = builders.meeting_in(State.ONGOING, group)
    keep(meeting.items.first(), by=sara)
    meeting.finish(by=sara)
    _seal(meeting, sara)
    assert not PrivateNote.objects.exists()


def _seal(meeting, sara):
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    assert PrivateNote.objects.exists()  # a text that is sent back opens again, with her notes
    builders.sign_all(meeting)
    builders.sealed(meeting)


def test_notes_stay_when_sealing_fails_halfway(group, sara):
    meeting = builders.meeting_in(State.ONGOING, group)
    keep(meeting.items.first(), by=sara)
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    builders.sign_all(meeting)
    with pytest.raises(OSError):
        meeting.close(meeting.protocol, _full_disk)
    assert PrivateNote.objects.exists()


def _full_disk():
    raise OSError


def test_notes_are_gone_when_the_meeting_is_cancelled(group, sara):
    meeting = builders.meeting_in(State.CALLED, group)
    keep(meeting.items.first(), by=sara)
    meeting.cancel(by=sara, because="För få kan komma.")
    assert not PrivateNote.objects.exists()


def test_a_locked_text_takes_no_note(group, sara):
    meeting = builders.meeting_in(State.SIGNING, group)
    with pytest.raises(WrongState):
        keep(meeting.items.first(), by=sara)


def test_the_note_knows_when(item, sara):
    with clock.at(clock.now()):
        assert keep(item, by=sara).at == clock.now()
