"""The real worker, which kills itself with SIGKILL at a told place:

    python -m tests.justering.dying meetings.justering.work.render after 1

dies right after the first call of that function has returned. A sleep and a kill from outside
would hit another place every time.
"""

import os
import signal
import sys
from importlib import import_module
from inspect import ismethod

import django
from django.core.management import call_command


def resolve(path):
    """The module or class, and the name in it."""
    owner, _, name = path.rpartition(".")
    try:
        return import_module(owner), name
    except ModuleNotFoundError:
        outer, inner = resolve(owner)
        return getattr(outer, inner), name


def die_at(path, when, count):
    owner, name = resolve(path)
    original, calls = getattr(owner, name), iter(range(1, 1_000_000))

    def dying(*args, **kwargs):
        mine = next(calls) == count
        if mine and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = original(*args, **kwargs)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, staticmethod(dying) if ismethod(original) else dying)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        path, when, count = sys.argv[1:]
        die_at(path, when, int(count))
        call_command("worker")
    else:
        call_command("worker", once=True)
