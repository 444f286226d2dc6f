"""How a figure is taken and told. Nothing is asserted about time: machines differ."""

import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext


def taken(act, times=15):
    """Milliseconds for each of so many runs, after one that warms up; gives (best, median)."""
    act()
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        measured.append((time.perf_counter() - start) * 1000)
    return min(measured), statistics.median(measured)


def timed(act) -> float:
    """Milliseconds for what can be done only once."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def figure(name, act, *, times=15, beside=None):
    """Print the line; `beside` is (name, best) of a floor that was taken in the same run."""
    best, median = taken(act, times)
    ratio = f"   {best / beside[1]:6.1f} × {beside[0]}" if beside else ""
    print(f"  {name:<46}{best:9.2f} ms   median {median:9.2f} ms{ratio}")
    return best


def queries(act):
    """How many statements it asks the database."""
    with CaptureQueriesContext(connection) as told:
        act()
    return len(told)
