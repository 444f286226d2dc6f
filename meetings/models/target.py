"""Where an item of the agenda went, and who minded that a late one was taken up."""

from django.db import models
from django.db.models import Q

from .. import words
from .group import Group
from .state import State

NEXT_MEETING = "nästa möte"


class ItemTargetQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("group", "meeting")


class ItemTarget(models.Model):
    """A group of this installation, or a body outside it in words. An item may have several.

    The next meeting of the item's own group is that group; `meeting` is the one that was planned
    then, whose day is told as long as it stands.
    """

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="targets")
    group = models.ForeignKey(
        "meetings.Group", models.PROTECT, null=True, blank=True, related_name="moved_here"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField("organ", max_length=200, blank=True)
    day = models.DateField("dag", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ItemTargetQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, words="")
                | (Q(group__isnull=True, meeting__isnull=True) & ~Q(words="")),
                name="target_group_or_words",
            ),
        ]

    def __str__(self):
        return self.words or str(self.group)

    def said(self, of) -> str:
        """“förvaltningsgruppen den 12 mars”, in the minutes of the meeting `of`."""
        day = self.day
        if self.group_id == of.group_id:
            name = NEXT_MEETING
            if not day and self.meeting and self.meeting.state != State.CANCELLED:
                day = self.meeting.day
        else:
            name = self.group.in_sentence if self.group else self.words
        if not day:
            return name
        return f"{name} den {words.day(day) if day.year == of.day.year else words.day_year(day)}"

    def named(self, of) -> str:
        """As it is written in the form: “Förvaltningsgruppen”, “nästa möte”, “socialnämnden”."""
        return NEXT_MEETING if self.group_id == of.group_id else str(self)

    def facts(self) -> dict:
        """As `AgendaItem.set_outcome` takes it."""
        return {
            "group_id": self.group_id,
            "meeting_id": self.meeting_id,
            "words": self.words,
            "day": self.day,
        }


def targets_read(meeting, told) -> list[dict]:
    """Where to, from pairs of what was written and a day: facts of ItemTargets of the meeting.

    A group is known by its name, as in a sentence or by its code; anything else is a body outside.
    """
    groups = {
        name.casefold(): group
        for group in Group.objects.all()
        for name in (group.code, group.in_sentence, group.name)
    }
    return [
        _fact(meeting, groups, " ".join(written.split()), day)
        for written, day in told
        if written.strip()
    ]


def _fact(meeting, groups, written, day):
    group = groups.get(written.casefold())
    if written.casefold() == NEXT_MEETING:
        group = meeting.group
    fact = {"group_id": None, "meeting_id": None, "words": "", "day": day}
    if group is None:
        return fact | {"words": written}
    following = meeting.following() if group == meeting.group and not day else None
    return fact | {"group_id": group.pk, "meeting_id": following.pk if following else None}


class Objection(models.Model):
    """A party that did not accept that an item was taken up which came after the kallelse."""

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="objections")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["party__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "party"], name="objection_once")]

    def __str__(self):
        return f"{self.party} motsätter sig att frågan tas upp"
