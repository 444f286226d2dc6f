"""Rättelse: what stood in a locked text, and how it shall be read. The locked bytes stay.

Förvaltningslagen 36 §: what was obviously wrong may be put right, and it must be seen that it was
done, and what. So it is an addition with a number, a reason, the old words and the new.
"""

import uuid

from django.db import models
from django.db.models import Q

from .. import diff
from .side_round import SideRound

WORDS_MAX = 10_000


class CorrectionQuerySet(models.QuerySet):
    def in_force(self):
        """The light ones at once; those that are signed when they are sealed."""
        return self.filter(
            Q(signed__isnull=True) | Q(signed__side_round__state=SideRound.State.SEALED)
        )

    def open(self):
        """Out to be signed."""
        return self.filter(signed__side_round__state__in=SideRound.OPEN)

    def of_items(self, refs):
        return self.filter(item_ref__in=refs)

    def to_note(self, meeting):
        """Light ones of the group's earlier meetings that no meeting has noted yet."""
        from .entry import Entry

        light = self.filter(
            signed__isnull=True,
            protocol__meeting__group=meeting.group_id,
            protocol__meeting__day__lte=meeting.day,
        ).exclude(protocol__meeting=meeting)
        noted = Entry.objects.filter(ref=models.OuterRef("note_ref"))
        return light.exclude(models.Exists(noted)).select_related("protocol__meeting__group")

    def with_people(self):
        return self.select_related("by", "signed__side_round", "protocol__meeting__group")


class Correction(models.Model):
    """Numbered within the protocol that it corrects; numbers are never used again. INSERT only."""

    protocol = models.ForeignKey("meetings.Protocol", models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField("nummer")
    # Where: empty for what stands in no item, such as the day or who was there.
    item_ref = models.CharField(max_length=36, blank=True)
    item_number = models.CharField("punkt", max_length=12, blank=True)
    entry_ref = models.CharField(max_length=36, blank=True)
    old = models.TextField("så stod det", blank=True)
    new = models.TextField("så ska det stå", blank=True)
    reason = models.TextField("skäl")
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The signed way: the text of the rättelse, which has a round of its own.
    signed = models.OneToOneField(
        "meetings.Protocol", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    # The light way: the row by which the next meeting notes it, once there is one.
    note_ref = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "rättelse"
        verbose_name_plural = "rättelser"
        ordering = ["protocol", "number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="correction_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=~Q(old=models.F("new")), name="correction_changes_something"
            ),
        ]

    def __str__(self):
        return f"Rättelse {self.number}"  # never the words: they would end up in a log

    @property
    def is_signed(self):
        """Whether it goes the signed way."""
        return self.signed_id is not None

    @property
    def state(self) -> str:
        return self.signed.side_round.state if self.is_signed else SideRound.State.SEALED

    @property
    def is_in_force(self):
        return self.state == SideRound.State.SEALED

    @property
    def is_open(self):
        return self.state in SideRound.OPEN

    @property
    def day(self):
        """Since when it holds: light ones from the day they were made."""
        return (self.signed.side_round.sealed_at if self.is_signed else None) or self.at

    @property
    def place(self):
        """“punkt 8”, or “uppgifterna om mötet”."""
        return f"punkt {self.item_number}" if self.item_number else "uppgifterna om mötet"

    @property
    def anchor(self):
        """Where it stands on the reading page: the row, or the item."""
        if self.entry_ref:
            return f"stycke-{self.entry_ref}"
        return "p" + self.item_number.replace(".", "-") if self.item_number else ""

    @property
    def runs(self):
        """The old words and the new ones in one, for `writing/_runs.html`."""
        return diff.changes(self.old, self.new)
