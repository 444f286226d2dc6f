"""Attachments as they are added, promised and changed: the file itself is looked at here."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from .. import file_kinds
from ..models import Arrived
from ..signing.pages import count_pages
from .entries import WhenField, said

ACCEPT = ",".join(f".{extension}" for extension in file_kinds.MEDIA_TYPES)
OF_THE_MEETING = "Hela mötet"


class AttachedFileField(forms.FileField):
    """The file that came, as an `Arrived`; None when none was chosen."""

    def __init__(self, **options):
        widget = forms.FileInput(attrs={"accept": ACCEPT})
        empty = {"empty": "Filen är tom. Välj en annan fil.", "required": "Välj en fil."}
        super().__init__(widget=widget, error_messages=empty, **options)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        name = file_kinds.safe_name(file.name)
        try:
            kind = file_kinds.kind_of(name, file.arriving.file)
        except file_kinds.Refused as no:
            raise ValidationError(str(no)) from None
        pages = count_pages(file.arriving.path) if kind.extension == "pdf" else 0
        return Arrived(file.arriving, name, kind.media_type, pages)


class AttachmentForm(forms.Form):
    """What is said about any attachment. `items`: the meeting's standing items with numbers.

    `too_large`: why there is no file although one was sent.
    """

    title = forms.CharField(label="Namn", required=False, max_length=200)
    item = forms.ChoiceField(label="Hör till", required=False)
    with_summons = forms.BooleanField(
        label="Underlag till kallelsen",
        required=False,
        help_text="De som är kallade kan läsa filen före mötet.",
    )

    def __init__(self, data=None, files=None, *, items, too_large="", **options):
        super().__init__(data, files, **options)
        self.items = {str(row.pk): row for _number, row in items}
        self.too_large = too_large
        choices = [(str(row.pk), f"Punkt {number} {row.heading}") for number, row in items]
        self.fields["item"].choices = [("", OF_THE_MEETING), *choices]

    def clean_item(self):
        return self.items.get(self.cleaned_data["item"])

    def full_clean(self):
        super().full_clean()
        if self.too_large:
            self._errors.pop("file", None)
            self.add_error("file", self.too_large)


class NewAttachmentForm(AttachmentForm):
    file = AttachedFileField(label="Fil")
    ref = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["file", "title", "item", "with_summons"]

    def __init__(self, *args, **options):
        super().__init__(*args, auto_id="bilaga_%s", **options)
        self.fields["ref"].initial = uuid.uuid4
        self.fields["title"].help_text = "Utan namn heter bilagan som filen."


class Promised(forms.Form):
    """Who has promised it, and by when."""

    promised_by = forms.CharField(label="Utlovad av", max_length=120)

    def __init__(self, *args, since, **options):
        super().__init__(*args, **options)
        hint = "Till exempel 15 mars eller nästa möte."
        self.fields["due"] = WhenField(label="Senast", since=since, help_text=hint)

    def facts(self) -> dict:
        told = self.cleaned_data
        due = {"due": told["due"].day, "due_words": told["due"].words} if "due" in told else {}
        names = ("title", "item", "with_summons", "promised_by")
        return {name: told[name] for name in names if name in told} | due


class PromisedForm(Promised, AttachmentForm):
    ref = forms.UUIDField(widget=forms.HiddenInput)
    with_summons = None
    field_order = ["title", "promised_by", "due", "item"]

    def __init__(self, *args, people=(), **options):
        super().__init__(*args, auto_id="utlovad_%s", **options)
        self.people = people
        self.fields["ref"].initial = uuid.uuid4
        self.fields["title"].required = True
        self.fields["promised_by"].widget.attrs |= {"list": "deltagare", "autocomplete": "off"}


class EditAttachmentForm(Promised, AttachmentForm):
    """All that is said about one attachment, and a file that comes or takes the other's place."""

    file = AttachedFileField(label="Ny fil", required=False)
    field_order = ["title", "item", "file", "with_summons", "promised_by", "due"]

    def __init__(self, *args, attachment, **options):
        initial = {
            "title": attachment.title,
            "item": attachment.item_id or "",
            "with_summons": attachment.with_summons,
            "promised_by": attachment.promised_by,
            "due": said(attachment.due, attachment.due_words),
        }
        super().__init__(*args, initial=initial, **options)
        self.fields["title"].required = True
        self.fields["promised_by"].required = False
        if attachment.file_id:
            self.fields["file"].help_text = "Den tidigare filen finns kvar med sitt datum."
        else:
            self.fields["file"].label = "Filen som har kommit"
