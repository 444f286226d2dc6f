"""Mail: who gets which, what stands in it, what never does, and what happens when it fails.

A real mail server on loopback takes the letters in.
"""

import logging
import re
from datetime import time, timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from meetings import clock, notifications
from meetings.models import Delivery, State
from meetings.models.outgoing import RETRY_AFTER
from meetings.views import mailed
from meetings.words import kontrollkod
from meetings.workdays import add_working_days
from tests import builders
from tests.postoffice import everything_in, opened, text_of

pytestmark = pytest.mark.slow

LINK = re.compile(r"https?://\S+")


@pytest.fixture
def post(settings):
    with opened(settings) as office:
        yield office


@pytest.fixture
def send(post):
    """send() delivers what is due and gives the new letters."""

    def deliver():
        before = len(post.letters)
        notifications.send_due()
        return post.letters[before:]

    return deliver


def recipients(letters):
    return sorted(letter["To"] for letter in letters)


def emails(*users):
    return sorted(user.email for user in users)


def address(name, meeting):
    return django_settings.BASE_URL + reverse(name, args=[meeting.pk])


# --- Who gets what -------------------------------------------------------------------------------


def test_the_summons_goes_to_everybody_of_the_group_and_nobody_else(planned, world, send):
    planned.call(by=world.sara)
    letters = send()
    w = world
    assert recipients(letters) == emails(w.sara, w.jonas, w.mira, w.kim, w.lena, w.nils)
    assert "Dagordning:\n1. Mötets öppnande\n" in text_of(letters[0])


def test_a_summons_asks_for_questions_only_while_there_is_time(planned):
    asks = "Anmäl frågor till sekreteraren senast"
    with clock.at(planned.questions_by - timedelta(minutes=1)):
        assert asks in notifications.compose("summons", planned, None)[1]
    with clock.at(planned.questions_by):
        assert asks not in notifications.compose("summons", planned, None)[1]


def test_a_reminder_after_the_last_day_says_that_it_has_passed(signing):
    assert "Tiden går ut" in notifications.compose("reminder", signing, None)[1]
    with clock.at(signing.sign_by + timedelta(hours=1)):
        subject, text = notifications.compose("reminder", signing, None)
    assert ("senast" in subject, "Det skulle ha justerats" in text) == (False, True)


def test_a_user_who_is_no_longer_active_gets_nothing(planned, world, send):
    world.kim.is_active = False
    world.kim.save()
    planned.call(by=world.sara)
    assert world.kim.email not in recipients(send())


def test_a_meeting_that_was_never_called_is_cancelled_without_mail(group, sara, send):
    meeting = builders.meeting_in(State.PLANNED, group)
    meeting.cancel(by=sara, because="Ingen kan.")
    assert send() == []


def test_adjusters_are_asked_to_sign_each_and_only_they(signing, world, send):
    send()
    asked = Delivery.objects.filter(kind="signing").with_event()
    adjusters = [adjuster.user for adjuster in signing.serving_adjusters()]
    assert sorted(row.address for row in asked) == emails(*adjusters)


def test_a_signer_gets_a_receipt_with_kontrollkod_and_time(signing, world, send):
    send()
    with clock.at(builders.moment(clock.today(), 9, 26)):
        signature = builders.sign(signing, world.mira)
    with clock.at(clock.now() + timedelta(days=1)):
        (letter,) = send()
    assert letter["To"] == world.mira.email
    text = " ".join(text_of(letter).split())
    assert f"Kontrollkod: {kontrollkod(signature.fingerprint)}" in text
    assert "09.26 svensk tid" in text
    assert "för Vision" in text
    assert signature.level in text


def test_everybody_is_told_when_the_text_is_sent_back(signing, world, send):
    send()
    builders.send_back(signing, world.mira, reason="Hemligt skäl: schemat i bilagan.")
    letters = send()
    assert recipients(letters) == sorted(user.email for user in signing.people())
    assert {letter["Subject"] for letter in letters} == {"Vision har skickat tillbaka protokollet"}
    assert "Hemligt" not in "".join(map(everything_in, letters))


def test_everybody_is_told_when_it_is_sealed(signing, world, send):
    builders.sign_all(signing)
    send()
    builders.sealed(signing)
    letters = send()
    assert recipients(letters) == sorted(user.email for user in signing.people())
    assert LINK.findall(text_of(letters[0])) == [address("protocol", signing)]


def test_the_small_group_is_told_of_notes_and_not_of_signing(small_group, world, send):
    meeting = builders.meeting_in(State.SEALED, small_group)
    kinds = {row.kind for row in Delivery.objects.filter(event__meeting=meeting)}
    assert kinds == {"summons", "closed"}
    letters = [letter for letter in send() if "Anteckningarna" in letter["Subject"]]
    assert recipients(letters) == emails(world.sara, world.jonas, world.kim)


# --- What stands in it ---------------------------------------------------------------------------


def all_kinds(group, world):
    """A life in which every kind of mail is sent."""
    cancelled = builders.meeting_in(State.CALLED, group)
    cancelled.cancel(by=world.sara, because="För få kan komma.")
    late_in_review(group, world)
    back = builders.meeting_in(State.SIGNING, group)
    back.remind(back.adjuster_for(world.kim), by=world.sara)
    builders.sign(back, world.jonas)
    builders.on_paper(back, world.lena, by=world.sara)
    back.ask("Vem sa det?", by=world.kim).reply("Jonas.", by=world.sara)
    builders.sign(back, world.kim, annex="Vi vill framhålla att …")
    builders.send_back(back, world.mira)
    unsigned = builders.meeting_in(State.SIGNING, group)
    nils = unsigned.replace_adjuster(unsigned.adjuster_for(world.mira), world.nils, by=world.sara)
    unsigned.reach_at(nils, "nils@hemma.test", by=world.nils)
    with clock.at(unsigned.sign_by + timedelta(days=1)):
        unsigned.give_notice(nils, by=world.sara)
    unsigned.reopen(by=world.sara, reason="Fel datum.")
    stated = builders.hand_in(back, world.kommunal, "Vi ser en risk.", by=world.kim)
    stated.take_back(by=world.kim)
    locked = builders.meeting_in(State.SEALED, group)
    locked.correct(old="Rum A", new="Rum B", reason="Fel rum", by=world.sara)
    adjourned = builders.meeting_in(State.ONGOING, group)
    first = adjourned.items.standing().first()
    first.meeting = adjourned
    sitting = adjourned.adjourn_to(
        add_working_days(adjourned.day, 2), time(13), by=world.sara, item=first, at=time(14)
    )
    adjourned.withdraw_adjournment(sitting.adjournment, by=world.sara)


def late_in_review(group, world):
    """The chair first, then everybody, then a change, and a reminder when the time is out."""
    drafted = builders.meeting_in(State.DRAFTED, group)
    drafted.show_chair(by=world.sara)
    drafted.send_for_comments(by=world.sara)
    builders.finish_reading(drafted, world.kim)
    builders.add_row(drafted.items.standing()[2], "Rättat.", by=world.sara)
    drafted.show_changes(by=world.sara)
    drafted.keep_text(builders.comment(drafted, world.kim), "Så sa hon.", by=world.sara)
    with clock.at(drafted.comments_by + timedelta(minutes=1)):
        drafted.remind_readers()


def test_every_letter_has_a_short_subject_one_link_and_no_file(group, world, send):
    world.group.name = "Samverkansgruppen för " + "förskola och " * 6 + "skola"
    world.group.save()
    all_kinds(group, world)
    letters = send() + send()
    kinds = set(Delivery.objects.values_list("kind", flat=True))
    assert kinds == {path.stem for path in mail_templates()}
    assert len(letters) == Delivery.objects.filter(status="sent").count()
    for letter in letters:
        subject = letter["Subject"].strip()  # a long one is folded to the next line
        assert 0 < len(subject) <= 60
        assert not subject.startswith("Kallelse") or subject.endswith("förskola och …")
        assert len(LINK.findall(text_of(letter))) == 1
        assert letter.get_content_type() == "multipart/alternative"
        types = [part.get_content_type() for part in letter.iter_parts()]
        assert types == ["text/plain", "text/html"]
        html = letter.get_body(("html",)).get_content()
        assert html.count("href=") == 1
        assert "<img" not in html
        assert "{" not in everything_in(letter)


def mail_templates():
    folder = django_settings.BASE_DIR / "templates" / "mail"
    return [path for path in folder.glob("*.txt") if not path.stem.startswith("_")]


def test_no_letter_carries_a_word_of_the_minutes(group, world, send):
    meeting = builders.meeting_in(State.ONGOING, group)
    builders.add_row(meeting.items.first(), "Rehabsamtalet med Aina", by=world.sara)
    meeting.finish(by=world.sara)
    builders.send(meeting, by=world.sara)
    answer_about_aina(group, world)
    builders.printed(meeting)
    builders.sign(meeting, world.jonas, note="Aina är sjukskriven")
    meeting.ask("Är Aina sjuk?", by=world.kim).reply("Ja, Aina är det.", by=world.sara)
    builders.sign_all(meeting)
    builders.sealed(meeting)
    assert "Aina" not in "".join(map(everything_in, send()))


def answer_about_aina(group, world):
    out = builders.meeting_in(State.REVIEW, group)
    comment = builders.comment(out, world.kim, "Stryk Aina.")
    out.say_done(comment, "Aina är struken.", by=world.sara)


def test_an_author_reads_in_the_subject_what_became_of_her_synpunkt(group, world, send):
    out = builders.meeting_in(State.REVIEW, group)
    out.keep_text(builders.comment(out, world.kim), "Så sa hon.", by=world.sara)
    subjects = [letter["Subject"] for letter in send() if letter["To"] == world.kim.email]
    assert subjects[-1] == "Din synpunkt på punkt 1 är inte införd"


def test_an_address_with_a_line_break_makes_no_second_recipient(planned, world, post):
    planned.group.name = "Gruppen\nBcc: olle@ekbacka.test"
    planned.group.save()
    planned.call(by=world.sara)
    notifications.send_due()
    assert post.to(world.olle) == []
    assert not any(letter["Bcc"] for letter in post.letters)


# --- When it fails -------------------------------------------------------------------------------


def states():
    return set(Delivery.objects.values_list("status", flat=True))


def test_one_who_is_refused_stops_nobody_else(planned, world, post, send):
    post.refused = {world.jonas.email}
    planned.call(by=world.sara)
    assert len(send()) == 5
    row = Delivery.objects.get(recipient=world.jonas)
    assert (row.status, row.attempts) == ("due", 1)
    assert row.next_try - clock.now() > RETRY_AFTER[0] - timedelta(seconds=30)
    assert send() == []  # not before its time
    post.refused = set()
    with clock.at(row.next_try):
        assert recipients(send()) == [world.jonas.email]
    row.refresh_from_db()
    assert (row.status, row.attempts, row.error) == ("sent", 2, "")


def test_one_mail_that_cannot_be_written_stops_nobody_else(planned, world, send):
    planned.call(by=world.sara)
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(kind="unheard_of")
    assert len(send()) == 5
    first.refresh_from_db()
    assert (first.status, first.error) == ("due", "TemplateDoesNotExist")


def test_a_server_that_is_away_is_tried_ever_more_seldom_and_then_given_up(planned, world, post):
    planned.call(by=world.sara)
    post.close()
    moment, waits = clock.now(), []
    while "due" in states():
        with clock.at(moment):
            notifications.send_due()
        row = Delivery.objects.first()
        waits.append(row.next_try - moment)
        moment = row.next_try
        assert len(waits) < 10
    assert waits[:-1] == list(RETRY_AFTER)
    assert states() == {"failed"}
    assert {row.attempts for row in Delivery.objects.all()} == {len(RETRY_AFTER) + 1}
    post.open()
    with clock.at(moment + timedelta(days=1)):
        assert notifications.send_due() == 0


def test_a_server_that_comes_back_gets_everything(planned, world, post):
    planned.call(by=world.sara)
    post.close()
    notifications.send_due()
    assert states() == {"due"}
    post.open()
    with clock.at(clock.now() + RETRY_AFTER[0]):
        notifications.send_due()
    assert states() == {"sent"}
    assert len(post.letters) == 6


def test_a_server_that_is_away_is_asked_once_and_not_for_every_mail(planned, world, settings):
    """With twenty seconds of waiting each, printing and sealing would stand still for minutes."""
    planned.call(by=world.sara)
    settings.EMAIL_BACKEND = "tests.test_notifications.Away"
    Away.asked = 0
    notifications.send_due()
    assert Away.asked == 1
    assert not Delivery.objects.filter(attempts=0).exists()


class Away:
    asked = 0

    def __init__(self, **options):
        pass

    def open(self):
        type(self).asked += 1
        raise TimeoutError("timed out")

    def close(self):
        pass


def test_the_log_tells_of_a_failure_without_the_person(planned, world, post, caplog):
    caplog.set_level(logging.DEBUG)
    post.refused = {world.jonas.email}
    planned.call(by=world.sara)
    notifications.send_due()
    row = Delivery.objects.get(recipient=world.jonas)
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("meetings")]
    assert ours == [f"delivery {row.pk} failed: SMTPRecipientsRefused"]
    assert row.error.startswith("SMTPRecipientsRefused")
    assert "@" not in row.error


def test_every_kind_about_the_text_has_a_word_where_the_secretary_follows_it():
    before_the_text = {"summons", "cancelled", "sitting", "sitting_off"}
    assert set(mailed.KINDS) == {path.stem for path in mail_templates()} - before_the_text
