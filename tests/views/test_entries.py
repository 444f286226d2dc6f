"""Rows through the web: added, saved while typed, changed, moved, taken away, brought back."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Entry
from tests import builders

SCRIPT = {"HTTP_ACCEPT": "application/json"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def add(client, item, text, kind="note", *, ref=None, htmx=False, **fields):
    url = f"/moten/{item.meeting_id}/punkter/{item.pk}/stycken/"
    posted = {"ref": ref or uuid.uuid4(), "kind": kind, "text": text, **fields}
    return client.post(url, posted, **(HTMX if htmx else {}))


def url_of(row, verb=""):
    return f"/moten/{row.item.meeting_id}/stycken/{row.ref}/{verb}"


def save(client, row, text, *, base=1, save_id=None, **headers):
    posted = {"text": text, "base": base, "save_id": save_id or uuid.uuid4()}
    return client.post(url_of(row, "spara/"), posted, **headers)


def edit(client, row, text, *, base=1, kind="note", **fields):
    posted = {"text": text, "base": base, "save_id": uuid.uuid4(), "kind": kind, **fields}
    return client.post(url_of(row), posted)


# --- Added ---------------------------------------------------------------------------------------


def test_a_row_is_added_last_and_the_page_returns_to_it(sara_writes, item):
    answer = add(sara_writes, item, "Alla är välkomna.")
    row = item.entries.get()
    assert answer.status_code == 303
    assert answer.url.endswith(f"?punkt={item.pk}#stycke-{row.ref}")
    assert row.text == "Alla är välkomna."


def test_the_same_form_twice_gives_one_row(sara_writes, item):
    ref = uuid.uuid4()
    add(sara_writes, item, "En gång.", ref=ref)
    add(sara_writes, item, "En gång.", ref=ref)
    assert item.entries.count() == 1


def test_a_ref_of_another_meeting_is_not_shown(sara_writes, item, world):
    other = builders.meeting_in("ongoing", builders.small_group(world))
    secret = builders.add_row(other.items.first(), "Hemligt.", by=world.sara)
    add(sara_writes, item, "Eget.", ref=secret.ref)
    assert [row.text for row in item.entries.all()] == ["Eget."]


def test_senders_keep_the_order_they_were_named_in(sara_writes, item, world):
    add(
        sara_writes,
        item,
        "Vi vill veta mer.",
        "question",
        speaks=[world.vision.pk, "", world.kommunal.pk],
        concurs=[world.teachers.pk],
        title="Mer?",
        asked_of="Jonas Öberg",
        answer_due="nästa möte",
    )
    said = item.meeting.document().item(str(item.ref)).entries[0]
    assert [party.name for party in said.parties] == ["Vision", "Kommunal"]
    assert [party.name for party in said.concurs] == ["Sveriges Lärare"]
    assert (said.title, said.asked_of) == ("Mer?", "Jonas Öberg")
    assert said.answer_due_words == "nästa möte"


def test_an_answer_may_answer_several_questions(sara_writes, item, sara):
    asked = [builders.add_row(item, t, by=sara, kind="question") for t in ("När?", "Var?")]
    add(
        sara_writes, item, "I maj, i Ekbacka.", "answer", answers=[q.ref for q in asked],
        result="partly",
    )  # fmt: skip
    said = item.meeting.document().item(str(item.ref)).entries[2]
    assert said.answers == tuple(str(question.ref) for question in asked)
    assert said.result == "partly"


def asks(item, sara, *titles):
    return [builders.add_row(item, f"{t} undrar vi.", by=sara, kind="question", title=t)
            for t in titles]  # fmt: skip


def the_line(client, item, **query):
    page = client.get(f"/moten/{item.meeting_id}/skriv/", {"punkt": item.pk, **query})
    return page.context["desk"].add_form, page.content.decode()


def test_the_items_only_open_question_is_proposed_to_an_answer(sara_writes, item, sara):
    (question,) = asks(item, sara, "När?")
    asks(item.meeting.items.last(), sara, "I en annan punkt?")
    form, page = the_line(sara_writes, item)
    assert form["answers"].value() == [str(question.ref)]
    assert form["result"].value() == "answered"
    assert "Svarar på:" in page
    assert [box.choice_label for box in form.answers_here] == ["Punkt 1: När?", "Ingen fråga"]


def test_among_several_open_questions_none_is_guessed(sara_writes, item, sara):
    asks(item, sara, "När?", "Var?")
    form, _page = the_line(sara_writes, item)
    assert form["answers"].value() == []
    answer = add(sara_writes, item, "I maj.", "answer")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Välj vilken fråga svaret gäller." in page
    assert "I maj." in page
    assert item.entries.filter(kind="answer").count() == 0


def test_an_answer_written_before_its_question_came_is_asked_about(sara_writes, item, sara):
    (question,) = asks(item, sara, "När?")
    answer = add(sara_writes, item, "I maj.", "answer", htmx=True)
    assert answer.status_code == 422
    assert answer.context["desk"].add_form["answers"].value() == [str(question.ref)]


def test_an_answer_may_answer_none_of_the_questions(sara_writes, item, sara):
    (question,) = asks(item, sara, "När?")
    assert add(sara_writes, item, "Vi tackar.", "answer", answers=["ingen"]).status_code == 303
    said = item.meeting.document().item(str(item.ref)).entries[1]
    assert (said.kind, said.answers) == ("answer", ())
    both = add(sara_writes, item, "Hm.", "answer", answers=["ingen", question.ref])
    assert both.status_code == 422


def test_an_answered_question_is_not_proposed_again(sara_writes, item, sara):
    (question,) = asks(item, sara, "När?")
    add(sara_writes, item, "I maj.", "answer", answers=[question.ref], result="answered")
    form, _page = the_line(sara_writes, item)
    assert form["answers"].value() == []
    assert add(sara_writes, item, "Mer.", "answer").status_code == 303


def test_after_a_question_the_line_offers_its_answer(sara_writes, item):
    answer = add(sara_writes, item, "När börjar vi?", "question", title="När?")
    form = sara_writes.get(answer.url).context["desk"].add_form
    assert form["kind"].value() == "answer"
    assert len(form["answers"].value()) == 1


def test_the_proposal_follows_the_item_that_is_written_in(sara_writes, item, sara):
    asks(item, sara, "När?")
    url = f"/moten/{item.meeting_id}/skriv/"
    page = sara_writes.get(url, {"punkt": item.pk, "del": "sida"}, **HTMX).content.decode()
    assert re.search('id="svarar-pa"[^>]* hx-swap-oob="true"', page)
    assert page.count("checked") == 1


def test_every_piece_that_htmx_gets_has_its_place_on_the_page(sara_writes, item):
    piece = re.compile(r'id="([^"]+)"[^>]* hx-swap-oob="true"')
    _form, page = the_line(sara_writes, item)
    got = add(sara_writes, item, "Alla är välkomna.", htmx=True).content.decode()
    assert piece.findall(got)
    assert [key for key in piece.findall(got) if f'id="{key}"' not in page] == []


def test_an_action_may_hang_on_any_row(sara_writes, item):
    add(
        sara_writes, item, "Låset är trasigt.", actions_responsible=["Jonas Öberg"],
        actions_what=["Byta lås"], actions_due=["nästa möte"],
    )  # fmt: skip
    action = item.entries.get().actions.get()
    assert (action.responsible, action.what, action.due_words) == (
        "Jonas Öberg",
        "Byta lås",
        "nästa möte",
    )


def test_decision_and_quote_say_by_whom_and_from_where(sara_writes, item):
    add(sara_writes, item, "Rutinen gäller.", "decision", decided_by="group")
    add(sara_writes, item, "Ordagrant.", "quote", source="Rapporten", page="20")
    decision, quote = item.entries.all()
    assert decision.decided_by == "group"
    assert (quote.source, quote.page) == ("Rapporten", "20")


def test_a_row_without_words_comes_back_with_the_rest_as_typed(sara_writes, item):
    answer = add(sara_writes, item, " ", "question", title="Kort titel som skrevs")
    assert answer.status_code == 422
    assert "Skriv något." in answer.content.decode()
    assert "Kort titel som skrevs" in answer.content.decode()


def test_a_day_that_does_not_exist_is_said_and_the_words_kept(sara_writes, item):
    answer = add(sara_writes, item, "Ord som är kvar.", "question", answer_due="31 februari")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "du skrev 31 februari" in page
    assert "Ord som är kvar." in page


def test_htmx_gets_the_item_and_a_fresh_ref(sara_writes, item):
    page = add(sara_writes, item, "Alla är välkomna.", htmx=True).content.decode()
    assert page.lstrip().startswith(f'<section class="item now" id="punkt-{item.pk}"')
    assert 'id="ny_ref"' in page
    assert "Sparat " in page
    assert "<html" not in page


def test_htmx_gets_the_line_back_when_the_row_says_nothing(sara_writes, item):
    answer = add(sara_writes, item, "", htmx=True)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#snabb")


def test_a_row_for_an_item_taken_off_meanwhile_is_kept_and_said(sara_writes, item, sara):
    item.take_off(by=sara)
    answer = add(sara_writes, item, "Ord i en borttagen punkt.", htmx=True)
    assert answer["HX-Refresh"] == "true"
    assert (
        "Punkten är borttagen"
        in sara_writes.get(f"/moten/{item.meeting_id}/skriv/").content.decode()
    )
    item.put_back(by=sara)
    assert texts(item) == ["Ord i en borttagen punkt."]


# --- Saved while it is typed ---------------------------------------------------------------------


def test_the_answer_proves_which_save_was_stored(sara_writes, row):
    save_id = uuid.uuid4()
    answer = save(sara_writes, row, "Mötet öppnas av Jonas.", save_id=save_id, **SCRIPT)
    told = json.loads(answer.content)
    row.refresh_from_db()
    assert (told["ref"], told["save_id"]) == (str(row.ref), str(save_id))
    assert told["version"] == row.version == 2
    assert row.text == "Mötet öppnas av Jonas."
    assert len(answer.content) < 1000


def test_a_save_sent_twice_is_stored_once(sara_writes, row):
    save_id = uuid.uuid4()
    for _again in range(2):
        answer = save(sara_writes, row, "En gång.", save_id=save_id, **SCRIPT)
        assert json.loads(answer.content)["version"] == 2
    assert row.revisions.count() == 2


def test_a_save_costs_at_most_six_statements(sara_writes, row):
    save(sara_writes, row, "Varm.", **SCRIPT)
    with CaptureQueriesContext(connection) as asked:
        save(sara_writes, row, "Ny text.", base=2, **SCRIPT)
    frames = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    assert len([q for q in asked if not q["sql"].startswith(frames)]) <= 6


def test_two_writers_are_shown_both_texts_and_nothing_is_lost(sara_writes, row, jonas):
    row.rewrite("Jonas text.", base=1, save_id=uuid.uuid4(), by=jonas)
    answer = save(sara_writes, row, "Saras text.", **SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Två har ändrat samma stycke" in page
    assert "Saras text." in page
    assert "Jonas text." in page


def test_using_mine_stores_mine_over_theirs(sara_writes, row, jonas):
    row.rewrite("Jonas text.", base=1, save_id=uuid.uuid4(), by=jonas)
    save(sara_writes, row, "Saras text.", base=2)
    row.refresh_from_db()
    assert row.text == "Saras text."


def test_a_row_that_was_moved_is_no_conflict(sara_writes, row, item, jonas):
    builders.add_row(item, "En till.", by=jonas)
    row.move(by=jonas, save_id=uuid.uuid4(), up=False)
    assert save(sara_writes, row, "Saras text.", **SCRIPT).status_code == 200


def test_words_for_a_deleted_row_are_shown_not_thrown_away(sara_writes, row, jonas):
    row.delete_row(by=jonas, save_id=uuid.uuid4())
    answer = save(sara_writes, row, "Mina ord.", **SCRIPT)
    assert answer.status_code == 409
    assert "har tagit bort stycket" in answer.content.decode()
    assert "Mina ord." in answer.content.decode()


def test_a_locked_text_answers_no_to_a_save(sara_writes, row, ongoing, sara):
    builders.bring(ongoing, "ongoing", by=sara) if ongoing.state != "ongoing" else None
    ongoing.finish(by=sara)
    builders.send(ongoing, by=sara)
    answer = save(sara_writes, row, "För sent.", **SCRIPT)
    assert answer.status_code == 422
    assert "låst" in json.loads(answer.content)["error"]


def test_a_sign_in_page_is_no_proof(client, row):
    answer = save(client, row, "Utan inloggning.", **SCRIPT)
    assert answer.status_code in (302, 401)
    row.refresh_from_db()
    assert row.text == "Mötet öppnas."


# --- Changed -------------------------------------------------------------------------------------


def test_text_and_what_stands_beside_it_are_stored_together(sara_writes, row, world):
    answer = edit(sara_writes, row, "Ny text.", kind="disagreement", speaks=[world.kommunal.pk])
    row.refresh_from_db()
    assert answer.status_code == 303
    assert (row.text, row.kind) == ("Ny text.", "disagreement")
    assert [voice.party for voice in row.voices.all()] == [world.kommunal]


def opened(client, row):
    return client.get(f"/moten/{row.item.meeting_id}/skriv/", {"stycke": row.ref}).context["desk"]


def test_a_row_that_is_made_an_answer_is_proposed_the_items_open_question(
    sara_writes, item, row, sara
):
    (question,) = asks(item, sara, "När?")
    form = opened(sara_writes, row).opened.form
    assert form["answers"].value() == [str(question.ref)]
    assert form["result"].value() == "answered"
    edit(sara_writes, row, "I maj.", kind="answer", answers=[question.ref], result="answered")
    assert the_line(sara_writes, item)[0].open_here == frozenset()


def test_a_question_is_not_proposed_to_itself_and_an_answer_keeps_its_own(sara_writes, item, sara):
    first, second = asks(item, sara, "När?", "Var?")
    assert opened(sara_writes, first).opened.form["answers"].value() == [str(second.ref)]
    answer = builders.add_row(
        item, "I maj.", by=sara, kind="answer", answers=[first.question], result="partly"
    )
    form = opened(sara_writes, answer).opened.form
    assert form["answers"].value() == [str(first.ref)]
    assert form["result"].value() == "partly"


def test_windows_line_ends_are_undone(sara_writes, row):
    edit(sara_writes, row, "Rad ett.\r\nRad två.")
    row.refresh_from_db()
    assert row.text == "Rad ett.\nRad två."


def test_an_empty_row_is_asked_about(sara_writes, row):
    answer = edit(sara_writes, row, "")
    assert answer.status_code == 422
    assert "Skriv något, eller ta bort stycket." in answer.content.decode()


def test_a_conflict_keeps_what_stood_beside_the_text(sara_writes, row, jonas):
    row.rewrite("Jonas text.", base=1, save_id=uuid.uuid4(), by=jonas)
    answer = edit(sara_writes, row, "Saras text.", kind="question", title="Min titel")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<input type="hidden" name="title" value="Min titel">' in page


# --- Moved, taken away, brought back -------------------------------------------------------------


def texts(item):
    return [row.text for row in Entry.objects.standing().filter(item=item)]


def test_rows_move_up_and_the_typed_words_go_with_them(sara_writes, item, row, sara):
    second = builders.add_row(item, "Andra.", by=sara)
    posted = {"text": "Andra, ändrad.", "base": 1, "save_id": uuid.uuid4(), "kind": "note"}
    sara_writes.post(url_of(second, "flytta/"), {**posted, "steg": "upp"})
    assert texts(item) == ["Andra, ändrad.", "Mötet öppnas."]


def test_the_same_button_twice_moves_once(sara_writes, item, row, sara):
    for text in ("Andra.", "Tredje."):
        last = builders.add_row(item, text, by=sara)
    posted = {"steg": "upp", "save_id": uuid.uuid4()}
    for _again in range(2):
        sara_writes.post(url_of(last, "flytta/"), posted)
    assert texts(item) == ["Mötet öppnas.", "Tredje.", "Andra."]


def test_a_row_moves_to_another_item(sara_writes, row, ongoing):
    other = ongoing.items.last()
    sara_writes.post(url_of(row, "flytta/"), {"till": other.pk, "save_id": uuid.uuid4()})
    assert texts(other) == ["Mötet öppnas."]


def test_htmx_gets_both_items_when_a_row_moves(sara_writes, row, ongoing):
    was, other = row.item, ongoing.items.last()
    posted = {"till": other.pk, "save_id": uuid.uuid4()}
    page = sara_writes.post(url_of(row, "flytta/"), posted, **HTMX).content.decode()
    assert page.lstrip().startswith(f'<section class="item now" id="punkt-{was.pk}"')
    assert page.count('hx-swap-oob="true"') >= 1
    assert f'id="punkt-{other.pk}"' in page


def test_a_deleted_row_can_be_brought_back_at_once_and_later(sara_writes, row, ongoing):
    answer = sara_writes.post(url_of(row, "ta-bort/"), {"save_id": uuid.uuid4()})
    page = sara_writes.get(answer.url).content.decode()
    assert "Stycket är borttaget" in page
    assert page.count(url_of(row, "ta-tillbaka/")) >= 2  # Ångra, and the list Borttaget
    sara_writes.post(url_of(row, "ta-tillbaka/"), {"save_id": uuid.uuid4()})
    row.refresh_from_db()
    assert row.deleted_at is None


def test_htmx_gets_a_toast_with_angra(sara_writes, row):
    answer = sara_writes.post(url_of(row, "ta-bort/"), {"save_id": uuid.uuid4()}, **HTMX)
    page = answer.content.decode()
    assert 'hx-swap-oob="innerHTML:#toast-angra"' in page
    assert "Ångra" in page


def test_a_partys_own_text_is_not_the_secretarys(sara_writes, item, sara, world):
    theirs = builders.add_row(item, "Vår mening.", by=sara, kind="statement", speaks=[world.vision])
    assert save(sara_writes, theirs, "Ändrad.", **SCRIPT).status_code == 403
    page = sara_writes.get(f"/moten/{item.meeting_id}/skriv/").content.decode()
    assert url_of(theirs) not in page


def test_others_change_nothing(signed_in, row, world):
    for user, status in ((world.mira, 403), (world.hanna, 403), (world.olle, 404)):
        client = signed_in(user)
        assert save(client, row, "Intrång.", **SCRIPT).status_code == status
        assert client.post(url_of(row, "ta-bort/")).status_code == status


def test_words_that_are_too_long_beside_the_text_are_said_and_never_cut(sara_writes, item):
    long = "när utredningen av de nya lokalerna på Solrosens förskola är klar i sin helhet"
    promise = {"actions_responsible": "Jonas", "actions_what": "Utreda", "actions_due": long}
    answer = add(sara_writes, item, "Arbetsgivaren utreder.", **promise)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert item.entries.count() == 0


def test_signs_that_no_database_takes_are_refused(sara_writes, item):
    answer = add(sara_writes, item, "Beslut.", actions_responsible="Jo\x00nas", actions_what="",
                 actions_due="")  # fmt: skip
    assert answer.status_code == 422


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "²", ""])
def test_a_key_that_is_none_is_no_error_of_ours(sara_writes, ongoing, row, key):
    meeting, nonsense = f"/moten/{ongoing.pk}/", {"till": key, "save_id": str(uuid.uuid4())}
    answers = [
        sara_writes.post(f"{meeting}stycken/{row.ref}/flytta/", nonsense),
        sara_writes.post(f"{meeting}punkter/", {"under": key}),
        sara_writes.post(f"{meeting}narvaro/justerare/", {"justerare": key}),
        sara_writes.get(f"{meeting}skriv/?punkt={key}"),
        sara_writes.get(f"/moten/?efter={key}"),
    ]
    assert {answer.status_code for answer in answers} <= {200, 303, 404, 422}
