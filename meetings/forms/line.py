"""The line at the bottom of Skriv: a new row as it is typed, shorthand and all."""

import uuid
from dataclasses import dataclass

from django import forms

from .. import shorthand, words
from ..models import Entry
from .entries import RowForm

MEANT = "menar:"  # before the token of a question about it


@dataclass(frozen=True)
class Asked:
    """A question about a token, with the name of its field and what has been chosen."""

    ask: shorthand.Ask
    chosen: str

    @property
    def name(self):
        return f"{MEANT}{self.ask.token}"


@dataclass(frozen=True)
class Proposal:
    """A party that the words begin with: one tick makes it the sender."""

    key: str
    words: str
    is_accepted: bool


class NewRowForm(RowForm):
    """The same form sent twice gives the same row, once.

    Bound it wants the `scene` that the words are read in. What was typed stays in its field; the
    cleaned words are what the row will say.
    """

    ref = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(required=False)  # the row that a line without words was shown to hang on

    def __init__(self, data=None, *, scene=None, **options):
        self.scene, self.reading = scene, shorthand.Reading()
        super().__init__(data, auto_id="ny_%s", **options)
        self.fields["ref"].initial = uuid.uuid4

    def offer(self, questions, open_here, people):
        super().offer(questions, open_here, people)
        none = "Ingen av dem" if len(open_here) > 1 else "Ingen fråga"
        self.fields["answers"].choices = [*self.fields["answers"].choices, (self.NONE, none)]

    # --- Read ---------------------------------------------------------------------------------

    def full_clean(self):
        if self.is_bound:
            self._read(str(self.data.get("text", "")))
        super().full_clean()

    def _read(self, typed):
        """The shorthand first of all: the kind that it tells decides what else is asked for."""
        typed = self.fields["text"].to_python(typed)
        meant = {
            name.removeprefix(MEANT): self.data[name]
            for name in self.data
            if name.startswith(MEANT)
        }
        self.reading = shorthand.read(typed, self.scene.context(typed), meant)
        if self.reading.kind:
            self.data = self.data.copy()
            self.data["kind"] = self.reading.kind
        if self.data.get("kind") == Entry.Kind.ANSWER:
            known = [(str(one.entry.ref), one.title) for one in self.scene.questions]
            self.offer(known, self.scene.open_here, self.people)
        else:  # a question proposed to an answer lies ticked in the form of a note, and counts not
            self.fields["answers"].valid_value = lambda _ref: True

    def clean(self):
        told = self.cleaned_data
        self.typed = told.get("text", "")
        told["text"] = self._words()
        told["speaks"] = self._senders()
        self._take_tokens()
        for ask in self.reading.asks:
            self.add_error("text", ask.words)
        if self.reading.problem:
            self.add_error("text", self.reading.problem)
        if self.is_row:
            self.require_words()
        if told.get("kind") == Entry.Kind.ANSWER and "answers" in told:
            told["answers"] = self._answered(told["answers"])
        return told

    def _words(self):
        if self.reading.is_nothing:
            own = self.scene.meeting.empty_words
            return own if len(own) > 1 else "Inget att ta upp"
        return self.reading.text

    def _senders(self):
        """Those chosen, those typed, and the proposed ones that were accepted, each once."""
        accepted = [key for key in self.reading.proposes if key in self.data.getlist("accepted")]
        named = self.parties(self.reading.speaks) + self.parties(accepted)
        return list(dict.fromkeys([*self.cleaned_data.get("speaks", []), *named]))

    def parties(self, keys):
        known = self.fields["speaks"].parties
        return [known[key] for key in keys]

    def _take_tokens(self):
        """What stood behind <<: about a question who is to answer it, otherwise an action."""
        told, who, due = self.cleaned_data, self.reading.responsible, self.reading.due
        if not (who or due.day or due.words):
            return
        if told.get("kind") == Entry.Kind.QUESTION:
            told["asked_of"] = words.and_list(
                dict.fromkeys(one for one in (told.get("asked_of"), who) if one)
            )
            if (due.day or due.words) and told.get("answer_due") not in (None, due):
                self._say_day_once(told["answer_due"])
                told["answer_due"] = due
        elif not (who or due.day):
            self.add_error("text", "Skriv också vem som ska göra det, till exempel +jonas.")
        else:
            action = {"responsible": who, "what": "", "due": due.day, "due_words": due.words}
            told["actions"] = [*told.get("actions", []), action]

    def _say_day_once(self, already):
        if already.day or already.words:
            self.add_error("answer_due", "Det står en annan dag efter <<. Skriv bara en.")

    def _answered(self, chosen):
        questions = [ref for ref in chosen if ref != self.NONE]
        if questions and self.NONE in chosen:
            self.add_error("answers", "Välj antingen frågor eller att svaret inte gäller någon.")
        elif not chosen and len(self.open_here) == 1:
            # Proposed now, as it is to those who saw the question before they wrote.
            self.data = self.data.copy()
            self.data.setlist("answers", list(self.open_here))
            self.data["result"] = self.data.get("result") or "answered"
            self.add_error("answers", "Svarar det på frågan? Ändra om det inte gör det.")
        elif not chosen and self.open_here:
            self.add_error("answers", "Välj vilken fråga svaret gäller.")
        return questions

    # --- What it becomes ----------------------------------------------------------------------

    @property
    def is_row(self):
        """Whether there will be a new row; if not, the line says something about what stands."""
        return not (self.reading.concurs or self.hangs or self.only_cites)

    @property
    def hangs(self):
        """“å. << +linda” without words is an action of the row above."""
        told = self.reading.responsible or self.reading.due.day or self.reading.due.words
        return bool(told and self._is_bare and self.data.get("kind") in ("note", "action"))

    @property
    def only_cites(self):
        """“<< §11” alone is about the item."""
        return bool(self.reading.legal_basis and self._is_bare and not self.hangs)

    @property
    def _is_bare(self):
        return not (self.reading.text or self.reading.speaks)

    # --- Shown before Enter -------------------------------------------------------------------

    @property
    def typed_text(self):
        return self.fields["text"].to_python(self.data.get("text", ""))

    @property
    def is_shown(self):
        return self.is_bound and bool(self.typed_text.strip())

    @property
    def errs_inside(self):
        """Whether something is wrong among the choices that are folded away."""
        return bool(self.is_bound and self.errors.keys() - {"text", "answers", "ref", "__all__"})

    @property
    def asked(self) -> list[Asked]:
        """What the writer is asked about her words, also what she has answered already."""
        unanswered = shorthand.read(self.typed_text, self.scene.context(self.typed_text))
        return [
            Asked(ask, self.data.get(f"{MEANT}{ask.token}", ""))
            for ask in dict.fromkeys([*unanswered.asks, *self.reading.asks])
        ]

    @property
    def proposed(self) -> list[Proposal]:
        """Parties that the words begin with, while nobody is named as the sender."""
        if any(self.data.getlist("speaks")):
            return []
        accepted = self.data.getlist("accepted")
        parties = zip(self.reading.proposes, self.parties(self.reading.proposes), strict=True)
        return [Proposal(key, party.value().in_sentence, key in accepted) for key, party in parties]

    @property
    def kind_now(self):
        return self.data.get("kind", Entry.Kind.NOTE)

    @property
    def kind_label(self):
        return dict(self.fields["kind"].choices).get(self.kind_now, "")

    @property
    def senders(self):
        return [party.value() for party in self.cleaned_data.get("speaks", [])]

    @property
    def concurring_words(self):
        return words.and_list(party.name for party in self.parties(self.reading.concurs))

    @property
    def who(self):
        asked = self.cleaned_data.get("asked_of") if self.kind_now == "question" else ""
        return asked or self.reading.responsible

    @property
    def due(self):
        asked = self.cleaned_data.get("answer_due") if self.kind_now == "question" else None
        return asked or self.reading.due

    @property
    def title_now(self):
        """What a question will be called in lists, until its writer gives it another title."""
        if self.kind_now != Entry.Kind.QUESTION:
            return ""
        own = self.cleaned_data.get("title")
        return own or shorthand.short_title(self.cleaned_data.get("text", ""))
