"""What somebody asks about on /validera/: a file, a whole kontrollkod or a number."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

CODE = re.compile(r"[0-9a-f]{64}")
PART_OF_CODE = re.compile(r"[0-9a-f]{8,}")
# The space may be left out (“fg2/2024”) where the code does not end with a digit itself.
NUMBER = re.compile(
    r"(?P<code>\S(?:.*\S)?)(?:\s+|(?<=\D))(?P<number>\d{1,6})\s*/\s*(?P<year>\d{4})"
)


@dataclass(frozen=True)
class Number:
    """“FG 2/2024”."""

    code: str
    number: int
    year: int


class CheckForm(forms.Form):
    file = forms.FileField(
        label="Pdf-fil",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"empty": "Filen är tom. Välj en annan fil."},
    )
    asked = forms.CharField(
        label="Kontrollkod eller nummer",
        help_text="Kontrollkoden står på underskriftssidan, 64 tecken.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Det är för långt för att vara en kontrollkod."},
    )

    def clean_asked(self):
        """A kontrollkod of 64 digits, however it was spaced, or a Number; empty when not given."""
        typed = self.cleaned_data["asked"]
        code = re.sub(r"[\s-]", "", typed).lower()
        if not code or CODE.fullmatch(code):
            return code
        if PART_OF_CODE.fullmatch(code):
            raise ValidationError(
                f"Skriv hela kontrollkoden. Den har 64 tecken, du skrev {len(code)}."
            )
        number = NUMBER.fullmatch(typed)
        if not number:
            raise ValidationError("Skriv en hel kontrollkod, eller ett nummer som FG 2/2024.")
        return Number(number["code"], int(number["number"]), int(number["year"]))

    def __init__(self, *args, too_large="", **kwargs):
        """`too_large` is what to say about a file that was not kept."""
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self):
        given = super().clean()
        if self.too_large:
            self.add_error("file", self.too_large)
        elif not self.errors and not given.get("file") and not given.get("asked"):
            self.add_error("file", "Välj en fil, eller skriv en kontrollkod.")
        return given
