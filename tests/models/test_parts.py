"""Omedelbar justering: chosen items are signed at once, and the rest is written on."""

import uuid

import pytest

from meetings import document
from meetings.errors import DomainError, WrongState
from meetings.justering import chain, verification, work
from meetings.justering.destruction import destroy
from meetings.models import Delivery, Meeting, SealedFile, SideRound, State, signing_round, undo
from tests import builders


@pytest.fixture
def part(ongoing, sara):
    """The fifth item with two rows, out for signing while the meeting goes on."""
    item = ongoing.items.all()[4]
    item.meeting = ongoing
    builders.add_row(item, "Vi köper vagnen.", by=sara, kind="decision")
    builders.add_row(item, "Kim frågar när.", by=sara)
    a_round = builders.send_part(ongoing, item, by=sara)
    builders.printed(a_round)
    return a_round


def locked(part):
    item = part.protocol.locked_items.get()
    item.meeting = part.meeting
    return item


def signed_and_sealed(part):
    builders.sign_all(part)
    builders.sealed(part)


def test_the_part_holds_the_chosen_items_alone_and_the_meeting_goes_on(part):
    said = part.protocol.document()
    assert [item.number for item in said.items()] == ["5"]
    assert said.title.startswith("Omedelbar justering av punkt 5 i protokoll från")
    assert [one.name for one in said.adjusters] == [
        adjuster.attendee.name for adjuster in part.serving_adjusters()
    ]
    assert (part.state, part.meeting.state) == (State.SIGNING, State.ONGOING)
    assert part.meeting.protocol is None


def test_the_last_signature_seals_the_part_and_leaves_the_meeting_alone(part):
    signed_and_sealed(part)
    assert (part.state, part.meeting.state) == (State.SEALED, State.ONGOING)
    assert chain.faults(part.meeting) == []


def test_the_whole_says_the_item_as_it_was_signed_with_a_mark(part):
    signed_and_sealed(part)
    first, whole = part.protocol.document(), part.meeting.document()
    item = locked(part)
    then, now = first.item(str(item.ref)), whole.item(str(item.ref))
    assert now.entries == then.entries
    assert now.settled.startswith("Omedelbart justerad ")
    assert part.protocol.fingerprint[:8] in now.settled
    assert [one.settled for one in whole.items() if one.ref != now.ref] == [""] * 6


def test_what_is_signed_stands_whatever_becomes_of_the_rows(part):
    signed_and_sealed(part)
    item = locked(part)
    item.entries.update(text="Vi köper den inte.")
    texts = [entry.text for entry in part.meeting.document().item(str(item.ref)).entries]
    assert texts == ["Vi köper vagnen.", "Kim frågar när."]


def test_an_item_that_has_moved_tells_what_it_was_called(part, sara):
    signed_and_sealed(part)
    first = part.meeting.items.first()
    first.meeting = part.meeting
    first.take_off(by=sara)
    item = part.meeting.document().item(str(locked(part).ref))
    assert item.number == "4"
    assert "som punkt 5" in item.settled


def writings(item, by):
    """Every way to write in an item."""
    row = item.entries.last()
    row.item = item
    other = item.meeting.items.first()
    other.meeting = item.meeting
    theirs = builders.add_row(other, "Hit.", by=by)
    once = {"by": by, "save_id": uuid.uuid4()}
    return {
        "add": lambda: item.add_entry("Mer.", by=by),
        "rewrite": lambda: row.rewrite("Nej.", base=row.version, **once),
        "describe row": lambda: row.describe(kind="decision", **once),
        "delete": lambda: row.delete_row(**once),
        "move": lambda: row.move(up=True, **once),
        "split": lambda: row.split(3, base=row.version, **once),
        "merge": lambda: row.merge_up(base=row.version, **once),
        "move out": lambda: row.move_to(other, **once),
        "move in": lambda: theirs.move_to(item, **once),
        "describe": lambda: item.describe(by=by, heading="Annat"),
        "outcome": lambda: item.set_outcome("disagreed", by=by),
        "take off": lambda: item.take_off(by=by),
        "sub-item": lambda: item.meeting.add_item("Under", parent=item, by=by),
        "attach": lambda: builders.attach(item.meeting, by=by, item=item),
    }


def test_nothing_is_written_in_a_locked_item(part, sara):
    item = locked(part)
    before = part.meeting.document().item(str(item.ref))
    ways = writings(item, sara)
    for write in ways.values():
        with pytest.raises(WrongState, match="omedelbar justering"):
            write()
    assert part.meeting.document().item(str(item.ref)) == before


def test_the_other_items_are_written_on(part, sara):
    item = part.meeting.items.first()
    item.meeting = part.meeting
    assert builders.add_row(item, "Vidare.", by=sara).text == "Vidare."


def test_what_was_done_before_the_lock_cannot_be_undone_after_it(part, sara):
    act = locked(part).entries.first().revisions.first().act
    with pytest.raises(WrongState, match="omedelbar justering"):
        undo.take_back(part.meeting, act, by=sara)


def test_an_item_that_was_sent_back_is_written_on_and_sent_again(part, mira, sara):
    builders.sign(part, part.serving_adjusters()[0].user)
    builders.send_back(part, mira, reason="Det var två vagnar.")
    assert (part.state, part.meeting.state) == ("ended", State.ONGOING)
    item = part.meeting.items.all()[4]
    item.meeting = part.meeting
    builders.add_row(item, "Två vagnar.", by=sara)
    again = builders.send_part(part.meeting, item, by=sara)
    assert again.protocol.document().item(str(item.ref)).entries[-1].text == "Två vagnar."
    assert Delivery.objects.filter(kind="sent_back", event__meeting=part.meeting).exists()


def test_the_secretary_takes_a_part_back_with_a_reason(part, sara):
    refusal = part.reopen(by=sara, reason="Fel punkt.")
    assert refusal.protocol == part.protocol
    assert part.state == "ended"
    assert not Meeting.objects.get(pk=part.meeting_id).has_locked_items


@pytest.mark.parametrize("what", ["part", "whole", "adjusters"])
def test_one_part_at_a_time_and_the_whole_and_who_signs_wait_for_it(part, sara, what):
    meeting = part.meeting
    acts = {
        "part": lambda: meeting.send_part(list(meeting.items_for_part())[:1], by=sara),
        "whole": lambda: (meeting.finish(by=sara), meeting.send_for_signing(by=sara)),
        "adjusters": lambda: meeting.choose_adjusters([], by=sara),
    }
    with pytest.raises(DomainError, match="ute för omedelbar justering"):
        acts[what]()


def test_a_signed_item_is_not_sent_again(part, sara):
    signed_and_sealed(part)
    assert locked(part) not in part.meeting.items_for_part()
    with pytest.raises(WrongState):
        part.meeting.send_part([locked(part)], by=sara)


def test_only_what_concerns_the_chosen_items_stops_them(ongoing, sara):
    ongoing.choose_adjusters(ongoing.proposed_adjusters(), by=sara)
    first, fifth = ongoing.items.all()[0], ongoing.items.all()[4]
    with pytest.raises(DomainError):
        ongoing.send_part([fifth], by=sara)  # samverkan according to MBL, and no utfall
    assert ongoing.send_part([first], by=sara).state == "printing"


@pytest.mark.parametrize("state", [State.CALLED, State.SIGNING, State.SEALED])
def test_only_what_is_being_written_has_parts(world, state):
    meeting = builders.meeting_in(state, world.group)
    with pytest.raises(WrongState):
        meeting.send_part([meeting.items.first()], by=world.sara)


def test_a_reminder_in_the_part_is_none_in_the_whole(part, mira, sara):
    part.remind(part.adjuster_for(mira), by=sara)
    assert part.reminders().keys() == {part.adjuster_for(mira).pk}
    signed_and_sealed(part)
    part.meeting.finish(by=sara)
    builders.send(part.meeting, by=sara)
    assert part.meeting.reminders() == {}


def test_a_part_can_be_destroyed_by_a_decision(part, hanna):
    signed_and_sealed(part)
    destroy(part.protocol, by=hanna, ground="Plan 2024:7")
    assert not SideRound.objects.exists()


@pytest.mark.slow
def test_the_worker_prints_signs_and_seals_a_part_and_then_the_whole(drafted, sara, keys):
    part = builders.send_part(drafted, by=sara)
    assert work.left_behind() == [drafted.pk]
    work.advance(drafted.pk)
    part.refresh_from_db()
    builders.sign_all(part)
    work.advance(drafted.pk)
    part.refresh_from_db()
    assert (part.state, work.left_behind()) == (State.SEALED, [])
    drafted.refresh_from_db()
    builders.send(drafted, by=sara)
    builders.finish_work(drafted)
    builders.sign_all(drafted)
    builders.finish_work(drafted)
    assert drafted.state == State.SEALED
    item = drafted.protocol.document().item(str(part.protocol.locked_items.get().ref))
    assert item.settled
    for protocol in (part.protocol, drafted.protocol):
        judged = verification.judge(bytes(protocol.file(SealedFile.Kind.SEALED).content))
        assert (judged.kind, judged.protocol) == ("genuine", protocol)
        assert document.fingerprint_of(bytes(protocol.content)) == protocol.fingerprint
    assert chain.faults(drafted) == []


def test_a_sub_item_is_not_put_back_into_what_is_locked(ongoing, sara):
    """The whole text says the item as it was signed: what came back there would be left out."""
    item = ongoing.items.standing().first()
    item.meeting = ongoing
    child = ongoing.add_item("Bilar", parent=item)
    child.meeting = ongoing
    child.take_off(by=sara)
    builders.send_part(ongoing, item, by=sara)
    with pytest.raises(WrongState, match="låst"):
        child.put_back(by=sara)


def test_whoever_signs_a_part_signs_by_her_own_name_when_the_list_is_gathered_anew(
    part, world, kim, sara
):
    """The meeting ends meanwhile, and its parties stand in another order since."""
    world.kommunal.order, world.vision.order = world.vision.order, world.kommunal.order
    world.kommunal.save()
    world.vision.save()
    part.meeting.finish(by=sara)
    signature = builders.sign(part, kim)
    assert (signature.name, signature.party_name) == ("Kim Berg", "Kommunal")


def test_a_sealed_part_tells_who_signed_it_whoever_has_taken_over_since(part, world, sara):
    signed_and_sealed(part)
    meeting = part.meeting
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    meeting.replace_adjuster(meeting.adjuster_for(world.mira), world.nils, by=sara)
    shown = signing_round.present(part)
    assert shown.waiting == []
    assert "Mira Åkesson" in [one.name for one in shown.signatures]
    assert [one.adjuster.user for one in signing_round.present(meeting).answers].count(world.nils)
