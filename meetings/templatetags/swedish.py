"""Dates, numbers, § and light marks the Swedish way: thin filters over `words` and `marks`.

Every filter prints nothing for None and "", so that templates need no {% if %} around a date.
"""

from functools import wraps

from django import template
from django.utils.safestring import mark_safe

from meetings import marks as light_marks
from meetings import words

register = template.Library()


def _filter(name, rule):
    @wraps(rule)
    def printed(value, *arguments):
        return "" if value is None or value == "" else rule(value, *arguments)

    register.filter(name, printed)


for _rule in (
    words.weekday,
    words.day,
    words.day_short,
    words.month_short,
    words.day_year,
    words.day_weekday,
    words.day_long,
    words.clock_time,
    words.deadline,
    words.due,
    words.stamp,
    words.legal,
    words.kontrollkod,
    words.count,
    words.file_size,
    words.spelled,
    words.and_list,
    words.genitive,
):
    _filter(_rule.__name__, _rule)

_filter("marks_text", light_marks.to_text)


@register.filter
def marks(text):
    """The typed text as HTML; `marks.to_html` escapes everything that is no mark of ours."""
    return mark_safe(light_marks.to_html(text or ""))  # noqa: S308
