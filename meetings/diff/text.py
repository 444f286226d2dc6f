"""What changed between two texts, word by word.

Every sign is kept: the same and the added runs joined are the text after, the same and the removed
ones the text before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word with what holds it together (17.30, 11-12, a:a), a single other sign, or a stretch of
# space; each line break alone, so that lines are found again.
TOKEN = re.compile(r"\w+(?:[-:.,’']\w+)*|\n|[^\S\n]+|[^\w\s]")

# Stretches without a single word of their own are compared to the end only when they are short.
MOST_PAIRS = 10_000


@dataclass(frozen=True)
class Run:
    """A stretch of text. What was removed stands before what came instead."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class _Edit:
    """Words `start` up to `end` of the text before became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def changes(before: str, after: str) -> tuple[Run, ...]:
    """The runs of one text becoming the other; empty runs are left out."""
    old = TOKEN.findall(before)
    runs: list[Run] = []
    here = 0
    for edit in _edits(old, TOKEN.findall(after)):
        runs += [
            Run("same", "".join(old[here : edit.start])),
            Run("removed", "".join(old[edit.start : edit.end])),
            Run("added", "".join(edit.words)),
        ]
        here = edit.end
    runs.append(Run("same", "".join(old[here:])))
    return tuple(run for run in runs if run.text)


def together(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of `base` in one text, or None when they meet: nobody can say which goes first.

    The same change made by both is made once.
    """
    old = TOKEN.findall(base)
    edits = {*_edits(old, TOKEN.findall(mine)), *_edits(old, TOKEN.findall(theirs))}
    words: list[str] = []
    here = -1
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start <= here:
            return None
        words += [*old[max(here, 0) : edit.start], *edit.words]
        here = edit.end
    return "".join([*words, *old[max(here, 0) :]])


# --- Words found again ---------------------------------------------------------------------------


def _edits(old: list[str], new: list[str]) -> list[_Edit]:
    """The changes in order, apart from each other; two with only a space between them are one."""
    edits: list[_Edit] = []
    here = there = began = 0
    for i, j, size in [*_found_again(old, new), (len(old), len(new), 0)]:
        if i > here or j > there:
            between = "".join(old[edits[-1].end : here]) if edits else "."
            if between.isspace() and "\n" not in between:
                here, there = edits.pop().start, began
            began = there
            edits.append(_Edit(here, i, tuple(new[there:j])))
        here, there = i + size, j + size
    ends = [edit.start - 1 for edit in edits[1:]] + [len(old)]
    return [_from_a_space(edit, old, end) for edit, end in zip(edits, ends, strict=False)]


def _from_a_space(edit: _Edit, old: list[str], end: int) -> _Edit:
    """The same change said as a reader would: “ Det är bra.” was added, not “. Det är bra”."""
    if edit.words and edit.start < edit.end:
        return edit
    moved = edit
    while moved.end < end and not _first(moved, old).isspace():
        if _first(moved, old) != old[moved.end]:
            return edit
        words = (*moved.words[1:], *moved.words[:1])
        moved = _Edit(moved.start + 1, moved.end + 1, words)
    return moved if _first(moved, old).isspace() else edit


def _first(edit: _Edit, old: list[str]) -> str:
    return edit.words[0] if edit.words else old[edit.start]


def _found_again(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Stretches that stand in both, in the same order: (place before, place after, length).

    What begins and ends alike is taken first, then words that stand once in each hold the rest
    apart (“patience”): fast for long texts, and what is found is what a reader would point at.
    """
    found: list[tuple[int, int, int]] = []
    left = [(0, len(old), 0, len(new))]
    while left:
        i, end, j, stop = left.pop()
        head = _alike(old[i:end], new[j:stop])
        found.append((i, j, head))
        i, j = i + head, j + head
        tail = _alike(old[i:end][::-1], new[j:stop][::-1])
        end, stop = end - tail, stop - tail
        found.append((end, stop, tail))
        if i == end or j == stop:
            continue
        anchors = [(i + a, j + b) for a, b in _anchors(old[i:end], new[j:stop])]
        if anchors:
            for a, b in [*anchors, (end, stop)]:
                left.append((i, a, j, b))
                i, j = a, b
        elif (end - i) * (stop - j) <= MOST_PAIRS:
            matcher = SequenceMatcher(None, old[i:end], new[j:stop], autojunk=False)
            found += [(i + a, j + b, size) for a, b, size in matcher.get_matching_blocks()]
    return sorted(stretch for stretch in found if stretch[2])


def _alike(one: list[str], other: list[str]) -> int:
    """How many words they have in common from the beginning."""
    both = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Words that stand once in each, as many as stand in the same order in both."""
    once = {word: n for n, word in enumerate(new) if not word.isspace()}
    in_old, in_new = Counter(old), Counter(new)
    pairs = [
        (n, once[word])
        for n, word in enumerate(old)
        if word in once and in_old[word] == in_new[word] == 1
    ]
    return longest_in_order(pairs)


def longest_in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers grow, as their first do."""
    ends: list[int] = []  # the smallest last number of a run of each length
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for n, (_first, second) in enumerate(pairs):
        place = bisect_left(ends, second)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [second]
        last[place : place + 1] = [n]
    longest = []
    n = last[-1] if last else -1
    while n >= 0:
        longest.append(pairs[n])
        n = before[n]
    return longest[::-1]
