"""The long jobs: thin, each calls a room. The state is the queue; a task is only a nudge."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django_tasks import task

from . import clock, notifications
from .errors import WrongState
from .models import AccountNotice, Meeting, SigningAttempt, Writer, stored_file

logger = logging.getLogger(__name__)

# A step that fails (a full disk, a timestamp service that is away) is tried again, more and more
# seldom, so that one sick meeting never keeps the others waiting.
LONGEST_WAIT = timedelta(minutes=10)
_failures: dict[int, tuple[int, object]] = {}


@task()
def advance(meeting_pk):
    _work().advance(meeting_pk)
    notifications.send_due()


@task()
def deliver():
    notifications.send_due()


def nudge(meeting) -> None:
    """Tell the worker, once the verb is committed, that there is something to do."""
    transaction.on_commit(lambda: advance.enqueue(meeting.pk))


def deliver_soon() -> None:
    """Tell the worker, once it is committed, that there is mail to send."""
    transaction.on_commit(deliver.enqueue)


def sweep() -> None:
    """Find what was left behind: by a crash, a lost task, a mail server that was away."""
    for pk in _work().left_behind():
        _try(pk)
    remind_readers()
    notifications.send_due()


def remind_readers() -> None:
    """Those who have not answered when the time for synpunkter is out, where the group wants it."""
    for meeting in Meeting.objects.past_comments():
        with suppress(WrongState):  # somebody else was first, or the text has gone on
            meeting.remind_readers()


def tidy() -> None:
    """Take away what is over: ended sessions, tasks done long ago, and who wrote where yesterday.

    And what an e-ID said when nobody came back from it, and bytes that no attachment refers to.
    Nothing that a meeting says.
    """
    Writer.objects.long_gone().delete()
    SigningAttempt.objects.left_behind().forget()
    AccountNotice.objects.long_gone().delete()
    stored_file.sweep()
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)


def _try(pk):
    failed, not_before = _failures.get(pk, (0, clock.now()))
    if clock.now() < not_before:
        return
    try:
        _work().advance(pk)
        _failures.pop(pk, None)
    except Exception:
        wait = min(timedelta(seconds=2**failed), LONGEST_WAIT)
        _failures[pk] = (failed + 1, clock.now() + wait)
        logger.exception("meeting %s: the step failed %s times", pk, failed + 1)


def _work():
    """The room of printing and signing. The web process only enqueues and never loads it."""
    from .justering import work

    return work
