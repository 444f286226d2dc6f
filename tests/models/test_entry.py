"""Rows: a word that is saved is never lost, and never saved twice."""

import uuid

import pytest

from meetings.errors import DomainError, WrongState
from meetings.models import Conflict, Saved, State, undo
from tests import builders
from tests.models.rows import again, new


def test_a_text_is_stored_with_its_revision(row, sara):
    assert row.rewrite("Sedan.", base=1, save_id=new(), by=sara).version == 2
    revision = row.revisions.last()
    assert (revision.before, revision.after, revision.by) == ("Först.", "Sedan.", sara)


def test_the_same_save_again_is_the_same_save(row, sara):
    save_id = new()
    first = row.rewrite("Sedan.", base=1, save_id=save_id, by=sara)
    assert again(row).rewrite("Sedan.", base=1, save_id=save_id, by=sara) == first
    assert row.revisions.count() == 2


def test_a_form_sent_again_with_other_words_stores_them_too(row, sara):
    save_id = new()
    row.rewrite("Sedan.", base=1, save_id=save_id, by=sara)
    again(row).rewrite("Sedan, på fredag.", base=1, save_id=save_id, by=sara)
    assert again(row).text == "Sedan, på fredag."


def test_other_words_sent_twice_with_a_used_id_are_one_save(row, sara):
    save_id = new()
    row.rewrite("Sedan.", base=1, save_id=save_id, by=sara)
    first = again(row).rewrite("På fredag.", base=1, save_id=save_id, by=sara)
    assert again(row).rewrite("På fredag.", base=1, save_id=save_id, by=sara) == first
    assert row.revisions.count() == 3


def test_a_row_brought_back_twice_keeps_the_words_of_the_second_time(row, sara):
    row.delete_row(by=sara, save_id=new())
    base, save_id = again(row).version, new()
    again(row).bring_back("Mina ord.", base=base, save_id=save_id, by=sara)
    again(row).bring_back("Mina ord, fler.", base=base, save_id=save_id, by=sara)
    assert again(row).text == "Mina ord, fler."


def test_a_form_sent_again_with_other_facts_stores_them_too(item, sara):
    row = builders.add_row(item, "Varför?", by=sara, kind="question")
    save_id = new()
    for title in ("Schema", "Scheman i maj"):
        seen = {"by": sara, "save_id": save_id, "title": title}
        assert again(row).describe_from(1, **seen) == []
    assert again(row).question.title == "Scheman i maj"


def test_a_form_sent_again_does_not_undo_what_another_has_changed_since(item, sara, jonas):
    row = builders.add_row(item, "Varför?", by=sara, kind="question")
    mine = {"by": sara, "save_id": new(), "title": "Schema"}
    again(row).describe_from(1, **mine)
    again(row).describe(by=jonas, save_id=new(), title="Jonas titel")
    assert again(row).describe_from(1, **mine) == []
    assert again(row).question.title == "Jonas titel"


def test_a_new_row_sent_again_with_other_words_is_a_row_of_its_own_once(item, sara):
    told = {"by": sara, "ref": new(), "save_id": new()}
    rows = [item.add_entry(text, **told) for text in ("Ett.", "Två.", "Två.")]
    assert [row.text for row in rows] == ["Ett.", "Två.", "Två."]
    assert rows[1] == rows[2]


def test_whoever_comes_second_gets_both_texts(row, sara, jonas):
    row.rewrite("Jonas text.", base=1, save_id=new(), by=jonas)
    conflict = again(row).rewrite("Saras text.", base=1, save_id=new(), by=sara)
    assert isinstance(conflict, Conflict)
    assert (conflict.mine, conflict.theirs) == ("Saras text.", "Jonas text.")
    assert (conflict.by, conflict.version) == ("Jonas Öberg", 2)


def test_another_sender_is_no_conflict_with_the_words(row, sara, jonas, world):
    again(row).describe(by=jonas, save_id=new(), speaks=[world.vision])
    assert isinstance(row.rewrite("Saras text.", base=1, save_id=new(), by=sara), Saved)
    assert again(row).text == "Saras text."


def test_words_and_then_a_move_is_still_a_conflict(row, item, sara, jonas):
    builders.add_row(item, "Andra.", by=jonas)
    theirs = again(row)
    theirs.rewrite("Jonas text.", base=1, save_id=new(), by=jonas)
    theirs.move(by=jonas, save_id=new(), up=False)
    assert isinstance(row.rewrite("Saras text.", base=1, save_id=new(), by=sara), Conflict)
    assert again(row).text == "Jonas text."


def test_a_version_that_never_was_is_a_conflict(row, sara):
    assert isinstance(row.rewrite("Gissat.", base=99, save_id=new(), by=sara), Conflict)


def test_words_for_a_deleted_row_come_back_to_the_writer(row, sara, jonas):
    again(row).delete_row(by=jonas, save_id=new())
    conflict = row.rewrite("Saras text.", base=1, save_id=new(), by=sara)
    assert conflict.deleted
    assert conflict.mine == "Saras text."


def test_a_locked_text_takes_no_words(row, ongoing, sara):
    ongoing.finish(by=sara)
    builders.send(ongoing, by=sara)
    with pytest.raises(WrongState):
        again(row).rewrite("För sent.", base=1, save_id=new(), by=sara)


def test_a_deleted_row_leaves_the_document_and_comes_back_with_its_ref(row, ongoing, sara):
    row.delete_row(by=sara, save_id=new())
    with pytest.raises(KeyError):
        ongoing.document().entry(str(row.ref))
    row.restore(by=sara, save_id=new())
    assert ongoing.document().entry(str(row.ref)).text == "Först."


def test_facts_are_told_as_they_are_taken(row, world, sara):
    action = {"responsible": "Jonas", "what": "", "due": None, "due_words": "nästa möte"}
    facts = {"kind": "decision", "decided_by": "group", "speaks": [world.vision]}
    row.describe(by=sara, save_id=new(), actions=[action], **facts)
    told = row.facts()
    assert {name: told[name] for name in facts} == facts
    assert told["actions"] == [action]


def test_an_empty_row_says_nothing_but_a_runda_does(ongoing, item, sara):
    empty = builders.add_row(item, "", by=sara)
    refs = [entry.ref for one in ongoing.document().items() for entry in one.entries]
    assert str(empty.ref) not in refs
    rounds = [one for one in ongoing.document().items() if one.is_round]
    assert len(rounds[0].entries) == 4


def test_an_action_replaced_by_another_is_still_told_by_the_first_revision(item, sara):
    row = builders.add_row(item, "Beslut.", by=sara, actions=[{"what": "Skicka underlaget"}])
    row.describe(by=sara, save_id=new(), actions=[])
    first, last = row.revisions.all()
    assert first.became["actions"] == [{"what": "Skicka underlaget"}]
    assert last.became["actions"] == []


def test_a_runda_opened_in_any_item_is_made_and_undone_as_one(ongoing, sara):
    item = ongoing.items.get(heading="Övriga frågor")
    item.meeting = ongoing
    for _again in range(2):
        item.open_round(by=sara)
    said = ongoing.document().item(str(item.ref))
    assert [entry.parties[0].name for entry in said.entries] == [
        "Arbetsgivaren",
        "Kommunal",
        "Sveriges Lärare",
        "Vision",
    ]
    assert (said.is_round, said.entries[0].text) == (True, "")

    undo.take_back(ongoing, undo.offer(ongoing, sara).back.key, by=sara)

    said = ongoing.document().item(str(item.ref))
    assert (said.is_round, said.entries) == (False, ())


def test_a_runda_that_somebody_has_written_in_stays(ongoing, sara, jonas):
    item = ongoing.items.get(heading="Övriga frågor")
    item.meeting = ongoing
    item.open_round(by=sara)
    field = item.entries.first()
    field.rewrite("Läget är gott.", base=field.version, save_id=uuid.uuid4(), by=jonas)
    with pytest.raises(DomainError):
        undo.take_back(ongoing, undo.offer(ongoing, sara).back.key, by=sara)
    assert len(ongoing.document().item(str(item.ref)).entries) == 4


def test_an_answer_to_a_question_of_an_earlier_meeting_names_it(item, ongoing, group, sara):
    earlier = builders.meeting_in(State.DRAFTED, group)
    question = builders.add_row(
        earlier.items.first(), "När börjar vi?", by=sara, kind="question"
    ).question
    row = builders.add_row(item, "I maj.", by=sara, kind="answer", answers=[question])
    said = ongoing.document().entry(str(row.ref))
    assert said.answers == (str(question.entry.ref),)
    assert said.result == "answered"
