"""Snabbraden: what a line that somebody types in a hurry becomes.

The same words in the same meeting always read the same, and nothing is guessed: what is not known
stays text, and what may mean two things is asked about. No character is lost: the head, the text
and the tail of a Reading are together exactly what was typed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from . import head, tail
from .head import PREFIXES
from .names import Names
from .values import AS_TEXT, Ask, Choice, Context, Party, Person, Reading

__all__ = [
    "AS_TEXT",
    "PREFIXES",
    "Ask",
    "Choice",
    "Context",
    "Party",
    "Person",
    "Reading",
    "read",
    "short_title",
]

MOST_OF_TITLE = 70


def read(typed: str, context: Context, chosen: Mapping[str, str] | None = None) -> Reading:
    """`chosen`: the writer's answers, the value of a Choice for the token of its Ask."""
    names = Names(context, chosen or {})
    concurs = head.concurring(typed, names)
    if concurs:
        whose = tuple(key for key in concurs if key)
        return Reading(head=typed, concurs=whose, asks=names.open_asks)
    end, told = tail.read(typed, names)
    start, kind, speaks = head.read(typed, end, names)
    text = typed[start:end].rstrip()
    return replace(
        told,
        head=typed[:start],
        text=text,
        tail=typed[start + len(text) :],
        kind=kind,
        speaks=speaks,
        proposes=() if speaks else names.begun_with(typed, start),
        asks=names.open_asks,
    )


def short_title(text: str) -> str:
    """What a question is called in lists: its first sentence that asks, or its beginning."""
    sentences = re.split(r"(?<=[.?!])\s+", " ".join(text.split()))
    title = next((one for one in sentences if one.endswith("?")), " ".join(sentences))
    if len(title) <= MOST_OF_TITLE:
        return title
    return f"{title[:MOST_OF_TITLE].rsplit(' ', 1)[0]} …"
