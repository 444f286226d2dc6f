"""A row becomes two, two become one: every word stays, and so does what hangs on it."""

import pytest

from meetings.errors import DomainError
from meetings.models import Conflict, Question, undo
from tests import builders
from tests.models.rows import again, new, texts

pytestmark = pytest.mark.slow


@pytest.fixture
def row(item, sara):
    return builders.add_row(item, "Ramen är 11 mnkr. Den ökar.", by=sara)


def press(meeting, by, what="back"):
    return undo.take_back(meeting, getattr(undo.offer(meeting, by), what).key, by=by)


def said(row):
    told = again(row).facts()
    return {name: told[name] for name in ("kind", "speaks", "concurs", "answers", "actions")}


# --- Split ---------------------------------------------------------------------------------------


def test_a_row_is_split_where_the_cursor_stands(row, item, sara):
    builders.add_row(item, "Sist.", by=sara)
    row.split(17, base=1, by=sara, save_id=new())
    assert texts(item) == ["Ramen är 11 mnkr.", "Den ökar.", "Sist."]
    assert again(row).ref == row.ref


def test_both_halves_have_the_same_senders_and_the_promise_stays(row, item, world, sara):
    promise = {"responsible": "Jonas", "what": "", "due": None, "due_words": "i mars"}
    row.describe(by=sara, save_id=new(), kind="decision", speaks=[world.vision], actions=[promise])
    row.split(17, base=row.version, by=sara, save_id=new())
    first, second = map(said, item.entries.standing())
    assert first["speaks"] == second["speaks"] == [world.vision]
    assert (first["kind"], second["kind"]) == ("decision", "decision")
    assert (first["actions"], second["actions"]) == ([promise], [])


def test_half_a_question_asks_nothing_new(item, sara):
    asked = builders.add_row(item, "Vi undrar. När börjar det?", by=sara, kind="question")
    asked.split(10, base=1, by=sara, save_id=new())
    assert [row.kind for row in item.entries.standing()] == ["question", "note"]
    assert Question.objects.filter(entry__item=item).count() == 1


def test_the_same_split_sent_twice_is_one(row, item, sara):
    save_id = new()
    for _again in range(2):
        again(row).split(17, base=1, by=sara, save_id=save_id)
    assert len(texts(item)) == 2


@pytest.mark.parametrize("at", [0, 27, 900, -27])
def test_a_split_that_leaves_one_half_empty_is_refused(row, sara, at):
    with pytest.raises(DomainError, match="markören"):
        row.split(at, base=1, by=sara, save_id=new())


def test_a_split_of_words_that_somebody_changed_is_a_conflict(row, item, sara, jonas):
    again(row).rewrite("Jonas skrev om.", base=1, save_id=new(), by=jonas)
    conflict = row.split(17, base=1, by=sara, save_id=new())
    assert (conflict.mine, conflict.theirs) == ("Ramen är 11 mnkr. Den ökar.", "Jonas skrev om.")
    assert texts(item) == ["Jonas skrev om."]


def test_a_split_is_undone_and_done_again_as_one(row, item, ongoing, sara):
    row.split(17, base=1, by=sara, save_id=new())
    assert press(ongoing, sara).words == "Ångrat: stycket delat"
    assert texts(item) == ["Ramen är 11 mnkr. Den ökar."]
    press(ongoing, sara, "again")
    assert texts(item) == ["Ramen är 11 mnkr.", "Den ökar."]


def test_a_split_stays_when_somebody_wrote_in_the_other_half(row, item, ongoing, sara, jonas):
    row.split(17, base=1, by=sara, save_id=new())
    half = item.entries.standing().last()
    again(half).rewrite("Den ökar mycket.", base=1, save_id=new(), by=jonas)
    with pytest.raises(DomainError, match="Jonas"):
        press(ongoing, sara)
    assert texts(item) == ["Ramen är 11 mnkr.", "Den ökar mycket."]


# --- Merged --------------------------------------------------------------------------------------


def test_a_row_is_merged_with_the_one_above(row, item, sara):
    below = builders.add_row(item, "Det är bra.", by=sara)
    below.merge_up(base=1, by=sara, save_id=new())
    assert texts(item) == ["Ramen är 11 mnkr. Den ökar.\nDet är bra."]
    assert again(below).deleted_at is not None


def test_answers_and_promises_come_along(item, sara):
    asked = [builders.add_row(item, f"{n}?", by=sara, kind="question") for n in ("När", "Var")]
    promises = [{"responsible": name, "what": "", "due": None, "due_words": "i mars"}
                for name in ("Jonas", "Kim")]  # fmt: skip
    first, second = (
        builders.add_row(
            item, "Svar.", by=sara, kind="answer", answers=[one.question], result="answered",
            actions=[promise],
        )
        for one, promise in zip(asked, promises, strict=True)
    )  # fmt: skip
    second.merge_up(base=1, by=sara, save_id=new())
    assert said(first)["answers"] == [one.question for one in asked]
    assert said(first)["actions"] == promises
    press(item.meeting, sara)
    assert said(first)["answers"] == [asked[0].question]
    assert said(second)["answers"] == [asked[1].question]
    assert len(texts(item)) == 4


@pytest.mark.parametrize(
    ("beside", "why"),
    [
        ({"kind": "question"}, "frågan försvinner"),
        ({"kind": "decision"}, "samma slag"),
        ({"speaker": "Kim Berg"}, "olika avsändare"),
    ],
)
def test_what_would_be_lost_in_a_merge_is_said(row, item, sara, beside, why):
    below = builders.add_row(item, "Mera.", by=sara, **beside)
    with pytest.raises(DomainError, match=why):
        below.merge_up(base=1, by=sara, save_id=new())
    assert len(texts(item)) == 2


def test_nobody_speaks_for_another_party_by_a_merge(item, world, sara):
    builders.add_row(item, "Vi är oroliga.", by=sara, speaks=[world.vision])
    below = builders.add_row(item, "Vi med.", by=sara, speaks=[world.kommunal])
    with pytest.raises(DomainError, match="olika avsändare"):
        below.merge_up(base=1, by=sara, save_id=new())


def test_the_first_row_has_nothing_above(row, sara):
    with pytest.raises(DomainError, match="inget stycke ovanför"):
        row.merge_up(base=1, by=sara, save_id=new())


def test_the_same_merge_sent_twice_is_one(row, item, sara):
    below, save_id = builders.add_row(item, "Mera.", by=sara), new()
    for _again in range(2):
        assert again(below).merge_up(base=1, by=sara, save_id=save_id).version == 2
    assert texts(item) == ["Ramen är 11 mnkr. Den ökar.\nMera."]


def test_a_merge_takes_the_newest_words_above_and_never_stale_ones_below(row, item, sara, jonas):
    below = builders.add_row(item, "Mera.", by=sara)
    again(row).rewrite("Jonas ord.", base=1, save_id=new(), by=jonas)
    again(below).rewrite("Mera av Jonas.", base=1, save_id=new(), by=jonas)
    assert isinstance(again(below).merge_up(base=1, by=sara, save_id=new()), Conflict)
    again(below).merge_up(base=2, by=sara, save_id=new())
    assert texts(item) == ["Jonas ord.\nMera av Jonas."]


def test_words_for_a_row_that_was_merged_come_back_to_the_writer(row, item, sara, jonas):
    below = builders.add_row(item, "Mera.", by=sara)
    again(below).merge_up(base=1, by=jonas, save_id=new())
    conflict = below.rewrite("Mera ord.", base=1, save_id=new(), by=sara)
    assert conflict.deleted
    below.bring_back("Mera ord.", base=conflict.version, by=sara, save_id=new())
    assert texts(item) == ["Ramen är 11 mnkr. Den ökar.\nMera.", "Mera ord."]


def test_a_deletion_of_words_that_somebody_changed_is_a_conflict(row, item, sara, jonas):
    again(row).rewrite("Jonas ord.", base=1, save_id=new(), by=jonas)
    assert row.delete_row(base=1, by=sara, save_id=new()).theirs == "Jonas ord."
    assert texts(item) == ["Jonas ord."]


def test_a_conflict_knows_what_both_began_with(row, sara, jonas):
    again(row).describe(by=jonas, save_id=new(), speaker="Kim")
    again(row).rewrite("Jonas ord.", base=2, save_id=new(), by=jonas)
    conflict = row.rewrite("Saras ord.", base=1, save_id=new(), by=sara)
    assert conflict.base == "Ramen är 11 mnkr. Den ökar."
