"""What an item has to do with an organisation, in words, for whoever reads on its behalf."""

from __future__ import annotations

from . import words
from .document import Entry, Item


def concern_words(item: Item, party: str) -> str:
    """“Er fråga har inget svar”, “Två av era frågor: en besvarad, en öppen”; or empty."""
    asked = [row for row in item.questions if _speaks(row, party)]
    told = [_of_questions(item, asked)] if asked else []
    if any(_speaks(row, party) for row in item.disagreements):
        told.append("er oenighet")
    others = {"question", "disagreement"}
    if not told and any(_speaks(row, party) for row in item.entries if row.kind not in others):
        told.append("ni har ordet")
    if not told and any(party == one.name for row in item.entries for one in row.concurs):
        told.append("ni instämmer")
    return "; ".join(told).capitalize()


def _speaks(row: Entry, party: str) -> bool:
    return any(party == one.name for one in row.parties)


def _of_questions(item: Item, asked: list[Entry]) -> str:
    closed = {ref for row in item.entries if row.result == "answered" for ref in row.answers}
    answered = sum(row.ref in closed for row in asked)
    still_open = len(asked) - answered
    if len(asked) == 1:
        return "er fråga är besvarad" if answered else _one_open(item, asked[0])
    parts = []
    if answered:
        parts.append(f"{words.spelled(answered)} {'besvarad' if answered == 1 else 'besvarade'}")
    if still_open:
        parts.append(f"{words.spelled(still_open)} {'öppen' if still_open == 1 else 'öppna'}")
    return f"{words.spelled(len(asked))} av era frågor: {', '.join(parts)}"


def _one_open(item: Item, question: Entry) -> str:
    is_answered = any(question.ref in row.answers for row in item.entries)
    return "er fråga är öppen" if is_answered else "er fråga har inget svar"
