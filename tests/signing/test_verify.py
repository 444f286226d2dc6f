import hashlib
import io
import time
from dataclasses import dataclass
from datetime import timedelta

import pikepdf
import pytest

from meetings.signing import verify
from meetings.signing.verify import Kind, judge
from tests.signing.world import FINGERPRINT


@dataclass(frozen=True)
class Row:
    step: int
    is_whole: bool


@pytest.fixture(scope="module")
def lookup(steps, sealed):
    """The archive: each step of the signing, the last of them and the sealed file handed out."""
    files = [*steps, sealed]
    rows = {
        hashlib.sha256(data).hexdigest(): Row(step, data in (steps[-1], sealed))
        for step, data in enumerate(files)
    }
    return lambda digests: {digest: rows[digest] for digest in digests if digest in rows}


def test_a_whole_file_is_genuine(steps, sealed, lookup):
    assert judge(steps[-1], lookup).kind == Kind.GENUINE
    assert judge(sealed, lookup).kind == Kind.GENUINE
    assert judge(sealed, lookup).record == Row(7, is_whole=True)


def test_a_file_cut_back_to_an_earlier_signer_is_told_apart(steps, lookup):
    for step, data in enumerate(steps[:-1]):
        verdict = judge(data, lookup)
        assert verdict.kind == Kind.CUT
        assert verdict.record.step == step


@pytest.mark.parametrize(
    "junk", [b"x", b"\n", b"\r\n", b" ", b"\n%hej\n", b"%%EOF", b"%%EOF\n" * 3, b"\0" * 5000]
)
def test_bytes_after_the_end_are_told(sealed, steps, lookup, junk):
    for data in (sealed, steps[-1], steps[2]):
        verdict = judge(data + junk, lookup)
        assert verdict.kind == Kind.ADDED
        assert verdict.added == len(junk)


def test_an_addition_names_the_longest_part_that_is_ours(steps, lookup):
    assert judge(steps[4] + b"x", lookup).record.step == 4


def test_a_stored_file_without_a_last_line_break_is_found_again():
    ours = b"%PDF-1.7 stored %%EOF"
    row = Row(0, is_whole=True)
    answer = {hashlib.sha256(ours).hexdigest(): row}
    for more in (b"\n", b"\r", b"\r\n", b"\nmore"):
        assert judge(ours + more, lambda _: answer) == verify.Verdict(
            Kind.ADDED, row, added=len(more)
        )


def test_one_flipped_byte_anywhere_makes_it_changed_or_added_but_never_genuine(sealed, lookup):
    claim = sealed.index(FINGERPRINT.encode())
    for place in range(0, len(sealed), 997):
        if claim <= place < claim + 64:
            continue
        flipped = bytearray(sealed)
        flipped[place] ^= 1
        verdict = judge(bytes(flipped), lookup)
        assert verdict.kind in (Kind.CHANGED, Kind.ADDED)


def test_a_changed_file_still_tells_which_protocol_it_was(sealed, lookup):
    verdict = judge(sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:], lookup)
    assert verdict.kind == Kind.CHANGED
    assert verdict.claimed == FINGERPRINT


def test_a_file_saved_anew_by_another_program_is_changed(sealed, steps, lookup):
    for data in (sealed, steps[-1]):
        rewritten = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(rewritten, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        verdict = judge(rewritten.getvalue(), lookup)
        assert verdict.kind == Kind.CHANGED
        assert verdict.claimed == FINGERPRINT


def test_a_broken_download_is_changed_not_unknown(sealed, frozen, lookup):
    assert judge(frozen[:-7], lookup).kind == Kind.CHANGED
    assert judge(sealed[:-7], lookup).kind == Kind.ADDED


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n%%EOF\n",
        b"samverkan-",
        b"samverkan-" + b"a" * 63,
        b"samverkan-" + b"a" * 65,
        b"samverkan-" + b"A" * 64,
        b"PK\x03\x04 a spreadsheet",
    ],
)
def test_a_strangers_file_is_unknown(data, lookup):
    assert judge(data, lookup) == verify.Verdict(Kind.UNKNOWN)


def test_revisions_end_where_the_signings_ended(steps):
    ends = verify.revisions(steps[-1])
    assert [len(data) in ends for data in steps] == [True] * 7
    assert ends == sorted(ends)


def test_an_ordinary_file_is_judged_in_a_moment(sealed, steps, lookup):
    for data in (sealed, steps[-1], sealed + b"x", sealed[:-1]):
        assert fastest(lambda data=data: judge(data, lookup)) < timedelta(milliseconds=5)


@pytest.mark.parametrize(
    "piece",
    [b"%%EOF", b"%%EOF\n", b"%%EOF\r\n", b"%", b"samverkan-", b"samverkan-" + b"a" * 63, b"\0"],
)
def test_a_hostile_file_costs_no_more_than_its_length(piece, lookup):
    asked = []
    hostile = piece * (20_000_000 // len(piece))

    def counted(digests):
        asked.append(len(digests))
        return lookup(digests)

    assert judge(hostile, counted).kind == Kind.UNKNOWN
    assert len(asked) == 1
    assert asked[0] <= 3 * verify.MOST_REVISIONS + 1
    assert fastest(lambda: judge(hostile, counted)) < timedelta(seconds=1)


def fastest(act) -> timedelta:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return timedelta(seconds=min(times))
