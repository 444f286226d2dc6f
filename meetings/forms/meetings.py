"""What is typed to make meetings: one, or a year of them, or to call one off."""

from datetime import date

from django import forms

from .. import clock
from ..models import year_plan
from ..workdays import parse_dates
from .fields import DayField, HourField

MOST_DAYS = 40
MOST_DATES = 60


class TimeAndPlace(forms.Form):
    """When a meeting begins and ends, and where; filled in from the group."""

    starts = HourField(label="Börjar")
    ends = HourField(label="Slutar", required=False)
    place = forms.CharField(label="Plats", required=False, max_length=200)

    def clean(self):
        given = super().clean()
        if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
            self.add_error("ends", "Mötet slutar före det börjar.")
        return given


def working_days(label, least=0):
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_DAYS,
        error_messages={
            "invalid": "Skriv ett antal dagar, till exempel 5.",
            "min_value": f"Skriv minst {least}.",
            "max_value": f"Skriv högst {MOST_DAYS} arbetsdagar.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class NewMeeting(TimeAndPlace):
    day = DayField(label="Dag")
    summons_days = working_days("Kallelse, arbetsdagar före mötet")
    questions_days = working_days("Frågor anmäls, arbetsdagar före mötet")
    signing_days = working_days("Tid att justera, arbetsdagar från låsningen", least=1)

    field_order = ["day", "starts", "ends", "place"]

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        if not group.has_adjusters:
            del self.fields["signing_days"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < clock.today():
            raise forms.ValidationError("Välj en dag som inte har varit.")
        return day

    def clean(self):
        given = super().clean()
        day, starts = given.get("day"), given.get("starts")
        if day and starts and self.group.meets_at(day, starts):
            self.add_error("day", "Gruppen har redan ett möte då.")
        summons, questions = given.get("summons_days"), given.get("questions_days")
        if summons is not None and questions is not None and questions >= summons:
            self.add_error("questions_days", "Sista dag att anmäla frågor ligger före kallelsen.")
        return given

    @staticmethod
    def from_group(group, day) -> dict:
        """What the form shows before anybody has typed."""
        return {
            "day": day,
            "starts": group.starts,
            "ends": group.ends,
            "place": group.place,
            "summons_days": group.summons_days,
            "questions_days": group.questions_days,
            "signing_days": group.signing_days,
        }


class YearPlan(TimeAndPlace):
    """Dates as they were pasted. They are read here; whether they suit the group is the plan's."""

    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2200)
    dates = forms.CharField(
        label="Klistra in eller skriv datum, gärna rakt ur ett kalkylblad",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": ""}),
    )

    field_order = ["year", "dates", "starts", "ends", "place"]

    def clean(self):
        given = super().clean()
        if "dates" in given and "year" in given:
            self.read = parse_dates(given["dates"], given["year"])
            if len(self.read) > MOST_DATES:
                self.add_error("dates", f"Lägg in högst {MOST_DATES} datum på en gång.")
        return given

    def moved(self, told: str) -> "YearPlan":
        """The same form with one date changed; `told` is its place and new day, “4 2025-05-08”."""
        place, _, day = told.partition(" ")
        given, data = self.cleaned_data, self.data.copy()
        try:
            move = int(place), date.fromisoformat(day)
        except ValueError:
            return self
        data["dates"] = year_plan.moved(given["dates"], self.read, *move, given["year"])
        form = YearPlan(data)
        form.full_clean()
        return form

    @staticmethod
    def from_group(group, year) -> dict:
        return {"year": year, "starts": group.starts, "ends": group.ends, "place": group.place}


class CancelMeeting(forms.Form):
    because = forms.CharField(
        label="Varför ställs mötet in?",
        help_text="Alla som är kallade får se det.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv varför mötet ställs in."},
    )
