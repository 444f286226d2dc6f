"""“Stämmer protokollet?”: two answers, and what each of them needs."""

from django import forms

from ..models.signature import NOTE_MAX
from .identify import IdentifyFields

YES, NO = "ja", "nej"
REASON_MAX = 4000
NEEDED = (("item", "Välj vilken punkt det gäller."), ("reason", "Skriv vad som inte stämmer."))


class AnswerForm(IdentifyFields):
    """The answer of an adjuster to the frozen text. Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label="Stämmer protokollet?",
        choices=[(YES, "Ja, jag justerar"), (NO, "Nej, texten stämmer inte")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ja eller nej.", "invalid_choice": "Välj ja eller nej."},
    )
    note = forms.CharField(
        label="Egen rad vid underskriften",
        help_text=f"Högst {NOTE_MAX} tecken. Den trycks i protokollet.",
        required=False,
        max_length=NOTE_MAX,
        # Or a browser fills it in with the name that goes with the password below.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": "Raden får ha högst %(limit_value)d tecken. Nu har den %(show_value)d."
        },
    )
    item = forms.ChoiceField(
        label="Vilken punkt gäller det?",
        required=False,
        error_messages={"invalid_choice": "Välj vilken punkt det gäller."},
    )
    reason = forms.CharField(
        label="Vad stämmer inte?",
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "data-grow": True}),
        error_messages={
            "max_length": "Förklaringen får ha högst %(limit_value)d tecken. "
            "Nu har den %(show_value)d."
        },
    )

    field_order = ("answer", "note", "method", "password", "code", "item", "reason")

    def __init__(self, *args, said, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        self.offer(ways)
        self.fields["item"].choices = [
            ("", "Välj punkt"),
            *((item.ref, f"{item.number} {item.heading}") for item in said.items()),
        ]

    def clean(self):
        given = super().clean()
        answer, pressed = given.get("answer"), self.data.get("pressed")
        # A browser that cannot hide the other answer's fields shows both buttons.
        if answer and pressed and answer != pressed:
            self.add_error("answer", "Svaret och knappen säger olika saker. Välj ja eller nej.")
            return given
        if answer == YES:
            self.require_identity()
        if answer == NO:
            for name, words in NEEDED:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    @property
    def says_yes(self) -> bool:
        return self.cleaned_data["answer"] == YES

    @property
    def chosen_item(self):
        """The document.Item that is wrong."""
        return self.said.item(self.cleaned_data["item"])
