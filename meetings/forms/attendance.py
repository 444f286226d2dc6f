"""Who is at the meeting, as the secretary marks it."""

from django import forms

from ..models import Attendee
from .fields import HourField

CHOICES = [choice for choice in Attendee.Presence.choices if choice[0]]


class AttendeeForm(forms.Form):
    """One person. `stand_ins`: the substitutes of the same party."""

    presence = forms.ChoiceField(
        label="Närvaro", choices=CHOICES, required=False, widget=forms.RadioSelect
    )
    stand_in = forms.TypedChoiceField(
        label="Ersättare", required=False, coerce=int, empty_value=None
    )
    came = HourField(label="Kom", required=False)
    left = HourField(label="Gick", required=False)

    def __init__(self, data=None, *, attendee, stand_ins=(), moves=(), later=(), **options):
        """`moves`: what she did that is told already; `later`: changes made after the meeting."""
        self.attendee, self.moves, self.later = attendee, moves, later
        self.stand_ins = {someone.pk: someone for someone in stand_ins}
        serving = (s.pk for s in stand_ins if s.serves_for_id == attendee.pk)
        super().__init__(
            data,
            prefix=f"d{attendee.pk}",
            initial={
                "presence": attendee.presence,
                "stand_in": next(serving, None),
                "came": attendee.came,
                "left": attendee.left,
            },
            **options,
        )
        named = [(someone.pk, someone.name) for someone in stand_ins]
        self.fields["stand_in"].choices = [("", "Ingen"), *named]

    def clean(self):
        came, left = self.cleaned_data.get("came"), self.cleaned_data.get("left")
        changed = {"came", "left"} & set(self.changed_data)
        if changed and came and left and left <= came:
            self.add_error("left", "Klockslaget för gick ligger före kom.")
        return self.cleaned_data

    @property
    def chosen_stand_in(self):
        return self.stand_ins.get(self.cleaned_data["stand_in"])


class GuestForm(forms.Form):
    name = forms.CharField(label="Namn", max_length=120)
    organisation = forms.CharField(label="Organisation", required=False, max_length=120)
    title = forms.CharField(label="Titel", required=False, max_length=120)
    presence = forms.ChoiceField(
        label="Deltar", choices=CHOICES[:2], initial="present", widget=forms.RadioSelect
    )

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="gast_%s", **options)
