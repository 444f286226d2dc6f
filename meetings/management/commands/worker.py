"""The worker: one process, one step at a time. It alone prints, signs, seals and mails."""

import logging
import signal
import time

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from meetings import tasks

PAUSE = 0.5
SECONDS_BETWEEN_SWEEPS = 3
SECONDS_BETWEEN_TIDYINGS = 24 * 60 * 60

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Gör det som väntar: skriver ut, signerar, förseglar och skickar e-post."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Gör det som väntar just nu och sluta sedan."
        )

    def handle(self, *, once, **options):
        self.stopping = False
        if once:
            self.drain()
            self.sweep()
            return
        self.require_keys()
        self.check(tags=[Tags.database], databases=["default"])  # never without the locks
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        self.stdout.write("Arbetsprocessen är igång.")
        self.stdout.flush()
        self.loop()

    def require_keys(self):
        for name in ("CA_KEY_FILE", "CA_CERT_FILE", "SEAL_KEY_FILE"):
            path = getattr(settings, name)
            if path is None or not path.is_file():
                raise CommandError(
                    f"{name}: filen {path or ''} finns inte. "
                    "Nycklarna görs med manage.py make_keys."
                )

    def stop(self, number, frame):
        self.stopping = True  # the present step is finished first

    def loop(self):
        next_sweep = next_tidying = 0.0
        while not self.stopping:
            close_old_connections()  # a database that was restarted is reached again
            self.drain()
            if not self.stopping and time.monotonic() >= next_sweep:
                self.sweep()
                next_sweep = time.monotonic() + SECONDS_BETWEEN_SWEEPS
            if not self.stopping and time.monotonic() >= next_tidying:
                self.step("the tidying", tasks.tidy)
                next_tidying = time.monotonic() + SECONDS_BETWEEN_TIDYINGS
            if not self.stopping:
                time.sleep(PAUSE)

    def drain(self):
        """Run the queued tasks, one by one, until none is left or somebody said stop."""
        ran = True
        while ran and not self.stopping:
            ran = self.step("a task", run_one_task)

    def sweep(self):
        self.step("the sweep", tasks.sweep)

    def step(self, name, work):
        """Do the work; what goes wrong is logged, and the sweep tries again later."""
        try:
            return work()
        except Exception:
            logger.exception("%s failed", name)
            return None


def run_one_task():
    """Run the task that has waited longest; True if there was one."""
    waiting = DBTaskResult.objects.ready()
    with exclusive_transaction(waiting.db):
        task = waiting.get_locked()
        if task is None:
            return False
        task.claim("worker")
    RUNNER.run_task(task)
    return True


# The library's own loop closes the connection between tasks and owns the signals; we borrow from
# it only how one task is run and its outcome written down.
RUNNER = TaskWorker(
    queue_names=["*"],
    interval=PAUSE,
    batch=True,
    backend_name="default",
    startup_delay=False,
    max_tasks=None,
    worker_id="worker",
    excluded_queue_names=[],
)
