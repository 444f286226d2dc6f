"""Protokollsanteckning: a party's own until it is handed in, and never anybody else's to change."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.models import (
    Conflict,
    Delivery,
    Entry,
    Event,
    LaterChange,
    Revision,
    Saved,
    State,
    Statement,
    StatementDraft,
    undo,
)
from tests import builders

SECRET = "KANARIEFÅGEL Kommunal anser att risken är underskattad."


@pytest.fixture
def item(drafted):
    item = drafted.items.first()
    item.meeting = drafted
    return item


@pytest.fixture
def draft(drafted, world):
    return builders.statement_draft(drafted, world.kommunal, SECRET, by=world.kim)


@pytest.fixture
def handed_in(draft, kim):
    return draft.hand_in(by=kim)


def stated(meeting):
    """(item's number, party, words) of every statement that the minutes have."""
    return [
        (item.number, entry.parties[0].name, entry.text)
        for item in meeting.document().items()
        for entry in item.entries
        if entry.kind == "statement"
    ]


# --- A draft -------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_the_own_party_only(draft, drafted, world):
    Seen = StatementDraft.objects.seen_by
    assert [list(Seen(user, drafted)) for user in (world.kim,)] == [[draft]]
    others = (world.sara, world.jonas, world.mira, world.lena, world.hanna, world.olle)
    assert [list(Seen(user, drafted)) for user in others] == [[]] * len(others)


def test_a_mandate_that_has_ended_shows_no_draft(draft, drafted, world):
    world.kim.mandates.update(ends=builders.LONG_AGO)
    assert not StatementDraft.objects.seen_by(world.kim, drafted).exists()
    with pytest.raises(DomainError):
        draft.hand_in(by=world.kim)


def test_a_draft_leaves_no_trace_in_log_mail_history_or_text(drafted, world):
    def traces():
        models = (Event, Delivery, Revision, LaterChange, Entry, Statement)
        return [model.objects.count() for model in models], drafted.document(), drafted.changes

    before = traces()
    draft = builders.statement_draft(drafted, world.kommunal, SECRET, by=world.kim)
    draft.keep("Något annat", base=draft.version, save_id=uuid.uuid4(), by=world.kim)
    drafted.refresh_from_db()
    assert traces() == before


def test_nobody_writes_for_another_party(drafted, draft, world):
    with pytest.raises(DomainError, match="Du företräder inte Kommunal"):
        builders.statement_draft(drafted, world.kommunal, "Vi är nöjda.", by=world.mira)
    with pytest.raises(DomainError):
        draft.keep("Vi är nöjda.", base=1, save_id=uuid.uuid4(), by=world.sara)
    with pytest.raises(DomainError):
        draft.hand_in(by=world.jonas)
    with pytest.raises(DomainError):
        draft.throw_away(by=world.lena)


def test_the_employer_may_have_one_too(drafted, world):
    draft = builders.statement_draft(
        drafted, world.employer, "Vi delar inte bilden.", by=world.jonas
    )
    assert draft.hand_in(by=world.jonas).party == world.employer


def test_two_of_a_party_lose_no_word(draft, kim):
    first = draft.keep("I det ena", base=1, save_id=uuid.uuid4(), by=kim)
    again = draft.keep("I det andra", base=1, save_id=uuid.uuid4(), by=kim)
    assert isinstance(first, Saved)
    assert again == Conflict(mine="I det andra", theirs="I det ena", version=2, by="Kim Berg")
    assert StatementDraft.objects.get().text == "I det ena"


def test_the_same_form_sent_twice_is_one_draft(drafted, draft, world):
    told = {"ref": draft.ref, "by": world.kim}
    assert StatementDraft.begin(drafted, world.kommunal, SECRET, **told) == draft
    with pytest.raises(DomainError, match="redan sparad"):
        StatementDraft.begin(drafted, world.kommunal, "Andra ord", **told)
    draft.hand_in(by=world.kim)
    with pytest.raises(DomainError, match="redan sparad"):
        StatementDraft.begin(drafted, world.kommunal, SECRET, **told)


def test_a_text_is_at_most_2000_characters(draft, kim):
    draft.keep("x" * 2000, base=1, save_id=uuid.uuid4(), by=kim)
    with pytest.raises(DomainError, match="Nu har den 2001"):
        draft.keep("x" * 2001, base=2, save_id=uuid.uuid4(), by=kim)


def test_what_was_never_handed_in_is_gone_when_the_meeting_is_closed(group, world):
    meeting = builders.meeting_in(State.PLANNED, group, day=clock.today())
    builders.statement_draft(meeting, world.kommunal, SECRET, by=world.kim)
    builders.bring(meeting, State.SEALED, by=world.sara)
    assert not StatementDraft.objects.exists()
    cancelled = builders.meeting_in(State.CALLED, group)
    builders.statement_draft(cancelled, world.kommunal, SECRET, by=world.kim)
    cancelled.cancel(by=world.sara, because="För få kan komma.")
    assert not StatementDraft.objects.exists()


# --- Handed in -----------------------------------------------------------------------------------


def test_handed_in_it_is_told_to_everybody_else(draft, world):
    statement = draft.hand_in(by=world.kim)
    told = Delivery.objects.filter(kind="statement").values_list("recipient__name", flat=True)
    others = {"Sara Lind", "Jonas Öberg", "Mira Åkesson", "Lena Palm", "Nils Frost"}
    assert set(told) == others
    event = Event.objects.get(verb="statement_handed_in")
    assert event.facts == {"statement": statement.pk, "sha256": statement.digest()}
    assert not StatementDraft.objects.exists()


def test_an_empty_draft_is_not_handed_in(drafted, world):
    draft = builders.statement_draft(drafted, world.kommunal, " \n", by=world.kim)
    with pytest.raises(DomainError, match="Skriv er text"):
        draft.hand_in(by=world.kim)


def test_nothing_is_handed_in_when_the_text_is_locked(group, world):
    meeting = builders.meeting_in(State.DRAFTED, group)
    draft = builders.statement_draft(meeting, world.kommunal, SECRET, by=world.kim)
    builders.send(meeting, by=world.sara)
    with pytest.raises(WrongState):
        draft.hand_in(by=world.kim)
    with pytest.raises(WrongState):
        draft.keep("Mer", base=1, save_id=uuid.uuid4(), by=world.kim)
    assert StatementDraft.objects.get().text == SECRET


def test_a_draft_is_handed_in_once(draft, kim):
    again = StatementDraft.objects.get(pk=draft.pk)
    draft.hand_in(by=kim)
    with pytest.raises(DomainError, match="finns inte längre"):
        again.hand_in(by=kim)
    assert Statement.objects.count() == 1


# --- Placed --------------------------------------------------------------------------------------


def test_the_secretary_finds_its_place_and_it_stands_in_the_text(handed_in, item, sara):
    builders.add_row(item, "Gruppen går igenom läget.", by=sara)
    handed_in.place(item, by=sara)
    assert stated(item.meeting) == [("1", "Kommunal", SECRET)]
    kinds = [entry.kind for entry in item.meeting.document().item(str(item.ref)).entries]
    assert kinds == ["note", "statement"]
    assert str(handed_in.ref) in {e.ref for i in item.meeting.document().items() for e in i.entries}


def test_it_is_moved_and_stands_once(handed_in, item, sara):
    handed_in.place(item, by=sara)
    other = item.meeting.items.last()
    handed_in.place(other, by=sara)
    assert [number for number, _party, _text in stated(item.meeting)] == ["7"]


def test_an_answer_stands_below_what_it_answers(handed_in, item, world):
    answer = builders.statement_draft(
        item.meeting, world.employer, "Det gör vi inte.", by=world.jonas, answers=handed_in
    ).hand_in(by=world.jonas)
    handed_in.place(item, by=world.sara)
    builders.add_row(item, "Punkten avslutas.", by=world.sara)
    answer.place(item, by=world.sara)
    entries = item.meeting.document().item(str(item.ref)).entries
    assert [entry.kind for entry in entries] == ["statement", "statement", "note"]
    assert entries[1].answers == (str(handed_in.ref),)


def test_no_verb_of_the_desk_changes_its_words(handed_in, item, world):
    handed_in.place(item, by=world.sara)
    row = Entry.objects.get(placement__statement=handed_in)
    row.item.meeting = item.meeting
    row.rewrite("Vi är nöjda.", base=row.version, save_id=uuid.uuid4(), by=world.sara)
    told = {"kind": "note", "speaks": [world.vision], "concurs": [world.teachers]}
    row.describe(by=world.sara, save_id=uuid.uuid4(), **told)
    assert stated(item.meeting) == [("1", "Kommunal", SECRET)]


def test_an_unplaced_one_stops_the_sending(handed_in, item, world):
    builders.settle(item.meeting, by=world.sara)
    with pytest.raises(DomainError, match="Kommunals protokollsanteckning är inte placerad"):
        item.meeting.send_for_signing(by=world.sara)
    handed_in.place(item, by=world.sara)
    item.meeting.send_for_signing(by=world.sara)
    assert SECRET in item.meeting.protocol.document().entry(str(handed_in.ref)).text


def test_one_whose_item_was_taken_off_stops_the_sending_too(handed_in, item, world):
    handed_in.place(item, by=world.sara)
    item.take_off(by=world.sara)
    builders.settle(item.meeting, by=world.sara)
    assert list(Statement.objects.unplaced()) == [handed_in]
    with pytest.raises(DomainError, match="inte placerad"):
        item.meeting.send_for_signing(by=world.sara)


def test_an_unplaced_one_stops_gor_klart(small_group, world):
    meeting = builders.meeting_in(State.DRAFTED, small_group)
    draft = builders.statement_draft(meeting, world.kommunal, SECRET, by=world.kim)
    draft.hand_in(by=world.kim)
    with pytest.raises(DomainError, match="inte placerad"):
        meeting.make_done(by=world.sara)


def test_a_secretary_of_the_party_undoes_no_taking_back(handed_in, item, world):
    builders.secretary(item.meeting.group, world.kim)
    handed_in.place(item, by=world.kim)
    handed_in.take_back(by=world.kim)
    act = undo.offer(item.meeting, world.kim).back
    with pytest.raises(DomainError, match="Placera"):
        undo.take_back(item.meeting, act.key, by=world.kim)
    assert stated(item.meeting) == []


# --- Taken back ----------------------------------------------------------------------------------


def test_its_party_takes_it_back_and_it_stays_on_record(handed_in, item, world):
    handed_in.place(item, by=world.sara)
    handed_in.take_back(by=world.kim)
    assert stated(item.meeting) == []
    assert Statement.objects.get().text == SECRET
    assert Delivery.objects.filter(kind="statement_back", recipient=world.sara).exists()
    builders.settle(item.meeting, by=world.sara)
    item.meeting.send_for_signing(by=world.sara)
    with pytest.raises(DomainError):
        handed_in.place(item, by=world.sara)


def test_nobody_else_takes_it_back_and_nobody_from_a_locked_text(handed_in, item, world):
    handed_in.place(item, by=world.sara)
    for user in (world.sara, world.jonas, world.hanna):
        with pytest.raises(DomainError, match="Du företräder inte"):
            handed_in.take_back(by=user)
    builders.send(item.meeting, by=world.sara)
    with pytest.raises(WrongState):
        handed_in.take_back(by=world.kim)
    with pytest.raises(WrongState):
        handed_in.place(item, by=world.sara)


def test_a_text_that_was_sent_back_takes_new_ones(sent_back, world):
    draft = builders.statement_draft(sent_back, world.vision, "Vi menar så.", by=world.mira)
    assert draft.hand_in(by=world.mira).at <= clock.now()


def test_reading_costs_the_same_with_one_and_three(item, world):
    def more():
        draft = builders.statement_draft(item.meeting, world.kommunal, SECRET, by=world.kim)
        draft.hand_in(by=world.kim).place(item, by=world.sara)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            item.meeting.document()
        return len(queries)

    more()
    one = cost()
    more()
    more()
    assert cost() == one
