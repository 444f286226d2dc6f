"""A further day of the same meeting, after it was adjourned: own attendance, one document."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from .. import clock


class SittingQuerySet(models.QuerySet):
    def standing(self):
        """Those that have not been called off."""
        return self.filter(called_off_at__isnull=True)

    def begun(self):
        return self.standing().filter(began_at__isnull=False)

    def coming(self):
        return self.standing().filter(began_at__isnull=True)


class Sitting(models.Model):
    """The first day is the meeting's own and has no row here."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="sittings")
    day = models.DateField("dag")
    starts = models.TimeField("börjar")
    ends = models.TimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=200, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "fortsatt möte"
        verbose_name_plural = "fortsatta möten"
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="sitting_ends_after_start",
                violation_error_message="Mötet slutar före det börjar.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}, fortsättning {self.day.isoformat()}"

    @property
    def begins(self) -> datetime:
        return clock.swedish(self.day, self.starts.hour, self.starts.minute)
