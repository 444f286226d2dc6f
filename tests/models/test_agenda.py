"""Items: their order, their headings, and how they ended."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from meetings import words
from meetings.errors import DomainError
from meetings.models import AgendaItem, Phrase, undo
from meetings.models.target import targets_read
from tests import builders

Outcome = AgendaItem.OutcomeKind


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


# --- Place ---------------------------------------------------------------------------------------


def numbers(meeting):
    return {item.heading: item.number for item in meeting.document().items()}


def test_an_item_becomes_a_sub_item_with_its_rows_and_an_item_again(item, sara):
    meeting = item.meeting
    below = meeting.items.all()[1]
    below.meeting = meeting
    builders.add_row(below, "Följer med.", by=sara)
    below.nest(by=sara)
    assert numbers(meeting)[below.heading] == "1.1"
    assert meeting.document().item(str(below.ref)).entries[0].text == "Följer med."
    below.lift(by=sara)
    assert numbers(meeting)[below.heading] == "2"


def test_there_is_one_level_of_sub_items(item, sara):
    meeting = item.meeting
    second = meeting.items.all()[1]
    second.meeting = meeting
    meeting.add_item("Under", parent=second)
    for one, no in ((second, "egna underpunkter"), (item, "ingen punkt ovanför")):
        with pytest.raises(DomainError, match=no):
            one.nest(by=sara)


def test_an_item_goes_on_to_the_next_heading(small_group, sara):
    meeting = builders.meeting_in("ongoing", small_group)
    item = meeting.items.filter(section__heading="Information").last()
    item.meeting = meeting
    item.move(by=sara, up=False)
    dialog = meeting.items.filter(section__heading="Dialog")
    assert dialog.first() == item
    item.move(by=sara, up=True)
    assert meeting.items.filter(section__heading="Information").last() == item


def test_a_place_is_taken_back_by_undoing(item, sara):
    meeting = item.meeting
    second = meeting.items.all()[1]
    second.meeting = meeting
    before = numbers(meeting)
    second.nest(by=sara)
    undo.take_back(meeting, undo.offer(meeting, sara).back.key, by=sara)
    assert numbers(meeting) == before


# --- Late ----------------------------------------------------------------------------------------


def late(meeting, item):
    return meeting.document().item(str(item.ref)).late


def test_an_item_added_after_the_kallelse_is_late(planned, ongoing, sara):
    assert not planned.add_item("I tid").is_late
    item = ongoing.add_item("Sent")
    assert late(ongoing, item) == "Tillkom på mötet."
    assert not ongoing.add_item("Under", parent=item).is_late


def test_the_parties_accept_a_late_item_or_some_do_not(ongoing, sara, world):
    item = ongoing.add_item("Sent")
    item.describe(by=sara, late_accepted=True)
    assert late(ongoing, item) == "Tillkom på mötet. Parterna godtar att frågan tas upp."
    item.describe(by=sara, objecting=[world.kommunal, world.vision])
    said = "Tillkom på mötet. Kommunal och Vision godtar inte att frågan tas upp."
    assert (late(ongoing, item), item.late_accepted) == (said, False)
    undo.take_back(ongoing, undo.offer(ongoing, sara).back.key, by=sara)
    assert late(ongoing, item) == "Tillkom på mötet. Parterna godtar att frågan tas upp."
    with pytest.raises(DomainError) as no:
        item.describe(by=sara, late_accepted=True, objecting=[world.vision])
    assert no.value.field == "late_accepted"


# --- Where it went, and where it was -------------------------------------------------------------


def move_out(item, sara, *told):
    targets = targets_read(item.meeting, told)
    item.set_outcome(Outcome.MOVED, by=sara, targets=targets)


def test_an_item_moves_to_several_places(item, sara, small_group):
    coming = builders.meeting_in("planned", item.meeting.group)
    move_out(
        item,
        sara,
        ("samverkansgruppen på solrosens förskola", coming.day),
        ("nästa möte", None),
        ("socialnämnden", None),
    )
    said = item.meeting.document().item(str(item.ref))
    assert said.moved_to == (
        f"samverkansgruppen på Solrosens förskola den {words.day(coming.day)}",
        f"nästa möte den {words.day(coming.day)}",
        "socialnämnden",
    )


def test_where_it_went_is_taken_away_with_the_outcome_and_comes_back_with_it(item, sara):
    move_out(item, sara, ("nämnden", None))
    item.set_outcome(Outcome.AGREED, by=sara)
    assert not item.targets.exists()
    undo.take_back(item.meeting, undo.offer(item.meeting, sara).back.key, by=sara)
    assert [target.words for target in item.targets.all()] == ["nämnden"]


def test_a_meeting_that_was_cancelled_is_no_day_to_move_to(item, sara):
    coming = builders.meeting_in("planned", item.meeting.group)
    move_out(item, sara, ("nästa möte", None))
    coming.cancel(by=sara, because="För få kan komma.")
    assert item.meeting.document().item(str(item.ref)).moved_to == ("nästa möte",)


def test_what_was_moved_here_is_taken_up_once_and_tells_where_it_was(item, sara, small_group):
    move_out(item, sara, (small_group.name, None))
    meeting = builders.meeting_in("planned", small_group)
    offered = AgendaItem.objects.moved_to(small_group, meeting.day)
    assert list(offered.all()) == [item]
    assert not AgendaItem.objects.moved_to(small_group, item.meeting.day).exists()
    taken = meeting.take_up(item, by=sara)
    assert meeting.take_up(item, by=sara) == taken
    assert not offered.all().exists()
    said = meeting.document().item(str(taken.ref))
    day = words.day(item.meeting.day)
    assert said.earlier == f"{day} i förvaltningsgruppen, punkt 1"
    taken.take_off(by=sara)
    assert list(offered.all()) == [item]


def test_the_number_of_an_earlier_item_follows_the_headings(small_group, sara):
    first = builders.meeting_in("ongoing", small_group)
    before = first.items.filter(section__heading="Beslut").first()
    meeting = builders.meeting_in("planned", small_group)
    item = meeting.items.first()
    item.meeting = meeting
    item.describe(by=sara, continues=before)
    number = numbers(first)[before.heading]
    said = meeting.document().item(str(item.ref)).earlier
    assert said == f"beslut {words.day(first.day)}, punkt {number}"


# --- What the sentence says ----------------------------------------------------------------------


def test_a_sentence_that_says_otherwise_is_not_stored(item, sara, world):
    with pytest.raises(DomainError) as no:
        item.set_outcome(Outcome.AGREED, by=sara, sentence="Vision är oenig.")
    assert no.value.field == "sentence"
    item.refresh_from_db()
    assert item.outcome == ""


def test_parties_are_known_by_their_other_names(item, sara, world):
    world.teachers.aliases = ["SL"]
    world.teachers.save()
    told = {"by": sara, "sentence": "SL är oenig."}
    item.set_outcome(Outcome.DISAGREED, disagreeing=[world.teachers], **told)
    with pytest.raises(DomainError, match="Sveriges Lärare är oenig"):
        item.set_outcome(Outcome.DISAGREED, disagreeing=[world.vision], **told)


def test_a_legal_basis_is_stored_in_one_form(item, sara):
    item.describe(by=sara, legal_basis="§ 11, 6 kap. 9 § AML")
    assert item.legal_basis == "MBL 11, AML 6:9"
    assert not item.revisions.filter(kind="concluded").exists()


# --- Phrases -------------------------------------------------------------------------------------


def test_a_group_has_its_own_phrases_and_the_houses_where_it_has_none(group):
    assert group.phrases.by_outcome()["agreed"] == ["{rubrik} samverkades."]
    group.phrases.create(words="{rubrik} är samverkad.", outcome="agreed")
    assert group.phrases.by_outcome()["agreed"] == ["{rubrik} är samverkad."]
    assert group.phrases.by_outcome()["filed"] == ["{rubrik} läggs till handlingarna."]


def test_a_phrase_with_a_place_that_nobody_fills_is_asked_about(group):
    phrase = Phrase(group=group, words="{Rubrik} och {annat}.")
    with pytest.raises(ValidationError, match="annat"):
        phrase.clean()
