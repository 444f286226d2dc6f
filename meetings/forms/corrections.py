"""Rättelse: where the text is wrong, and how it shall be read; and “fel i protokollet”."""

from django import forms
from django.utils.text import Truncator

from .. import marks
from ..models.correction import WORDS_MAX
from .inquiries import AskForm

LIGHT, SIGNED = "genast", "underskrift"
WAYS = (
    (LIGHT, "Rätta genast. För uppenbara fel, som ett namn eller en dag."),
    (SIGNED, "Låt justerarna skriva under. För allt som ändrar vad texten betyder."),
)
OF_THE_MEETING = "mote"


class PlaceForm(forms.Form):
    """What is wrong: a row, something else in an item, or the facts of the meeting."""

    stalle = forms.ChoiceField(
        label="Vad ska rättas?",
        error_messages={"required": "Välj vad som ska rättas.", "invalid_choice": "Välj i listan."},
    )

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        self.fields["stalle"].choices = [
            ("", "Välj ställe"),
            *((f"{item.number} {item.heading}", list(_places(item))) for item in said.items()),
            (OF_THE_MEETING, "Uppgifter om mötet"),
        ]

    def clean_stalle(self):
        """(item, entry) of the frozen text; either or both None."""
        chosen = self.cleaned_data["stalle"]
        kind, _, ref = chosen.partition(":")
        for item in self.said.items():
            if kind == "punkt" and item.ref == ref:
                return item, None
            entry = next((e for e in item.entries if kind == "stycke" and e.ref == ref), None)
            if entry:
                return item, entry
        return None, None


def _places(item):
    for entry in item.entries:
        if entry.text:
            words = Truncator(marks.to_text(entry.text)).chars(70)
            yield f"stycke:{entry.ref}", f"{entry.kind_word}: {words}".removeprefix(": ")
    yield f"punkt:{item.ref}", f"Något annat i punkt {item.number}"


def _words(label, rows, missing="", **more):
    return forms.CharField(
        label=label,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": rows, "data-grow": True}),
        error_messages={
            "required": missing,
            "max_length": "Texten får ha högst %(limit_value)d tecken. Nu har den %(show_value)d.",
        },
        **more,
    )


class CorrectForm(forms.Form):
    """The new words with the reason. Which way it goes is chosen by nobody else."""

    old = _words("Så står det", 2, required=False)
    new = _words("Så ska det stå", 4, required=False)
    reason = _words("Varför rättas det?", 2, "Skriv varför det rättas.")
    way = forms.ChoiceField(
        label="Hur ska det rättas?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj hur det ska rättas.",
            "invalid_choice": "Välj hur det ska rättas.",
        },
    )

    def __init__(self, *args, is_row, may_be_signed, **kwargs):
        super().__init__(*args, **kwargs)
        if is_row:  # its words are known
            del self.fields["old"]
        if not may_be_signed:
            del self.fields["way"]

    @property
    def facts(self):
        told = dict(self.cleaned_data)
        return {"signed": told.pop("way", LIGHT) == SIGNED, **told}


class FaultForm(AskForm):
    """“Fel i protokollet”, from anybody who reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].label = "Var är felet?"
        self.fields["text"].label = "Vad är fel?"
        self.fields["text"].error_messages["required"] = "Skriv vad som är fel."
