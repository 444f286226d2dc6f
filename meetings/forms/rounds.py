"""What is typed about a round that does not go by itself: why, who instead, another address."""

from django import forms

from ..models.closing_notice import REASON_MAX
from .signoff import REASON_MAX as WHY_MAX


def _long(label, required, most, hint=""):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 4, "data-grow": True}),
        error_messages={
            "required": required,
            "max_length": "Texten får ha högst %(limit_value)d tecken. Nu har den %(show_value)d.",
        },
    )


class ReopenForm(forms.Form):
    item = forms.ChoiceField(
        label="Vilken punkt gäller det?",
        required=False,
        error_messages={"invalid_choice": "Välj en punkt i texten, eller hela texten."},
    )
    reason = _long(
        "Varför öppnas texten?", "Skriv varför texten öppnas.", WHY_MAX, "Alla i gruppen ser det."
    )

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        self.fields["item"].choices = [
            ("", "Hela texten"),
            *((item.ref, f"{item.number} {item.heading}") for item in said.items()),
        ]

    @property
    def chosen_item(self):
        ref = self.cleaned_data["item"]
        return self.said.item(ref) if ref else None


class ReplaceForm(forms.Form):
    """Who signs in the adjuster's place; nobody is chosen beforehand."""

    stand_in = forms.ChoiceField(
        label="Vem justerar i stället?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj vem som justerar i stället.",
            "invalid_choice": "Välj någon i listan.",
        },
    )
    because = forms.CharField(
        label="Varför?",
        help_text="Behöver inte fyllas i. Alla i gruppen ser det.",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.user_id): one.user for one in people}
        self.fields["stand_in"].choices = [
            (str(one.user_id), f"{one.name}, {'' if one.attended else 'inte '}på mötet")
            for one in people
        ]

    @property
    def chosen(self):
        return self.people[self.cleaned_data["stand_in"]]


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="E-postadress",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Skriv en e-postadress.",
            "invalid": "Skriv hela adressen, till exempel namn@exempel.se.",
        },
    )


class WhyNotForm(forms.Form):
    reason = _long(
        "Varför justerar ni inte?",
        "Skriv varför ni inte justerar.",
        REASON_MAX,
        "Trycks ord för ord i protokollet om det avslutas utan er underskrift.",
    )
