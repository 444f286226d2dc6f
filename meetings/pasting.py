"""Text pasted from Word or a mail, cut into rows, sub-items or a list. No word is changed or lost.

What comes in is plain text with light marks (see `marks`): bold and bullets are all that is read
from the other program. The writer ticks; nothing becomes a question or an item by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

BULLET = "• "
LONGEST_HEADING = 200

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BULLETS = re.compile(r"\s*[•·▪◦●‣■○∙]\s*(?=\S)|\s*[*–—]\s+(?=[^\W\d_])|\s*-\s+(?=[^\W\d_])")
_NO_ITEM = re.compile(r"\s*(?:[-−–]\s*\d|\d+\s*[.)])")
_BOLD = re.compile(r"\*\*(?=\S)((?:(?!\*\*).)+?)(?<=\S)\*\*")
_SENTENCE_END = re.compile(r"(?<=[.?!…])[”\"’)]*\s+(?=[\"”’(«*]*[A-ZÅÄÖÉ0-9])")
_ASKS = re.compile(r"\?[\s*”\"’)»]*$")

_NUMBER = r"(?:[A-ZÅÄÖ]\w{0,9}[ \u00a0]?)?\d{2,4}[/–-]\d+(?:[.:/-]\d+)*"
_LABELLED = re.compile(
    rf"[\s,;(–-]*\b(?:dnr|diarienummer|diarienr)\b[.:]*\s*({_NUMBER})\s*\)?", re.I
)
_AT_THE_END = re.compile(r"[\s,;(–-]+([A-ZÅÄÖ]{1,6}[ \u00a0]?\d{4}[/–-]\d+)\)?\s*$")
_BASIS = re.compile(r"\b(?:(MBL|AML)\s*§?\s*(\d+)|(?:§\s*(\d+)|(\d+)\s*§)\s*(MBL|AML))", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that can become a row of its own: a bold run, or a sentence."""

    text: str
    is_bold: bool = False

    @property
    def may_ask(self) -> bool:
        """Whether it is offered to be ticked: it ends with a question mark, or stands out."""
        return bool(re.search(r"\w", self.text)) and (self.is_bold or bool(_ASKS.search(self.text)))

    @property
    def words(self) -> str:
        """Without the marks that only made it stand out."""
        whole = _BOLD.fullmatch(self.text.strip())
        return whole[1] if whole else self.text.strip()


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class SubItem:
    """A line as a matter of its own. `rest` is what was too long for a heading."""

    heading: str
    case_number: str = ""
    rest: str = ""


def lines(text: str) -> list[str]:
    """The lines that say something, without the spaces at their ends."""
    return [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]


def without_bullet(line: str) -> str:
    """The line without the sign that made it an item; a minus before a number is no such sign."""
    bullet = _BULLETS.match(line)
    return line[bullet.end() :] if bullet else line


# --- One paragraph with a list -------------------------------------------------------------------


def as_list(text: str) -> str:
    """One paragraph: what were bullets elsewhere are bullets here.

    When nothing was, the writer asked for a list all the same: each line becomes an item, but not
    one that leads in (“:”), and never one that begins with a number or a minus.
    """
    typed = [line.strip() for line in _LINE_ENDS.split(text)]
    has_bullets = any(_BULLETS.match(line) for line in typed)
    kept = [_item(line, has_bullets) for line in typed]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _item(line: str, has_bullets: bool) -> str:
    is_item = _BULLETS.match(line) if has_bullets else line and not line.endswith(":")
    return BULLET + without_bullet(line) if is_item and not _NO_ITEM.match(line) else line


# --- A row for each line -------------------------------------------------------------------------


def pieces(line: str) -> list[Piece]:
    """The line in parts; joined they are the line."""
    found: list[Piece] = []
    last = 0
    for bold in _BOLD.finditer(line):
        found += _sentences(line[last : bold.start()])
        found.append(Piece(bold[0], is_bold=True))
        last = bold.end()
    return found + _sentences(line[last:])


def _sentences(text: str) -> list[Piece]:
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    return [Piece(text[a:b]) for a, b in pairwise(ends) if a < b]


def proposed(line: str) -> list[int]:
    """Which pieces of the line, its bullet aside, are ticked before the writer has looked.

    A question mark says it; bold says it only inside a line, because a bold line is a heading.
    """
    parts = pieces(without_bullet(line))
    stands_out = any(not part.is_bold and re.search(r"\w", part.text) for part in parts)
    return [
        place
        for place, part in enumerate(parts)
        if part.may_ask and (_ASKS.search(part.text) or stands_out)
    ]


def rows(text: str, ticked: Collection[tuple[int, int]] = ()) -> list[Row]:
    """A row for each line; a ticked piece (line, place) is a question of its own, in its place."""
    return [
        row
        for number, line in enumerate(lines(text))
        for row in _rows_of(line, {place for of, place in ticked if of == number})
    ]


def _rows_of(line: str, ticked: Collection[int]) -> list[Row]:
    found: list[Row] = []
    rest = ""
    for place, piece in enumerate(pieces(without_bullet(line))):
        if place in ticked and piece.may_ask:
            found += [Row(rest.strip())] if rest.strip() else []
            found.append(Row(piece.words, asks=True))
            rest = ""
        else:
            rest += piece.text
    return found + ([Row(rest.strip())] if rest.strip() else [])


# --- A sub-item for each line --------------------------------------------------------------------


def sub_item(line: str) -> SubItem:
    """The line as a heading, the diary number in its own field."""
    line = without_bullet(line)
    heading, number = _without_number(line)
    if len(heading) <= LONGEST_HEADING:
        return SubItem(heading, number)
    cut = _cut(heading)
    return SubItem(heading[:cut].rstrip(" ,;:"), number, heading[cut:].strip())


def _without_number(line: str) -> tuple[str, str]:
    found = _LABELLED.search(line) or _AT_THE_END.search(line)
    heading = line
    if found:
        before, after = line[: found.start()].rstrip(" ,;"), line[found.end() :].strip()
        heading = before + (after if after[:1] in (",", ".", ";", ":") else f" {after}").rstrip()
    heading = heading.strip(" ,;")
    # A line that is nothing but a number keeps it as its heading, too.
    return (heading, found[1]) if found and heading else (line, found[1] if found else "")


def _cut(heading: str) -> int:
    """Where a long line ends as a heading: after a sentence, or else between two words."""
    for sign in (". ", "; ", ", ", " "):
        place = heading.rfind(sign, 40, LONGEST_HEADING)
        if place > 0:
            return place + 1
    return LONGEST_HEADING


def leads_in(line: str) -> bool:
    """Whether the line only introduces those below: “Information, MBL § 19:”."""
    return line.rstrip("* ").endswith(":") or bool(
        _BASIS.search(line) and not _LABELLED.search(line)
    )


def basis_in(text: str) -> str:
    """The legal basis that the text names first, as an item keeps it: “MBL 19”."""
    found = _BASIS.search(text)
    if not found:
        return ""
    law, number = found[1] or found[5], found[2] or found[3] or found[4]
    return f"{law.upper()} {number}"
