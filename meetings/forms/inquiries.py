"""Fråga sekreteraren, and what the secretary answers."""

from django import forms

from ..models.inquiry import INQUIRY_MAX

TOO_LONG = "Texten får ha högst %(limit_value)d tecken. Nu har den %(show_value)d."


def _words(label, missing):
    return forms.CharField(
        label=label,
        max_length=INQUIRY_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": True}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


class AskForm(forms.Form):
    """A question about one item of the locked text, or about all of it.

    `said` is None when the text is open again: the words are shown, and nothing is sent.
    """

    item = forms.ChoiceField(
        label="Vilken punkt gäller frågan?",
        required=False,
        error_messages={"invalid_choice": "Välj vilken punkt frågan gäller."},
    )
    text = _words("Din fråga", "Skriv din fråga.")

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, auto_id="fraga_%s", **kwargs)
        self.said = said
        items = said.items() if said else ()
        self.fields["item"].choices = [
            ("", "Hela texten"),
            *((item.ref, f"{item.number} {item.heading}") for item in items),
        ]

    @property
    def chosen_item(self):
        """The document.Item that is asked about, or None for all of the text."""
        chosen = self.cleaned_data["item"]
        return self.said.item(chosen) if chosen else None


class ReplyForm(forms.Form):
    """The answer to one question; several stand on the same page."""

    text = _words("Ditt svar", "Skriv ett svar.")

    def __init__(self, *args, inquiry, **kwargs):
        super().__init__(*args, auto_id=f"svar_{inquiry.pk}_%s", **kwargs)
