"""Locked means locked: what the database itself refuses, whoever asks and however.

The paths were found by looking for ways round a guard in Python; triggers stop them all.
"""

import json
import shutil
import sys
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.contrib import admin
from django.core import serializers
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.signals import pre_migrate
from django.urls import reverse

from meetings import clock
from meetings.apps import check_locks
from meetings.errors import DomainError
from meetings.justering import chain
from meetings.justering.destruction import destroy
from meetings.models import (
    Adjuster,
    Comment,
    Correction,
    Destruction,
    Event,
    MissingSignature,
    Placement,
    Protocol,
    Reading,
    ReadingPlace,
    Refusal,
    SealedFile,
    SideRound,
    Signature,
    SigningAttempt,
    State,
    Statement,
    User,
    Version,
    locks,
)
from tests import builders
from tests.models.locked import contents, locked_models

pytestmark = pytest.mark.slow

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a way of SQLite")
postgres_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL")


def columns(row, **other):
    """The row's columns as SQL names and values, some of them exchanged."""
    fields = row._meta.local_concrete_fields
    values = {f.column: f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields}
    assert set(other) <= set(values)
    return values | other


def sql(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@contextmanager
def committed():
    """As if it were committed: foreign keys are asked about only then."""
    with transaction.atomic():
        yield
        connection.check_constraints()


def insert(row, verb="INSERT", after="", /, **other):
    values = columns(row, **other)
    places = ", ".join(["%s"] * len(values))
    sql(
        f"{verb} INTO {row._meta.db_table} ({', '.join(values)}) VALUES ({places}) {after}",
        values.values(),
    )


# --- Ways to change a row ------------------------------------------------------------------------


def save(row, field, value):
    setattr(row, field, value)
    row.save()


def save_base(row, field, value):
    setattr(row, field, value)
    row.save_base()


def save_a_row_built_anew(row, field, value):
    told = {f.attname: getattr(row, f.attname) for f in row._meta.local_concrete_fields}
    models.Model.save(type(row)(**(told | {field: value})))


def queryset_update(row, field, value):
    type(row).objects.filter(pk=row.pk).update(**{field: value})


def base_manager_update(row, field, value):
    type(row)._base_manager.filter(pk=row.pk).update(**{field: value})


def private_update(row, field, value):
    rows = type(row).objects.filter(pk=row.pk)
    rows._update([(row._meta.get_field(field), None, value)])


def asynchronous_update(row, field, value):
    async_to_sync(type(row).objects.filter(pk=row.pk).aupdate)(**{field: value})


def bulk_update(row, field, value):
    setattr(row, field, value)
    type(row).objects.bulk_update([row], [field])


def bulk_create_over_what_is_there(row, field, value):
    setattr(row, field, value)
    type(row).objects.bulk_create(
        [row], update_conflicts=True, update_fields=[field], unique_fields=["id"]
    )


def update_or_create(row, field, value):
    type(row).objects.update_or_create(pk=row.pk, defaults={field: value})


def related_manager_update(row, field, value):
    for owner in (f for f in row._meta.fields if f.is_relation):
        name = owner.remote_field.get_accessor_name()
        if getattr(row, owner.name) is not None and name and owner.many_to_one:
            getattr(getattr(row, owner.name), name).update(**{field: value})
            return
    raise LookupError(row)


def deserializer(row, field, value):
    setattr(row, field, value)
    for read in serializers.deserialize("json", serializers.serialize("json", [row])):
        read.save()


def loaddata(row, field, value, folder):
    told = json.loads(serializers.serialize("json", [row]))
    told[0]["fields"][field] = value
    fixture = folder / "rows.json"
    fixture.write_text(json.dumps(told))
    call_command("loaddata", str(fixture), verbosity=0)


def raw_update(row, field, value):
    sql(f"UPDATE {row._meta.db_table} SET {field} = %s WHERE id = %s", [value, row.pk])


def raw_upsert(row, field, value):
    over = f"ON CONFLICT (id) DO UPDATE SET {field} = excluded.{field}"
    insert(row, "INSERT", over, **{field: value})


def delete(row, field, value):
    row.delete()


def queryset_delete(row, field, value):
    type(row).objects.filter(pk=row.pk).delete()


def raw_queryset_delete(row, field, value):
    rows = type(row).objects.filter(pk=row.pk)
    rows._raw_delete(rows.db)


def raw_delete(row, field, value):
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


WAYS = [
    save,
    save_base,
    save_a_row_built_anew,
    queryset_update,
    base_manager_update,
    private_update,
    asynchronous_update,
    bulk_update,
    bulk_create_over_what_is_there,
    update_or_create,
    related_manager_update,
    deserializer,
    loaddata,
    raw_update,
    raw_upsert,
    delete,
    queryset_delete,
    raw_queryset_delete,
    raw_delete,
]


def got_through(act):
    """Whether the database let it happen. Whatever else it answers than a lock's no is raised."""
    try:
        with committed():
            act()
    except IntegrityError:
        return False
    return True


def test_a_locked_row_is_changed_by_no_way_in(changes, tmp_path):
    before = contents()
    assert {row._meta.db_table for row, _field, _value in changes} == set(locks.LOCKED)
    open_ways = []
    for way in WAYS:
        more = (tmp_path,) if way is loaddata else ()
        for row, field, value in changes:
            tried = copy(row)
            if got_through(lambda: way(tried, field, value, *more)):  # noqa: B023
                open_ways.append((way.__name__, type(row).__name__))
    assert open_ways == []
    assert contents() == before


def test_without_the_locks_every_one_of_these_ways_is_open(sealed_meeting, tmp_path):
    """Or the test above would prove nothing."""
    row = sealed_meeting.events.first()
    with locks.lifted():
        for way in WAYS:
            more = (tmp_path,) if way is loaddata else ()
            with transaction.atomic():
                way(copy(row), "verb", "cancelled", *more)
                found = Event.objects.filter(pk=row.pk).values_list("verb", flat=True)
                assert list(found) in ([], ["cancelled"]), way.__name__
                transaction.set_rollback(True)


def test_no_locked_row_falls_with_what_it_belongs_to(sealed_meeting, world):
    before = contents()
    meeting = sealed_meeting
    for owner in (meeting, meeting.group, world.vision, world.mira, meeting.adjusters.first()):
        rows = type(owner).objects.filter(pk=owner.pk)
        assert not got_through(owner.delete)
        assert not got_through(rows.delete)
        assert not got_through(lambda: rows._raw_delete("default"))  # noqa: B023
        assert not got_through(lambda: raw_delete(owner, None, None))  # noqa: B023
    assert contents() == before


@sqlite_only
def test_replace_takes_no_locked_row_by_any_of_its_keys(
    signing, sent_back, decision, missing, corrected, world
):
    builders.sign(signing, world.jonas)
    rows = [
        *Protocol.objects.all(),
        *SealedFile.objects.all(),
        *Signature.objects.all(),
        *Refusal.objects.all(),
        *Event.objects.all(),
        *Destruction.objects.all(),
        *MissingSignature.objects.all(),
        *Correction.objects.all(),
    ]
    before = contents()
    for row in rows:
        # With its own key, and as a new row that takes the place of the old by another key.
        for key in (row.pk, 900_000 + row.pk):
            for verb in ("INSERT OR REPLACE", "REPLACE"):
                with pytest.raises(IntegrityError), transaction.atomic():
                    insert(row, verb, id=key)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"UPDATE OR REPLACE {row._meta.db_table} SET id = id WHERE id = %s", [row.pk])
    assert contents() == before


@sqlite_only
def test_replace_in_the_middle_of_signing_keeps_the_frozen_text(signing):
    file = signing.protocol.file(SealedFile.Kind.FROZEN)
    for moment in ("printing", "sealing"):  # when the app itself may store files
        type(signing).objects.filter(pk=signing.pk).update(state=moment)
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(file, "INSERT OR REPLACE", id=900_001, seq=file.seq + 1, sha256="0" * 64)
    assert signing.protocol.files.get() == file


def test_the_locks_know_every_key_of_their_tables(db):
    """A key that the lock does not know is one that REPLACE can use."""
    for table in locks.LOCKED:
        with connection.cursor() as cursor:
            told = connection.introspection.get_constraints(cursor, table).values()
        keys = [c["columns"] for c in told if c["unique"] and c["columns"] != ["id"]]
        assert [key for key in keys if not known(table, key)] == []


def known(table, key):
    same = [f"t.{column} = NEW.{column}" for column in key]
    return any(all(part in again for part in same) for again in locks.AGAIN[table])


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_truncate_empties_no_locked_table(changes):
    before = contents()
    tables = ["meetings_meeting", "meetings_user", *locks.LOCKED]
    for table in tables:
        with pytest.raises(IntegrityError):
            sql(f"TRUNCATE {table} CASCADE")
    assert contents() == before


# --- Rows that have no business there ------------------------------------------------------------


def refused(make):
    before = contents()
    assert not got_through(make)
    assert contents() == before


def forged_signature(meeting, protocol, **other):
    """As the ORM would store one, if somebody asked it to."""
    adjuster = meeting.adjusters.first()
    told = {
        "adjuster": adjuster,
        "protocol": protocol,
        "user": adjuster.user,
        "fingerprint": protocol.fingerprint,
        "pdf_sha256": "0" * 64,
    }
    now = clock.now()
    attempt = SigningAttempt.objects.create(
        **told, method="password", started_at=now, expires_at=now + builders.ATTEMPT_LASTS
    )
    more = {"party": adjuster.party, "name": "Mira", "at": now, "level": "x", "evidence": {}}
    return Signature(**(told | more | {"attempt": attempt} | other))


def forged_file(protocol, kind, **other):
    told = {"sha256": "0" * 64, "size": 1, "content": b"x", "made_at": clock.now()}
    return SealedFile(
        **({"protocol": protocol, "kind": kind, "seq": protocol.files.count() + 1} | told | other)
    )


def forged_refusal(meeting, protocol):
    adjuster = meeting.adjusters.first()
    told = {"item_ref": "x", "item_number": "1", "reason": "Nej.", "at": clock.now()}
    return Refusal(protocol=protocol, adjuster=adjuster, by=adjuster.user, **told)


def forged_protocol(meeting):
    user = meeting.group.secretaries.first().user
    told = {"content": b"{}", "fingerprint": "1" * 64, "frozen_at": clock.now()}
    return Protocol(meeting=meeting, frozen_by=user, **told)


def test_a_sealed_protocol_takes_no_signature_refusal_or_second_file(sealed_meeting):
    protocol = sealed_meeting.protocol
    late = forged_signature(sealed_meeting, protocol, adjuster=spare_adjuster(sealed_meeting))
    refused(late.save)
    refused(forged_refusal(sealed_meeting, protocol).save)
    for kind in SealedFile.Kind.values:
        if kind != SealedFile.Kind.RENEWAL:
            refused(forged_file(protocol, kind).save)
    refused(forged_protocol(sealed_meeting).save)


def spare_adjuster(meeting):
    """Somebody more who could sign, so that nothing but the lock says no."""
    used = meeting.adjusters.values("attendee")
    return Adjuster.objects.create(
        meeting=meeting,
        attendee=meeting.attendees.exclude(pk__in=used).filter(party__isnull=False).first(),
    )


def test_a_sealed_protocol_stays_closed_though_somebody_moves_the_meeting_back(sealed_meeting):
    protocol = sealed_meeting.protocol
    spare = spare_adjuster(sealed_meeting)
    type(sealed_meeting).objects.filter(pk=sealed_meeting.pk).update(state=State.SIGNING)
    refused(forged_signature(sealed_meeting, protocol, adjuster=spare).save)
    refused(forged_refusal(sealed_meeting, protocol).save)


def test_a_protocol_that_was_sent_back_takes_nothing_more(sent_back, world):
    void = Protocol.objects.get(meeting=sent_back)
    spare = spare_adjuster(sent_back)
    with_spare = forged_signature(sent_back, void, adjuster=spare)
    refused(with_spare.save)
    builders.send(sent_back, by=world.sara)
    builders.printed(sent_back)
    sent_back.refresh_from_db()
    assert sent_back.state == State.SIGNING  # for another protocol
    refused(with_spare.save)
    refused(forged_refusal(sent_back, void).save)
    for kind in SealedFile.Kind.values:
        refused(forged_file(void, kind).save)


def test_each_file_is_stored_only_in_its_own_step(printing, world):
    frozen, revision, sealed, copy, renewal, scan, upload = SealedFile.Kind.values
    protocol = printing.protocol
    for kind in (revision, sealed, copy, renewal, scan, upload):
        refused(forged_file(protocol, kind).save)
    builders.printed(printing)
    for kind in (frozen, sealed, copy, renewal):
        refused(forged_file(protocol, kind).save)
    builders.sign_all(printing)
    for kind in (frozen, renewal, scan, upload):
        refused(forged_file(protocol, kind).save)
    refused(forged_file(protocol, sealed, seq=3).save)


def forged_missing(meeting, protocol):
    adjuster = meeting.adjusters.first()
    told = {"name": "Mira", "party_name": "Vision", "by": adjuster.user}
    now = clock.now()
    times = {"noticed_at": now - timedelta(days=7), "at": now}
    return MissingSignature(protocol=protocol, adjuster=adjuster, **told, **times)


def test_a_signature_is_missing_only_while_it_is_waited_for(printing, sealed_meeting, sent_back):
    for meeting in (printing, sealed_meeting):
        refused(forged_missing(meeting, meeting.protocol).save)
    refused(forged_missing(sent_back, Protocol.objects.get(meeting=sent_back)).save)
    builders.printed(printing)
    refused(forged_missing(sealed_meeting, printing.protocol).save)  # an adjuster of another
    builders.sign(printing, printing.adjusters.first().user)
    refused(forged_missing(printing, printing.protocol).save)  # she has signed


def forged_correction(protocol, by, **facts):
    told = {"number": 1, "old": "a", "new": "b", "reason": "c", "at": clock.now(), **facts}
    return Correction(protocol=protocol, by=by, **told)


def test_only_a_sealed_text_is_corrected_in_order(signing, sealed_meeting, corrected, world):
    refused(forged_correction(signing.protocol, world.sara).save)
    whole = sealed_meeting.protocol
    for facts in ({"number": 1}, {"number": 3}, {"number": 2, "signed": whole}):
        refused(forged_correction(whole, world.sara, **facts).save)


def test_a_part_goes_its_own_way_beside_the_meeting(signing, world):
    drafted = builders.meeting_in(State.DRAFTED, world.group)
    drafted.choose_adjusters(list(drafted.proposed_adjusters()), by=world.sara)
    refused(forged_protocol(drafted).save)
    part = forged_protocol(drafted)
    part.scope = Protocol.Scope.PART
    part.save()
    refused(forged_file(part, "frozen").save)  # no round of its own yet
    told = {"scope": "part", "sent_at": clock.now(), "sign_by": clock.now()}
    side = SideRound.objects.create(meeting=drafted, protocol=part, **told)
    refused(forged_signature(drafted, part).save)
    forged_file(part, "frozen").save()
    SideRound.objects.filter(pk=side.pk).update(state="signing")
    forged_signature(drafted, part).save()
    refused(forged_file(part, "sealed").save)
    assert drafted.protocol is None  # the whole text is not frozen


def test_two_open_side_rounds_of_one_scope_are_refused(world):
    drafted = builders.meeting_in(State.DRAFTED, world.group)
    for number in (1, 2):
        part = forged_protocol(drafted)
        part.scope, part.fingerprint = Protocol.Scope.PART, str(number) * 64
        part.save()
        told = {"scope": "part", "sent_at": clock.now(), "sign_by": clock.now()}
        side = SideRound(meeting=drafted, protocol=part, **told)
        if number == 1:
            side.save()
        else:
            refused(side.save)


def test_the_secretary_opens_a_text_that_cannot_be_printed(printing, world):
    told = {"reason": "Fel ordförande.", "at": clock.now(), "by": world.sara}
    Refusal(protocol=printing.protocol, **told).save()
    assert printing.protocol is None


def test_a_signature_says_the_kontrollkod_of_its_own_protocol(signing, sealed_meeting):
    other = sealed_meeting.protocol.fingerprint
    refused(forged_signature(signing, signing.protocol, fingerprint=other).save)
    refused(forged_signature(sealed_meeting, signing.protocol).save)  # an adjuster of another


def test_a_protocol_is_born_in_printing_only(signing, sealed_meeting):
    for meeting in (signing, sealed_meeting):
        refused(forged_protocol(meeting).save)
        for state in set(State.values) - {State.PRINTING, State.CANCELLED}:
            review = {"review_at": clock.now(), "comments_by": clock.now()}
            type(meeting).objects.filter(pk=meeting.pk).update(state=state, **review)
            refused(forged_protocol(meeting).save)


def test_the_event_chain_takes_only_its_next_link(sealed_meeting, sent_back, world):
    last = sealed_meeting.events.order_by("seq").last()
    other = sent_back.events.order_by("seq").last()

    def link(**told):
        right = {"seq": last.seq + 1, "prev_hash": last.hash, "hash": "f" * 64}
        return Event(meeting=sealed_meeting, verb="x", at=clock.now(), **(right | told))

    for seq in (0, 1, last.seq, last.seq + 2):
        refused(link(seq=seq).save)
    for prev in ("", "0" * 64, other.hash, last.prev_hash):
        refused(link(prev_hash=prev).save)
    refused(lambda: Event.objects.bulk_create([link(), link(seq=last.seq + 2, prev_hash="")]))


def test_a_decision_to_destroy_names_a_protocol_that_is_there(sealed_meeting, sent_back, world):
    protocol = sealed_meeting.protocol
    right = {
        "meeting": sealed_meeting,
        "protocol_key": protocol.pk,
        "fingerprint": protocol.fingerprint,
    }
    for wrong in ({"protocol_key": 1_000}, {"fingerprint": "0" * 64}, {"meeting": sent_back}):
        told = right | wrong
        refused(Destruction(ground="Plan", by=world.hanna, at=clock.now(), **told).save)


# --- Who could reach them ------------------------------------------------------------------------


def test_admin_knows_no_locked_table():
    assert [model for model in locked_models() if admin.site.is_registered(model)] == []


def test_no_action_of_admin_removes_what_a_protocol_stands_on(changes, client):
    boss = User.objects.create_superuser("it@ekbacka.test", "Ines Teknik", builders.PASSWORD)
    client.force_login(boss)
    before = contents()
    assert client.get(reverse("admin:index")).status_code == 200
    for model, options in list(admin.site._registry.items()):
        keys = [str(pk) for pk in model._base_manager.values_list("pk", flat=True)]
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        for action in options.actions or ["delete_selected"]:
            told = {"action": str(action), "_selected_action": keys, "post": "yes"}
            client.post(reverse(name), told)
        for row in model._base_manager.exclude(pk=boss.pk):
            address = name.replace("changelist", "delete")
            client.post(reverse(address, args=[row.pk]), {"post": "yes"})
    assert contents() == before


# --- The locks themselves ------------------------------------------------------------------------


def names():
    return [name for _table, name, _body in locks._triggers(connection)]


def test_every_lock_is_there_after_migrate(db):
    assert locks.missing(connection) == []
    assert len(names()) >= 3 * len(locks.LOCKED)


def test_a_lock_that_is_missing_is_named_and_stops_the_start(db):
    table, name, _body = next(iter(locks._triggers(connection)))
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER {name}{on}")
    assert [error.id for error in check_locks(["default"])] == ["meetings.E001"]
    with pytest.raises(SystemCheckError, match=name):
        call_command("check", databases=["default"], tags=[Tags.database])
    locks.install(connection)
    assert check_locks(["default"]) == []


def test_a_table_of_a_newer_version_does_not_stop_the_migration_that_makes_it(db, monkeypatch):
    monkeypatch.setitem(locks.LOCKED, "meetings_tocome", None)
    monkeypatch.setitem(locks.FOREIGN, "meetings_tocome", "FALSE")
    monkeypatch.setitem(locks.AGAIN, "meetings_tocome", ())
    assert check_locks(["default"]) == []


@postgres_only
@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_lock_that_is_switched_off_counts_as_missing(how, db):
    sql(f"ALTER TABLE meetings_event {how} meetings_event_lock_update")
    assert locks.missing(connection) == ["meetings_event_lock_update"]


@sqlite_only
def test_a_lock_that_says_something_else_counts_as_missing(db):
    sql("DROP TRIGGER meetings_event_lock_update")
    sql(
        "CREATE TRIGGER meetings_event_lock_update BEFORE UPDATE ON meetings_event"
        " BEGIN SELECT 1; END"
    )
    assert locks.missing(connection) == ["meetings_event_lock_update"]


NEXT = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("meetings", "{last}")]
    operations = [
        migrations.AddField(model, "extra", models.CharField(default="x", max_length=5))
        for model in ("Protocol", "Meeting", "Event", "Adjuster")
    ]
"""


@pytest.fixture
def next_migration(tmp_path, monkeypatch, settings):
    """The migrations of some later version, where tables with and without locks are rebuilt."""
    folder = tmp_path / "later_migrations"
    shutil.copytree(Path(apps.get_app_config("meetings").path) / "migrations", folder)
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9999_extra.py").write_text(NEXT.format(last=last))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"meetings": "later_migrations"}
    yield
    call_command("migrate", "meetings", last, verbosity=0)
    sys.modules.pop("later_migrations", None)


@pytest.mark.django_db(transaction=True)
def test_locks_come_back_after_a_migration_that_makes_tables_anew(changes, next_migration):
    """SQLite copies the table to add a column, and drops its triggers without a word."""
    before = contents()
    call_command("migrate", verbosity=0)
    sql("SELECT extra FROM meetings_protocol")
    assert locks.missing(connection) == []
    for row, field, value in changes:
        with pytest.raises(IntegrityError):
            raw_update(row, field, value)
    assert contents() == before


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_fails_leaves_a_database_that_nobody_may_serve():
    house = apps.get_app_config("meetings")
    pre_migrate.send(house, using="default", plan=[(None, False)])
    assert len(check_locks(["default"])) == len(names())
    call_command("migrate", verbosity=0)
    assert check_locks(["default"]) == []


# --- The one way out -----------------------------------------------------------------------------


def test_gallring_removes_the_protocol_and_leaves_decision_and_chain(sealed_meeting, world):
    protocol, events = sealed_meeting.protocol, sealed_meeting.events.count()
    decision = destroy(protocol, by=world.hanna, ground="Dokumenthanteringsplan 2024, 7 §")
    gone = (Protocol, SealedFile, Signature, SigningAttempt)
    assert [model.objects.count() for model in gone] == [0, 0, 0, 0]
    assert decision.fingerprint == protocol.fingerprint
    assert sealed_meeting.events.count() == events + 1
    assert sealed_meeting.events.last().facts == {"destruction": decision.pk}
    refused(decision.delete)


def test_gallring_of_one_protocol_opens_no_other(sealed_meeting, decision):
    row = sealed_meeting.protocol
    for thing in (row.files.first(), row.signatures.first()):
        refused(thing.delete)


def test_gallring_wants_a_ground(sealed_meeting, world):
    with pytest.raises(DomainError, match="gallringsbeslut"):
        destroy(sealed_meeting.protocol, by=world.hanna, ground="  ")
    assert Protocol.objects.count() == 1


def test_gallring_leaves_nothing_that_quotes_the_text(group, world):
    meeting = builders.meeting_in(State.DRAFTED, group)
    first = builders.hand_in(meeting, world.kommunal, "Vi delar inte bilden.", by=world.kim)
    first.place(meeting.items.standing().first(), by=world.sara)
    answer = builders.hand_in(meeting, world.vision, "Vi gör det.", by=world.mira, answers=first)
    answer.place(meeting.items.standing().first(), by=world.sara)
    builders.settle(meeting, by=world.sara)
    meeting.send_for_comments(by=world.sara)
    asked = builders.comment(meeting, world.kim)
    builders.finish_reading(meeting, world.mira)
    ReadingPlace.keep(world.mira, meeting.version_for(world.mira))
    meeting.keep_text(asked, "Det sades så.", by=world.sara)
    builders.send(meeting, by=world.sara)
    builders.printed(meeting)
    builders.sign_all(meeting)
    builders.sealed(meeting)
    destroy(meeting.protocol, by=world.hanna, ground="Plan 2024:7")
    quoting = (Version, Comment, Reading, ReadingPlace, Statement, Placement)
    assert {model.__name__: model.objects.count() for model in quoting} == {
        model.__name__: 0 for model in quoting
    }
    assert chain.faults(meeting) == []
