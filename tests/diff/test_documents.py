"""What changed between two Documents: nothing is lost, and what was moved is told as moved."""

import dataclasses
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import marks
from meetings.diff import Fact, compare
from meetings.diff.facts import APART, NAMES
from meetings.document import (
    Attendee,
    Document,
    Entry,
    Item,
    Outcome,
    Party,
    Section,
)
from tests.paper.minutes import everything

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
KOMMUNAL = Party("Kommunal")


def minutes(*items, **said):
    sections = (Section(items=tuple(items)),)
    return Document(
        "Protokoll", "Protokoll", "Gruppen", date(2031, 3, 12), sections=sections, **said
    )


def item(number, *entries, heading="", **said):
    return Item(
        f"i-{heading or number}", number, heading or f"Punkt {number}", entries=entries, **said
    )


def note(ref, text="", kind="note", **said):
    return Entry(ref, kind, text or f"Stycke {ref} sades.", **said)


def told(comparison):
    """Every row in order: its ref, what became of it, and where from."""
    return [
        " ".join(filter(None, [row.entry.ref, row.state, row.where]))
        for one in comparison.items()
        for row in one.rows
        if row.state != "same"
    ]


def marked(row):
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[run.kind].format(run.text) for run in row.runs)


# --- One change at a time ------------------------------------------------------------------------


def test_a_changed_row_says_which_words():
    before = minutes(item("1", note("a", "Ramen är 11 mnkr."), note("b")))
    after = minutes(item("1", note("a", "Ramen är 12 mnkr."), note("b")))

    changed = compare(before, after)

    assert told(changed) == ["a changed"]
    assert marked(changed.row("a")) == "Ramen är [-11-][+12+] mnkr."
    assert [place.anchor for place in changed.places] == ["stycke-a"]


def test_a_new_row_and_a_removed_one_stand_in_their_places():
    before = minutes(item("1", note("a"), note("gone"), note("b")))
    after = minutes(item("1", note("a"), note("b"), note("new")))

    assert told(compare(before, after)) == ["gone removed", "new added"]


def test_a_row_moved_to_another_item_is_told_once_as_moved():
    before = minutes(item("1", note("a"), note("b")), item("2", note("c")))
    after = minutes(item("1", note("a")), item("2", note("b"), note("c")))

    changed = compare(before, after)

    assert told(changed) == [
        "b left Ett stycke är flyttat till punkt 2",
        "b moved Flyttat från punkt 1",
    ]
    assert changed.count == 1


def test_the_one_row_that_changed_places_was_moved_and_not_the_rest():
    before = minutes(item("1", note("a"), note("b"), note("c"), note("d")))
    after = minutes(item("1", note("d"), note("a"), note("b"), note("c")))

    assert told(compare(before, after)) == ["d moved Flyttat inom punkten"]


def test_a_row_cut_out_and_pasted_anew_was_moved_although_it_is_another_row():
    before = minutes(item("1", note("old", "Vi är överens.")), item("2"))
    after = minutes(item("1"), item("2", note("new", "Vi är överens.")))

    assert told(compare(before, after))[1] == "new moved Flyttat från punkt 1"


def test_a_row_both_moved_and_changed_says_both():
    before = minutes(item("1", note("a", "Ramen är 11 mnkr.")), item("2"))
    after = minutes(item("1"), item("2", note("a", "Ramen är 12 mnkr.")))

    row = compare(before, after).row("a")

    assert (row.state, row.where) == ("moved", "Flyttat från punkt 1")
    assert marked(row) == "Ramen är [-11-][+12+] mnkr."


def test_a_new_item_counts_once_and_later_items_only_got_another_number():
    before = minutes(item("1", note("a"), heading="Budget"))
    after = minutes(
        item("1", note("n"), note("m"), heading="Lokaler"), item("2", note("a"), heading="Budget")
    )

    changed = compare(before, after)

    assert [place.anchor for place in changed.places] == ["p1"]
    assert changed.of["i-Budget"].was_number == "1"
    assert not changed.of["i-Budget"].is_change
    assert changed.changed_items == ("i-Lokaler",)


def test_a_removed_item_stands_where_it_stood_and_shares_no_anchor():
    before = minutes(item("1"), item("2", note("a"), heading="Budget"), item("3", heading="Val"))
    after = minutes(item("1"), item("2", heading="Val"))

    changed = compare(before, after)

    assert [one.item.heading for one in changed.items()] == ["Punkt 1", "Budget", "Val"]
    assert [place.anchor for place in changed.places] == ["borttagen-i-Budget"]


def test_a_moved_item_is_told_as_moved_and_its_rows_are_not():
    first, second, third = (item(str(n), note(f"r{n}")) for n in (1, 2, 3))
    after = minutes(replace(third, number="1"), replace(first, number="2"), second)

    changed = compare(minutes(first, second, third), after)

    assert changed.of["i-3"].where == "Flyttad från punkt 3"
    assert [place.anchor for place in changed.places] == ["p1"]
    assert told(changed) == []


def test_an_item_under_another_heading_was_moved_but_not_when_the_heading_was_renamed():
    one, two = item("1"), item("2")
    before = minutes()
    under = (Section("Information", "", (one, two)), Section("Samverkan"))
    parted = (Section("Information", "", (one,)), Section("Samverkan", "", (two,)))
    renamed = (Section("Upplysningar", "", (one, two)), Section("Samverkan"))
    before = replace(before, sections=under)

    assert compare(before, replace(before, sections=parted)).of["i-2"].where == (
        "Flyttad från Information"
    )
    changed = compare(before, replace(before, sections=renamed))
    assert not any(one.is_change for one in changed.items())
    assert changed.facts == (
        Fact("Rubriker", "Information och Samverkan", "Upplysningar och Samverkan"),
    )


def test_who_speaks_and_how_it_ended_are_told_in_words():
    old = item("1", note("a", parties=(KOMMUNAL,)))
    new = replace(
        old,
        entries=(replace(old.entries[0], parties=(EMPLOYER, KOMMUNAL), speaker="Disa Ek"),),
        outcome=Outcome("disagreed", "Samverkan avslutad i oenighet", disagreeing=(KOMMUNAL,)),
    )

    changed = compare(minutes(old), minutes(new))

    assert changed.row("a").facts == (
        Fact("Part", "Kommunal", "Arbetsgivaren och Kommunal"),
        Fact("Talare", "", "Disa Ek"),
    )
    assert changed.of["i-1"].facts == (
        Fact("Utfall", "", "Samverkan avslutad i oenighet · Oeniga: Kommunal"),
    )
    assert changed.count == 2


def test_people_are_told_one_by_one():
    here = Attendee("Mira Holm", "present", party=KOMMUNAL)
    gone = replace(here, presence="excused")
    new = Attendee("Olle Ny", "remote", "utredare", organisation="Regionen")

    changed = compare(minutes(attendees=(here,)), minutes(attendees=(gone, new)))

    assert changed.facts == (
        Fact("Mira Holm", "på plats, Kommunal", "förhinder, Kommunal"),
        Fact("Olle Ny", "", "på distans, utredare, Regionen"),
    )
    assert changed.places[0].anchor == "andrade-uppgifter"


def test_another_deadline_is_told_but_nobody_has_to_look_for_it():
    before = minutes(signing_due=datetime(2031, 3, 14, 12))
    changed = compare(before, minutes(signing_due=datetime(2031, 3, 17, 12)))

    assert changed.count == 0
    assert not changed.is_same


def test_an_answer_that_points_at_another_question_says_which():
    questions = (note("q1", kind="question"), note("q2", kind="question"))
    before = minutes(item("1", *questions, note("a", kind="answer", answers=("q1",))))
    after = minutes(item("1", *questions, note("a", kind="answer", answers=("q1", "q2"))))

    assert compare(before, after).row("a").facts == (
        Fact("Svar på", "fråga 1 i punkt 1", "fråga 1 i punkt 1 och fråga 2 i punkt 1"),
    )


def test_marks_alone_are_told_in_words_and_spaces_that_nobody_sees_are_not():
    before = minutes(item("1", note("a", "Ja, nu."), note("b", "Ja, nu.  ")))
    after = minutes(item("1", note("a", "**Ja**, nu."), note("b", "Ja, nu.")))

    changed = compare(before, after)

    assert told(changed) == ["a changed"]
    assert changed.row("a").facts == (Fact("Form", "", "fetstil, lista eller länk är ändrad"),)


# --- Every field ---------------------------------------------------------------------------------

SALTS = {"salt", "facts_salt", "people_salt", "schema", "ref", "is_round"}
# Seen on screen only, or said by other words beside it.
UNSEEN = {
    ("Party", "chip"),
    ("Party", "employer"),
    ("Outcome", "kind"),
    ("Attachment", "media_type"),
    ("Attachment", "number"),  # kept for good
}


def otherwise(value):
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case datetime() | date():
            return value + timedelta(days=1)
        case time():
            return value.replace(minute=(value.minute + 7) % 60)
        case int():
            return value + 7_000
        case str():
            return {"numbered": "table", "present": "absent", "partly": "returns"}.get(
                value, f"sju{value}"
            )
    return value


def changed_once(value):
    """The same value with one field changed, for every field below it: (which, value)."""
    if isinstance(value, tuple):
        for n, part in enumerate(value):
            for which, other in changed_once(part):
                yield which, (*value[:n], other, *value[n + 1 :])
        if value:
            yield ("", ""), value[1:]
    elif dataclasses.is_dataclass(value):
        for field in fields(value):
            held = getattr(value, field.name)
            if field.name in SALTS or (type(value).__name__, field.name) in UNSEEN:
                continue
            for which, other in changed_once(held):
                name = (type(value).__name__, field.name)
                yield (
                    which if which[0] else name,
                    replace(value, **{field.name: other}),
                )
    elif value not in ("", None):
        yield ("", ""), otherwise(value)


def test_no_change_of_any_field_goes_unseen():
    before = everything()
    unseen = {which for which, after in changed_once(before) if compare(before, after).is_same}

    assert unseen == set()


@pytest.mark.parametrize("noun", [Document, Item, Entry], ids=lambda noun: noun.__name__)
def test_every_field_has_a_name_that_a_reader_knows(noun):
    """A field that is told elsewhere stands in APART."""
    assert {field.name for field in fields(noun)} == set(NAMES[noun]) | APART[noun]


# --- Any two texts -------------------------------------------------------------------------------

WORDS = st.sampled_from(["Ja.", "Nej, nu.", "Ramen är 11,5 mnkr.", "- ett\n- två", "**Obs**", ""])


@st.composite
def documents(draw):
    refs = draw(st.permutations([f"r{n}" for n in range(8)]))
    items = draw(st.permutations([f"i{n}" for n in range(5)]))[: draw(st.integers(0, 5))]
    made = []
    for n, ref in enumerate(items, 1):
        taken = draw(st.integers(0, 3))
        rows, refs = refs[:taken], refs[taken:]
        entries = tuple(Entry(row, "note", draw(WORDS)) for row in rows)
        made.append(Item(ref, str(n), draw(st.sampled_from(["Budget", "Val"])), entries=entries))
    parent = draw(st.integers(0, len(made)))
    tops = made[:parent]
    if tops and draw(st.booleans()):
        tops[-1] = replace(tops[-1], children=tuple(made[parent:]))
    else:
        tops = made
    cut = draw(st.integers(0, len(tops)))
    sections = (Section("Information", "", tuple(tops[:cut])), Section("", "", tuple(tops[cut:])))
    return replace(minutes(), sections=sections[: draw(st.integers(1, 2))])


def rows_of(document):
    return [entry for one in document.items() for entry in one.entries]


@given(documents(), documents())
def test_both_texts_can_be_read_out_of_the_comparison(before, after):
    changed = compare(before, after)
    now = [
        row for one in changed.items() for row in one.rows if row.state not in ("removed", "left")
    ]
    gone = [row.entry for one in changed.items() for row in one.rows if row.state == "removed"]
    added = [row for row in now if row.state == "added"]

    assert [row.entry for row in now] == rows_of(after)
    assert [one.item for one in changed.items() if one.state != "removed"] == list(after.items())
    assert all(entry in rows_of(before) for entry in gone)
    assert len(rows_of(after)) - len(added) == len(rows_of(before)) - len(gone)
    for row in (row for row in now if row.runs):
        text = "".join(run.text for run in row.runs if run.kind != "removed")
        assert text == marks.to_text(row.entry.text)


@given(documents(), documents())
def test_what_is_new_one_way_is_gone_the_other_way(before, after):
    there, back = compare(before, after), compare(after, before)

    def refs(comparison, state):
        return sorted(r.entry.ref for i in comparison.items() for r in i.rows if r.state == state)

    assert refs(there, "added") == refs(back, "removed")
    assert refs(there, "removed") == refs(back, "added")


@given(documents(), documents())
def test_every_place_can_be_found_on_the_page_and_only_once(before, after):
    changed = compare(before, after)
    anchors = [place.anchor for place in changed.places]

    assert len(anchors) == len(set(anchors))
    assert bool(changed.changed_items) == any(place.item for place in changed.places)


@given(documents())
def test_the_same_text_has_no_changes(document):
    salted = document.salted(lambda: "salt")
    assert compare(document, salted).is_same
    assert compare(document, salted).count == 0


def test_a_long_protocol_is_compared_in_no_time():
    long = [item(str(n), *(note(f"{n}-{m}", "Ord. " * 80) for m in range(15))) for n in range(40)]
    other = [replace(one, entries=one.entries[::-1]) for one in long]
    began = datetime.now()

    assert compare(minutes(*long), minutes(*other)).count > 0
    assert datetime.now() - began < timedelta(seconds=2)
