"""Locked means locked: triggers that refuse to change what was frozen, on both databases.

Python guards alone can be walked around (cascades, `_base_manager`, `loaddata`, raw SQL), so the
database itself says no. `install` is run after every migration, because SQLite quietly drops the
triggers of a table that it rebuilds; a system check proves that they are there.

The one way out is a recorded `Destruction`: see `meetings/models/destruction.py`.
"""

from contextlib import contextmanager

from django.db import connections

# Whose rows may never be changed; and, for those that gallring may reach, the protocol's column.
LOCKED = {
    "meetings_protocol": "id",
    "meetings_sealedfile": "protocol_id",
    "meetings_signature": "protocol_id",
    "meetings_refusal": "protocol_id",
    "meetings_event": None,
    "meetings_destruction": None,
}

_STATE_OF = (
    "(SELECT m.state FROM meetings_meeting m JOIN meetings_protocol p ON p.meeting_id = m.id"
    " WHERE p.id = NEW.protocol_id)"
)
_VOID = "EXISTS (SELECT 1 FROM meetings_refusal r WHERE r.protocol_id = NEW.protocol_id)"

# An insert that has no business there: a forged row is as bad as a changed one.
FOREIGN = {
    "meetings_protocol": (
        "(SELECT m.state FROM meetings_meeting m WHERE m.id = NEW.meeting_id) <> 'printing'"
    ),
    "meetings_signature": f"{_STATE_OF} <> 'signing' OR {_VOID}",
    "meetings_refusal": f"{_STATE_OF} <> 'signing'",
    "meetings_sealedfile": (
        f"(NEW.kind <> 'renewal' AND {_STATE_OF} NOT IN ('printing', 'signing', 'sealing'))"
        " OR NEW.seq <> COALESCE((SELECT MAX(f.seq) FROM meetings_sealedfile f"
        " WHERE f.protocol_id = NEW.protocol_id), 0) + 1"
    ),
    "meetings_event": (
        "NEW.seq <> COALESCE((SELECT MAX(e.seq) FROM meetings_event e"
        " WHERE e.meeting_id = NEW.meeting_id), 0) + 1"
        " OR NEW.prev_hash <> COALESCE((SELECT e.hash FROM meetings_event e"
        " WHERE e.meeting_id = NEW.meeting_id AND e.seq = NEW.seq - 1), '')"
    ),
}


def _allowed(column):
    """SQL that is true where gallring has been decided for the old row."""
    if column is None:
        return "FALSE"
    return f"EXISTS (SELECT 1 FROM meetings_destruction d WHERE d.protocol_key = OLD.{column})"


def _sqlite(table, column):
    no = f"SELECT RAISE(ABORT, '{table} is locked');"
    yield f"{table}_lock_update", f"BEFORE UPDATE ON {table} BEGIN {no} END"
    # The same key again is REPLACE, which would delete without asking the delete trigger.
    again = f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id)"
    foreign = f"({FOREIGN[table]}) OR {again}" if table in FOREIGN else again
    yield f"{table}_lock_insert", f"BEFORE INSERT ON {table} WHEN {foreign} BEGIN {no} END"
    allowed = _allowed(column).replace("FALSE", "0")
    yield f"{table}_lock_delete", f"BEFORE DELETE ON {table} WHEN NOT {allowed} BEGIN {no} END"


def _postgres_function(table, column):
    foreign = FOREIGN.get(table, "FALSE")
    return f"""
        CREATE OR REPLACE FUNCTION {table}_lock() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NOT ({foreign}) THEN RETURN NEW; END IF;
            ELSIF TG_OP = 'DELETE' THEN
                IF {_allowed(column)} THEN RETURN OLD; END IF;
            END IF;
            RAISE EXCEPTION '{table} is locked' USING ERRCODE = 'integrity_constraint_violation';
        END $$ LANGUAGE plpgsql
    """


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
    """Make every trigger anew; safe to run any number of times."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table, column in LOCKED.items():
                cursor.execute(_postgres_function(table, column))
        for _table, name, body in _triggers(connection):
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection) -> None:
    with connection.cursor() as cursor:
        for table, name, _body in _triggers(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection) -> list[str]:
    """The names of triggers that ought to exist and do not (or are switched off)."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return sorted(name for _table, name, _body in _triggers(connection) if name not in there)


@contextmanager
def lifted(using="default"):
    """The locks off, for a test database that is being emptied. Never used by the product."""
    connection = connections[using]
    remove(connection)
    try:
        yield
    finally:
        install(connection)
