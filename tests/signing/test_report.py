import io
import json
import logging
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from meetings.signing.report import BrokenWork, Expected, check_own_work, validation_report
from tests.signing.world import SIGNED, SIX

LATER = SIGNED + timedelta(days=1)


@pytest.fixture
def expected(roots, frozen):
    fields = [f"Justerare{number}" for number in range(1, 7)]
    return Expected(fields=fields, signers=SIX, prefix=frozen, roots=roots, at=LATER)


def test_the_report_can_be_stored_as_json(steps, roots):
    report = validation_report(steps[-1], roots=roots, at=LATER)
    assert json.loads(json.dumps(report)) == report
    assert report["signatures"][0] == {
        "field": "Justerare1",
        "signer": "Charlotte Andersson",
        "party": "Kommunal",
        "signing_time": "2024-02-16T10:30:00+00:00",
        "intact": True,
        "valid": True,
        "trusted": True,
        "covers": "its revision",
        "level": "PAdES B-B",
    }
    assert report["signatures"][-1]["covers"] == "whole file"


def test_good_work_passes_with_its_report(steps, expected):
    assert len(check_own_work(steps[-1], expected)["signatures"]) == 6


def test_one_flipped_byte_is_broken_work(steps, expected):
    for place in (200, len(steps[0]) - 300, len(steps[0]) // 2):
        changed = bytearray(steps[-1])
        changed[place] ^= 1
        with pytest.raises(BrokenWork):
            check_own_work(bytes(changed), replace(expected, prefix=b""))


def test_a_missing_signature_is_broken_work(steps, expected):
    with pytest.raises(BrokenWork, match="signed are"):
        check_own_work(steps[-2], expected)


def test_another_name_is_broken_work(steps, expected):
    others = [("Olle Outsider", "Kommunal"), *SIX[1:]]
    with pytest.raises(BrokenWork, match="other people"):
        check_own_work(steps[-1], replace(expected, signers=others))


def test_a_changed_beginning_is_broken_work(steps, expected):
    with pytest.raises(BrokenWork, match="earlier bytes"):
        check_own_work(steps[-1], replace(expected, prefix=b"another file"))


def test_a_strange_root_is_broken_work(steps, expected, timestamper):
    with pytest.raises(BrokenWork, match="not trusted"):
        check_own_work(steps[-1], replace(expected, roots=[timestamper.tsa_cert]))


def test_a_file_saved_anew_is_broken_work(steps, expected):
    rewritten = io.BytesIO()
    with pikepdf.open(io.BytesIO(steps[-1])) as pdf:
        pdf.save(rewritten)
    with pytest.raises(BrokenWork):
        check_own_work(rewritten.getvalue(), replace(expected, prefix=b""))


@pytest.mark.parametrize("data", [b"", b"hej", b"%PDF-1.7\n%%EOF\n"])
def test_no_pdf_at_all_is_broken_work(data, roots):
    with pytest.raises(BrokenWork):
        check_own_work(data, Expected(fields=["Stampel"], roots=roots, at=LATER))


def test_the_seal_is_checked_alike(sealed, frozen, roots):
    check_own_work(sealed, Expected(fields=["Stampel"], prefix=frozen, roots=roots, at=LATER))


def test_broken_files_do_not_flood_the_log(steps, roots, caplog):
    caplog.set_level(logging.DEBUG)
    changed = bytearray(steps[-1])
    changed[len(steps[0]) // 2] ^= 1
    validation_report(bytes(changed), roots=roots, at=LATER, thorough=True)
    assert not [record for record in caplog.records if record.name.startswith("pyhanko")]
