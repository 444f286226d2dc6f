"""“Stämmer protokollet?”: the answers, and what each of them needs."""

from django import forms

from .identify import IdentifyFields
from .own_words import OwnWords

YES, NO, OPINION = "ja", "nej", "mening"
GATHER = "samla"
REASON_MAX = 4000
NEEDED = (("item", "Välj vilken punkt det gäller."), ("reason", "Skriv vad som inte stämmer."))


class AnswerForm(OwnWords, IdentifyFields):
    """The answer of an adjuster to the frozen text. Nothing is chosen beforehand.

    A third answer is there for items whose wording was sent back twice (`disputed`).
    """

    answer = forms.ChoiceField(
        label="Stämmer protokollet?",
        choices=[(YES, "Ja, jag justerar"), (NO, "Nej, texten stämmer inte")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj ja eller nej.", "invalid_choice": "Välj ja eller nej."},
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

    field_order = (
        *("answer", "opinion_item", "opinion", "note", "annex"),
        *("method", "password", "code", "item", "reason"),
    )

    def __init__(self, *args, said, ways, disputed=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        self.offer(ways)
        self.dispute(disputed)
        if self.disputed:
            self.fields["answer"].choices += [(OPINION, "Ja, men med avvikande mening om lydelsen")]
        self.fields["item"].choices = [
            ("", "Välj punkt"),
            *((item.ref, f"{item.number} {item.heading}") for item in said.items()),
        ]

    def clean(self):
        given = super().clean()
        answer, pressed = given.get("answer"), self.data.get("pressed")
        # A browser that cannot hide the other answer's fields shows both buttons.
        if answer and pressed and (answer == NO) != (pressed == NO):
            self.add_error("answer", "Svaret och knappen säger olika saker. Välj ja eller nej.")
            return given
        if answer in (YES, OPINION) and not self.gathers:
            self.require_identity()
        if answer == OPINION:
            self.require_opinion()
        if answer == NO:
            for name, words in NEEDED:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    @property
    def gathers(self) -> bool:
        """Yes, and she shows that it is she when she has read the other texts as well."""
        return self.data.get("pressed") == GATHER

    @property
    def says_yes(self) -> bool:
        return self.cleaned_data["answer"] != NO

    @property
    def own_words(self) -> dict[str, str]:
        return self.words(with_opinion=self.cleaned_data["answer"] == OPINION)

    @property
    def chosen_item(self):
        """The document.Item that is wrong."""
        return self.said.item(self.cleaned_data["item"])
