"""Locked means locked: triggers that refuse to change what was frozen, on both databases.

Python guards alone can be walked around (cascades, `_base_manager`, `loaddata`, raw SQL), so the
database itself says no. On SQLite they are taken away before a migration and made anew after it:
a table that is rebuilt there loses its triggers quietly, and cannot be rebuilt at all while another
table's trigger names it. A system check proves that they are there.

The one way out is a recorded `Destruction`: see `meetings/models/destruction.py`.
"""

from contextlib import contextmanager

from django.db import connections, transaction

# Whose rows may never be changed; and, for those that gallring may reach, the column with the
# protocol or the meeting that a decision names.
LOCKED = {
    "meetings_protocol": "id",
    "meetings_sealedfile": "protocol_id",
    "meetings_signature": "protocol_id",
    "meetings_refusal": "protocol_id",
    "meetings_missingsignature": "protocol_id",
    "meetings_statement": "meeting_id",
    "meetings_correction": "protocol_id",
    "meetings_event": None,
    "meetings_destruction": None,
}

# A part or a signed rättelse goes its own way; the whole text goes the meeting's.
_STATE_OF = (
    "COALESCE((SELECT r.state FROM meetings_sideround r WHERE r.protocol_id = NEW.protocol_id),"
    " (SELECT m.state FROM meetings_meeting m JOIN meetings_protocol p ON p.meeting_id = m.id"
    " WHERE p.id = NEW.protocol_id))"
)
_SCOPE = "(SELECT p.scope FROM meetings_protocol p WHERE p.id = NEW.protocol_id)"
_MEETING = "(SELECT m.state FROM meetings_meeting m WHERE m.id = NEW.meeting_id)"
_FINGERPRINT = "(SELECT p.fingerprint FROM meetings_protocol p WHERE p.id = NEW.protocol_id)"
_VOID = "EXISTS (SELECT 1 FROM meetings_refusal r WHERE r.protocol_id = NEW.protocol_id)"
# The meeting's row may be changed by whoever reaches the database; a sealed file may not.
_SEALED = (
    "EXISTS (SELECT 1 FROM meetings_sealedfile f"
    " WHERE f.protocol_id = NEW.protocol_id AND f.kind = 'sealed')"
)
_STRANGER = (
    "NOT EXISTS (SELECT 1 FROM meetings_adjuster a JOIN meetings_protocol p"
    " ON p.meeting_id = a.meeting_id WHERE a.id = NEW.adjuster_id AND p.id = NEW.protocol_id)"
)

# An insert that has no business there: a forged row is as bad as a changed one.
FOREIGN = {
    "meetings_protocol": (
        "NOT (CASE NEW.scope"
        f" WHEN 'whole' THEN {_MEETING} = 'printing'"
        f" WHEN 'part' THEN {_MEETING} IN ('ongoing', 'drafted', 'review')"
        f" ELSE {_MEETING} = 'sealed' END)"
    ),
    "meetings_signature": (
        f"{_STATE_OF} <> 'signing' OR {_VOID} OR {_SEALED} OR {_STRANGER}"
        f" OR NEW.fingerprint <> {_FINGERPRINT}"
    ),
    # Without an adjuster it is the secretary who opens the text, also one that cannot be printed.
    "meetings_refusal": (
        f"{_SEALED} OR (CASE WHEN NEW.adjuster_id IS NULL"
        f" THEN {_STATE_OF} NOT IN ('printing', 'signing')"
        f" ELSE {_STATE_OF} <> 'signing' OR {_STRANGER} END)"
    ),
    "meetings_missingsignature": (
        f"{_STATE_OF} <> 'signing' OR {_VOID} OR {_SEALED} OR {_STRANGER}"
        " OR EXISTS (SELECT 1 FROM meetings_signature s"
        " WHERE s.protocol_id = NEW.protocol_id AND s.adjuster_id = NEW.adjuster_id)"
    ),
    "meetings_sealedfile": (
        "NOT (CASE NEW.kind"
        f" WHEN 'frozen' THEN {_STATE_OF} = 'printing'"
        f" WHEN 'revision' THEN {_STATE_OF} IN ('signing', 'sealing')"
        f" WHEN 'scan' THEN {_STATE_OF} = 'signing'"
        f" WHEN 'upload' THEN {_STATE_OF} = 'signing'"
        f" WHEN 'renewal' THEN {_STATE_OF} = 'sealed'"
        f" ELSE {_STATE_OF} = 'sealing' OR ({_STATE_OF} = 'sealed' AND {_SCOPE} = 'extract') END)"
        f" OR {_VOID}"
        " OR NEW.seq <> COALESCE((SELECT MAX(f.seq) FROM meetings_sealedfile f"
        " WHERE f.protocol_id = NEW.protocol_id), 0) + 1"
    ),
    # Handed in by a party of the group, while the text is open.
    "meetings_statement": (
        f"{_MEETING} NOT IN ('planned', 'called', 'ongoing', 'drafted', 'review')"
        " OR NOT EXISTS (SELECT 1 FROM meetings_groupparty g JOIN meetings_meeting m"
        " ON m.group_id = g.group_id WHERE m.id = NEW.meeting_id AND g.party_id = NEW.party_id)"
    ),
    "meetings_correction": (
        f"{_STATE_OF} <> 'sealed' OR {_VOID} OR {_SCOPE} <> 'whole'"
        " OR NEW.number <> COALESCE((SELECT MAX(c.number) FROM meetings_correction c"
        " WHERE c.protocol_id = NEW.protocol_id), 0) + 1"
        " OR (NEW.signed_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM meetings_protocol s"
        " JOIN meetings_protocol p ON p.meeting_id = s.meeting_id"
        " WHERE s.id = NEW.signed_id AND s.scope = 'correction' AND p.id = NEW.protocol_id))"
    ),
    "meetings_event": (
        "NEW.seq <> COALESCE((SELECT MAX(e.seq) FROM meetings_event e"
        " WHERE e.meeting_id = NEW.meeting_id), 0) + 1"
        " OR NEW.prev_hash <> COALESCE((SELECT e.hash FROM meetings_event e"
        " WHERE e.meeting_id = NEW.meeting_id AND e.seq = NEW.seq - 1), '')"
    ),
    "meetings_destruction": (
        "NOT EXISTS (SELECT 1 FROM meetings_protocol p WHERE p.id = NEW.protocol_key"
        " AND p.fingerprint = NEW.fingerprint AND p.meeting_id = NEW.meeting_id)"
    ),
}

# SQLite's REPLACE takes away the row that has the same key, any unique key, without asking the
# delete trigger. So a row whose key is there already is refused before it comes to that.
AGAIN = {
    "meetings_protocol": ("t.fingerprint = NEW.fingerprint",),
    "meetings_sealedfile": (
        "t.protocol_id = NEW.protocol_id AND t.seq = NEW.seq",
        "t.signature_id = NEW.signature_id",
        "t.protocol_id = NEW.protocol_id AND t.kind = NEW.kind"
        " AND NEW.kind IN ('frozen', 'sealed', 'copy')",
    ),
    "meetings_signature": (
        "t.protocol_id = NEW.protocol_id AND t.adjuster_id = NEW.adjuster_id",
        "t.attempt_id = NEW.attempt_id",
    ),
    "meetings_refusal": ("t.protocol_id = NEW.protocol_id",),
    "meetings_missingsignature": (
        "t.protocol_id = NEW.protocol_id AND t.adjuster_id = NEW.adjuster_id",
    ),
    "meetings_statement": ("t.ref = NEW.ref",),
    "meetings_correction": (
        "t.protocol_id = NEW.protocol_id AND t.number = NEW.number",
        "t.signed_id = NEW.signed_id",
        "t.note_ref = NEW.note_ref",
    ),
    "meetings_event": ("t.meeting_id = NEW.meeting_id AND t.seq = NEW.seq",),
    "meetings_destruction": ("t.protocol_key = NEW.protocol_key",),
}


def _allowed(column):
    """SQL that is true where gallring has been decided for the old row."""
    if column is None:
        return "FALSE"
    key = column if column == "meeting_id" else "protocol_key"
    return f"EXISTS (SELECT 1 FROM meetings_destruction d WHERE d.{key} = OLD.{column})"


def _sqlite(table, column):
    no = f"SELECT RAISE(ABORT, '{table} is locked');"
    yield f"{table}_lock_update", f"BEFORE UPDATE ON {table} BEGIN {no} END"
    again = " OR ".join(f"({key})" for key in ("t.id = NEW.id", *AGAIN[table]))
    foreign = f"({FOREIGN[table]}) OR EXISTS (SELECT 1 FROM {table} t WHERE {again})"
    yield f"{table}_lock_insert", f"BEFORE INSERT ON {table} WHEN {foreign} BEGIN {no} END"
    allowed = _allowed(column).replace("FALSE", "0")
    yield f"{table}_lock_delete", f"BEFORE DELETE ON {table} WHEN NOT {allowed} BEGIN {no} END"


def _postgres_body(table, column):
    return f"""
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NOT ({FOREIGN[table]}) THEN RETURN NEW; END IF;
            ELSIF TG_OP = 'DELETE' THEN
                IF {_allowed(column)} THEN RETURN OLD; END IF;
            END IF;
            RAISE EXCEPTION '{table} is locked' USING ERRCODE = 'integrity_constraint_violation';
        END """


def _postgres(table):
    for moment in ("insert", "update", "delete"):
        yield (
            f"{table}_lock_{moment}",
            f"BEFORE {moment.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_lock()",
        )
    yield (
        f"{table}_lock_truncate",
        f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_lock()",
    )


def _triggers(connection):
    for table, column in LOCKED.items():
        made = _sqlite(table, column) if connection.vendor == "sqlite" else _postgres(table)
        for name, body in made:
            yield table, name, body


def install(connection) -> None:
    """Make every trigger anew; safe to run any number of times, also while people work."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        remove(connection)
        if connection.vendor == "postgresql":
            for table, column in LOCKED.items():
                body = _postgres_body(table, column)
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {table}_lock() RETURNS trigger"
                    f" AS $${body}$$ LANGUAGE plpgsql"
                )
        for _table, name, body in _triggers(connection):
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection) -> None:
    with connection.cursor() as cursor:
        for table, name, _body in _triggers(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection) -> list[str]:
    """The names of triggers that ought to exist and do not, are switched off or say else."""
    there = (
        _sqlite_made(connection) if connection.vendor == "sqlite" else _postgres_made(connection)
    )
    return sorted(name for _table, name, _body in _triggers(connection) if name not in there)


def _sqlite_made(connection):
    wanted = {name: f"CREATE TRIGGER {name} {body}" for _t, name, body in _triggers(connection)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name for name, text in cursor.fetchall() if wanted.get(name) == text}


def _postgres_made(connection):
    wanted = {f"{table}_lock": _postgres_body(table, column) for table, column in LOCKED.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.proname, p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        return {name for name, does, text in cursor.fetchall() if wanted.get(does) == text}


@contextmanager
def lifted(using="default"):
    """The locks off, for a test database that is being emptied. Never used by the product."""
    connection = connections[using]
    remove(connection)
    try:
        yield
    finally:
        install(connection)
