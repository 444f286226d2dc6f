"""Rows split, merged and in conflict through the web; what happened to them, and earlier texts."""

import uuid

import pytest

from meetings.models import Entry
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}
SCRIPT = {"HTTP_ACCEPT": "application/json"}
WORDS = "Ramen är 11 mnkr. Den ökar."


@pytest.fixture
def row(item, sara):
    return builders.add_row(item, WORDS, by=sara)


def url_of(row, verb=""):
    return f"/moten/{row.item.meeting_id}/stycken/{row.ref}/{verb}"


def post(client, row, verb, text=WORDS, base=1, save_id=None, **fields):
    posted = {"text": text, "base": base, "save_id": save_id or uuid.uuid4(), "kind": "note"}
    headers = {key: fields.pop(key) for key in list(fields) if key.startswith("HTTP_")}
    return client.post(url_of(row, verb), posted | fields, **headers)


def texts(item):
    return [row.text for row in Entry.objects.standing().filter(item=item)]


# --- Split and merged ----------------------------------------------------------------------------


def test_what_was_typed_is_stored_and_then_split_at_the_cursor(sara_writes, row, item):
    answer = post(sara_writes, row, "dela/", "Ramen är 12 mnkr. Den ökar. 😀", vid=18)
    assert answer.status_code == 303
    assert texts(item) == ["Ramen är 12 mnkr.", "Den ökar. 😀"]


def test_without_scripts_a_row_is_split_at_its_first_line_break(sara_writes, row, item):
    post(sara_writes, row, "dela/", "Ett.\r\nTvå.\r\nTre.")
    assert texts(item) == ["Ett.", "Två.\nTre."]


def test_a_row_without_a_place_to_split_says_what_to_do(sara_writes, row, item):
    answer = post(sara_writes, row, "dela/", f"{WORDS} Mer.", **HTMX)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Gör en radbrytning där stycket ska delas" in page
    assert f"{WORDS} Mer." in page
    assert texts(item) == [f"{WORDS} Mer."]
    assert '<input type="hidden" name="base" value="2"' in page


def test_rows_are_merged_and_the_answer_offers_to_undo_it(sara_writes, row, item, sara):
    below = builders.add_row(item, "Bra.", by=sara)
    page = post(sara_writes, below, "sla-ihop/", "Bra. Tack.", **HTMX).content.decode()
    assert texts(item) == [f"{WORDS}\nBra. Tack."]
    assert ": styckena ihopslagna" in page


def test_a_merge_that_would_lose_a_question_keeps_it_open_with_its_words(sara_writes, item, sara):
    builders.add_row(item, WORDS, by=sara)
    asked = builders.add_row(item, "När?", by=sara, kind="question")
    answer = post(sara_writes, asked, "sla-ihop/", "När då?", kind="question")
    assert answer.status_code == 422
    assert "frågan försvinner" in answer.content.decode()
    assert texts(item) == [WORDS, "När då?"]


@pytest.mark.parametrize("verb", ["dela/", "sla-ihop/", "ta-bort/", "flytta/"])
def test_no_button_acts_on_words_that_somebody_changed(sara_writes, row, item, jonas, verb):
    row.rewrite("Jonas ord.", base=1, save_id=uuid.uuid4(), by=jonas)
    answer = post(sara_writes, row, verb, vid=5, steg="upp")
    assert answer.status_code == 409
    assert texts(item) == ["Jonas ord."]


@pytest.mark.parametrize("verb", ["dela/", "sla-ihop/", "ta-bort/"])
def test_the_same_button_twice_is_one_act(sara_writes, row, item, sara, verb):
    below, save_id = builders.add_row(item, WORDS, by=sara), uuid.uuid4()
    for _again in range(2):
        assert post(sara_writes, below, verb, save_id=save_id, vid=18).status_code == 303
    assert len(texts(item)) == {"dela/": 3}.get(verb, 1)


# --- Two texts -----------------------------------------------------------------------------------


def conflict(client, row, mine, theirs, by):
    row.rewrite(theirs, base=1, save_id=uuid.uuid4(), by=by)
    return post(client, row, "spara/", mine, **SCRIPT)


def test_what_each_of_them_changed_is_marked_and_said(sara_writes, row, jonas):
    page = conflict(
        sara_writes, row, WORDS.replace("11", "12"), WORDS.replace("ökar", "minskar"), jonas
    ).content.decode()
    assert '<del><span class="sr">Borttaget: </span>11</del>' in page
    assert '<ins><span class="sr">Tillagt: </span>12</ins>' in page
    assert '<ins><span class="sr">Tillagt: </span>minskar</ins>' in page
    assert "Båda ändringarna i en text." in page
    assert "Ramen är 12 mnkr. Den minskar.</textarea>" in page


def test_changes_of_the_same_words_are_put_after_each_other(sara_writes, row, jonas):
    answer = conflict(sara_writes, row, "Saras ord.", "Jonas ord.", jonas)
    assert "Jonas ord.\n\nSaras ord.</textarea>" in answer.content.decode()


def test_two_conflicts_after_each_other(sara_writes, row, jonas):
    conflict(sara_writes, row, "Saras ord.", "Jonas ord.", jonas)
    row.rewrite("Jonas nya tal.", base=2, save_id=uuid.uuid4(), by=jonas)
    again = post(sara_writes, row, "spara/", "Saras ord.", base=2)
    assert again.status_code == 409
    assert '<span class="sr">Tillagt: </span>nya tal</ins>' in again.content.decode()
    post(sara_writes, row, "spara/", "Saras ord.", base=3)
    row.refresh_from_db()
    assert row.text == "Saras ord."


def test_words_for_a_deleted_row_bring_it_back_by_one_button(sara_writes, row, item, jonas):
    row.delete_row(by=jonas, save_id=uuid.uuid4())
    page = post(sara_writes, row, "spara/", "Saras ord.", **SCRIPT).content.decode()
    assert "Ta tillbaka stycket med din text" in page
    answer = post(sara_writes, row, "ta-tillbaka/", "Saras ord.", base=2)
    assert answer.url.endswith(f"#stycke-{row.ref}")
    assert texts(item) == ["Saras ord."]


def test_or_they_become_a_row_of_their_own(sara_writes, row, item, world, sara, jonas):
    row.describe(by=sara, save_id=uuid.uuid4(), speaks=[world.vision])
    row.delete_row(by=jonas, save_id=uuid.uuid4())
    save_id = uuid.uuid4()
    for _again in range(2):
        post(sara_writes, row, "i-stallet/", "Saras ord.", base=3, save_id=save_id)
    new = item.entries.standing().get()
    assert (new.text, new.facts()["speaks"]) == ("Saras ord.", [world.vision])


# --- What happened to it -------------------------------------------------------------------------


def test_every_change_is_told_with_who_and_what(sara_writes, row, world, sara, jonas):
    row.rewrite(WORDS.replace("11", "12"), base=1, save_id=uuid.uuid4(), by=jonas)
    row.describe(by=sara, save_id=uuid.uuid4(), kind="decision", speaks=[world.vision])
    row.delete_row(by=sara, save_id=uuid.uuid4())
    answer = sara_writes.get(url_of(row, "andringar/"))
    steps = answer.context["steps"]
    assert [step.words for step in steps] == ["Tog bort", "Ändrade", "Ändrade texten", "Skrev"]
    assert steps[1].beside == ("Slag: Anteckning → Beslut", "Från: inget → Vision")
    page = answer.content.decode()
    assert "Jonas Öberg" in page
    assert '<ins><span class="sr">Tillagt: </span>12</ins>' in page
    assert "Stycket är borttaget." in page
    desk = sara_writes.get(f"/moten/{row.item.meeting_id}/skriv/").content.decode()
    assert url_of(row, "andringar/") in desk


def test_what_was_typed_in_one_go_is_one_step(sara_writes, row, sara):
    for base, text in enumerate(("R", "Ra", "Ram"), 1):
        row.rewrite(text, base=base, save_id=uuid.uuid4(), by=sara)
    steps = sara_writes.get(url_of(row, "andringar/")).context["steps"]
    assert [step.text for step in steps] == ["Ram", WORDS]


def test_an_earlier_text_is_brought_back_as_a_change_of_its_own(sara_writes, row, item, jonas):
    row.rewrite("Jonas ord.", base=1, save_id=uuid.uuid4(), by=jonas)
    row.delete_row(by=jonas, save_id=uuid.uuid4())
    page = sara_writes.get(url_of(row, "andringar/")).content.decode()
    assert f'name="text" value="{WORDS}"' in page
    post(sara_writes, row, "ta-tillbaka/", WORDS, base=3)
    assert texts(item) == [WORDS]
    assert row.revisions.count() == 5


def test_the_changes_cost_the_same_however_many(sara_writes, row, same_queries, world, sara):
    def describe():
        kind = "decision" if row.kind == "note" else "note"
        row.describe(by=sara, save_id=uuid.uuid4(), kind=kind, speaks=[world.vision])

    same_queries(lambda: sara_writes.get(url_of(row, "andringar/")), describe)
