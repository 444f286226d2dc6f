"""The findings of Kontroll as they are shown: with their addresses, by item, the first few."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.urls import reverse

from .. import checks
from ..models import checking


@dataclass
class Remark:
    """A finding with where it leads: `item` is the key of its item, None for a fact."""

    finding: checks.Finding
    url: str
    item: int | None = None

    @property
    def may_be_muted(self):
        return not self.finding.stops

    @property
    def rule_name(self):
        return checks.RULE_NAMES[self.finding.rule]


@dataclass
class Kontroll:
    """What is shown of a meeting's findings; `most` of them at once."""

    remarks: list[Remark]
    stamp: str
    most: int | None = None

    @classmethod
    def of(cls, meeting, *, is_over=None, most=None):
        stamp = checking.stamp(meeting)
        found = checking.findings_of(meeting, is_over=is_over)
        keys = meeting.items.standing().keys_by_ref()
        return cls([_remark(meeting, one, keys) for one in found], stamp, most)

    @property
    def shown(self):
        return self.remarks[: self.most]

    @property
    def left(self) -> int:
        return len(self.remarks) - len(self.shown)

    @property
    def words(self) -> str:
        return f"{len(self.remarks)} att titta på" if self.remarks else "Inget att titta på"

    @property
    def marked(self) -> str:
        """Keys of the items that have something to look at, for the marks in the outline."""
        return " ".join(dict.fromkeys(str(one.item) for one in self.remarks if one.item))

    @property
    def stops(self) -> int:
        return sum(one.finding.stops for one in self.remarks)

    @cached_property
    def by_place(self):
        """(place in words, remarks) in the order of the text; facts first."""
        ordered = sorted(self.remarks, key=_order)
        return [(place, list(same)) for place, same in groupby(ordered, key=_place)]


def _place(remark):
    return remark.finding.place.words


def _order(remark):
    number = remark.finding.place.number
    return [int(part) if part.isdecimal() else 0 for part in number.split(".")] if number else []


def _remark(meeting, finding, keys):
    place = finding.place
    pk = keys.get(place.item)
    if pk is None:
        return Remark(finding, _fact_url(meeting, place.fact))
    anchor = f"#stycke-{place.entry}" if place.entry else f"#punkt-{pk}"
    return Remark(finding, f"{reverse('write', args=[meeting.pk])}?punkt={pk}{anchor}", pk)


def _fact_url(meeting, fact):
    attendance = reverse("attendance", args=[meeting.pk])
    pages = {"adjusters": f"{attendance}#justerare", "attendance": attendance}
    pages["statements"] = reverse("statements", args=[meeting.pk])
    return pages.get(fact, reverse("write", args=[meeting.pk]))
