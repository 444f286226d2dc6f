"""Questions and promises that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from ..document import Entry, Item
from ..words import and_list
from .dates import mentions
from .finding import Finding, Place
from .minutes import Minutes, Row, place_of

# “… som besvaras vid nästa förvaltningsgrupp” says it of all of them.
ALL_LATER = re.compile(r"\bbesvaras\b[^.]{0,30}\b(?:nästa|senare|skriftligen)\b", re.IGNORECASE)
CONCLUDED = ("agreed", "disagreed", "concluded")

WHO = (
    r"arbetsgivaren|förvaltningen|ledningen|ordföranden|sekreteraren|rektor|hr|vi|hon|han|de|man|"
    r"\w*chef(?:en)?|\w*direktör(?:en)?|facken|fackliga|skyddsombudet"
)
RETURNS = re.compile(
    rf"\b(?:{WHO})(?: [a-zåäö]+){{0,3}} återkommer\b"
    r"|\båterkommer (?:med (?:svar|besked|information|mer|en|ett|underlag|uppgift|förslag)"
    r"|om (?:hur|när|vad|detta|det)|i frågan)",
    re.IGNORECASE,
)
OFTEN = re.compile(r"\b(?:löpande|regelbundet|varje|årligen|kontinuerligt)\b", re.IGNORECASE)
WHEN = re.compile(
    r"\b(?:nästa|nästkommande|kommande|under (?:våren|hösten|sommaren|vintern|veckan)|"
    r"i (?:vår|höst|morgon|veckan)|vecka \d|v\. ?\d|till (?:våren|hösten)|senast|efter sommaren|"
    r"före (?:sommaren|jul)|i (?:januari|februari|mars|april|maj|juni|juli|augusti|september|"
    r"oktober|november|december))\b",
    re.IGNORECASE,
)


# --- Questions -----------------------------------------------------------------------------------


def unanswered(minutes: Minutes) -> Iterator[Finding]:
    """Questions with neither answer nor day, those of an item together."""
    for item in minutes.items:
        if not minutes.is_behind(item) or _all_later(item):
            continue
        left = [
            entry
            for entry, after in zip_longest(item.entries, item.entries[1:])
            if entry.kind == "question" and entry.text and not _is_settled(minutes, entry, after)
        ]
        if left:
            yield Finding(
                rule="question",
                place=Place(item.ref, item.number, left[0].ref),
                what=_left_words(left),
                advice="Skriv svaret, eller när det kommer.",
                weight=56,
            )


def _is_settled(minutes: Minutes, question: Entry, after: Entry | None) -> bool:
    """Answered, or with a day; “Claes återkommer på nästa FSG” in the next row is one."""
    promised = after is not None and "återkommer" in after.text and WHEN.search(after.text)
    return bool(_dated(question) or question.ref in minutes.replied or promised)


def _all_later(item: Item) -> bool:
    return any(ALL_LATER.search(entry.text) for entry in item.entries)


def _left_words(left: list[Entry]) -> str:
    if len(left) > 1:
        return f"{len(left)} frågor har varken svar eller dag"
    asked_by = and_list(party.chip or party.name for party in left[0].parties)
    who = f"frågan från {asked_by}" if asked_by else "frågan"
    return f"{who} har varken svar eller dag"


def still_open(minutes: Minutes) -> Iterator[Finding]:
    """Samverkan is said to have ended while questions about the matter are open."""
    for item in minutes.items:
        if item.outcome is None or item.outcome.kind not in CONCLUDED:
            continue
        left = [question for question in item.questions if question.ref not in minutes.answered]
        if left:
            count = "en fråga" if len(left) == 1 else f"{len(left)} frågor"
            yield Finding(
                rule="still_open",
                place=place_of(item),
                what=f"samverkan är avslutad men {count} är öppna"
                if len(left) > 1
                else f"samverkan är avslutad men {count} är öppen",
                advice="Stämmer utfallet?",
                weight=58,
            )


# --- Promises ------------------------------------------------------------------------------------


def returns(minutes: Minutes) -> Iterator[Finding]:
    """“Arbetsgivaren återkommer” with no action, no day and no next meeting."""
    for row in minutes.rows:
        if "återkommer" not in row.text or row.is_quoted or row.entry.actions:
            continue
        if _has_day(minutes, row):
            continue
        for start, sentence in row.sentences:
            if _returns_some_time(minutes, sentence):
                yield Finding(
                    rule="returns",
                    place=row.place,
                    what="”återkommer” utan dag eller åtgärd",
                    advice="Skriv när, eller lägg en åtgärd på stycket.",
                    weight=48 if start == 0 else 47,
                )
                break


def _returns_some_time(minutes: Minutes, sentence: str) -> bool:
    if not (RETURNS.search(sentence) or _party_returns(minutes, sentence)):
        return False
    if OFTEN.search(sentence) or WHEN.search(sentence):
        return False
    return not any(mentions(sentence, minutes.document.date))


def _party_returns(minutes: Minutes, sentence: str) -> bool:
    words = "återkommer"
    where = sentence.find(words)
    return where > 0 and any(
        sentence.startswith(name + " ") and len(sentence[len(name) : where].split()) <= 3
        for name in minutes.names.organisations
    )


def _has_day(minutes: Minutes, row: Row) -> bool:
    """Whether the question that the row answers has a day for its answer."""
    dated = {q.ref for item in minutes.items for q in item.questions if _dated(q)}
    return bool(_dated(row.entry) or dated.intersection(row.entry.answers))


def _dated(entry: Entry) -> bool:
    return bool(entry.answer_due or entry.answer_due_words)
