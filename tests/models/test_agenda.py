"""Items: their order, their headings, and how they ended."""

import uuid

import pytest

from meetings.errors import DomainError
from meetings.models import AgendaItem
from tests import builders

Outcome = AgendaItem.OutcomeKind


@pytest.fixture
def item(ongoing):
    item = ongoing.items.first()
    item.meeting = ongoing
    return item


def test_the_same_form_gives_the_same_row(item, sara):
    ref = uuid.uuid4()
    assert item.add_entry("En.", by=sara, ref=ref) == item.add_entry("En.", by=sara, ref=ref)


def test_other_words_in_the_same_form_are_a_row_of_their_own(item, sara):
    ref = uuid.uuid4()
    for text in ("Först.", "Ändrat efter tillbaka."):
        item.add_entry(text, by=sara, ref=ref)
    assert [row.text for row in item.entries.all()] == ["Först.", "Ändrat efter tillbaka."]


def test_a_row_after_another_moves_the_rest_down(item, sara):
    first, _last = (builders.add_row(item, text, by=sara) for text in ("Ett.", "Tre."))
    item.add_entry("Två.", by=sara, after=first)
    assert [row.text for row in item.entries.all()] == ["Ett.", "Två.", "Tre."]


def test_only_an_outcome_that_ends_samverkan_has_a_moment(item, sara):
    item.set_outcome(Outcome.AGREED, by=sara)
    assert item.concluded == "meeting"
    item.set_outcome(Outcome.FILED, by=sara)
    assert item.concluded == ""


def test_an_outcome_taken_away_takes_its_positions_along(item, sara, world):
    item.set_outcome(Outcome.DISAGREED, by=sara, disagreeing=[world.vision])
    item.set_outcome("", by=sara, sentence="Kvar?")
    assert (item.positions.count(), item.outcome_sentence) == (0, "")


def test_disagreement_names_a_party(item, sara):
    with pytest.raises(DomainError) as no:
        item.set_outcome(Outcome.DISAGREED, by=sara)
    assert no.value.field == "disagreeing"


def test_sub_items_follow_the_item_under_another_heading(small_group, sara):
    meeting = builders.meeting_in("ongoing", small_group)
    item = meeting.items.filter(section__heading="Information").first()
    item.meeting = meeting
    below = meeting.add_item("Under", parent=item)
    dialog = meeting.sections.get(heading="Dialog")
    item.describe(by=sara, section=dialog)
    below.refresh_from_db()
    assert below.section == dialog


def test_facts_not_told_of_stay(item, sara):
    item.describe(by=sara, responsible="Lena Palm")
    item.describe(by=sara, case_number="2024/17")
    item.refresh_from_db()
    assert (item.responsible, item.case_number) == ("Lena Palm", "2024/17")


def test_the_first_item_does_not_move_up(item, sara):
    item.move(by=sara, up=True)
    assert item.meeting.items.first() == item


def test_an_item_that_was_taken_off_by_somebody_else_does_not_move(item, sara):
    item.take_off(by=sara)
    item.move(by=sara, up=True)
    assert item.deleted_at
