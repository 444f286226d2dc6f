"""Several people, or several workers, at the very same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from meetings.errors import DomainError


def at_once(*acts):
    """Do all of it in threads that start together, each with its own connection.

    Gives what each answered, in order; a DomainError is an answer, anything else is raised.
    """
    together = threading.Barrier(len(acts))

    def do(act):
        try:
            connections["default"].ensure_connection()
            together.wait(10)
            return act()
        except DomainError as no:
            return no
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, DomainError)]
