"""What the secretary writes when she takes a stance on a synpunkt: one small form for each way."""

import uuid

from django import forms

from ..models import Comment
from ..models.comment import TEXT_MAX
from ..models.row_words import MOST_WORDS

TOO_LONG = "Texten får ha högst %(limit_value)d tecken. Nu har den %(show_value)d."


def _words(label, missing="", *, rows=3, longest=TEXT_MAX):
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "data-grow": True, "autofocus": True}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


class StanceForm(forms.Form):
    """Nothing to write: the button says all. `row` is the row of the synpunkt, if it stands."""

    def __init__(self, *args, comment: Comment, row=None, **kwargs):
        kwargs.setdefault("auto_id", f"svar_{comment.pk}_%s")
        super().__init__(*args, **kwargs)
        self.comment, self.row = comment, row
        if "answer" in self.fields:
            self.fields["answer"].help_text = f"Det här ser {comment.by.name}."


class WordForm(StanceForm):
    """Other words than those that stand, and than those that were proposed."""

    text = _words("Stycket", "Skriv den nya texten.", rows=5, longest=MOST_WORDS)
    answer = _words("Svar", rows=2)
    base = forms.IntegerField(widget=forms.HiddenInput)
    save_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, comment, row=None, **kwargs):
        if row is not None:
            text = comment.text if comment.proposes else row.text
            begins = {"text": text, "base": row.version, "save_id": uuid.uuid4()}
            kwargs.setdefault("initial", begins)
        super().__init__(*args, comment=comment, row=row, **kwargs)
        self.fields["answer"].widget.attrs.pop("autofocus")
        self.fields["answer"].label = "Svar, om du vill"
        self.theirs = ""

    def stand_on(self, row) -> None:
        """Refused: what is sent next builds on the row as it reads now, which is shown."""
        if row is None or self["base"].value() == str(row.version):
            return
        self.data = self.data.copy()
        self.data["base"], self.data["save_id"] = row.version, uuid.uuid4()
        self.theirs = row.text


class KeepForm(StanceForm):
    answer = _words("Varför?", "Skriv varför texten behålls.")


class DoneForm(StanceForm):
    answer = _words("Vad är ändrat?", "Skriv vad som är ändrat.")


class BothForm(StanceForm):
    answer = _words("Svar, om du vill", rows=2)


class DisagreementForm(StanceForm):
    """Whose it is follows from the synpunkt; what it is about the secretary writes."""

    text = _words("Oenigheten", "Skriv vad oenigheten gäller.", longest=MOST_WORDS)

    def __init__(self, *args, comment, **kwargs):
        kwargs.setdefault("initial", {"text": f"{comment.party} är oenig."})
        super().__init__(*args, comment=comment, **kwargs)
