"""The review round: shown, read, commented, late."""

import uuid
from datetime import date, timedelta

import pytest

from meetings import clock
from meetings.errors import DomainError, NotAllowed, WrongState
from meetings.models import Comment, Delivery, Group, Reading, ReadingPlace, State, Version
from tests import builders

PROPOSAL = Comment.Kind.WORDING


@pytest.fixture
def row(group, sara):
    """A row of a meeting that is out for synpunkter."""
    meeting = builders.meeting_in(State.ONGOING, group)
    item = meeting.items.standing()[2]
    item.meeting = meeting
    entry = builders.add_row(item, "Vision håller med om att det är bra om alla.", by=sara)
    meeting.finish(by=sara)
    meeting.choose_adjusters(meeting.proposed_adjusters(), by=sara)
    meeting.send_for_comments(by=sara)
    entry.item.meeting = meeting
    return entry


@pytest.fixture
def review(row):
    return row.item.meeting


def told(kind):
    return set(Delivery.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def after_the_time(meeting):
    return clock.at(meeting.comments_by + timedelta(minutes=1))


def verbs(meeting):
    return list(meeting.events.order_by("seq").values_list("verb", flat=True))


# --- Shown ---------------------------------------------------------------------------------------


def test_the_chair_reads_alone_while_the_text_is_written_up(drafted, sara, jonas, kim):
    drafted.show_chair(by=sara)
    assert drafted.state == State.DRAFTED
    assert told("chair") == {"Jonas Öberg"}
    assert drafted.version_for(jonas) is not None
    assert drafted.version_for(kim) is None


def test_without_a_chair_there_is_nobody_to_show_it_to(drafted, sara):
    drafted.attendees.update(chairs=False)
    drafted.group.representatives.update(chairs=False)
    with pytest.raises(DomainError, match="ingen ordförande med inloggning"):
        drafted.show_chair(by=sara)


def test_the_days_for_comments_are_working_days_from_the_sending(drafted, sara):
    friday = builders.moment(date(2026, 11, 27), 9)
    with clock.at(friday):
        drafted.send_for_comments(by=sara)
    assert drafted.comments_by == builders.moment(date(2026, 12, 4), 16)
    assert drafted.review_at == friday


def test_everybody_who_speaks_for_a_party_gets_a_letter_and_the_secretary_none(drafted, sara):
    drafted.send_for_comments(by=sara)
    readers = {"Jonas Öberg", "Kim Berg", "Lena Palm", "Mira Åkesson", "Nils Frost"}
    assert told("comments") == readers


def test_what_is_read_is_stored_and_stays_while_the_secretary_writes_on(review, row, kim, sara):
    row.rewrite("Ändrat.", base=row.version, save_id=uuid.uuid4(), by=sara)
    shown = review.version_for(kim).document()
    assert shown.entry(str(row.ref)).text == "Vision håller med om att det är bra om alla."
    assert shown.comments_due == clock.local(review.comments_by).replace(tzinfo=None)


def test_the_event_of_the_sending_holds_the_digest_of_the_text(review):
    event = review.events.get(verb="sent_for_comments")
    assert event.facts["sha256"] == Version.objects.get().sha256


def test_a_group_that_asks_for_no_comments_sends_none(group, sara):
    group.comments_days = 0
    group.save()
    drafted = builders.meeting_in(State.DRAFTED, group)
    with pytest.raises(WrongState, match="skickar inte ut texten"):
        drafted.send_for_comments(by=sara)


def test_a_group_without_adjusters_has_no_review(small_group, sara):
    drafted = builders.meeting_in(State.DRAFTED, small_group)
    with pytest.raises(WrongState, match="Välj Gör klart"):
        drafted.send_for_comments(by=sara)


def test_a_changed_text_is_told_to_those_who_had_read_it_all(review, row, sara, kim, mira):
    builders.finish_reading(review, kim)
    row.rewrite("Ändrat.", base=row.version, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    assert told("changes") == {"Kim Berg"}
    assert review.version_for(mira).document().entry(str(row.ref)).text == "Ändrat."


def test_an_unchanged_text_is_not_shown_again(review, sara):
    with pytest.raises(DomainError, match="oförändrad"):
        review.show_changes(by=sara)
    assert Version.objects.count() == 1


# --- Commented -----------------------------------------------------------------------------------


def test_a_comment_knows_its_place_and_its_party(review, row, mira):
    comment = builders.comment(review, mira, "Stryk ”om”.", row=row)
    assert (comment.place_words, comment.party.name) == ("punkt 3", "Vision")
    assert (comment.entry_ref, comment.is_new) == (str(row.ref), True)


def test_a_new_wording_keeps_the_words_that_its_author_read(review, row, mira):
    comment = builders.comment(review, mira, "Vision håller med.", row=row, proposes=True)
    assert comment.before == "Vision håller med om att det är bra om alla."


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("  ", "Skriv din synpunkt"),
        ("Vision håller med om att det är bra om alla.\r\n", "Texten är oförändrad"),
        ("x" * 10_001, "Skriv högst 10000 tecken"),
    ],
)
def test_a_new_wording_has_to_say_something_else(review, row, mira, text, no):
    with pytest.raises(DomainError, match=no) as refused:
        builders.comment(review, mira, text, row=row, proposes=True)
    assert refused.value.field == "text"


def test_a_partys_own_statement_is_never_worded_by_another(review, mira, sara):
    builders.add_row(review.items.standing()[2], "Vår mening.", by=sara, kind="statement")
    review.show_changes(by=sara)
    statement = review.items.standing()[2].entries.get(kind="statement")
    with pytest.raises(DomainError, match="Välj Kommentera"):
        builders.comment(review, mira, "Deras mening.", row=statement, proposes=True)
    assert builders.comment(review, mira, "Bra.", row=statement).is_new


def test_a_comment_sent_twice_is_kept_once(review, mira):
    asked = {
        "version": review.version_for(mira),
        "party": review.spoken_for_by(mira)[0],
        "by": mira,
        "ref": uuid.uuid4(),
    }
    assert review.comment("Hej", **asked) == review.comment("Hej", **asked)
    assert Comment.objects.get().place_words == "närvaro och tider"


def test_nobody_comments_for_another_party(review, mira, kim):
    with pytest.raises(NotAllowed, match="Du företräder inte Kommunal"):
        review.comment(
            "Hej",
            version=review.version_for(mira),
            party=review.spoken_for_by(kim)[0],
            by=mira,
            ref=uuid.uuid4(),
        )


@pytest.mark.parametrize("who", ["sara", "hanna", "olle"])
def test_whoever_speaks_for_no_party_leaves_no_comment(review, world, mira, who):
    with pytest.raises(NotAllowed):
        review.comment(
            "Hej",
            version=review.version_for(mira),
            party=world.vision,
            by=getattr(world, who),
            ref=uuid.uuid4(),
        )


def test_a_place_that_is_not_in_the_text_is_refused(review, world, mira):
    asked = {"party": world.vision, "by": mira, "ref": uuid.uuid4()}
    with pytest.raises(DomainError, match="Stycket finns inte"):
        review.comment("Hej", version=review.version_for(mira), item="nej", **asked)


def test_the_author_may_take_a_comment_back_while_it_is_new(review, mira, nils_of_vision):
    comment = builders.comment(review, mira)
    with pytest.raises(NotAllowed):
        review.withdraw_comment(comment, by=nils_of_vision)
    review.withdraw_comment(comment, by=mira)
    review.withdraw_comment(comment, by=mira)
    assert list(Comment.objects.new()) == []
    assert verbs(review).count("comment_withdrawn") == 1


@pytest.fixture
def nils_of_vision(world):
    return world.nils


def test_no_word_of_a_comment_comes_into_the_log(review, row, mira):
    comment = builders.comment(review, mira, "GEHEIM", row=row)
    facts = review.events.get(verb="commented").facts
    assert facts == {"comment": comment.pk, "item": comment.item_ref, "entry": str(row.ref)}
    assert "GEHEIM" not in str(comment)


# --- Read to the end -----------------------------------------------------------------------------


def test_the_partys_adjuster_says_it_for_the_party(review, mira, nils_of_vision):
    with pytest.raises(NotAllowed, match="Mira Åkesson är justerare"):
        builders.finish_reading(review, nils_of_vision)
    reading = builders.finish_reading(review, mira)
    assert str(reading) == "Vision har läst klart"


def test_anybody_of_a_party_without_adjuster_says_it(review, sara, nils_of_vision):
    review.choose_adjusters([], by=sara)
    assert builders.finish_reading(review, nils_of_vision).by == nils_of_vision


def test_it_is_said_once_for_each_text(review, row, sara, kim):
    builders.finish_reading(review, kim)
    builders.finish_reading(review, kim)
    row.rewrite("Ändrat.", base=row.version, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    builders.finish_reading(review, kim)
    assert Reading.objects.count() == verbs(review).count("read") == 2


def test_nobody_has_read_a_text_that_was_changed_meanwhile(review, row, world, sara, kim):
    read = review.version_for(kim)
    row.rewrite("Ändrat.", base=row.version, save_id=uuid.uuid4(), by=sara)
    review.show_changes(by=sara)
    with pytest.raises(WrongState, match="Läs ändringarna först"):
        review.finish_reading(read, party=world.kommunal, by=kim)


def test_a_text_that_is_not_out_is_read_by_nobody(drafted, world, kim):
    with pytest.raises(WrongState, match="inte ute för synpunkter"):
        drafted.finish_reading(None, party=world.kommunal, by=kim)


# --- When the time is out ------------------------------------------------------------------------


def test_silence_is_consent_where_the_group_has_said_so(review, kim):
    review.silence = Group.Silence.CONSENT
    review.save()
    with after_the_time(review):
        assert not review.is_to_remind_readers()
        with pytest.raises(DomainError, match="Kontakta Sara Lind om något"):
            builders.comment(review, kim)
    assert Reading.objects.count() == 0  # nobody is said to have read who has not


def test_whoever_is_silent_is_reminded_once_and_may_still_answer(review, kim, mira):
    builders.finish_reading(review, mira)
    with after_the_time(review):
        review.remind_readers()
        assert not review.is_to_remind_readers()
        assert told("comments_late") == {"Jonas Öberg", "Kim Berg", "Lena Palm"}
        assert builders.comment(review, kim).is_new
        with pytest.raises(DomainError, match="gick ut"):
            builders.comment(review, mira)


def test_nobody_is_reminded_before_the_time_is_out(review):
    with pytest.raises(WrongState):
        review.remind_readers()


# --- The reader's own place ----------------------------------------------------------------------


def test_a_reader_goes_on_where_she_was_and_compares_with_what_she_read(review, row, sara, kim):
    first = review.version_for(kim)
    ReadingPlace.keep(kim, first, item_ref=str(row.item.ref))
    row.rewrite("Ändrat.", base=row.version, save_id=uuid.uuid4(), by=sara)
    second = review.show_changes(by=sara)
    assert ReadingPlace.objects.mine(kim, review).read_before(second) == first
    ReadingPlace.keep(kim, second)
    place = ReadingPlace.objects.mine(kim, review)
    assert (place.read_before(second), place.item_ref) == (first, str(row.item.ref))
