"""How long signing takes; `make bench` prints it."""

import hashlib
import statistics
import time
from dataclasses import dataclass

import pytest

from meetings.signing import pades
from meetings.signing.report import Expected, check_own_work
from meetings.signing.verify import judge
from tests.signing.world import SIGNED

pytestmark = pytest.mark.bench


@dataclass(frozen=True)
class Row:
    is_whole: bool = True


def figure(name, act, times=10):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"  {name:<42}{min(taken):8.2f} ms   median {statistics.median(taken):8.2f} ms")


def test_signing_and_sealing(ca, seal_key, steps, frozen, timestamper):
    key = ca.issue("Jonas Öberg", "Vision", at=SIGNED)
    stamped = {"at": SIGNED, "timestamper": timestamper}
    add = {"signer": key, "number": 9, "reason": "Justering"}
    print()
    figure("one-time key and certificate", lambda: ca.issue("Jonas Öberg", "Vision", at=SIGNED))
    figure("first signature, B-B", lambda: pades.add_signature(frozen, at=SIGNED, **add))
    figure("seventh signature, B-B", lambda: pades.add_signature(steps[-1], at=SIGNED, **add))
    figure("signature with timestamp, B-LT", lambda: pades.add_signature(frozen, **add, **stamped))
    figure("seal, B-B", lambda: pades.seal(frozen, key=seal_key, at=SIGNED))
    figure("seal with timestamp, B-LTA", lambda: pades.seal(frozen, key=seal_key, **stamped))


def test_checking_and_judging(steps, roots):
    signed = steps[-1]
    fields = [f"Justerare{number}" for number in range(1, 7)]
    expected = Expected(fields=fields, roots=roots, at=SIGNED, prefix=steps[0])
    rows = {hashlib.sha256(signed).hexdigest(): Row()}

    def lookup(digests):
        return {digest: rows[digest] for digest in digests if digest in rows}

    print()
    figure("own work of six signatures checked", lambda: check_own_work(signed, expected))
    figure("a genuine file judged", lambda: judge(signed, lookup))
    figure("an added-to file judged", lambda: judge(signed + b"x", lookup))
    figure("a strange file judged", lambda: judge(b"x" + signed[1:], lookup))
    figure("20 MB of end-of-file marks judged", lambda: judge(b"%%EOF" * 4_000_000, lookup), 3)
