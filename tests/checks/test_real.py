"""Kontroll on real minutes: what must be found is found, and what is told is true."""

import pytest

from tests.checks.real import NUMBERS, checked
from tests.checks.scoring import score
from tests.samples import FOLDER

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no samples in {FOLDER}")


@pytest.fixture(scope="module")
def scored():
    return score()


def test_every_certain_slip_of_day_name_or_attendance_is_found(scored):
    assert [(number, truth.rule) for number, truth in scored.missed_musts] == []


def test_at_least_nine_of_ten_remarks_are_true(scored):
    told = [f"{number} {finding.rule}: {finding.what}" for number, finding in scored.alarms]
    assert scored.precision >= 0.9, told


@pytest.mark.parametrize("number", NUMBERS)
def test_a_remark_on_real_minutes_has_its_place_in_them(number):
    from meetings.checks import check

    document, context = checked(number)
    refs = {item.ref for item in document.items()}
    assert all(one.place.item in refs or one.place.fact for one in check(document, context))
