"""manage.py verify_log: what somebody with the database in hand did to the log is found."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from meetings.models import Delivery, Event, Meeting, State, locks
from tests import builders

pytestmark = pytest.mark.slow


def verify(**options):
    """(all that it says, whether it was content)"""
    out = io.StringIO()
    try:
        call_command("verify_log", stdout=out, **options)
    except CommandError as no:
        return out.getvalue() + str(no), False
    return out.getvalue(), True


@pytest.fixture
def tampered(sealed):
    """tampered(change) tells what is said when somebody did that behind the locks."""

    def ask(change, **options):
        with locks.lifted(), transaction.atomic():
            Delivery.objects.all().delete()
            change(sealed.events.order_by("seq"))
            said = verify(**options)
            transaction.set_rollback(True)
        return said

    return ask


def test_a_whole_log_is_content(sealed, drafted):
    said, content = verify()
    assert content
    assert said.startswith("Loggen är hel. Möten: 2. Händelser: ")


def test_changed_removed_reordered_and_cut_off_are_each_found(tampered, sealed):
    number = f"Möte {sealed.pk}, {sealed.number_words}: "

    def swap(events):
        events.filter(seq=2).update(seq=900)
        events.filter(seq=3).update(seq=2)
        events.filter(seq=900).update(seq=3)

    ways = {
        "Händelse 2 är ändrad": lambda events: events.filter(seq=2).update(verb="cancelled"),
        "det saknas händelser före den": lambda events: events.filter(seq=3).delete(),
        "Händelse 3 är ändrad": swap,
        "Loggen slutar vid sealing men mötet är sealed": lambda events: events.last().delete(),
    }
    for words, change in ways.items():
        said, content = tampered(change)
        assert not content, words
        assert number in said
        assert words in said
        assert said.endswith("Loggen är inte hel.")


def test_a_log_without_its_last_links_and_a_state_put_back_is_found_by_a_kept_head(
    group, tmp_path, world
):
    """Nothing is sealed, and nothing locked knows of the reminder: only a head kept elsewhere."""
    meeting = builders.meeting_in(State.SIGNING, group)
    meeting.remind(meeting.adjuster_for(world.kim), by=world.sara)
    kept = tmp_path / "koder.json"
    assert verify(save=kept)[1]
    assert verify(against=kept)[1]
    with locks.lifted():
        Delivery.objects.all().delete()
        Event.objects.filter(verb="reminded").delete()
    assert verify()[1]
    said, content = verify(against=kept)
    assert not content
    assert "Den sparade koden finns inte i loggen." in said


def test_a_meeting_that_is_gone_is_found_by_a_kept_head(planned, tmp_path):
    kept = tmp_path / "koder.json"
    kept.write_text(json.dumps({"4711": "a" * 64}))
    said, content = verify(against=kept)
    assert (content, "Möte 4711 finns i filen men inte här." in said) == (False, True)


def test_a_log_that_goes_on_still_has_its_kept_head(planned, tmp_path, world):
    kept = tmp_path / "koder.json"
    verify(save=kept)
    planned.call(by=world.sara)
    assert verify(against=kept)[1]


def test_one_meeting_alone(sealed, planned):
    assert "Möten: 1." in verify(meeting=sealed.pk)[0]
    assert verify(meeting=4711) == ("Möte 4711 finns inte.", False)


def test_nothing_is_saved_of_a_log_that_is_not_whole(tampered, tmp_path):
    kept = tmp_path / "koder.json"
    tampered(lambda events: events.filter(seq=2).update(verb="x"), save=kept)
    assert not kept.exists()


def test_a_file_that_is_none_says_so(db, tmp_path):
    said, content = verify(against=tmp_path / "finns-inte.json")
    assert (content, "går inte att läsa" in said) == (False, True)


@pytest.mark.usefixtures("keys")
def test_the_sealed_file_itself_tells_a_log_that_was_written_anew(small_group):
    """Sealed for real: the head is read out of the bytes that the seal covers."""
    meeting = builders.meeting_in(State.SEALED, small_group, real=True)
    assert verify()[1]
    with locks.lifted(), transaction.atomic():
        Delivery.objects.all().delete()
        before = ""
        for event in meeting.events.order_by("seq"):
            event.facts = event.facts | {"note": 1}
            event.prev_hash = before
            before = event.digest()
            told = {"facts": event.facts, "prev_hash": event.prev_hash, "hash": before}
            Event.objects.filter(pk=event.pk).update(**told)
    assert Meeting.objects.get(pk=meeting.pk).state == State.SEALED
    said, content = verify()
    assert not content
    assert "Koden i den låsta filen finns inte i loggen." in said
