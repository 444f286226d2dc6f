"""Adding a code app or a key to sign with."""

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class CodeAppForm(ActivateTOTPForm):
    code = forms.CharField(
        label="Koden som appen visar",
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        ),
        error_messages={"required": "Skriv koden som appen visar."},
    )


class NewKeyForm(AddWebAuthnForm):
    """The browser asks the key, and brings its answer in a hidden field."""

    name = forms.CharField(
        label="Namn på nyckeln",
        help_text="Så att du känner igen den, till exempel Telefonen.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Nyckeln lades inte till. Tryck på knappen och följ webbläsarens frågor.",
            "invalid": "Nyckeln lades inte till. Försök igen.",
        },
    )

    def clean(self):
        try:
            return super().clean()
        except (TypeError, ValueError, KeyError, AttributeError):  # not what a key answers
            raise forms.ValidationError("Nyckeln lades inte till. Försök igen.") from None
