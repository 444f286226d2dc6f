"""The test database, migrated once: a run's workers, and the next runs, begin with copies of it.

To migrate from nothing takes ten seconds of every worker. On SQLite the migrated file stays in
`var/test` for as long as no migration and no package changes; `make test` begins by throwing it
away. On PostgreSQL it is a template in the server, which lives as long as one command.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

KEPT = settings.VAR_DIR / "test"
TEMPLATE = "samverkan_migrated"


def copy_for(connection, name) -> None:
    """Make the test database `name` of this worker, with every migration applied."""
    if connection.vendor == "postgresql":
        _copy_in_postgres(connection, name)
    else:
        shutil.copyfile(migrated_file(), name)


def migrated_file() -> Path:
    """A migrated SQLite database to copy, made when it is first asked for."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_digest_of_migrations()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            draft = KEPT / "draft.sqlite3"
            _migrate(f"sqlite:///{draft}")
            draft.rename(kept)
    return kept


def _copy_in_postgres(connection, name):
    template, draft = f"samverkan_{_digest_of_migrations()}", "samverkan_draft"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SELECT pg_advisory_lock(1)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            cursor.execute(f"DROP DATABASE IF EXISTS {draft}")
            cursor.execute(f"CREATE DATABASE {draft}")
            server, _, _ = settings.DATABASE_URL.rpartition("/")
            _migrate(f"{server}/{draft}")
            cursor.execute(f"ALTER DATABASE {draft} RENAME TO {template}")
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


def _digest_of_migrations() -> str:
    files = (settings.BASE_DIR / "meetings" / "migrations").glob("*.py")
    read = [settings.BASE_DIR / "dev.lock", *sorted(files)]
    parts = [f"{file.name}\n{file.read_text()}" for file in read]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _migrate(url):
    """By the command that everybody uses, in a process of its own."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "SAMVERKAN_ENV": "test"},
        check=True,
    )
