"""Days and hours as people write them in Swedish: “tisdag 12 mars”, “13.00”."""

import re
from datetime import date, time, timedelta

from django import forms
from django.core.exceptions import ValidationError

from .. import clock, words
from ..workdays import parse_dates

# Whoever writes “16.1” in November means January; whoever writes yesterday's date made a slip.
LONG_GONE = timedelta(days=180)

HOUR = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:](\d\d))?")


class DayField(forms.CharField):
    """A day in any form that `parse_dates` reads; shown back as “tisdag 12 mars 2024”."""

    def prepare_value(self, value):
        return words.day_long(value) if isinstance(value, date) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        this_year = clock.today().year
        one = self._only(text, this_year)
        if one < clock.today() - LONG_GONE:
            later = self._only(text, this_year + 1)
            return later if later > one else one
        return one

    def _only(self, text, year) -> date:
        read = parse_dates(text, year)
        problem = next((one.problem for one in read if one.problem), "")
        if problem:
            raise ValidationError(problem)
        if len(read) != 1:
            raise ValidationError("Skriv en dag, till exempel 12 mars.")
        return read[0].day


class HourField(forms.CharField):
    """A time of day: “13.00”, “13:00” or “13”."""

    def prepare_value(self, value):
        return words.clock_time(value) if isinstance(value, time) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        read = HOUR.fullmatch(text)
        try:
            return time(int(read[1]), int(read[2] or 0))
        except (TypeError, ValueError):
            raise ValidationError("Skriv klockslaget som 13.00.") from None
