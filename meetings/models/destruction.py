"""Gallring: the one sanctioned way to remove a locked protocol, by a recorded decision."""

from django.db import models
from django.db.models import Q


class Destruction(models.Model):
    """A decision under a retention plan. Only with this row do the locks let a protocol go.

    Kept for ever; it holds no text, only what was destroyed and on what ground.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="destructions")
    protocol_key = models.BigIntegerField(unique=True)
    fingerprint = models.CharField(max_length=64)
    ground = models.CharField("grund", max_length=200)
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "gallring"
        verbose_name_plural = "gallringar"
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="destruction_has_ground"),
        ]

    def __str__(self):
        return f"Gallrat {self.at:%Y-%m-%d}"
