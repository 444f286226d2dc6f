"""Ta ställning, from the page to the answer that the author reads."""

import uuid

import pytest
from django.urls import reverse

from meetings.models import Comment, Entry, State
from tests import builders
from tests.builders import READ

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.slow

BETTER = "Ramen är 12 mnkr och tiden räcker inte."


@pytest.fixture
def row(group, sara):
    return builders.row_in_review(group, by=sara)


@pytest.fixture
def review(row):
    return row.item.meeting


@pytest.fixture
def proposal(review, row, kim):
    return builders.comment(review, kim, BETTER, row=row, proposes=True)


def place(meeting, **query):
    return reverse("stance", args=[meeting.pk], query=query)


def way(comment, how):
    return reverse("take_stance", args=[comment.version.meeting_id, comment.ref, how])


def ways(page, comment):
    card = next(c for c in page.context["cards"] if c.comment == comment)
    return [one.how for one in card.ways]


def test_the_difference_is_shown_and_one_button_uses_it(review, row, proposal, signed_in, sara):
    client = signed_in(sara)
    page = client.get(place(review))
    assert '<del><span class="sr">Borttaget: </span>11</del>' in page.text
    assert "0 av 1 klara" in page.text
    answer = client.post(way(proposal, "anvand"))
    assert (answer.status_code, answer["Location"]) == (303, place(review) + "#nasta-steg")
    row.refresh_from_db()
    assert row.text == BETTER
    page = client.get(place(review)).text
    assert "Synpunkten är införd. Kim Berg får ett mejl." in page
    assert "1 av 1 klara" in page


def test_with_htmx_the_cards_and_the_next_step_come_back(review, proposal, signed_in, sara):
    answer = signed_in(sara).post(way(proposal, "anvand"), headers=HTMX)
    assert answer.status_code == 200
    assert 'data-announce="Synpunkten är införd. Kim Berg får ett mejl."' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "Alla synpunkter är klara" in answer.text
    assert "<html" not in answer.text


def test_the_focus_goes_on_to_the_next_that_waits(review, row, proposal, mira, signed_in, sara):
    second = builders.comment(review, mira, "Vilket år?", row=row)
    answer = signed_in(sara).post(way(proposal, "anvand"))
    assert answer["Location"] == place(review) + f"#synpunkt-{second.pk}"
    third = builders.comment(review, mira, "Och var?", row=row)
    answer = signed_in(sara).post(way(second, "andrat"), {"answer": "2025."}, headers=HTMX)
    assert f'id="om-{third.pk}" tabindex="-1" autofocus' in answer.text
    first = builders.comment(review, mira, "Numrera frågorna.")
    answer = signed_in(sara).post(way(third, "andrat"), {"answer": "2025."})
    assert answer["Location"] == place(review) + f"#synpunkt-{first.pk}"


def test_other_words_begin_with_those_that_were_proposed(review, row, proposal, signed_in, sara):
    client = signed_in(sara)
    page = client.get(place(review, synpunkt=proposal.pk, hur="skriv"))
    form = next(card.form for card in page.context["cards"])
    assert form["text"].value() == BETTER
    told = {**form.initial, "text": "Ramen är stor.", "answer": "Kortare."}
    assert client.post(way(proposal, "skriv"), told).status_code == 303
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("partly", "Kortare.")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reason_that_is_missing_is_asked_for_in_its_own_form(
    review, proposal, signed_in, sara, headers
):
    answer = signed_in(sara).post(way(proposal, "behall"), {"answer": ""}, headers=headers)
    assert answer.status_code == 422
    assert "Skriv varför texten behålls." in answer.text
    assert "Det här ser Kim Berg." in answer.text
    proposal.refresh_from_db()
    assert proposal.is_new


def test_words_that_met_somebody_elses_are_kept_beside_them(review, row, proposal, signed_in, sara):
    told = {"text": "Ramen är stor.", "base": row.version, "save_id": uuid.uuid4()}
    row.rewrite("Ramen är okänd.", base=row.version, save_id=uuid.uuid4(), by=sara)
    client = signed_in(sara)
    answer = client.post(way(proposal, "skriv"), told)
    assert answer.status_code == 422
    for words in ("Ramen är stor.", "Ramen är okänd.", "Någon ändrade stycket"):
        assert words in answer.text
    form = answer.context["form"]
    again = {"text": "Ramen är stor.", "base": form["base"].value(), "save_id": uuid.uuid4()}
    assert client.post(way(proposal, "skriv"), again).status_code == 303


def test_an_answer_that_comes_second_keeps_its_words(review, proposal, signed_in, sara):
    review.keep_text(proposal, "Så sa hon.", by=sara)
    answer = signed_in(sara).post(way(proposal, "behall"), {"answer": "Nej."})
    assert answer.status_code == 422
    assert "Sara Lind har redan tagit ställning." in answer.text
    assert "Nej." in answer.text


def test_each_kind_of_synpunkt_has_its_own_ways(review, row, proposal, kim, mira, signed_in, sara):
    matter = builders.comment(review, kim, "Det ska stå att vi är oeniga.", row=row)
    remark = builders.comment(review, mira, "Vilket år?", row=row)
    item = builders.comment(review, mira, "Numrera frågorna.")
    page = signed_in(sara).get(place(review))
    assert ways(page, proposal) == ["anvand", "skriv", "behall", "bada", "oenighet"]
    assert ways(page, matter) == ["oenighet", "skriv", "behall", "andrat"]
    assert ways(page, remark) == ["skriv", "behall", "andrat", "oenighet"]
    assert ways(page, item) == ["andrat", "behall", "oenighet"]
    assert "så visas den vid Kommunals underskrift" in page.text


def test_a_wording_that_meets_another_change_cannot_be_used(review, row, proposal, signed_in, sara):
    row.rewrite(READ.replace("11", "13"), base=row.version, save_id=uuid.uuid4(), by=sara)
    page = signed_in(sara).get(place(review))
    assert ways(page, proposal) == ["skriv", "behall", "bada", "oenighet"]
    assert "Stycket har ändrats där synpunkten vill ändra." in page.text
    answer = signed_in(sara).post(way(proposal, "anvand"), headers=HTMX)
    assert answer.status_code == 422


def test_a_row_that_is_gone_leaves_ways_without_it(review, row, proposal, signed_in, sara):
    row.delete_row(by=sara, save_id=uuid.uuid4())
    page = signed_in(sara).get(place(review))
    assert ways(page, proposal) == ["andrat", "behall", "oenighet"]
    assert "Stycket är borttaget" in page.text


def test_an_answer_is_taken_up_again(review, proposal, signed_in, sara):
    review.keep_text(proposal, "Så sa hon.", by=sara)
    client = signed_in(sara)
    assert "Ta ställning igen" in client.get(place(review)).text
    answer = client.post(way(proposal, "igen"), headers=HTMX)
    assert 'data-announce="Synpunkten väntar på ett nytt svar."' in answer.text
    assert "0 av 1 klara" in answer.text
    assert client.post(way(proposal, "igen"), headers=HTMX).status_code == 422


def test_readers_are_shown_what_the_answers_changed(review, proposal, signed_in, sara):
    client = signed_in(sara)
    assert "Visa ändringarna" not in client.get(place(review)).text
    client.post(way(proposal, "anvand"))
    assert "Du har ändrat på 1 ställe sedan läsarna fick texten" in client.get(place(review)).text
    client.post(reverse("show_changes", args=[review.pk]))
    assert "Visa ändringarna" not in client.get(place(review)).text


def test_both_wordings_and_a_disagreement_become_rows(review, row, kim, signed_in, sara):
    client = signed_in(sara)
    for how, told in (("bada", {"answer": ""}), ("oenighet", {"text": "Kommunal är oenig."})):
        comment = builders.comment(review, kim, f"{BETTER} {how}", row=row, proposes=True)
        assert client.post(way(comment, how), told).status_code == 303
    kinds = [entry.kind for entry in row.item.entries.standing()]
    assert kinds == ["note", "disagreement", "opinion"]
    page = client.get(reverse("write", args=[review.pk]), {"punkt": row.item_id})
    assert "Avvikande mening om lydelsen" in page.text


def test_nobody_rewords_a_party_s_own_wording(review, proposal, signed_in, sara):
    made = review.keep_both(proposal, by=sara)
    edit = reverse("edit_entry", args=[review.pk, made.ref])
    assert signed_in(sara).get(edit).status_code == 403
    save = reverse("save_entry", args=[review.pk, made.ref])
    assert signed_in(sara).post(save, {"text": "Annat."}).status_code == 403
    assert Entry.objects.get(pk=made.pk).text == BETTER


def test_sending_early_says_how_many_wait(review, proposal, signed_in, sara):
    send = reverse("send_for_signing", args=[review.pk])
    client = signed_in(sara)
    assert "Du behöver ta ställning till 1 synpunkt" in client.get(send).text
    answer = client.post(send)
    assert answer.status_code == 422
    assert "Du behöver ta ställning till 1 synpunkt" in answer.text
    assert place(review) in answer.text


def test_an_unknown_way_and_another_meetings_synpunkt_are_nothing(
    review, proposal, group, signed_in, sara
):
    client = signed_in(sara)
    assert client.post(way(proposal, "glom")).status_code == 404
    other = builders.meeting_in(State.DRAFTED, group)
    address = reverse("take_stance", args=[other.pk, proposal.ref, "anvand"])
    assert client.post(address).status_code == 404


def test_a_text_that_is_locked_shows_what_was_answered(review, proposal, signed_in, sara):
    review.keep_text(proposal, "Så sa hon.", by=sara)
    review.send_for_signing(by=sara)
    page = signed_in(sara).get(place(review)).text
    assert "Så sa hon." in page
    assert "Skicka till justering</a>" not in page
    assert signed_in(sara).post(way(proposal, "behall"), {"answer": "x"}).status_code == 409


def test_the_page_costs_the_same_for_more_synpunkter(
    review, row, kim, signed_in, sara, same_queries
):
    def more():
        number = Comment.objects.count()
        builders.comment(review, kim, f"{READ} {number}", row=row, proposes=bool(number % 2))

    same_queries(lambda: signed_in(sara).get(place(review)), more, at_most=45)
