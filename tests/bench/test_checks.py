"""Kontroll held against real minutes: what it finds, what it misses, what it gets wrong."""

from collections import Counter
from functools import partial

import pytest

from meetings.checks import RULES, check
from tests.bench.figures import figure
from tests.checks.real import NUMBERS, checked
from tests.checks.scoring import MEANS, MUST, score
from tests.samples import FOLDER

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}"),
]


def test_kontroll_on_the_real_samples():
    total = score()
    hits = Counter(finding.rule for _number, finding in total.hits)
    alarms = Counter(finding.rule for _number, finding in total.alarms)
    wanted = Counter(truth.rule for _number, truth in total.truths)
    missed = Counter(truth.rule for _number, truth in total.missed)
    print(f"\n  {'rule':<24}{'true':>6}{'false':>7}{'recall':>9}{'precision':>11}")
    for rule in RULES:
        means = MEANS.get(rule.key, set())
        there, gone = (sum(counted[one] for one in means) for counted in (wanted, missed))
        recall = f"{(there - gone) / there:.2f}" if there else "–"
        told = hits[rule.key] + alarms[rule.key]
        precision = f"{hits[rule.key] / told:.2f}" if told else "–"
        line = f"{hits[rule.key]:>6}{alarms[rule.key]:>7}{recall:>9}{precision:>11}"
        print(f"  {rule.key:<24}{line}")
    musts = [truth for _number, truth in total.truths if truth.certain and truth.rule in MUST]
    found = len(musts) - len(total.missed_musts)
    print(f"  certain days, names, attendance: {found} of {len(musts)}")
    print(f"  precision of all remarks: {total.precision:.2f}")
    for number, finding in total.alarms:
        print(f"  FALSE ALARM {number} {finding.rule}: {finding.place.words}: {finding.what}")
    for number, truth in total.missed:
        print(f"  NOT LOOKED FOR {number} {truth.rule} ({truth.severity}): {truth.words[:80]}")


def test_the_time_that_kontroll_takes():
    print()
    for number in NUMBERS:
        document, context = checked(number)
        rows = sum(len(item.entries) for item in document.items())
        name = f"check, sample {number}, {rows} rows (goal 50 ms)"
        figure(name, partial(check, document, context))
