"""What stands behind the words: “<< +linda 15.3 §11”. One unknown token makes all of it text."""

import re

from meetings.words import and_list
from meetings.workdays import NEXT_MEETING, When, read_when

from .names import Names
from .values import Reading

MOST_OF_TOKENS = 300  # characters; more than that is somebody's text

_MARK = re.compile(r"(?:^|(?<=\s))<<(?=\s|$)")
_TOKEN = re.compile(r"\s+(?=[+§])")
_SECTION = re.compile(r"§\s?(?P<number>\d{1,3})(?:\s?(?P<letter>[a-z])\b)?(?:\s+mbl\b)?", re.I)
_NAME = re.compile(r"[^\W\d_][^\d_+§<>,;:]{0,119}")


class UnknownTokenError(Exception):
    """Something behind << that is no token; its words are the message."""


def read(typed: str, names: Names) -> tuple[int, Reading]:
    """Where the words end, and what the tokens behind them say."""
    marks = list(_MARK.finditer(typed))
    tokens = typed[marks[-1].end() :].strip() if marks else ""
    if not tokens or "\n" in tokens or len(tokens) > MOST_OF_TOKENS:
        return len(typed), Reading()
    asked = names.open_asks
    try:
        told = _Tokens(names).read(tokens)
    except UnknownTokenError as unknown:
        names.forget(asked)
        return len(typed), Reading(unread=str(unknown))
    except ValueError as no:
        told = Reading(problem=str(no))
    return marks[-1].start(), told


class _Tokens:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.people: list[str] = []
        self.due: When | None = None
        self.legal_basis = ""

    def read(self, tokens: str) -> Reading:
        for token in _TOKEN.split(tokens):
            if token[0] == "+":
                self._person(token[1:].strip(" ,"))
            elif token[0] == "§":
                self._section(token)
            else:
                self._day(token)
        return Reading(
            responsible=and_list(dict.fromkeys(filter(None, self.people))),
            due=self.due or When(),
            legal_basis=self.legal_basis,
        )

    def _person(self, text: str) -> None:
        """“linda nästa möte” is a name and a day, parted where the rest is a day for certain."""
        words = text.split()
        for place in range(1, len(words)):
            rest = " ".join(words[place:])
            if self._when(rest):
                self._day(rest)
                words = words[:place]
                break
        name = " ".join(words).rstrip(",")
        if not _NAME.fullmatch(name):
            raise UnknownTokenError(f"+{text}")
        self.people.append(self.names.person(name))

    def _section(self, token: str) -> None:
        found = _SECTION.match(token)
        if not found or self.legal_basis:
            raise UnknownTokenError(token)
        letter = f" {found['letter'].lower()}" if found["letter"] else ""
        self.legal_basis = f"MBL {found['number']}{letter}"
        rest = token[found.end() :].strip(" ,")
        if rest:
            self._day(rest)

    def _day(self, text: str) -> None:
        found = self._when(text.strip(" ,"))
        if found is None or self.due is not None:
            raise UnknownTokenError(text)
        self.due = found

    def _when(self, text: str) -> When | None:
        """A day or the next meeting, None for other words; ValueError for a day that is none."""
        context = self.names.context
        if text.isdecimal():  # “5 << 6” is arithmetic
            return None
        due = read_when(text, context.since, context.next_meeting)
        return due if due.day or text.lower() == NEXT_MEETING else None
