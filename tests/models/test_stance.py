"""Ta ställning: every synpunkt gets its answer, and its author is told which."""

import uuid

import pytest

from meetings import clock
from meetings.errors import DomainError, WrongState
from meetings.models import Comment, Delivery, Entry
from meetings.models.stance import sounds_like_disagreement
from meetings.views.stance_page import Page
from tests import builders
from tests.builders import READ

pytestmark = pytest.mark.slow

BETTER = "Ramen är 12 mnkr och tiden räcker inte."


@pytest.fixture
def row(group, sara):
    return builders.row_in_review(group, by=sara)


@pytest.fixture
def review(row):
    return row.item.meeting


def proposed(row, by, text=BETTER):
    return builders.comment(row.item.meeting, by, text, row=row, proposes=True)


def rewrite(row, text, by):
    row.refresh_from_db()
    row.rewrite(text, base=row.version, save_id=uuid.uuid4(), by=by)


def word(review, comment, text, by, **told):
    row = Entry.objects.get(ref=comment.entry_ref)
    told = {"base": row.version, "save_id": uuid.uuid4(), **told}
    return review.word_otherwise(comment, text, by=by, **told)


def answered(comment):
    comment.refresh_from_db()
    return comment.state, comment.answer


def rows_of(row):
    return [(one.kind, one.text) for one in row.item.entries.standing()]


# --- The text becomes another --------------------------------------------------------------------


def test_a_proposed_wording_is_used(review, row, kim, sara):
    comment = proposed(row, kim)
    with clock.at(clock.now()):
        review.use_wording(comment, by=sara)
        now = clock.now()

    row.refresh_from_db()
    assert row.text == BETTER
    assert answered(comment) == ("taken", "")
    assert (comment.answered_by, comment.answered_at) == (sara, now)


def test_what_was_changed_elsewhere_in_the_row_since_is_kept(review, row, kim, sara):
    comment = proposed(row, kim)
    rewrite(row, READ.replace("räcker inte", "räcker knappt"), sara)
    review.use_wording(comment, by=sara)

    row.refresh_from_db()
    assert row.text == "Ramen är 12 mnkr och tiden räcker knappt."


def test_a_wording_that_meets_another_change_is_not_used_over_it(review, row, kim, sara):
    comment = proposed(row, kim)
    rewrite(row, READ.replace("11", "13"), sara)
    with pytest.raises(DomainError, match="Skriv på ett annat sätt"):
        review.use_wording(comment, by=sara)

    row.refresh_from_db()
    assert row.text == READ.replace("11", "13")
    assert answered(comment) == ("new", "")


def test_a_wording_that_stands_already_is_taken_without_a_change(review, row, kim, mira, sara):
    first, second = proposed(row, kim), proposed(row, mira)
    review.use_wording(first, by=sara)
    review.use_wording(second, by=sara)

    assert answered(second) == ("taken", "")
    assert row.revisions.filter(kind="rewritten").count() == 1


def test_other_words_take_a_part_of_a_proposal_and_all_of_a_remark(review, row, kim, mira, sara):
    proposal, remark = proposed(row, kim), builders.comment(review, mira, "Vilket år?", row=row)
    word(review, proposal, "Ramen är cirka 12 mnkr.", sara, answer="Cirka, sa Jonas.")
    word(review, remark, "Ramen för 2025 är cirka 12 mnkr.", sara)

    assert answered(proposal) == ("partly", "Cirka, sa Jonas.")
    assert answered(remark) == ("taken", "")


@pytest.mark.parametrize("text", ["", "  ", READ])
def test_other_words_are_other_words(review, row, kim, sara, text):
    with pytest.raises(DomainError) as no:
        word(review, proposed(row, kim), text, sara)
    assert no.value.field == "text"


def test_words_written_over_somebody_elses_are_refused(review, row, kim, sara):
    comment, base = proposed(row, kim), row.version
    rewrite(row, "Ramen är okänd.", sara)
    with pytest.raises(DomainError, match="Någon ändrade stycket"):
        word(review, comment, "Ramen är stor.", sara, base=base)
    assert answered(comment) == ("new", "")


def test_a_change_made_elsewhere_is_told_in_words(review, kim, sara):
    comment = builders.comment(review, kim, "Numrera våra frågor.")
    with pytest.raises(DomainError):
        review.say_done(comment, " ", by=sara)
    review.say_done(comment, "Fråga 1–18.", by=sara)
    assert answered(comment) == ("taken", "Fråga 1–18.")


# --- The text stays ------------------------------------------------------------------------------


def test_a_text_is_kept_with_a_reason_that_the_author_sees(review, row, kim, sara):
    comment = proposed(row, kim)
    with pytest.raises(DomainError) as no:
        review.keep_text(comment, "  ", by=sara)
    assert no.value.field == "answer"
    review.keep_text(comment, "Så sa hon.", by=sara)
    row.refresh_from_db()
    assert (row.text, answered(comment)) == (READ, ("kept", "Så sa hon."))


def test_a_disagreement_in_the_matter_becomes_a_row_of_its_own(review, row, kim, sara):
    comment = builders.comment(review, kim, "Det ska stå att vi är oeniga.", row=row)
    made = review.record_disagreement(comment, "Kommunal är oenig om ramen.", by=sara)

    said = review.document().entry(str(made.ref))
    assert (said.kind, [p.name for p in said.parties]) == ("disagreement", ["Kommunal"])
    assert rows_of(row) == [("note", READ), ("disagreement", "Kommunal är oenig om ramen.")]
    assert answered(comment) == ("taken", "Antecknat som oenighet.")


def test_a_disagreement_about_a_question_stands_after_its_answer(review, row, kim, sara):
    made = {"by": sara, "kind": "question", "speaks": [builders.party("Kommunal")]}
    question = row.item.add_entry("Räcker tiden?", **made)
    answer = row.item.add_entry("Nej.", by=sara, kind="answer", answers=[question.question])
    row.item.add_entry("Vision tackar för svaret.", by=sara)
    review.show_changes(by=sara)
    comment = builders.comment(review, kim, "Vi är oeniga.", row=question)
    disagreement = review.record_disagreement(comment, "Kommunal är oenig.", by=sara)
    found = list(row.item.entries.standing().order_by("order"))
    assert found.index(disagreement) == found.index(answer) + 1


def test_a_disagreement_about_an_item_stands_last_in_it(review, kim, sara):
    comment = builders.comment(review, kim, "Vi är oeniga.")
    made = review.record_disagreement(comment, "Kommunal är oenig.", by=sara)
    assert str(made.item.ref) == comment.item_ref


def test_wording_that_nobody_can_agree_on_stands_twice(review, row, kim, sara):
    comment = proposed(row, kim)
    made = review.keep_both(comment, by=sara)

    assert rows_of(row) == [("note", READ), ("opinion", BETTER)]
    said = review.document().entry(str(made.ref))
    assert said.kind_word == "Avvikande mening om lydelsen"
    assert [party.name for party in said.parties] == ["Kommunal"]
    assert answered(comment) == ("partly", "Båda lydelserna står i protokollet.")


def test_only_a_proposed_wording_can_stand_beside_another(review, row, kim, sara):
    comment = builders.comment(review, kim, "Stryk om.", row=row)
    with pytest.raises(DomainError):
        review.keep_both(comment, by=sara)
    assert rows_of(row) == [("note", READ)]


@pytest.mark.parametrize(
    ("said", "sounds"),
    [
        ("Det ska stå att vi är oeniga om rutinen.", True),
        ("Kommunal är OENIG.", True),
        ("Vi motsätter oss beslutet.", True),
        ("Vi är inte överens med er.", True),
        ("Det stod oenighet i punkt 3 också.", True),
        ("Stryk om. Meningen blir fel.", False),
        ("Det är fonetiskt fel.", False),
    ],
)
def test_a_remark_about_the_matter_is_told_from_one_about_words(said, sounds):
    assert sounds_like_disagreement(Comment(kind="remark", text=said)) is sounds


# --- Nothing is closed silently ------------------------------------------------------------------


def test_the_author_gets_a_mail_for_every_answer(review, row, kim, mira, sara):
    review.use_wording(proposed(row, kim), by=sara)
    review.keep_text(builders.comment(review, mira), "Så sa hon.", by=sara)

    told = Delivery.objects.filter(kind="stance").values_list("recipient__name", flat=True)
    assert list(told) == ["Kim Berg", "Mira Åkesson"]


def test_the_log_says_what_was_answered_and_never_the_words(review, row, kim, sara):
    comment = proposed(row, kim, "Aina är sjuk.")
    review.keep_both(comment, by=sara, answer="Aina vet bäst.")
    event = review.events.order_by("seq").last()
    assert (event.verb, event.facts["state"]) == ("comment_answered", "partly")
    assert "Aina" not in repr(list(review.events.values_list("facts", flat=True)))


def test_a_synpunkt_is_answered_once_and_not_after_it_was_taken_back(review, row, kim, mira, sara):
    first, second = proposed(row, kim), proposed(row, mira)
    late = Comment.objects.get(pk=first.pk)
    review.keep_text(first, "Nej.", by=sara)
    review.withdraw_comment(second, by=mira)
    with pytest.raises(DomainError, match="Sara Lind har redan tagit ställning"):
        review.use_wording(late, by=sara)
    with pytest.raises(DomainError, match="Mira Åkesson har tagit tillbaka"):
        review.use_wording(second, by=sara)
    row.refresh_from_db()
    assert row.text == READ


def test_an_answer_can_be_taken_up_again_and_then_stops_the_sending(review, row, kim, sara):
    comment = proposed(row, kim)
    review.keep_text(comment, "Nej.", by=sara)
    review.reconsider(comment, by=sara)
    assert answered(comment) == ("new", "")
    with pytest.raises(DomainError, match="Du behöver ta ställning"):
        review.send_for_signing(by=sara)
    with pytest.raises(DomainError, match="inget svar att ändra"):
        review.reconsider(comment, by=sara)
    review.use_wording(comment, by=sara)
    assert answered(comment) == ("taken", "")
    assert Delivery.objects.filter(kind="stance").count() == 2


def test_a_removed_row_can_only_be_answered_in_words(review, row, kim, sara):
    comment = proposed(row, kim)
    row.delete_row(by=sara, save_id=uuid.uuid4())
    for verb in (review.use_wording, review.keep_both):
        with pytest.raises(DomainError, match="finns inte längre"):
            verb(comment, by=sara)
    made = review.record_disagreement(comment, "Kommunal är oenig.", by=sara)
    assert made.item == row.item


def test_a_text_is_not_sent_while_a_synpunkt_waits(review, row, kim, mira, sara):
    comment, other = proposed(row, kim), builders.comment(review, mira)
    with pytest.raises(DomainError, match="Du behöver ta ställning till 2 synpunkter"):
        review.send_for_signing(by=sara)
    review.withdraw_comment(other, by=mira)
    with pytest.raises(DomainError, match="ta ställning till 1 synpunkt"):
        review.send_for_signing(by=sara)
    review.use_wording(comment, by=sara)
    assert review.send_for_signing(by=sara).document().entry(str(row.ref)).text == BETTER


def test_nothing_is_answered_in_a_text_that_is_locked(review, row, kim, sara):
    comment = proposed(row, kim)
    review.keep_text(comment, "Så sa hon.", by=sara)
    review.send_for_signing(by=sara)
    with pytest.raises(WrongState):
        review.use_wording(comment, by=sara)


def test_a_partys_own_words_are_reworded_by_nobody(row, review, kim, mira, sara):
    made = review.keep_both(proposed(row, kim), by=sara)
    review.show_changes(by=sara)
    remark = builders.comment(review, mira, "Stryk det här.", row=made)
    with pytest.raises(DomainError, match="parts egna ord"):
        word(review, remark, "Kommunal håller med.", sara)
    assert ("opinion", BETTER) in rows_of(row)
    (card,) = [card for card in Page(review).cards if card.comment == remark]
    assert "skriv" not in [way.how for way in card.ways]
