"""What happens in the room: somebody comes or leaves, the meeting is adjourned."""

from django import forms

from .. import clock, words
from ..models import Happening
from .fields import DayField, HourField

CHAIR = "ordforande"


def wall_clock():
    return clock.local(clock.now()).time().replace(second=0, microsecond=0)


class PressForm(forms.Form):
    """One press in “Närvaro just nu”. An hour that nobody touched is the one it is now."""

    tid = HourField(label="Klockslag")
    visad = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, **options):
        now = words.clock_time(wall_clock())
        super().__init__(data, auto_id="nu_%s", initial={"tid": now, "visad": now}, **options)
        self.fields["tid"].widget.attrs |= {"data-now": "", "size": 5, "inputmode": "decimal"}

    @property
    def hour(self):
        told = self.cleaned_data
        is_untouched = self.data.get("tid") == told["visad"]
        return wall_clock() if is_untouched else told["tid"]


class _InItem(forms.Form):
    """`items`: (key, “4 Ekonomi”) of the agenda in order."""

    def __init__(self, data=None, *, items, **options):
        super().__init__(data, **options)
        for name in ("item", "until"):
            if name in self.fields:
                first = [] if self.fields[name].required else [("", "Inte tillbaka")]
                self.fields[name].choices = first + list(items)


def _item(label, required=True):
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required)


class HourForm(_InItem):
    """When somebody came or left, and the item that it stands in."""

    at = HourField(label="Klockslag")
    item = _item("Står i punkt")


class AwayForm(_InItem):
    item = _item("Från punkt")
    until = _item("Till punkt", required=False)


class AskedFor(forms.Form):
    """Who asked for the adjournment: a party, or the chair."""

    party = forms.ChoiceField(label="På begäran av")

    def __init__(self, data=None, *, parties, **options):
        super().__init__(data, **options)
        self.parties = {str(party.pk): party for party in parties}
        named = [(str(party.pk), party.name) for party in parties]
        self.fields["party"].choices = [("", "Välj"), (CHAIR, "Ordföranden"), *named]

    @property
    def asker(self):
        """The party; None means the chair."""
        return self.parties.get(self.cleaned_data["party"])


class PauseForm(AskedFor):
    at = HourField(label="Börjar")
    ends = HourField(label="Slutar", required=False)

    field_order = ["at", "ends", "party"]


class AnotherDayForm(AskedFor):
    at = HourField(label="Ajourneras klockan")
    day = DayField(label="Fortsätter dag")
    starts = HourField(label="Börjar")
    ends = HourField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", required=False, max_length=200)

    field_order = ["at", "party", "day", "starts", "ends", "place"]


class AdjournmentForm(AskedFor, _InItem):
    """An adjournment as it was told, corrected."""

    at = HourField(label="Börjar")
    ends = HourField(label="Slutar", required=False)
    item = _item("Står i punkt")

    field_order = ["at", "ends", "party", "item"]


def initial_of(happening: Happening) -> dict:
    party = happening.party_id
    return {
        "at": happening.at,
        "ends": happening.ends,
        "item": happening.entry.item_id,
        "until": happening.until_id,
        "party": str(party) if party else CHAIR,
    }
