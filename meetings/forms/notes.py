"""The form of “Bara för mig”."""

from django import forms

from .entries import SaveForm


class SaveNoteForm(SaveForm):
    """An autosave of a private note; the first one, on base 0, makes it."""

    base = forms.IntegerField(min_value=0)
