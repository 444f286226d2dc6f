"""The log of a meeting: every link follows the one before, and tampering shows.

The locks are lifted here to do what only somebody with the database in hand could do.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from meetings.justering import imprints
from meetings.justering.chain import faults
from meetings.justering.destruction import destroy
from meetings.models import Delivery, Event, State, locks
from tests import builders

pytestmark = pytest.mark.slow


@pytest.fixture
def forged(sealed_meeting):
    """forged(change) gives the faults when somebody did that to the events behind the locks."""

    def forge(change):
        with locks.lifted(), transaction.atomic():
            Delivery.objects.filter(event__meeting=sealed_meeting).delete()
            change(sealed_meeting.events.order_by("seq"))
            found = faults(sealed_meeting)
            transaction.set_rollback(True)
        return found

    return forge


def test_the_chain_of_an_untouched_meeting_is_whole(group, small_group):
    assert faults(builders.meeting_in(State.SEALED, group)) == []
    assert faults(builders.meeting_in(State.SEALED, small_group)) == []
    assert faults(builders.meeting_in(State.CANCELLED, group)) == []


def test_the_chain_survives_being_sent_back_and_destroyed(sent_back, sealed_meeting, world):
    destroy(sealed_meeting.protocol, by=world.hanna, ground="Plan 2024:7")
    assert faults(sent_back) == faults(sealed_meeting) == []


def test_a_changed_link_is_found(forged, sealed_meeting):
    one = sealed_meeting.events.get(verb="called")
    later = F("at") + timedelta(seconds=1)
    for other in ({"verb": "cancelled"}, {"at": later}, {"by": None}, {"facts": {"number": 7}}):
        found = forged(lambda events: events.filter(pk=one.pk).update(**other))  # noqa: B023
        assert found == [f"Händelse {one.seq} är ändrad"]


def test_a_changed_link_with_a_hash_that_fits_is_found_by_the_next(forged, sealed_meeting):
    one = sealed_meeting.events.get(verb="called")
    one.facts = {"number": 7}
    found = forged(
        lambda events: events.filter(pk=one.pk).update(facts=one.facts, hash=one.digest())
    )
    assert found == [f"Händelse {one.seq + 1} hör inte ihop med den före"]


def test_a_link_that_is_gone_is_found(forged, sealed_meeting):
    gone = sealed_meeting.events.get(verb="called").seq
    assert forged(lambda events: events.filter(seq=gone).delete()) == [
        f"Händelse {gone + 1}: det saknas händelser före den",
        f"Händelse {gone + 1} hör inte ihop med den före",
    ]
    assert forged(lambda events: events.filter(seq=1).delete())[:1] == [
        "Händelse 2: det saknas händelser före den"
    ]


def test_two_links_that_changed_places_are_found(forged):
    def swap(events):
        events.filter(seq=2).update(seq=900)
        events.filter(seq=3).update(seq=2)
        events.filter(seq=900).update(seq=3)

    found = forged(swap)
    assert {"Händelse 2 är ändrad", "Händelse 3 är ändrad"} <= set(found)


def test_a_link_of_another_meeting_is_found(forged, sent_back, sealed_meeting):
    other = sent_back.events.get(verb="called")
    mine = sealed_meeting.events.get(verb="called")

    def borrow(events):
        told = {name: getattr(other, name) for name in ("verb", "at", "by", "facts", "hash")}
        events.filter(pk=mine.pk).update(**told)

    assert f"Händelse {mine.seq} är ändrad" in forged(borrow)


def test_a_chain_that_was_cut_off_is_found_by_what_the_locked_rows_know(forged):
    found = forged(lambda events: events.filter(verb="sealed").delete())
    told, state = found
    assert told.startswith("Ingen händelse berättar om sealed ")
    assert state == "Loggen slutar vid sealing men mötet är sealed"


def test_a_chain_that_was_cut_off_and_written_anew_is_found_by_the_sealed_file(sealed_meeting):
    """The signature page prints the head of the chain as it was when the file was sealed."""
    head = imprints.closed(sealed_meeting.protocol, variant="sealed").chain_head
    assert faults(sealed_meeting, head=head) == []
    with locks.lifted(), transaction.atomic():
        Delivery.objects.filter(event__meeting=sealed_meeting).delete()
        sealed_meeting.events.update(at=F("at") + timedelta(days=1))
        before = ""
        for event in sealed_meeting.events.order_by("seq"):
            event.prev_hash = before
            before = event.digest()
            Event.objects.filter(pk=event.pk).update(prev_hash=event.prev_hash, hash=before)
    assert faults(sealed_meeting) == []
    assert faults(sealed_meeting, head=head) == ["Den sparade koden finns inte i loggen"]


def test_facts_hold_no_free_text(sealed_meeting, sent_back, world):
    """Ids, digests, days and words of our own: the log stays when the protocol is destroyed."""
    ongoing = builders.meeting_in(State.CALLED, sealed_meeting.group)
    ongoing.cancel(by=world.sara, because="Jonas är sjuk.")
    ours = {*State.values}
    for event in Event.objects.all():
        for value in event.facts.values():
            for part in value if isinstance(value, list) else [value]:
                assert isinstance(part, int) or part in ours or " " not in part
