"""What a party writes for the minutes in its own name, and where the secretary places it."""

import uuid

from django import forms

from ..models.statement import LONGEST

HAND_IN = "lamna-in"


def _places(said, first):
    """The items of the minutes to choose between, by ref."""
    return [("", first), *((one.ref, f"{one.number} {one.heading}") for one in said.items())]


class StatementForm(forms.Form):
    """A draft. Sent with HAND_IN it is handed in, which nobody can take words out of again."""

    party = forms.TypedChoiceField(label="För vilken part?", coerce=int)
    item = forms.ChoiceField(
        label="Vilken punkt gäller den?",
        help_text="Sekreteraren placerar texten där.",
        required=False,
        error_messages={"invalid_choice": "Välj en punkt som finns på dagordningen."},
    )
    text = forms.CharField(
        label="Er text",
        help_text=f"Högst {LONGEST:,} tecken.".replace(",", "\N{NO-BREAK SPACE}"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-grow": True}),
    )
    ref = forms.UUIDField(widget=forms.HiddenInput)
    save_id = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answers = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, said, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = _places(said, "Ingen särskild punkt")
        self.parties = {party.pk: party for party in parties}
        self.fields["party"].choices = [(pk, party.name) for pk, party in self.parties.items()]
        if len(self.parties) == 1:
            (self.fields["party"].initial,) = self.parties
            self.fields["party"].widget = forms.HiddenInput()

    @classmethod
    def of(cls, draft, **options):
        """With what the draft says now."""
        told = {"text": draft.text, "party": draft.party_id, "ref": draft.ref}
        told |= {"item": str(draft.item.ref) if draft.item else "", "base": draft.version}
        return cls(initial=told | {"save_id": uuid.uuid4()}, **options)

    @property
    def hands_in(self) -> bool:
        return self.data.get("gor") == HAND_IN

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST:
            raise forms.ValidationError(
                f"Texten får ha högst {LONGEST} tecken. Nu har den {len(text)}."
            )
        if not text.strip():
            raise forms.ValidationError("Skriv er text.")
        return text

    @property
    def speaks_for(self):
        return self.parties[self.cleaned_data["party"]]


class PlaceForm(forms.Form):
    """Where the secretary lets a statement stand."""

    item = forms.ChoiceField(
        label="Placera under punkt",
        error_messages={"required": "Välj en punkt.", "invalid_choice": "Välj en punkt."},
    )

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = _places(said, "Välj punkt")
