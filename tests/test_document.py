"""The waist: what a Document says survives its bytes, and every part of it is under the code."""

import copy
import json
from dataclasses import fields, replace
from datetime import date, datetime, time
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.document import (
    ANSWER_RESULTS,
    KINDS,
    SCHEMA,
    Action,
    Adjuster,
    Attachment,
    Attendee,
    Document,
    Entry,
    Item,
    Outcome,
    Party,
    Section,
    canonical,
    digest,
    digests,
    fingerprint,
    fingerprint_of,
    item_digest,
    read,
)

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
KOMMUNAL = Party("Kommunal", "Kommunal")
VISION = Party("Vision", "Vision")


def salts():
    numbers = count()
    return lambda: f"salt{next(numbers)}"


@pytest.fixture
def minutes():
    return Document(
        name="Protokoll",
        title="Protokoll från förvaltningsgruppen den 13 februari 2024",
        group="Förvaltningsgruppen",
        date=date(2024, 2, 13),
        starts=time(13),
        signing_due=datetime(2024, 2, 16, 16),
        parties=(EMPLOYER, KOMMUNAL, VISION),
        attendees=(
            Attendee("Kim Berg", "present", party=KOMMUNAL, adjusts=True),
            Attendee("Gun Gäst", "remote", organisation="Företagshälsan"),
        ),
        unrepresented=(VISION,),
        adjusters=(Adjuster("Kim Berg", KOMMUNAL, attended=False),),
        sections=(
            Section(
                "Information",
                "Ingen information",
                (
                    Item("r1", "1", "Mötets öppnande", entries=(Entry("e1", "note", "Mötet."),)),
                    Item(
                        "r2",
                        "2",
                        "Budget",
                        legal_basis=("11 § MBL",),
                        outcome=Outcome("disagreed", "Oeniga: Kommunal", disagreeing=(KOMMUNAL,)),
                        entries=(
                            Entry("e2", "question", "Varför?", (KOMMUNAL,), (VISION,)),
                            Entry("e3", "answer", "Därför.", (EMPLOYER,), answers=("e2",)),
                        ),
                        children=(
                            Item(
                                "r3",
                                "2.1",
                                "Lokaler",
                                entries=(
                                    Entry(
                                        "e4",
                                        "disagreement",
                                        "Oeniga om lokalerna.",
                                        (KOMMUNAL,),
                                        actions=(Action("Jonas", due=date(2024, 3, 1)),),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            Section("Beslut", "Inga beslut"),
        ),
    ).salted(salts())


# --- Any Document at all -------------------------------------------------------------------------

words = st.text(max_size=30)
parties = st.builds(Party, name=words, chip=words, employer=st.booleans())
times = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))
days = st.none() | st.dates()
actions = st.builds(Action, words, words, days, words)
entries = st.builds(
    Entry,
    ref=words,
    kind=st.sampled_from(sorted(KINDS)),
    text=st.text(),
    parties=st.lists(parties, max_size=2).map(tuple),
    concurs=st.lists(parties, max_size=2).map(tuple),
    answers=st.lists(words, max_size=2).map(tuple),
    result=st.sampled_from(["", *ANSWER_RESULTS]),
    answer_due=days,
    actions=st.lists(actions, max_size=2).map(tuple),
)
outcomes = st.none() | st.builds(
    Outcome, words, words, words, st.lists(parties, max_size=2).map(tuple), words
)


attachments = st.lists(
    st.builds(
        Attachment,
        ref=words,
        number=st.integers(1, 99),
        title=words,
        pages=st.integers(0, 900),
        size=st.integers(0, 25_000_000),
        sha256=words,
        due=days,
    ),
    max_size=2,
).map(tuple)


def items(depth=1):
    below = st.lists(items(depth - 1), max_size=2) if depth else st.just([])
    return st.builds(
        Item,
        ref=words,
        number=words,
        heading=words,
        is_round=st.booleans(),
        board_date=days,
        outcome=outcomes,
        entries=st.lists(entries, max_size=2).map(tuple),
        attachments=attachments,
        children=below.map(tuple),
        salt=words,
    )


documents = st.builds(
    Document,
    name=words,
    title=words,
    group=words,
    date=st.dates(),
    starts=times,
    layout=st.sampled_from(["numbered", "sectioned", "table", ""]),
    adjusted=st.booleans(),
    signing_due=st.none() | st.datetimes().map(lambda d: d.replace(second=0, microsecond=0)),
    adjusters=st.lists(st.builds(Adjuster, words, parties, words, st.booleans()), max_size=2).map(
        tuple
    ),
    attendees=st.lists(
        st.builds(Attendee, words, words, party=st.none() | parties, came=times), max_size=2
    ).map(tuple),
    attachments=attachments,
    sections=st.lists(
        st.builds(Section, words, words, st.lists(items(), max_size=2).map(tuple)), max_size=2
    ).map(tuple),
)


@given(documents)
def test_what_a_document_says_survives_its_bytes(said):
    frozen = said.to_json()

    assert read(frozen) == said
    assert read(frozen).to_json() == frozen
    assert fingerprint_of(frozen) == said.fingerprint


@given(documents, documents)
def test_two_documents_share_a_kontrollkod_only_when_they_say_the_same(one, other):
    assert (one.fingerprint == other.fingerprint) == (one.to_json() == other.to_json())


# --- Frozen bytes --------------------------------------------------------------------------------


def test_empty_fields_are_left_out_and_keys_are_sorted(minutes):
    raw = json.loads(minutes.to_json())

    assert "place" not in raw
    assert list(raw) == sorted(raw)
    assert raw["schema"] == SCHEMA
    assert "å".encode() in minutes.to_json()


def test_bytes_of_an_unknown_schema_are_refused():
    with pytest.raises(ValueError):
        read(b'{"schema":99}')
    with pytest.raises(ValueError):
        read(b"[]")


# A protocol as it was stored before schema 2, and the kontrollkod that people have on paper.
OF_SCHEMA_1 = (
    '{"adjusted":true,"adjusters":[{"attended":true,"name":"Kim Berg","party":{"chip":"Kommunal",'
    '"name":"Kommunal"}}],"attendees":[{"adjusts":true,"came":"13:20","name":"Kim Berg","party":'
    '{"chip":"Kommunal","name":"Kommunal"},"presence":"present"}],"date":"2024-02-13",'
    '"facts_salt":"s2","group":"FG","layout":"numbered","name":"Protokoll","parties":[{"chip":'
    '"Kommunal","name":"Kommunal"}],"people_salt":"s3","schema":1,"sections":[{"empty_words":'
    '"Inget","heading":"Information","items":[{"earlier":"information 16 januari","entries":'
    '[{"kind":"note","ref":"e1","text":"Ramen är 12 mnkr."}],"heading":"Budget","moved_to":'
    '["nästa möte"],"number":"1","outcome":{"kind":"moved","words":"Flyttas"},"ref":"r1",'
    '"salt":"s1"}]}],"starts":"13:00","title":"Protokoll","unrepresented":[{"chip":"Kommunal",'
    '"name":"Kommunal"}]}'
).encode()
CODE_OF_SCHEMA_1 = "1d14bddd1c1eba5c9b743cb180d46adf1fd6c8553284d9af3b10ac3cd6bb6e51"


def test_bytes_of_schema_1_are_read_and_keep_their_kontrollkod():
    said = read(OF_SCHEMA_1)

    assert SCHEMA == 2
    assert said.schema == 1
    assert said.item("r1").entries[0].text == "Ramen är 12 mnkr."
    assert said.item("r1").attachments == said.attachments == said.sittings == ()
    assert said.to_json() == OF_SCHEMA_1
    assert said.fingerprint == fingerprint_of(OF_SCHEMA_1) == CODE_OF_SCHEMA_1


def test_a_field_that_a_later_schema_added_is_not_needed_to_read_an_old_document(minutes):
    assert read(minutes.to_json()).place == ""


# --- The kontrollkod -----------------------------------------------------------------------------


def leaves(raw, path=()):
    """The path of every single value in plain JSON."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from leaves(value, (*path, key))
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from leaves(value, (*path, place))
    else:
        yield path


def test_every_value_of_the_document_is_under_the_kontrollkod(minutes):
    raw = json.loads(minutes.to_json())
    before = fingerprint(raw)
    for path in leaves(raw):
        changed = copy.deepcopy(raw)
        spot = changed
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = "ändrat"
        assert fingerprint(changed) != before, path


def test_the_order_of_items_is_under_the_kontrollkod(minutes):
    section = minutes.sections[0]
    turned = replace(section, items=section.items[::-1])

    assert replace(minutes, sections=(turned, minutes.sections[1])).fingerprint != (
        minutes.fingerprint
    )


def test_an_extract_proves_that_its_item_belongs_without_the_rest(minutes):
    raw = json.loads(minutes.to_json())
    proof = digests(raw)
    budget = raw["sections"][0]["items"][1]

    proof["sections"][0]["items"][1] = item_digest(budget)

    assert digest(proof) == minutes.fingerprint
    assert "Mötet." not in json.dumps(proof)


def test_a_sub_item_can_be_proven_without_its_parents_text(minutes):
    budget = json.loads(minutes.to_json())["sections"][0]["items"][1]
    alone = {key: value for key, value in budget.items() if key != "children"}

    assert item_digest(budget) == digest([alone, [item_digest(budget["children"][0])]])


def test_the_same_words_frozen_twice_give_two_kontrollkoder(minutes):
    numbers = count(1000)

    assert minutes.salted(lambda: f"other{next(numbers)}").fingerprint != minutes.fingerprint


def test_canonical_bytes_are_the_same_whatever_order_the_keys_came_in():
    assert (
        canonical({"b": 1, "a": "å"}) == canonical({"a": "å", "b": 1}) == '{"a":"å","b":1}'.encode()
    )


# --- What is asked of it -------------------------------------------------------------------------


def test_a_partys_disagreements_stand_in_rows_and_in_outcomes(minutes):
    assert [item.number for item in minutes.disagreements_of("Kommunal")] == ["2", "2.1"]
    assert minutes.disagreements_of("Vision") == ()


def test_what_concerns_a_party_is_where_it_speaks_concurs_or_disagrees(minutes):
    assert [item.number for item in minutes.items_about("Vision")] == ["2"]
    assert [item.number for item in minutes.items_about("Kommunal")] == ["2", "2.1"]


def test_an_item_is_named_beside_a_signature_with_its_number(minutes):
    assert minutes.item("r3").noted == "punkt 2.1, lokaler"


def test_asking_for_what_is_not_there_raises(minutes):
    with pytest.raises(KeyError):
        minutes.item("nix")
    with pytest.raises(KeyError):
        minutes.entry("nix")


def test_the_employer_is_small_inside_a_sentence_and_a_union_keeps_its_name():
    assert EMPLOYER.in_sentence == "arbetsgivaren"
    assert KOMMUNAL.in_sentence == "Kommunal"


def test_every_kind_of_row_has_a_word_or_needs_none():
    assert {f.name for f in fields(Entry)} >= {"kind", "text", "ref"}
    assert all(isinstance(word, str) for word in KINDS.values())
