"""The form of a synpunkt: a new wording of a row, or a remark on it."""

import uuid

from django import forms

from ..models.comment import NOT_REWORDED, Comment

ROWS = {"rows": 3, "data-grow": True}


class CommentForm(forms.Form):
    """`item` and `entry` are values of the text that is read; without an item it is about facts.

    Both fields come with the page, and the one that belongs to the chosen kind is read. So nothing
    is lost by choosing the other, and a browser without scripts shows what is needed.
    """

    kind = forms.ChoiceField(
        label="Din synpunkt",
        choices=[(Comment.Kind.WORDING, "Föreslå ny text"), (Comment.Kind.REMARK, "Kommentera")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj Föreslå ny text eller Kommentera."},
    )
    wording = forms.CharField(
        label="Så vill du att det ska stå",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**ROWS, "class": "prop"}),
    )
    remark = forms.CharField(
        label="Kommentar",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs=ROWS),
    )
    party = forms.ChoiceField(label="För vilken part?")
    ref = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, parties, item=None, entry=None, **kwargs):
        key = entry.ref if entry else item.ref if item else "motet"
        initial = {"ref": uuid.uuid4, "wording": entry.text if entry else ""}
        super().__init__(*args, initial=initial, auto_id=f"id_%s_{key}", **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        self.fields["party"].choices = [(key, str(one)) for key, one in self.parties.items()]
        if len(parties) == 1:
            self.fields["party"].widget = forms.HiddenInput()
            self.initial["party"] = parties[0].pk
        if entry is None or entry.kind in NOT_REWORDED:
            del self.fields["kind"], self.fields["wording"]
        else:
            self.initial["kind"] = Comment.Kind.WORDING

    @property
    def proposes(self):
        return self.cleaned_data.get("kind") == Comment.Kind.WORDING

    def told(self):
        """What the verb is told: the text of the chosen kind, for whom, and its ref."""
        given = self.cleaned_data
        return {
            "kind": Comment.Kind.WORDING if self.proposes else Comment.Kind.REMARK,
            "text": given["wording"] if self.proposes else given["remark"],
            "party": self.parties[given["party"]],
            "ref": given["ref"],
        }

    def refuse(self, no):
        """The model's “no”, beside the field that it belongs to."""
        beside = "wording" if self.proposes else "remark"
        self.add_error(beside if no.field == "text" else None, no.message)
