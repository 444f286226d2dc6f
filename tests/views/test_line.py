"""Snabbraden through the web: what a typed line becomes, told before it is added and done after."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Party, State
from meetings.words import day
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def aliases(world):
    """SL is Sveriges Lärare; both Kommunal and Vision are called “facket”."""
    for party, names in (
        (world.teachers, ["SL"]),
        (world.kommunal, ["Facket"]),
        (world.vision, ["Facket"]),
    ):
        Party.objects.filter(pk=party.pk).update(aliases=names)


def url(item, verb=""):
    return f"/moten/{item.meeting_id}/punkter/{item.pk}/stycken/{verb}"


def add(client, item, text, kind="note", *, ref=None, htmx=True, **fields):
    posted = {"ref": ref or uuid.uuid4(), "kind": kind, "text": text, **fields}
    return client.post(url(item), posted, **(HTMX if htmx else {}))


def becomes(client, item, text, kind="note", **fields):
    """What stands under the line, as words."""
    posted = {"ref": uuid.uuid4(), "kind": kind, "text": text, **fields}
    answer = client.post(url(item, "blir/"), posted)
    assert answer.status_code == 200
    page = re.sub(r"<svg.*?</svg>|<kbd.*?</kbd>", "", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def said(item):
    """The item as its Document says it, rows without words included."""
    return item.meeting.document().item(str(item.ref))


def only_row(item):
    (row,) = said(item).entries
    return row


def next_meeting(item, weeks=4):
    later = item.meeting.day + timedelta(weeks=weeks)
    return builders.meeting_in(State.PLANNED, item.meeting.group, day=later)


# --- Added ---------------------------------------------------------------------------------------


def test_a_question_with_sender_person_and_day_is_one_line(sara_writes, item, aliases):
    later = next_meeting(item)
    answer = add(sara_writes, item, "f. sl: Hur går det? << +jonas nästa möte")
    assert answer.status_code == 200
    row = only_row(item)
    assert (row.kind, row.text) == ("question", "Hur går det?")
    assert [party.name for party in row.parties] == ["Sveriges Lärare"]
    assert row.asked_of == "Jonas Öberg"
    assert (row.answer_due, row.answer_due_words) == (later.day, "nästa möte")


def test_a_decision_hangs_its_action_on_itself(sara_writes, item):
    add(sara_writes, item, "b. Rutinen gäller << +kim")
    row = only_row(item)
    assert (row.kind, row.text) == ("decision", "Rutinen gäller")
    assert [action.responsible for action in row.actions] == ["Kim Berg"]


def test_the_legal_basis_is_the_items(sara_writes, item):
    add(sara_writes, item, "Ramen gås igenom << §11")
    assert only_row(item).text == "Ramen gås igenom"
    assert said(item).legal_basis == ("11\u00a0§ MBL",)


def test_a_legal_basis_alone_is_no_row_and_comes_beside_the_others(sara_writes, item):
    for line in ("<< §19", "<< §11", "<< §11"):
        assert add(sara_writes, item, line).status_code == 200
    assert said(item).entries == ()
    assert said(item).legal_basis == ("19\u00a0§ MBL", "11\u00a0§ MBL")


def test_concurring_hangs_on_the_latest_row(sara_writes, item, aliases, sara):
    builders.add_row(item, "Kommunal menar att det är bråttom.", by=sara)
    ref = uuid.uuid4()
    for _again in range(2):
        assert add(sara_writes, item, "i. sl", ref=ref).status_code == 200
    add(sara_writes, item, "i. vision, sl:")
    assert [party.name for party in only_row(item).concurs] == ["Sveriges Lärare", "Vision"]


def test_whoever_speaks_does_not_concur_with_herself(sara_writes, item, aliases, sara, world):
    builders.add_row(item, "Vi vill vänta.", by=sara, speaks=[world.teachers])
    answer = add(sara_writes, item, "i. sl")
    assert answer.status_code == 422
    assert "Sveriges Lärare har själv ordet i stycket." in answer.content.decode()
    assert only_row(item).concurs == ()


def test_an_action_without_words_hangs_on_the_latest_row(sara_writes, item, sara):
    builders.add_row(item, "Låset är trasigt.", by=sara)
    builders.add_row(item, "Dörren kärvar.", by=sara)
    add(sara_writes, item, "å. << +jonas 15 mars")
    lock, door = said(item).entries
    assert lock.actions == ()
    assert [(a.responsible, a.due.month) for a in door.actions] == [("Jonas Öberg", 3)]


def test_nothing_is_hung_on_what_somebody_else_wrote_meanwhile(
    sara_writes, item, aliases, sara, jonas
):
    shown = builders.add_row(item, "Det som Sara ser.", by=sara)
    builders.add_row(item, "Det som Jonas just skrev.", by=jonas)
    add(sara_writes, item, "i. sl", seen=shown.ref)
    first, second = said(item).entries
    assert [party.name for party in first.concurs] == ["Sveriges Lärare"]
    assert second.concurs == ()


def test_what_one_has_just_written_oneself_is_the_latest_row(sara_writes, item, aliases, sara):
    shown = builders.add_row(item, "Det som Sara såg.", by=sara)
    builders.add_row(item, "Det som Sara skrev sedan.", by=sara)
    add(sara_writes, item, "i. sl", seen=shown.ref)
    assert [len(row.concurs) for row in said(item).entries] == [0, 1]


def test_without_a_row_there_is_nothing_to_hang_on(sara_writes, item, aliases):
    for line in ("i. sl", "å. << +jonas"):
        answer = add(sara_writes, item, line)
        assert answer.status_code == 422
        assert "Det finns inget stycke här än." in answer.content.decode()
        assert line.replace("<", "&lt;") in answer.content.decode()


def test_a_lone_dash_is_the_groups_own_words(sara_writes, item):
    item.meeting.empty_words = "Inget att rapportera"
    item.meeting.save(update_fields=["empty_words"])
    add(sara_writes, item, "kommunal: -")
    row = only_row(item)
    assert (row.text, row.parties[0].name) == ("Inget att rapportera", "Kommunal")


def test_a_prefix_wins_over_the_chosen_kind_and_senders_come_together(sara_writes, item, world):
    add(sara_writes, item, "b. vision: Vi är ense.", "question", speaks=[world.kommunal.pk])
    row = only_row(item)
    assert row.kind == "decision"
    assert [party.name for party in row.parties] == ["Kommunal", "Vision"]


def test_a_note_is_added_though_an_answer_was_proposed(sara_writes, item, sara):
    question = builders.add_row(item, "När?", by=sara, kind="question")
    answer = add(sara_writes, item, "Kim kommer.", answers=[question.ref], result="answered")
    assert answer.status_code == 200
    assert [row.answers for row in said(item).entries] == [(), ()]
    assert add(sara_writes, item, "s. I maj.", answers=[question.ref]).status_code == 200
    assert said(item).entries[2].answers == (str(question.ref),)


def test_the_typed_line_is_kept_beside_its_words(sara_writes, item):
    add(sara_writes, item, "f. vision: Hur går det?")
    revision = item.entries.get().revisions.get()
    assert revision.facts["typed"] == "f. vision: Hur går det?"


# --- Asked ---------------------------------------------------------------------------------------


def test_a_shared_name_is_asked_about_and_nothing_is_added(sara_writes, item, aliases, world):
    answer = add(sara_writes, item, "facket: Vi vill vänta.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Menar du Kommunal eller Vision?" in page
    assert "facket: Vi vill vänta." in page
    assert said(item).entries == ()
    add(sara_writes, item, "facket: Vi vill vänta.", **{"menar:facket": world.vision.pk})
    assert [party.name for party in only_row(item).parties] == ["Vision"]


def test_a_line_stored_before_a_name_was_shared_is_not_asked_about(
    sara_writes, item, world, django_capture_on_commit_callbacks
):
    ref = uuid.uuid4()
    add(sara_writes, item, "vision: Vi vill vänta.", ref=ref)
    Party.objects.filter(pk=world.kommunal.pk).update(aliases=["Vision"])
    assert add(sara_writes, item, "vision: Vi vill vänta.", ref=ref).status_code == 200
    assert len(said(item).entries) == 1


def test_a_day_that_does_not_exist_comes_back(sara_writes, item):
    answer = add(sara_writes, item, "Byt låset << 31.2")
    assert answer.status_code == 422
    assert "du skrev 31.2" in answer.content.decode()
    assert "Byt låset &lt;&lt; 31.2" in answer.content.decode()


def test_choices_that_are_folded_away_are_open_where_something_is_wrong(sara_writes, item):
    wrong = add(sara_writes, item, "Hur går det?", "question", answer_due="31 februari")
    assert 'class="sn-more" open' in wrong.content.decode()
    assert 'class="sn-more" open' not in add(sara_writes, item, "Byt << 31.2").content.decode()


def test_words_of_when_alone_want_somebody(sara_writes, item):
    answer = add(sara_writes, item, "Byt låset << nästa möte")
    assert answer.status_code == 422
    assert "Skriv också vem som ska göra det" in answer.content.decode()


def test_a_name_first_in_a_sentence_is_proposed_and_only_a_tick_makes_it_the_sender(
    sara_writes, item, world
):
    add(sara_writes, item, "Vision har frågat.")
    add(sara_writes, item, "Vision undrar.", accepted=world.vision.pk)
    add(sara_writes, item, "Kommunal undrar.", accepted=world.vision.pk)
    assert [[p.name for p in row.parties] for row in said(item).entries] == [[], ["Vision"], []]
    assert said(item).entries[1].text == "Vision undrar."


def test_without_scripts_the_proposal_comes_back_once(sara_writes, item):
    answer = add(sara_writes, item, "Vision har frågat.", htmx=False)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vem har ordet?" in page
    assert "Från Vision" in page
    assert ">\nVision har frågat.</textarea>" in page
    again = add(sara_writes, item, "Vision har frågat.", htmx=False, asked="1")
    assert again.status_code == 303


def test_without_scripts_a_line_that_asks_nothing_is_added_at_once(sara_writes, item):
    assert add(sara_writes, item, "vision: Vi undrar.", htmx=False).status_code == 303


# --- Shown before Enter --------------------------------------------------------------------------


def test_the_line_says_what_it_becomes(sara_writes, item, aliases):
    later = next_meeting(item)
    told = becomes(sara_writes, item, "f. sl: Hur går det? << +jonas nästa möte")
    assert told == (
        f"Blir: Fråga från Sv. Lärare till Jonas Öberg svar nästa möte {day(later.day)} "
        "Kort titel: Hur går det? Ändra"
    )
    assert said(item).entries == ()


def test_an_ordinary_note_is_said_to_be_one(sara_writes, item):
    assert becomes(sara_writes, item, "Jonas öppnar mötet.") == "Blir: Anteckning"
    assert becomes(sara_writes, item, " ") == ""


def test_the_row_that_a_line_hangs_on_is_shown(sara_writes, item, aliases, sara):
    builders.add_row(item, "Kommunal menar att det är bråttom nu.", by=sara)
    told = becomes(sara_writes, item, "i. sl")
    assert told == "Blir: Sveriges Lärare instämmer i Kommunal menar att det är bråttom nu."
    told = becomes(sara_writes, item, "å. << +jonas 15.3")
    assert told.startswith("Blir: Åtgärd ansvarig Jonas Öberg klart 15 mars på Kommunal menar")


def test_what_is_no_token_is_said_to_stay_text(sara_writes, item):
    told = becomes(sara_writes, item, "Byt låset << i morgon")
    assert told == "Blir: Anteckning ”i morgon” efter << är ingen genväg. Allt blir text.".replace(
        "<<", "&lt;&lt;"
    )


def test_a_question_and_a_proposal_are_shown_with_what_was_chosen(
    sara_writes, item, aliases, world
):
    posted = {"kind": "note", "text": "facket: Hej", "menar:facket": world.vision.pk}
    page = sara_writes.post(url(item, "blir/"), posted).content.decode()
    assert "Menar du Kommunal eller Vision?" in page
    assert f'name="menar:facket" value="{world.vision.pk}" checked' in page
    posted = {"kind": "note", "text": "Vision har frågat.", "accepted": world.vision.pk}
    page = sara_writes.post(url(item, "blir/"), posted).content.decode()
    assert f'name="accepted" value="{world.vision.pk}" checked' in page


def test_whoever_may_not_write_is_told_nothing(signed_in, world, item):
    assert signed_in(world.mira).post(url(item, "blir/"), {"text": "Hej"}).status_code == 403
    assert signed_in(world.olle).post(url(item, "blir/"), {"text": "Hej"}).status_code == 404


# --- Queries -------------------------------------------------------------------------------------


def asked_by(act):
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    frames = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return len([query for query in asked if not query["sql"].startswith(frames)])


def with_rows(item, sara, number):
    for place in range(number):
        builders.add_row(item, f"Stycke {place}.", by=sara, kind="question", title="Vad?")


@pytest.mark.parametrize(
    "line", ["Jonas öppnar.", "f. vision: Hur? << +jonas 15.3", "i. vision", "s. Ja."]
)
def test_looking_costs_the_same_whatever_stands_there(sara_writes, item, sara, line):
    with_rows(item, sara, 1)
    one = asked_by(lambda: sara_writes.post(url(item, "blir/"), {"kind": "note", "text": line}))
    with_rows(item, sara, 2)
    three = asked_by(lambda: sara_writes.post(url(item, "blir/"), {"kind": "note", "text": line}))
    assert one == three <= 11


def test_adding_costs_the_same_whatever_stands_there(sara_writes, item, sara):
    with_rows(item, sara, 1)
    one = asked_by(lambda: add(sara_writes, item, "Jonas öppnar mötet."))
    with_rows(item, sara, 2)
    three = asked_by(lambda: add(sara_writes, item, "Kim är sen."))
    assert one == three <= 24
