"""A row of the minutes as it is typed: its words, whose they are, and what stands beside them."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string

from .. import words
from ..models import Answer, Entry, Party
from ..models.row_words import MOST_WORDS
from ..workdays import MOST_OF_WHEN, NEXT_MEETING, When, read_when

# Names that the browser proposes: those who are at the meeting.
PEOPLE = {"list": "deltagare", "autocomplete": "off"}

# What is chosen most often stands first; the rest is one step away.
OFTEN = ("note", "question", "answer", "decision", "action", "disagreement")


# --- Fields --------------------------------------------------------------------------------------


class Words(forms.CharField):
    """The text of a row, kept as it was typed; only the browser's line ends are undone."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def when(text: str, since: date, next_meeting=None) -> When:
    """`read_when`, with its refusal at the field. `next_meeting`: gives its day, if it is known."""
    try:
        return read_when(text, since, _when_asked_for(text, next_meeting))
    except ValueError as no:
        raise ValidationError(str(no)) from None


def _when_asked_for(text, next_meeting):
    """The day of the next meeting costs a question that is asked only for these words."""
    return next_meeting() if next_meeting and text.strip().lower() == NEXT_MEETING else None


def said(day, when_words) -> str:
    """The day or words as they stand in the field again; “nästa möte” gives its day anew."""
    return words.day_long(day) if day and when_words.lower() != NEXT_MEETING else when_words


class WhenField(forms.CharField):
    def __init__(self, *, since, next_meeting=None, **options):
        self.since, self.next_meeting = since, next_meeting
        super().__init__(required=False, max_length=MOST_OF_WHEN, **options)

    def clean(self, value):
        return when(super().clean(value), self.since, self.next_meeting)


class InOrder(forms.SelectMultiple):
    """Parties in the order they are named: one list after the other, always one more than used."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = [str(one) for one in value or []]
        slots = [*chosen, *[""] * max(1, 3 - len(chosen))]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", ""),
            "slots": slots[: max(len(self.choices), 1)],
            "choices": [(str(key), word) for key, word in self.choices],
            "label": self.attrs.get("label", ""),
        }
        return render_to_string("writing/_in_order.html", context)


class PartiesField(forms.Field):
    """Chosen keys in order → Party objects in that order, each once."""

    def __init__(self, *, parties, **options):
        self.parties = {str(party.pk): party for party in parties}
        super().__init__(required=False, **options)
        self.widget.choices = [(key, str(party)) for key, party in self.parties.items()]

    def prepare_value(self, value):
        return [str(getattr(one, "pk", one)) for one in value or []]

    def clean(self, value) -> list[Party]:
        chosen = list(dict.fromkeys(key for key in value or [] if key))
        if any(key not in self.parties for key in chosen):
            raise ValidationError("Välj en organisation i listan.")
        return [self.parties[key] for key in chosen]


class Promises(forms.Widget):
    """Who does what by when: a line for each action, and an empty one."""

    parts = ("responsible", "what", "due")

    def value_from_datadict(self, data, files, name):
        columns = [data.getlist(f"{name}_{part}") for part in self.parts]
        return [dict(zip(self.parts, row, strict=False)) for row in zip(*columns, strict=False)]

    def value_omitted_from_data(self, data, files, name):
        return f"{name}_responsible" not in data

    def render(self, name, value, attrs=None, renderer=None):
        rows = [*(value or []), {}]
        context = {"name": name, "id": (attrs or {}).get("id", ""), "rows": rows}
        return render_to_string("writing/_promises.html", context)


class PromisesField(forms.Field):
    """Lines of responsible, what and due → actions as `Entry.describe` takes them."""

    widget = Promises

    def __init__(self, *, since, next_meeting=None, **options):
        self.since, self.next_meeting = since, next_meeting
        super().__init__(required=False, **options)

    def prepare_value(self, value):
        return [
            {**row, "due": said(row["due"], row["due_words"])} if "due_words" in row else row
            for row in value or []
            if any(row.values())
        ]

    def clean(self, value) -> list[dict]:
        rows = [{key: text.strip() for key, text in row.items()} for row in value or []]
        return [self._action(row) for row in rows if any(row.values())]

    def _action(self, row):
        for text in row.values():
            ProhibitNullCharactersValidator()(text)
        if len(row["responsible"]) > 120 or len(row["what"]) > 300:
            raise ValidationError("Skriv kortare: ansvarig högst 120 tecken, vad högst 300.")
        due = when(row["due"], self.since, self.next_meeting)
        if not (row["responsible"] or row["what"] or due.day):
            raise ValidationError("Skriv vem som är ansvarig, eller vad som ska göras.")
        return {
            "responsible": row["responsible"],
            "what": row["what"],
            "due": due.day,
            "due_words": due.words,
        }


# --- Forms ---------------------------------------------------------------------------------------


class RowForm(forms.Form):
    """What every row may say.

    `questions`: (ref, words) of those that an answer may answer; `open_here`: refs of those without
    an answer in the row's own item. One is proposed to an answer, among several the writer chooses.
    """

    NONE = "ingen"  # an answer to no question

    kind = forms.ChoiceField(
        label="Slag av stycke",
        choices=[(kind, Entry.Kind(kind).label) for kind in Entry.WRITTEN],
        initial=Entry.Kind.NOTE,
        widget=forms.RadioSelect,
    )
    text = Words(
        label="Text",
        required=False,
        strip=False,
        max_length=MOST_WORDS,
        error_messages={"max_length": "Stycket är för långt. Dela upp det i flera."},
    )
    speaker = forms.CharField(
        label="Talare", required=False, max_length=120, widget=forms.TextInput(attrs=PEOPLE)
    )
    title = forms.CharField(label="Kort titel", required=False, max_length=160)
    asked_of = forms.CharField(
        label="Till vem", required=False, max_length=120, widget=forms.TextInput(attrs=PEOPLE)
    )
    answers = forms.MultipleChoiceField(
        label="Svarar på", required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(
        label="Resultat",
        required=False,
        choices=[("", "Välj"), *Answer.Result.choices],
    )
    decided_by = forms.ChoiceField(
        label="Beslut av",
        required=False,
        choices=[("", "Välj"), *Entry.DecidedBy.choices],
    )
    source = forms.CharField(label="Citat ur", required=False, max_length=200)
    page = forms.CharField(label="Sida", required=False, max_length=20)

    def __init__(
        self,
        data=None,
        *,
        parties,
        since,
        questions=(),
        open_here=frozenset(),
        people=(),
        next_meeting=None,
        **options,
    ):
        super().__init__(data, **options)
        speaks = InOrder(attrs={"label": "Från"})
        self.fields["speaks"] = PartiesField(label="Från", parties=parties, widget=speaks)
        self.fields["concurs"] = PartiesField(
            label="Instämmer", parties=parties, widget=forms.CheckboxSelectMultiple()
        )
        due = {"since": since, "next_meeting": next_meeting}
        self.fields["answer_due"] = WhenField(label="Svar senast", **due)
        self.fields["actions"] = PromisesField(label="Åtgärder", **due)
        self.fields["result"].initial = Answer.Result.ANSWERED
        self.offer(questions, open_here, people)

    def offer(self, questions, open_here, people) -> None:
        """What the writer chooses among: the questions of her own item come first."""
        self.open_here, self.people = open_here, people
        # In this order: sorted keeps those without an answer before the others.
        answers = self.fields["answers"]
        answers.choices = sorted(questions, key=lambda one: one[0] not in open_here)
        answers.initial = list(open_here) if len(open_here) == 1 else []

    @property
    def answers_here(self):
        """The boxes of the item's open questions, and of none of them; empty without any."""
        if not self.open_here:
            return []
        return [box for box in self["answers"] if self._is_here(box)]

    @property
    def answers_elsewhere(self):
        return [box for box in self["answers"] if not self._is_here(box)]

    @property
    def chose_elsewhere(self):
        return any(box.data["selected"] for box in self.answers_elsewhere)

    def _is_here(self, box):
        return box.data["value"] in {*self.open_here, self.NONE}

    @property
    def often(self):
        """The kinds that stand first, as radio buttons."""
        return [radio for radio in self["kind"] if radio.data["value"] in OFTEN]

    @property
    def seldom(self):
        return [radio for radio in self["kind"] if radio.data["value"] not in OFTEN]

    def require_words(self, because="Skriv något."):
        """A row without words says nothing; note it at the field."""
        if not self.cleaned_data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", because)

    def facts(self) -> dict:
        """What stands beside the text, as `Entry.describe` takes it, the answers as refs."""
        told, kind = self.cleaned_data, self.cleaned_data["kind"]
        facts = {
            "kind": kind,
            "speaker": told["speaker"],
            "speaks": told["speaks"],
            "concurs": told["concurs"],
            "actions": told["actions"],
            "decided_by": told["decided_by"] if kind == Entry.Kind.DECISION else "",
            "source": told["source"] if kind == Entry.Kind.QUOTE else "",
            "page": told["page"] if kind == Entry.Kind.QUOTE else "",
        }
        if kind == Entry.Kind.QUESTION:
            due = told["answer_due"]
            asked = {"title": told["title"], "asked_of": told["asked_of"]}
            facts |= asked | {"answer_due": due.day, "answer_due_words": due.words}
        if kind == Entry.Kind.ANSWER:
            facts |= {"answers": told["answers"], "result": told["result"]}
        return facts


class EditRowForm(RowForm):
    """A row opened for change. `base` is the version that the writer saw."""

    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    # What stands beside the text is as old as the form, however often the text has saved itself.
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    save_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, entry, initial=None, **options):
        self.entry = entry
        super().__init__(data, auto_id="stycke_%s", initial=initial, **options)
        self.fields["save_id"].initial = uuid.uuid4

    @classmethod
    def of(cls, entry, *, text=None, **options):
        """The row's form, filled in with how it is now; `text`: words that were not stored."""
        form = cls(entry=entry, initial=cls.initial_of(entry), **options)
        if text is not None:
            form.initial["text"] = text
        if entry.kind != Entry.Kind.ANSWER:  # made one, it is proposed what it answers
            del form.initial["answers"], form.initial["result"]
        return form

    @staticmethod
    def initial_of(entry) -> dict:
        told = entry.facts()
        return {
            **told,
            "text": entry.text,
            "base": entry.version,
            "seen": entry.version,
            "answers": [str(question.entry.ref) for question in told["answers"]],
            "answer_due": said(told["answer_due"], told["answer_due_words"]),
        }


class SaveForm(forms.Form):
    """One autosave: the words alone, and what they were built on."""

    text = Words(required=False, strip=False, max_length=MOST_WORDS)
    base = forms.IntegerField(min_value=1)
    save_id = forms.UUIDField()


class SplitForm(forms.Form):
    """Where a row is split: the sign before which the cursor stood."""

    vid = forms.IntegerField(required=False, min_value=1)
