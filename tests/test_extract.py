"""An extract shows what was chosen, names nobody else, and is proven by the original's digests."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import extract
from meetings.document import (
    Attendee,
    Document,
    Entry,
    Item,
    Party,
    Section,
    fingerprint_of,
)
from meetings.extract import Certificate

KOMMUNAL = Party("Kommunal")
ITEMS = (
    Item("a", "1", "Mötets öppnande", entries=(Entry("a1", "note", "Disa Ek öppnade."),)),
    Item(
        "b",
        "2",
        "Organisation",
        case_number="SN 2024-267",
        entries=(
            Entry("b1", "note", "Mira Holm frågade om bemanningen.", parties=(KOMMUNAL,)),
            Entry("b2", "decision", "Nämnden godkänner förslaget.", decided_by="Arbetsgivaren"),
        ),
        children=(
            Item("b-1", "2.1", "Norra enheten", entries=(Entry("b3", "note", "Norra växer."),)),
            Item("b-2", "2.2", "Södra enheten", entries=(Entry("b4", "note", "Södra krymper."),)),
        ),
    ),
    Item("c", "3", "Rehabilitering", entries=(Entry("c1", "note", "Känsligt om Folke Ax."),)),
)
MINUTES = Document(
    "Protokoll",
    "Protokoll 13 februari",
    "Förvaltningsgruppen",
    date(2024, 2, 13),
    number="FG 2/2024",
    chair="Disa Ek",
    attendees=(
        Attendee("Disa Ek", "present"),
        Attendee("Mira Holm", "present", party=KOMMUNAL),
        Attendee("Folke Ax", "present"),
    ),
    sections=(Section(items=ITEMS),),
)
CERTIFICATE = Certificate(
    "FG 2/2024 utdrag 1",
    "Sara Lind",
    "sekreterare",
    date(2024, 3, 1),
    concerns="Ärende SN 2024-267",
    sent_to=("Förvaltningsdirektör", "Enhetschefer"),
)
salts = iter(range(10**6))
FROZEN = MINUTES.salted(lambda: f"salt{next(salts)}").to_json()


def test_it_shows_the_chosen_items_and_what_is_said_of_it():
    made = extract.make(FROZEN, {"b"}, CERTIFICATE)
    told = extract.read(made)
    assert [item.number for item in told.document.items()] == ["2"]
    assert told.certificate == CERTIFICATE
    assert told.original == fingerprint_of(FROZEN)
    assert told.left_out == 4
    assert [entry.text for entry in extract.decisions(next(told.document.items()))] == [
        "Nämnden godkänner förslaget."
    ]


def test_nothing_of_the_rest_is_in_its_bytes():
    made = extract.make(FROZEN, {"b"}, CERTIFICATE).decode()
    for secret in ("Rehabilitering", "Folke Ax", "Disa Ek", "Norra", "öppnande"):
        assert secret not in made


def test_only_those_whom_the_items_name_are_named():
    told = extract.read(extract.make(FROZEN, {"b"}, CERTIFICATE)).document
    assert [someone.name for someone in told.attendees] == ["Mira Holm"]
    assert (told.chair, told.secretary) == ("", "")


def test_a_sub_item_comes_with_its_item_but_not_with_its_neighbour():
    told = extract.read(extract.make(FROZEN, {"b-2"}, CERTIFICATE))
    assert [item.number for item in told.document.items()] == ["2", "2.2"]
    assert told.left_out == 3


@given(st.sets(st.sampled_from(["a", "b", "b-1", "b-2", "c"]), min_size=1))
def test_every_choice_is_proven_by_the_original(refs):
    assert extract.is_proven(extract.make(FROZEN, refs, CERTIFICATE))


@pytest.mark.parametrize(
    "path",
    [
        ("facts", "number"),
        ("sections", 0, "items", 1, "item", "heading"),
        ("sections", 0, "items", 1, "item", "entries", 1, "text"),
        ("sections", 0, "items", 1, "item", "salt"),
        ("sections", 0, "items", 0, "digest"),
        ("people",),
    ],
)
def test_nothing_in_it_can_be_changed(path):
    raw = json.loads(extract.make(FROZEN, {"b"}, CERTIFICATE))
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = place[path[-1]][:-1] + "X"
    assert not extract.is_proven(json.dumps(raw).encode())


def test_an_item_cannot_be_moved_or_left_out_unseen():
    raw = json.loads(extract.make(FROZEN, {"a", "b"}, CERTIFICATE))
    items = raw["sections"][0]["items"]
    raw["sections"][0]["items"] = [items[1], items[0], items[2]]
    assert not extract.is_proven(json.dumps(raw).encode())
    raw["sections"][0]["items"] = items[:2]
    assert not extract.is_proven(json.dumps(raw).encode())


def test_an_extract_of_another_text_is_another():
    other = replace(MINUTES, number="FG 3/2024").salted(lambda: "s").to_json()
    one, two = (extract.make(text, {"a"}, CERTIFICATE) for text in (FROZEN, other))
    assert extract.fingerprint_of(one) != extract.fingerprint_of(two)
    raw = json.loads(one) | {"original": fingerprint_of(other)}
    assert not extract.is_proven(json.dumps(raw).encode())


def test_an_extract_of_nothing_is_none():
    with pytest.raises(ValueError, match="needs an item"):
        extract.make(FROZEN, {"nowhere"}, CERTIFICATE)


def test_bytes_know_whether_they_are_an_extract():
    assert extract.is_extract(extract.make(FROZEN, {"a"}, CERTIFICATE))
    assert not extract.is_extract(FROZEN)
