"""What is masked is gone from the value; what was not found is told."""

from dataclasses import replace

import pytest

from meetings import masking
from meetings.document import Action, Entry
from meetings.masking import Mask
from tests.test_extract import ITEMS, MINUTES

GROUND = "39 kap. 2 § OSL"


def texts(document):
    return [entry.text for item in document.items() for entry in item.entries]


def test_a_whole_row_is_masked_with_all_that_stands_beside_it():
    row = Entry(
        "x",
        "question",
        "Vad händer med Folke Ax?",
        title="Om Folke",
        speaker="Mira",
        asked_of="Disa",
        actions=(Action("Disa Ek", "ring Folke"),),
    )
    item = replace(ITEMS[0], entries=(row,))
    sections = (replace(MINUTES.sections[0], items=(item,)),)
    shown = masking.masked(replace(MINUTES, sections=sections), [Mask(GROUND, "x")])
    (entry,) = next(shown.items()).entries
    assert entry == Entry("x", "question", "[maskerat: 39 kap. 2 § OSL]")


def test_words_in_one_row_are_masked_there_only():
    shown = masking.masked(MINUTES, [Mask(GROUND, "b4", ("södra",))])
    assert "[maskerat: 39 kap. 2 § OSL] krymper." in texts(shown)
    assert [i.heading for i in shown.items() if i.number == "2.2"] == ["Södra enheten"]


def test_words_are_masked_wherever_they_stand():
    shown = masking.masked(MINUTES, [Mask(GROUND, words=("folke  AX", "Rehabilitering"))])
    told = shown.to_json().decode()
    assert "Folke" not in told
    assert "Rehabilitering" not in told
    assert "Mira Holm" in told
    assert shown.date == MINUTES.date


def test_words_over_a_line_break_are_found():
    item = replace(ITEMS[0], entries=(Entry("x", "note", "Om Folke\nAx i dag."),))
    minutes = replace(MINUTES, sections=(replace(MINUTES.sections[0], items=(item,)),))
    mask = Mask(GROUND, "x", ("Folke Ax",))
    assert texts(masking.masked(minutes, [mask])) == ["Om [maskerat: 39 kap. 2 § OSL] i dag."]
    assert masking.not_found(minutes, [mask]) == []


def test_words_that_are_not_there_are_told():
    here, there = Mask(GROUND, "b3", ("Södra", "Norra")), Mask(GROUND, words=("Kurt",))
    assert masking.not_found(MINUTES, [here, there]) == [(here, "Södra"), (there, "Kurt")]


def test_nothing_can_be_proven_from_a_copy():
    salted = MINUTES.salted(lambda: "salt")
    assert "salt" not in masking.masked(salted, []).to_json().decode()


def row_of(text):
    item = replace(ITEMS[0], entries=(Entry("x", "note", text),))
    return replace(MINUTES, sections=(replace(MINUTES.sections[0], items=(item,)),))


@pytest.mark.parametrize(
    "masks",
    [
        [Mask(GROUND, words=("Folke", "Folke Ax"))],
        [Mask(GROUND, words=("Folke Ax", "Folke"))],
        [Mask(GROUND, words=("Folke",)), Mask("2 § OSL", "x", ("Folke Ax",))],
        [Mask(GROUND, words=("Folke Ax",)), Mask("2 § OSL", "x", ("träffade Folke",))],
        [Mask("2 § OSL", "x", ("träffade Folke", "Folke Ax"))],
    ],
)
def test_masks_that_share_words_leave_none_of_them(masks):
    (shown,) = texts(masking.masked(row_of("Vi träffade Folke Ax i dag."), masks))
    assert "Folke" not in shown
    assert "Ax" not in shown
    assert shown.startswith("Vi ")
    assert shown.endswith(" i dag.")


def test_words_that_stand_in_two_fields_are_not_found():
    item = replace(ITEMS[0], entries=(Entry("x", "note", "Ax ringer.", speaker="Folke"),))
    minutes = replace(MINUTES, sections=(replace(MINUTES.sections[0], items=(item,)),))
    mask = Mask(GROUND, words=("ringer. Folke", "Ax ringer"))
    assert masking.not_found(minutes, [mask]) == [(mask, "ringer. Folke")]
