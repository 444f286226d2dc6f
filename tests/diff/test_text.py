"""What changed between two texts: every sign kept, and the changes those that a reader sees."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.diff import Run, changes, together

SAMPLE = "Ramen för 2025 är 11,5 mnkr.\n\nKommunal frågar när bygget börjar kl. 08.30."


def marked(before, after):
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[run.kind].format(run.text) for run in changes(before, after))


WORDS = st.lists(
    st.sampled_from(["och", "ramen", "ökar", "11,5", "mnkr", ".", " ", "  ", "\n", "– ", "Åsa:s"]),
    max_size=30,
).map("".join)
TEXTS = st.one_of(WORDS, st.text(max_size=60))


@given(TEXTS, TEXTS)
@example("", "")
@example("a", "")
@example("\r\n\x00\u2028 \u0301", "\n")
def test_nothing_is_lost_between_the_runs(before, after):
    runs = changes(before, after)
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "removed") == after
    assert all(run.text for run in runs)


@given(TEXTS)
def test_the_same_text_has_no_changes(text):
    assert changes(text, text) == ((Run("same", text),) if text else ())


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("Ramen är 11 mnkr.", "Ramen är 12 mnkr.", "Ramen är [-11-][+12+] mnkr."),
        ("Ramen ökar.", "Ramen ökar inte.", "Ramen ökar[+ inte+]."),
        ("Ett. Tre.", "Ett. Två. Tre.", "Ett. [+Två. +]Tre."),
        ("Ett.", "Ett. Två.", "Ett.[+ Två.+]"),
        ("Ett. Två.", "Ett.", "Ett.[- Två.-]"),
        ("Kl. 08.30 i dag", "Kl. 09.30 i dag", "Kl. [-08.30-][+09.30+] i dag"),
        ("vi ses då", "de kom sen", "[-vi ses då-][+de kom sen+]"),
        ("Rad ett\nRad två", "Rad ett\nRad tre", "Rad ett\nRad [-två-][+tre+]"),
        ("", "Nytt.", "[+Nytt.+]"),
        ("en å en ö", "en ö", "en [-å en -]ö"),
    ],
)
def test_the_words_that_changed_are_marked(before, after, seen):
    assert marked(before, after) == seen


def test_words_far_apart_are_marked_each_for_itself():
    after = SAMPLE.replace("11,5", "12").replace("Kommunal", "Vision")
    assert marked(SAMPLE, after) == SAMPLE.replace("11,5", "[-11,5-][+12+]").replace(
        "Kommunal", "[-Kommunal-][+Vision+]"
    )


LONG = [
    " ".join(f"ord{n % 977} är {n % 13}," for n in range(1800)),
    "och " * 5_000,
    "ab" * 10_000,
    "a b " * 5_000,
    "\n".join(f"- punkt {n} om ramen" for n in range(1000)),
]


@pytest.mark.parametrize("text", LONG, ids=["prose", "one word", "no space", "two words", "list"])
def test_the_longest_row_is_compared_in_no_time(text):
    before = text[:20_000]
    after = before[5:4_000] + "mitt " + before[4_100:12_000] + before[12_400:] + " sist"
    began = time.perf_counter()
    runs = changes(before, after)
    assert time.perf_counter() - began < 1.0  # some 30 ms on a machine that is left alone
    assert "".join(run.text for run in runs if run.kind != "removed") == after


# --- Written together ----------------------------------------------------------------------------


def test_changes_in_different_places_go_together():
    mine = SAMPLE.replace("11,5", "12")
    theirs = SAMPLE.replace("bygget", "ombygget") + " Svar i mars."
    both = SAMPLE.replace("11,5", "12").replace("bygget", "ombygget") + " Svar i mars."
    assert together(SAMPLE, mine, theirs) == both


def test_changes_of_the_same_words_do_not():
    assert together("Ramen är 11.", "Ramen är 12.", "Ramen är 13.") is None
    assert together("Ett.", "Ett. Mina ord.", "Ett. Deras ord.") is None


def test_the_same_change_twice_is_made_once():
    assert together("Ramen är 11.", "Ramen är 12.", "Ramen är 12.") == "Ramen är 12."


@given(TEXTS, TEXTS)
def test_one_change_alone_is_that_text(base, other):
    assert together(base, other, base) == together(base, base, other) == other
    assert together(base, other, other) == other


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_is_who(base, mine, theirs):
    assert together(base, mine, theirs) == together(base, theirs, mine)
