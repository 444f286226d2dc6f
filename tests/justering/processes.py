"""Worker processes beside the tests, on the very database of the test."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection


def database_url():
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}@/{told['HOST']}/{told['NAME']}"


def environment(folder, mail_port):
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        "SAMVERKAN_ENV": "test",
        "DATABASE_URL": database_url(),
        "STORAGE_DIR": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "CA_KEY_FILE": str(settings.CA_KEY_FILE),
        "CA_CERT_FILE": str(settings.CA_CERT_FILE),
        "SEAL_KEY_FILE": str(settings.SEAL_KEY_FILE),
        "CA_KEY_PASSWORD": settings.CA_KEY_PASSWORD,
        "SEAL_KEY_PASSWORD": settings.SEAL_KEY_PASSWORD,
    }


def worker(folder, mail_port, *dies):
    """Run a worker until it dies at the told place, or (untold) has done what waits.

    Gives how it ended and what it said.
    """
    connection.close()  # nothing of ours is held open while it works
    done = subprocess.run(
        [sys.executable, "-m", "tests.justering.dying", *map(str, dies)],
        env=environment(folder, mail_port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout
