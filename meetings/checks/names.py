"""Names in running text: who is known, and which words may be somebody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .lexicon import GIVEN_NAMES_IN_S, NO_GIVEN_NAME

UPPER, LOWER = "A-ZÅÄÖÉÜ", "a-zåäöéüáø"
WORD = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}]?[{LOWER}]+)?"
FULL_NAME = re.compile(rf"\b(?P<first>{WORD})(?P<rest>(?: (?:{WORD}|von|af|de))* {WORD})\b")


@dataclass
class Names:
    """`known`: full names of people; `organisations`: what parties are called."""

    known: tuple[str, ...]
    organisations: frozenset[str]
    _firsts: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def firsts(self) -> dict[str, list[str]]:
        """The known people by given name."""
        people: dict[str, list[str]] = {}
        for name in self.known:
            people.setdefault(name.split()[0], []).append(name)
        return people

    @cached_property
    def _organisation_words(self) -> frozenset[str]:
        return frozenset(word for name in self.organisations for word in name.split())

    def full_names(self, text: str) -> Iterator[re.Match[str]]:
        """What looks like “Olof Tappert”, also of people nobody knows."""
        return (found for found in FULL_NAME.finditer(text) if self._is_person(found))

    def _is_person(self, found: re.Match[str]) -> bool:
        first = found["first"]
        if found.group().endswith(self.known):  # also “Skolsköterskan Tore Almkvist”
            return True
        if first in NO_GIVEN_NAME or first in self._organisation_words:
            return False
        if found["rest"].split()[-1] in self._organisation_words:
            return False
        return not first.endswith("s") or first in GIVEN_NAMES_IN_S

    def is_name(self, words: str, *, starts_sentence: bool) -> bool:
        """Whether capitalised words are somebody's name: known, or capitalised for no other reason.

        A single unknown word first in a sentence says nothing: every word has a capital there.
        """
        first = words.split()[0]
        if words in self.organisations or first in self._organisation_words:
            return False
        if words in self.known or words in self.firsts:
            return True
        if first in NO_GIVEN_NAME:
            return False
        return " " in words or not starts_sentence
