"""A PostgreSQL of our own for as long as one command runs, from Debian's binaries.

    python -m tests.postgres pytest -n 4

It listens on a socket in a temporary folder, trusts whoever reaches it and is gone afterwards.
PostgreSQL refuses to run as root, so root starts it as another user.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

FAST_AND_CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries():
    """The folder of the newest server on this machine."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[4]), default=None)
    if newest is None:
        raise SystemExit("PostgreSQL saknas: apt-get install postgresql")
    return newest.parent


def unprivileged():
    """Whom to run the server as: nobody special, unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("Varken användaren postgres eller nobody finns; en av dem behövs.")


class Server:
    def __init__(self, folder, user):
        self.folder = folder
        self.user = user
        self.bin = binaries()

    def run(self, program, *arguments):
        identity = (
            {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
            if self.user
            else {}
        )
        done = subprocess.run(
            [self.bin / program, "-D", self.folder / "data", *arguments],
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            # Not a pipe: the server inherits it and would keep it open.
            stdout=(self.folder / "output").open("ab"),
            stderr=subprocess.STDOUT,
            check=False,
            **identity,
        )
        if done.returncode:
            raise SystemExit(
                f"PostgreSQL: {program} misslyckades\n" + (self.folder / "output").read_text()
            )

    def start(self):
        self.run(
            "initdb",
            *("--username=samverkan", "--auth=trust", "--encoding=UTF8", "--no-sync"),
            *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=sv-SE"),
        )
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=200"
        self.run(
            "pg_ctl",
            "-w",
            "-l",
            self.folder / "log",
            "-o",
            f"{options} {FAST_AND_CARELESS}",
            "start",
        )

    def stop(self):
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    @property
    def url(self):
        return f"postgres://samverkan@/{self.folder}/postgres"


@contextmanager
def throwaway_postgres():
    """Give the DATABASE_URL of a fresh server; it and its files are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="samverkan-pg-"))
    user = unprivileged()
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        server = Server(folder, user)
        server.start()
        try:
            yield server.url
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with throwaway_postgres() as url:
        command = [sys.executable, "-m", *sys.argv[1:]]
        sys.exit(subprocess.call(command, env=os.environ | {"DATABASE_URL": url}))
