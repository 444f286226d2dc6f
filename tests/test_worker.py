"""The worker does what waits, survives what fails and stops when it is told."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from meetings import clock, tasks
from meetings.management.commands.worker import Command
from meetings.models import Delivery
from tests import builders, databases


def test_once_runs_all_that_is_queued(db):
    for _ in range(3):
        tasks.deliver.enqueue()
    call_command("worker", once=True)
    assert DBTaskResult.objects.successful().count() == 3


def test_a_step_that_fails_is_logged_and_leaves_the_worker_standing(caplog):
    assert Command().step("the division", lambda: 1 / 0) is None
    assert "the division failed" in caplog.text


@pytest.mark.parametrize("name", ["CA_KEY_FILE", "CA_CERT_FILE", "SEAL_KEY_FILE"])
def test_without_a_key_the_worker_says_which_file_it_misses(name, settings, tmp_path):
    for each in ("CA_KEY_FILE", "CA_CERT_FILE", "SEAL_KEY_FILE"):
        setattr(settings, each, tmp_path / each)
        (tmp_path / each).touch()
    (tmp_path / name).unlink()
    with pytest.raises(CommandError, match=f"{name}: filen {tmp_path}/{name} finns inte"):
        call_command("worker")


@pytest.mark.slow
@pytest.mark.embedded
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_finishes_and_goes(number, tmp_path):
    keys = tmp_path / "keys"
    environment = {
        "PATH": os.environ["PATH"],
        "SAMVERKAN_ENV": "demo",
        "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
        "CA_KEY_FILE": f"{keys}/ca.p12",
        "CA_CERT_FILE": f"{keys}/ca.pem",
        "SEAL_KEY_FILE": f"{keys}/seal.p12",
    }

    def manage(*arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    shutil.copyfile(databases.migrated_file(), tmp_path / "worker.sqlite3")
    assert manage("make_keys", "--folder", str(keys)).wait(60) == 0
    worker = manage("worker")
    assert "Arbetsprocessen är igång" in worker.stdout.readline()
    worker.send_signal(number)
    assert worker.wait(10) == 0


def test_what_is_over_is_tidied_away(db):
    long_ago = timezone.now() - timedelta(days=30)
    Session.objects.create(session_key="ended", session_data="", expire_date=long_ago)
    tasks.deliver.enqueue()
    call_command("worker", once=True)
    DBTaskResult.objects.update(finished_at=long_ago)
    tasks.deliver.enqueue()
    tasks.tidy()
    assert (Session.objects.count(), DBTaskResult.objects.count()) == (0, 1)


def test_the_silent_are_reminded_once_when_the_time_for_synpunkter_is_out(in_review, kim):
    builders.finish_reading(in_review, kim)
    with clock.at(in_review.comments_by + timedelta(minutes=1)):
        tasks.remind_readers()
        tasks.remind_readers()
    late = Delivery.objects.filter(kind="comments_late").values_list("recipient__name", flat=True)
    assert sorted(late) == ["Jonas Öberg", "Lena Palm", "Mira Åkesson", "Nils Frost"]
