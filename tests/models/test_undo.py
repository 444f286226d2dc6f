"""Ångra: the writer's last verb is taken back as one act, and nobody else's words go with it."""

import pytest

from meetings.errors import DomainError
from meetings.models import Entry, Revision, undo
from tests import builders
from tests.models.rows import new, texts


@pytest.fixture
def back(ongoing, sara):
    """back() takes back what Sara did last, as the button does."""

    def press(by=sara, what="back"):
        return undo.take_back(ongoing, getattr(undo.offer(ongoing, by), what).key, by=by)

    return press


def offered(meeting, by):
    now = undo.offer(meeting, by)
    return [act.words if act else None for act in (now.back, now.again)]


def test_an_added_row_is_taken_away_and_comes_back_as_it_was(row, item, ongoing, sara, back):
    assert offered(ongoing, sara) == ["Stycket tillagt", None]
    assert back().words == "Ångrat: stycket tillagt"
    assert texts(item) == []
    assert offered(ongoing, sara)[1] == "Stycket tillagt"
    assert back(what="again").words == "Gjort om: stycket tillagt"
    assert texts(item) == ["Först."]
    back()
    assert texts(item) == []


def test_what_was_typed_in_one_go_is_undone_in_one_go(row, sara, back):
    for base, text in enumerate(("Först. J", "Först. Ja", "Först. Ja."), 1):
        row.rewrite(text, base=base, save_id=new(), by=sara)
    back()
    row.refresh_from_db()
    assert row.text == "Först."
    assert row.revisions.count() == 5
    back(what="again")
    row.refresh_from_db()
    assert row.text == "Först. Ja."


def test_undoing_never_takes_somebody_elses_words(row, ongoing, sara, jonas, back):
    row.rewrite("Sara.", base=1, save_id=new(), by=sara)
    row.rewrite("Jonas.", base=2, save_id=new(), by=jonas)
    with pytest.raises(DomainError, match="Jonas Öberg har ändrat stycket sedan dess"):
        back()
    row.refresh_from_db()
    assert row.text == "Jonas."
    back(by=jonas)
    back()
    row.refresh_from_db()
    assert row.text == "Först."


def test_an_added_row_that_others_wrote_in_stays(row, item, sara, jonas, back):
    row.rewrite("Först. Och mer.", base=1, save_id=new(), by=jonas)
    with pytest.raises(DomainError):
        back()
    assert texts(item) == ["Först. Och mer."]


def test_the_same_undo_sent_twice_is_one(row, ongoing, sara):
    row.delete_row(by=sara, save_id=new())
    act = undo.offer(ongoing, sara).back.key
    for _again in range(2):
        undo.take_back(ongoing, act, by=sara)
    row.refresh_from_db()
    assert row.deleted_at is None
    assert row.revisions.count() == 3


def test_nobody_undoes_what_somebody_else_did(row, ongoing, sara, jonas):
    act = undo.offer(ongoing, sara).back.key
    assert undo.offer(ongoing, jonas).back is None
    with pytest.raises(DomainError):
        undo.take_back(ongoing, act, by=jonas)


def test_what_stood_beside_the_text_comes_back(row, world, sara, back):
    promise = {"responsible": "Jonas", "what": "Byta lås", "due": None, "due_words": "i mars"}
    row.describe(by=sara, save_id=new(), speaks=[world.vision, world.kommunal], actions=[promise])
    row.describe(by=sara, save_id=new(), kind="decision", decided_by="group", speaks=[], actions=[])
    back()
    told = Entry.objects.get(pk=row.pk).facts()
    assert (told["kind"], told["speaks"]) == ("note", [world.vision, world.kommunal])
    assert told["actions"] == [promise]


def test_a_row_goes_back_to_where_it_stood(row, item, ongoing, sara, back):
    for text in ("Andra.", "Tredje."):
        last = builders.add_row(item, text, by=sara)
    last.move(by=sara, save_id=new(), up=True)
    assert texts(item) == ["Först.", "Tredje.", "Andra."]
    back()
    assert texts(item) == ["Först.", "Andra.", "Tredje."]
    other = ongoing.items.last()
    last.move_to(other, by=sara, save_id=new())
    assert texts(other) == ["Tredje."]
    back()
    assert texts(item) == ["Först.", "Andra.", "Tredje."]


def test_a_tombstone_keeps_its_place_while_others_move(row, item, sara, back):
    second = builders.add_row(item, "Andra.", by=sara)
    third = builders.add_row(item, "Tredje.", by=sara)
    second.delete_row(by=sara, save_id=new())
    third.move(by=sara, save_id=new(), up=True)
    Entry.objects.get(pk=second.pk).restore(by=sara, save_id=new())
    assert texts(item) == ["Tredje.", "Först.", "Andra."]


def test_steps_are_undone_one_after_the_other_and_done_again(row, item, ongoing, sara, back):
    builders.add_row(item, "Andra.", by=sara)
    row.delete_row(by=sara, save_id=new())
    assert [back().words for _step in range(3)] == [
        "Ångrat: stycket borttaget",
        "Ångrat: stycket tillagt",
        "Ångrat: stycket tillagt",
    ]
    assert texts(item) == []
    for _step in range(3):
        back(what="again")
    assert texts(item) == ["Andra."]
    assert offered(ongoing, sara) == ["Stycket borttaget", None]


def test_rows_of_one_act_go_together(item, ongoing, sara, back):
    act = new()
    for text in ("Ett", "Två", "Tre"):
        item.add_entry(text, by=sara, act=act)
    assert offered(ongoing, sara)[0] == "3 stycken tillagda"
    back()
    assert texts(item) == []
    back(what="again")
    assert texts(item) == ["Ett", "Två", "Tre"]


def test_the_fields_of_a_runda_are_not_what_was_done_last(ongoing, sara):
    assert Revision.objects.filter(meeting=ongoing, by=sara).exists()
    assert offered(ongoing, sara) == [None, None]


# --- Items ---------------------------------------------------------------------------------------


def test_an_items_facts_and_outcome_come_back(item, world, sara, back):
    item.describe(by=sara, heading="Budget 2025", case_number="2024/17")
    item.set_outcome("disagreed", by=sara, disagreeing=[world.vision], sentence="Oeniga.")
    item.set_outcome("agreed", by=sara)
    back()
    item.refresh_from_db()
    assert (item.outcome, item.outcome_sentence) == ("disagreed", "Oeniga.")
    assert [one.party for one in item.positions.all()] == [world.vision]
    back()
    back()
    item.refresh_from_db()
    assert (item.outcome, item.heading, item.case_number) == ("", "Mötets öppnande", "")
    assert item.positions.count() == 0


def headings(meeting):
    return [item.heading for item in meeting.document().items()]


def test_items_are_put_back_where_they_stood(ongoing, sara, back):
    was = headings(ongoing)
    items = list(ongoing.items.all())
    items[3].move(by=sara, up=True)
    items[3].move(by=sara, up=True)
    items[0].take_off(by=sara)
    assert headings(ongoing) != was
    for _step in range(3):
        back()
    assert headings(ongoing) == was


def test_an_added_item_goes_unless_others_wrote_in_it(ongoing, sara, jonas, back):
    was = headings(ongoing)
    item = ongoing.add_item("En sen punkt", by=sara)
    row = builders.add_row(item, "Jonas skrev.", by=jonas)
    with pytest.raises(DomainError, match="Andra har skrivit"):
        back()
    row.delete_row(by=jonas, save_id=new())
    back()
    assert headings(ongoing) == was


def test_what_others_changed_in_an_item_stays(item, sara, jonas, back):
    item.describe(by=sara, heading="Saras rubrik")
    item.describe(by=jonas, heading="Jonas rubrik")
    with pytest.raises(DomainError, match="Jonas Öberg har ändrat punkten"):
        back()
    item.refresh_from_db()
    assert item.heading == "Jonas rubrik"


def test_describing_without_changing_anything_is_no_change(item, sara):
    item.describe(by=sara, heading=item.heading)
    assert item.revisions.count() == 0
