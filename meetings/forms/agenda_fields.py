"""What is chosen or typed about an item: legal bases, where it went, the item before it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string

from .. import words
from .fields import DayField

# The sections that matters in samverkan rest on; others are written.
USUAL_BASES = ("MBL 11", "MBL 12", "MBL 13", "MBL 14", "MBL 19", "MBL 38", "AML 6:9")
MOST_OF_TARGET = 200


class Bases(forms.Widget):
    """The usual sections to tick, and a line for others; all under one name."""

    def value_from_datadict(self, data, files, name):
        told = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return ", ".join(part for part in told if part.strip())

    def render(self, name, value, attrs=None, renderer=None):
        chosen = [part.strip() for part in (value or "").split(",") if part.strip()]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", ""),
            "usual": [(one, words.legal(one, self.attrs["style"])) for one in USUAL_BASES],
            "chosen": chosen,
            "others": ", ".join(part for part in chosen if part not in USUAL_BASES),
        }
        return render_to_string("writing/_bases.html", context)


class BasesField(forms.CharField):
    """Legal bases in one form: “MBL 11, AML 6:9”. `style`: how the group writes them."""

    def __init__(self, *, style, **options):
        super().__init__(
            required=False, max_length=120, widget=Bases(attrs={"style": style}), **options
        )

    def to_python(self, value):
        return words.canonical_legal(super().to_python(value))


class Targets(forms.Widget):
    """Where an item went: a line for each target with its day, and an empty one."""

    def value_from_datadict(self, data, files, name):
        days = data.getlist(f"{name}_day")
        return [
            (to, days[place] if place < len(days) else "")
            for place, to in enumerate(data.getlist(name))
        ]

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def render(self, name, value, attrs=None, renderer=None):
        rows = [*(row for row in value or [] if any(row)), ("", "")]
        context = {"name": name, "id": (attrs or {}).get("id", ""), "rows": rows}
        return render_to_string("writing/_targets.html", context)


class TargetsField(forms.Field):
    """Pairs of what was written and a day, as `targets_read` takes them."""

    widget = Targets

    def prepare_value(self, value):
        return [(to, DayField().prepare_value(day) or "") for to, day in value or []]

    def clean(self, value):
        rows = [(to.strip(), day.strip()) for to, day in value or []]
        return [self._target(to, day) for to, day in rows if to or day]

    def _target(self, to, day):
        ProhibitNullCharactersValidator()(to)
        if not to:
            raise ValidationError("Skriv vart frågan flyttas den dagen.")
        if len(to) > MOST_OF_TARGET:
            raise ValidationError(f"Skriv vart med högst {MOST_OF_TARGET} tecken.")
        return to, DayField(required=False).clean(day)


class EarlierField(forms.TypedChoiceField):
    """The item of an earlier meeting that this one continues. `items`: those to choose among.

    Moved ones first, then those with the same heading, then meeting by meeting.
    """

    def __init__(self, *, items, moved, heading, of, **options):
        known = {str(item.pk): item for item in (*moved, *items)}
        super().__init__(
            required=False,
            empty_value=None,
            coerce=lambda key: known[key],
            choices=list(self._choices(items, moved, heading, of)),
            **options,
        )

    def prepare_value(self, value):
        return str(value.pk) if hasattr(value, "pk") else value

    @staticmethod
    def _choices(items, moved, heading, of):
        yield "", "Ingen"
        if moved:
            yield "Flyttat hit", [(str(item.pk), _told(item, of)) for item in moved]
        same = [item for item in items if item.heading == heading]
        if same:
            yield "Samma rubrik", [(str(item.pk), _told(item, of)) for item in same]
        taken = {item.pk for item in (*moved, *same)}
        days: dict[str, list] = {}
        for item in items:
            if item.pk not in taken:
                days.setdefault(_day(item, of), []).append((str(item.pk), item.heading))
        yield from days.items()


def _told(item, of):
    return f"{item.heading}, {_day(item, of)}"


def _day(item, of):
    meeting = item.meeting
    day = words.day(meeting.day) if meeting.day.year == of.day.year else words.day_year(meeting.day)
    return day if meeting.group_id == of.group_id else f"{meeting.group} {day}"
