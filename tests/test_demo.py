"""Ekbacka kommun: the texts can be read, the year fits every day of loading, and it loads whole."""

import itertools
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from meetings import clock
from meetings.justering import work
from meetings.management.commands import demo
from meetings.management.demo_world import minutes, people, year
from meetings.models import (
    Adjuster,
    Attendee,
    Delivery,
    Entry,
    Event,
    Group,
    Happening,
    Meeting,
    Protocol,
    SealedFile,
    Signature,
    State,
    User,
)
from meetings.models.signoff import noted_disagreements
from meetings.signing import authority
from meetings.workdays import is_working_day

TEXTS = sorted(path.stem for path in minutes.TEXTS.glob("*.txt"))
NAMES = {*people.EMPLOYERS_PEOPLE, *people.UNION_PEOPLE, "Sara Lind", "Peter Hallin"}
GUESTS = {"Henrik Falk", "Mona Kvist", "Henny Torell"}


# --- The texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_the_text_names_only_people_and_parties_that_exist(name):
    said = minutes.load(name)
    rows = [row for item in said.items for row in item.rows]
    speakers = {row.fact("talare") for row in rows} | {row.fact("till") for row in rows}
    assert speakers - {""} <= NAMES | GUESTS
    voices = {who for row in rows if row.kind != "decision" for who in row.who}
    assert voices <= set(people.PARTIES)
    assert {row.who[0] for row in rows if row.kind == "decision"} <= {"arbetsgivaren", "gruppen"}


def test_a_word_that_means_nothing_is_told():
    for text in (
        "Närvarande: alla",
        "# Ekonomi\n\n[frga kommunal]\nVad?",
        "# X\n\n[fråga; o x]\nY",
    ):
        with pytest.raises(ValueError, match="är ing"):
            minutes.parse(text)


def test_no_text_holds_anything_like_a_personnummer():
    for name in TEXTS:
        text = (minutes.TEXTS / f"{name}.txt").read_text(encoding="utf-8")
        assert not re.search(r"\b\d{6,8}[-+]?\d{4}\b", text), name


# --- The year ------------------------------------------------------------------------------------


def test_nobody_meets_on_a_holiday_or_twice_in_a_week_whenever_it_is_loaded():
    for number in range(0, 2 * 366, 2):
        today = date(2026, 1, 1) + timedelta(days=number)
        with clock.at(clock.swedish(today, 8 + number % 12, 25)):
            acts = year.year(today)
        assert [act.day for act in acts if not is_working_day(act.day)] == [], today
        for code in {act.code for act in acts}:
            days = sorted(act.day for act in acts if act.code == code)
            gaps = [later - day for day, later in itertools.pairwise(days)]
            assert min(gaps) >= timedelta(days=3), (today, code)


@pytest.mark.parametrize(("hour", "minute"), [(3, 0), (8, 20), (12, 59), (16, 30), (23, 50)])
def test_the_meeting_that_goes_on_has_begun(hour, minute):
    now = clock.swedish(date(2026, 11, 24), hour, minute)
    with clock.at(now):
        act = next(act for act in year.year(clock.today()) if act.play is year.ongoing)
    starts = act.rules.get("starts", people.DEPARTMENT.facts["starts"])
    assert clock.swedish(act.day, starts.hour, starts.minute) < now


# --- When it says no -----------------------------------------------------------------------------


def test_a_database_in_use_is_left_alone(world, capsys):
    call_command("demo")
    assert "Databasen har redan grupper." in capsys.readouterr().out
    assert Group.objects.count() == 1


def test_production_is_never_a_demo(db):
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="produktion"):
        call_command("demo")


def test_without_keys_it_says_how_to_make_them(db, tmp_path):
    with override_settings(**_keys(tmp_path)), pytest.raises(CommandError, match="make_keys"):
        call_command("demo")


def test_keys_that_are_too_young_are_told(db, tmp_path):
    authority.create(tmp_path, name="Ekbacka kommun", password="demo", at=clock.now())
    with override_settings(**_keys(tmp_path)), pytest.raises(CommandError, match="så långt"):
        call_command("demo")


def _keys(folder):
    return {
        "CA_KEY_FILE": folder / authority.CA_KEY,
        "CA_KEY_PASSWORD": "demo",
        "CA_CERT_FILE": folder / authority.CA_CERTIFICATE,
        "SEAL_KEY_FILE": folder / authority.SEAL_KEY,
        "SEAL_KEY_PASSWORD": "demo",
    }


# --- The whole of it -----------------------------------------------------------------------------


RULES = []


def holds(rule):
    """One of the rules that the loaded world is held to; it is loaded once for all of them."""
    RULES.append(rule)
    return rule


@pytest.mark.slow
@pytest.mark.embedded
def test_the_demo_loads_whole(db, tmp_path, subtests):
    start = clock.now() - timedelta(days=3 * 365)
    authority.create(tmp_path, name="Ekbacka kommun", password="demo", at=start)
    with override_settings(**_keys(tmp_path)):
        call_command("demo", verbosity=0)
        for rule in RULES:
            with subtests.test(rule.__name__):
                rule()


@holds
def there_is_a_meeting_in_every_state_that_the_house_knows():
    there = Counter(Meeting.objects.values_list("state", flat=True))
    assert set(State.values) == set(there)
    closed = Meeting.objects.closed()
    assert sum(meeting.has_adjusters for meeting in closed) >= 4
    assert sum(not meeting.has_adjusters for meeting in closed) >= 1


@holds
def the_groups_are_four_on_three_levels_in_all_looks():
    groups = Group.objects.all()
    assert Counter(group.level for group in groups) == {"central": 1, "department": 1, "local": 2}
    assert {group.layout for group in groups} == set(Group.Layout.values)
    assert groups.get(who_adjusts="nobody").document_name == "Minnesanteckningar"


@holds
def something_is_late_and_something_was_sent_back():
    late = [meeting.state for meeting in Meeting.objects.open() if meeting.is_late]
    assert sorted(late) == [State.PLANNED, State.SIGNING]
    again = Meeting.objects.get(protocols__refusals__isnull=False)
    assert again.state == State.DRAFTED
    assert Signature.objects.filter(protocol__meeting=again).count() == 1


@holds
def disagreement_stands_at_the_signature():
    noted = [s for s in Signature.objects.filter(protocol__meeting__state="sealed") if s.notes]
    assert len(noted) >= 3
    for signature in noted:
        said = signature.protocol.document()
        assert signature.disagreements == noted_disagreements(said, signature.party)


@holds
def every_kind_of_row_and_presence_is_seen():
    written = set(Entry.objects.values_list("kind", flat=True))
    assert written == {*Entry.WRITTEN, "happening", "statement"}
    happened = set(Happening.objects.values_list("kind", flat=True))
    assert {"came", "left", "adjourned"} <= happened
    presences = set(Attendee.objects.values_list("presence", flat=True))
    assert presences == set(Attendee.Presence.values)
    for seen in ("serves_for", "came", "left"):
        assert Attendee.objects.filter(**{f"{seen}__isnull": False}).exists(), seen
    assert any(protocol.document().unrepresented for protocol in Protocol.objects.all())


@holds
def everything_happened_in_order_and_nothing_after_now():
    for meeting in Meeting.objects.all():
        events = list(meeting.events.order_by("seq"))
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert [event.hash for event in events] == [event.digest() for event in events]
    assert Event.objects.latest("at").at <= clock.now()


@holds
def no_mail_of_the_past_is_left_to_be_sent():
    assert not Delivery.objects.due().exists()
    lost = Delivery.objects.exclude(status=Delivery.Status.SENT)
    assert [(mail.kind, mail.recipient.name) for mail in lost] == [("summons", "Greta Lövgren")]


@holds
def only_two_meetings_are_left_for_the_worker_and_it_finishes_them():
    left = set(work.left_behind())
    states = Meeting.objects.filter(pk__in=left).values_list("state", flat=True)
    assert sorted(states) == [State.PRINTING, State.SEALING]
    with transaction.atomic():
        for pk in left:
            work.advance(pk)
        assert set(Meeting.objects.filter(pk__in=left).values_list("state", flat=True)) == {
            State.SEALED
        }
        transaction.set_rollback(True)


@holds
def everybody_on_the_list_can_sign_in():
    for email, _who in demo.SIGN_IN:
        user = User.objects.get(email=email)
        assert user.check_password(demo.PASSWORD), email
    assert not User.objects.exclude(email__endswith=f"@{people.DOMAIN}").exists()


@holds
def mandates_are_of_every_kind():
    mandates = Group.objects.get(code="FG").representatives
    assert mandates.filter(substitutes_for__isnull=False).exists()
    assert mandates.filter(kind="substitute", substitutes_for__isnull=True).exists()
    assert [one.user.name for one in mandates.filter(ends__isnull=False)] == ["Birgitta Hellström"]
    assert User.objects.get(name="Kim Berg").mandates.count() > 1


@holds
def a_sealed_file_is_signed_by_those_who_were_chosen():
    for meeting in Meeting.objects.closed():
        protocol = meeting.protocol
        chosen = Adjuster.objects.serving().filter(meeting=meeting).count()
        signed, missing = protocol.signatures.count(), protocol.missing_signatures.count()
        assert signed + missing == chosen
        assert bool(missing) == bool(meeting.not_signed_by)
        kinds = Counter(protocol.files.values_list("kind", flat=True))
        assert kinds == Counter(
            {"frozen": 1, "copy": 1, "sealed": 1} | ({"revision": signed} if signed else {})
        )
    assert Meeting.objects.closed().exclude(not_signed_by="").exists()
    assert SealedFile.objects.filter(kind="sealed").count() == Meeting.objects.closed().count()
