"""Rättelse: numbered, with a reason, beside the locked text, which stays as it is."""

import pytest

from meetings.errors import DomainError, WrongState
from meetings.justering import chain
from meetings.justering.destruction import destroy
from meetings.models import Correction, Delivery, Entry, SealedFile, SideRound, State
from tests import builders
from tests.paper.pdfcheck import problems
from tests.pdf_text import text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def said(sealed):
    return sealed.protocol.document()


@pytest.fixture
def correct(sealed, said, sara):
    """correct(new="…", **facts): about the first item unless `entry` tells a row."""

    def put_right(new="Rum Eken", **facts):
        facts = {"old": "Rum Linden", "reason": "Fel rum", "by": sara, **facts}
        return sealed.correct(new=new, item=next(said.items()), **facts)

    return put_right


def kinds():
    return set(Delivery.objects.values_list("kind", flat=True))


def test_the_locked_text_stays_and_everybody_is_told(sealed, correct):
    before = bytes(sealed.protocol.content), sealed.protocol.files.count()
    one, two = correct(), correct("Rum Asken")
    sealed.refresh_from_db()
    assert (bytes(sealed.protocol.content), sealed.protocol.files.count()) == before
    assert (one.number, two.number, sealed.state) == (1, 2, State.SEALED)
    told = Delivery.objects.filter(kind="corrected", event=sealed.events.order_by("seq").last())
    assert {d.recipient for d in told} == set(sealed.people())
    assert chain.faults(sealed) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"reason": "  "}, "reason"), ({"new": "Rum Linden"}, "new"), ({"new": "x" * 10_001}, "new")],
)
def test_a_rattelse_says_why_and_changes_something(correct, facts, field):
    with pytest.raises(DomainError) as no:
        correct(**facts)
    assert (no.value.field, Correction.objects.count()) == (field, 0)


def test_only_a_locked_text_is_corrected(signing, sara):
    with pytest.raises(WrongState):
        signing.correct(new="b", old="a", reason="c", by=sara)


def test_the_old_words_of_a_row_are_those_that_hold(world, sara):
    meeting = builders.meeting_in(State.ONGOING, world.group)
    row = builders.add_row(meeting.items.first(), "Mötet öppnas av Jonas.", by=sara)
    meeting.finish(by=sara)
    builders.send(meeting, by=sara)
    builders.printed(meeting)
    builders.sign_all(meeting)
    builders.sealed(meeting)
    item = next(i for i in meeting.protocol.document().items() if i.entries)
    entry = meeting.protocol.document().entry(str(row.ref))
    facts = {"item": item, "entry": entry, "reason": "Fel", "by": sara}
    one = meeting.correct(new="Mötet öppnas av Mira.", **facts)
    two = meeting.correct(new="Mötet öppnas av Kim.", **facts)
    assert (one.old, two.old) == ("Mötet öppnas av Jonas.", "Mötet öppnas av Mira.")


# --- The light way -------------------------------------------------------------------------------


def test_the_next_meeting_notes_it_under_foregaende_protokoll(sealed, group, correct):
    correction = correct()
    later = builders.meeting_in(State.ONGOING, group)
    row = Entry.objects.get(ref=correction.note_ref)
    assert (row.item.meeting, row.item.heading) == (later, "Föregående protokoll")
    of = sealed.number_words
    assert row.text == (
        f"Rättelse 1 av {of}, punkt 1.\n\nSå stod det: Rum Linden\n\nSå ska det stå: Rum Eken"
        "\n\nSkäl: Fel rum"
    )


def test_it_is_noted_once_also_by_the_meeting_that_sits_already(group, sara, correct):
    later = builders.meeting_in(State.ONGOING, group)
    correct()
    later.note_corrections(by=sara)
    assert Entry.objects.filter(text__contains="Rättelse 1").count() == 1
    after = builders.meeting_in(State.PLANNED, group)
    after.note_corrections(by=sara)
    assert Entry.objects.filter(text__contains="Rättelse 1").count() == 1


# --- The signed way ------------------------------------------------------------------------------


def test_a_signed_one_holds_when_everybody_has_signed_it(sealed, correct, keys):
    correction = correct(signed=True)
    assert (correction.is_open, "corrected" in kinds()) == (True, False)
    a_round = sealed.side_rounds.get()
    builders.finish_work(sealed)
    a_round.refresh_from_db()
    assert a_round.state == SideRound.State.SIGNING
    builders.sign_all(a_round)
    builders.finish_work(sealed)
    correction = Correction.objects.with_people().get()
    file = bytes(correction.signed.file(SealedFile.Kind.SEALED).content)
    assert problems(file) == []
    assert "Ingen närvaro" not in text_of(file)
    assert (correction.is_in_force, correction.state) == (True, SideRound.State.SEALED)
    assert sealed.state == State.SEALED
    assert chain.faults(sealed) == []


def test_one_at_a_time_is_out_to_be_signed(correct):
    correct(signed=True)
    with pytest.raises(DomainError):
        correct("Rum Asken", signed=True)
    assert Correction.objects.count() == 1


def test_one_that_was_sent_back_never_holds(sealed, correct, kim):
    correction = correct(signed=True)
    a_round = sealed.side_rounds.get()
    builders.printed(a_round)
    builders.send_back(a_round, kim)
    assert not Correction.objects.in_force().exists()
    assert correct("Rum Asken", signed=True).number == correction.number + 1


def test_a_group_without_adjusters_has_the_light_way_only(small_group, sara):
    meeting = builders.meeting_in(State.SEALED, small_group, called=False)
    with pytest.raises(WrongState):
        meeting.correct(new="b", old="a", reason="c", by=sara, signed=True)


def test_gallring_takes_the_rattelser_too(sealed, correct, hanna):
    correct()
    correct("Rum Asken", signed=True)
    destroy(sealed.protocol, by=hanna, ground="Plan 2024:7")
    assert (Correction.objects.count(), sealed.protocols.count()) == (0, 0)
    assert sealed.destructions.count() == 2


@pytest.mark.parametrize("signed", [False, True])
def test_a_rattelse_that_is_sent_twice_is_one(correct, sealed, signed):
    assert correct(signed=signed) == correct(signed=signed)
    assert Correction.objects.count() == 1
    assert correct("Rum Asken").number == 2


def test_a_rattelse_of_a_row_that_is_sent_twice_is_one(sealed, said, sara, correct):
    item, entry = next((item, entry) for item in said.items() for entry in item.entries)
    told = {"item": item, "entry": entry, "new": "Annat.", "reason": "Fel", "by": sara}
    assert sealed.correct(**told) == sealed.correct(**told)
    assert Correction.objects.count() == 1
