"""A signature that was not made here: the paper that was scanned, or the file from elsewhere."""

from django import forms
from django.core.exceptions import ValidationError

from .. import file_kinds
from ..models.signature import NOTE_MAX
from .fields import DayField

SCANS = ("pdf", "png", "jpg", "jpeg")


class _FileForm(forms.Form):
    """With one file. `too_large`: why there is none although one was sent."""

    def __init__(self, *args, too_large="", **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def full_clean(self):
        super().full_clean()
        if self.too_large:
            self._errors.pop("file", None)
            self.add_error("file", self.too_large)

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            kind = file_kinds.kind_of(file_kinds.safe_name(file.name), file)
        except file_kinds.Refused as no:
            raise ValidationError(str(no)) from None
        if kind.extension not in self.kinds:
            raise ValidationError(f"Välj en fil av slaget {', '.join(self.kinds)}.")
        file.seek(0)
        return file.read()


def _file(label, kinds, hint):
    return forms.FileField(
        label=label,
        help_text=hint,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in kinds)}),
        error_messages={"empty": "Filen är tom. Välj en annan fil.", "required": "Välj en fil."},
    )


class PaperForm(_FileForm):
    kinds = SCANS
    # Of the text that was out when the page was opened: the paper is of that one.
    kontrollkod = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    file = _file("Det inlästa papperet", SCANS, "Sidan med underskriften, som pdf eller bild.")
    signed_on = DayField(
        label="Dagen som står på papperet",
        help_text="Till exempel 16 februari.",
        error_messages={"required": "Skriv vilken dag papperet är underskrivet."},
    )
    note = forms.CharField(
        label="Egen rad vid underskriften, om det står en",
        help_text=f"Ordagrant, högst {NOTE_MAX} tecken. Den trycks i protokollet.",
        required=False,
        max_length=NOTE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": "Raden får ha högst %(limit_value)d tecken. Nu har den %(show_value)d."
        },
    )


class UploadForm(_FileForm):
    kinds = ("pdf",)
    file = _file(
        "Den underskrivna pdf-filen",
        ("pdf",),
        "Den låsta pdf:en härifrån, underskriven i den andra tjänsten.",
    )
    service = forms.CharField(
        label="Vilken tjänst är den underskriven i?",
        help_text="Som den ska stå i protokollet, till exempel kommunens underskriftstjänst.",
        max_length=80,
        error_messages={"required": "Skriv vilken tjänst filen är underskriven i."},
    )
