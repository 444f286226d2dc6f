"""What happened to a row, told step by step: what was typed in one go is one step."""

from dataclasses import dataclass

from .. import diff, words
from ..diff import Run
from .agenda import AgendaItem
from .entry import Entry
from .party import Party
from .question import Answer, Question
from .revision import Revision, day_of

Kind = Revision.Kind

# What is told of a row besides its words, by the names that `Entry.describe` knows it by.
NAMES = {
    "kind": "Slag",
    "speaks": "Från",
    "concurs": "Instämmer",
    "speaker": "Talare",
    "title": "Kort titel",
    "asked_of": "Till vem",
    "answer_due": "Svar senast",
    "answer_due_words": "Svar senast",
    "answers": "Svarar på",
    "result": "Resultat",
    "decided_by": "Beslut av",
    "source": "Citat ur",
    "page": "Sida",
    "actions": "Åtgärd",
}
LABELS = {
    "kind": dict(Entry.Kind.choices),
    "result": dict(Answer.Result.choices),
    "decided_by": dict(Entry.DecidedBy.choices),
}


@dataclass(frozen=True)
class Step:
    """`text` is what the row said afterwards; `runs` how the words changed, if they did."""

    revision: Revision
    runs: tuple[Run, ...]
    beside: tuple[str, ...]
    text: str
    is_now: bool

    @property
    def words(self) -> str:
        verb = self.revision.get_kind_display()
        return f"Ångrade: {verb.lower()}" if self.revision.is_undo else verb


def of(entry) -> list[Step]:
    """The newest first, in a fixed number of queries."""
    revisions = list(entry.revisions.select_related("by").order_by("-version"))
    tell = _Telling(entry)
    return [
        Step(
            revision=last,
            runs=diff.changes(first.before, last.after) if first.before != last.after else (),
            beside=tell.beside(last),
            text=last.after,
            is_now=last.after == entry.text and not entry.deleted_at,
        )
        for last, first in _steps(revisions)
    ]


def _steps(revisions):
    """(last, first) of each step."""
    steps = []
    for revision in revisions:
        if steps and revision.goes_on_in(steps[-1][1]):
            steps[-1][1] = revision
        else:
            steps.append([revision, revision])
    return steps


class _Telling:
    """Says what changed beside the words. Rows that revisions only know by key are read once."""

    def __init__(self, entry):
        meeting = entry.item.meeting_id
        asked = Question.objects.filter(entry__item__meeting=meeting).select_related("entry")
        self.parties = {party.pk: party.name for party in Party.objects.all()}
        self.questions = {question.pk: str(question) for question in asked}
        self.items = {item.pk: item.heading for item in AgendaItem.objects.filter(meeting=meeting)}

    def beside(self, revision) -> tuple[str, ...]:
        was, became = revision.was, revision.became
        if revision.kind == Kind.MOVED:
            return self._moved(was.get("item"), became.get("item"))
        if not was:
            return ()
        return tuple(
            f"{NAMES[name]}: {self._said(name, was[name])} → {self._said(name, became[name])}"
            for name in became
            if name in NAMES
        )

    def _moved(self, was, now):
        if was == now:
            return ()
        return (f"Från punkten {self.items.get(was, '–')} till {self.items.get(now, '–')}",)

    def _said(self, name, value) -> str:
        if not value:
            return "inget"
        if name in ("speaks", "concurs"):
            return words.and_list(self.parties.get(key, "–") for key in value)
        if name == "answers":
            return words.and_list(self.questions.get(key, "–") for key in value)
        if name == "actions":
            return "; ".join(_action(one) for one in value)
        if name == "answer_due":
            return words.day_long(day_of(value))
        return LABELS.get(name, {}).get(value, value)


def _action(action) -> str:
    due = words.day_long(day_of(action["due"])) if action["due"] else action["due_words"]
    return ", ".join(part for part in (action["responsible"], action["what"], due) if part)
