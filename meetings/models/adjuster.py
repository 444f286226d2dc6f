"""Somebody chosen to sign the minutes for a party. Chosen is one thing, signed another."""

from django.db import models
from django.db.models import Q

from .. import document


class AdjusterQuerySet(models.QuerySet):
    def serving(self):
        """Those who are to sign: whoever was replaced stays on record but signs no more."""
        return self.filter(replaced_by__isnull=True)

    def with_people(self):
        return self.select_related("attendee__party", "attendee__user")


class Adjuster(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="adjusters")
    attendee = models.ForeignKey("meetings.Attendee", models.PROTECT, related_name="adjuster_rows")
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = AdjusterQuerySet.as_manager()

    class Meta:
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        ordering = ["attendee__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "attendee"],
                condition=Q(replaced_by__isnull=True),
                name="adjuster_once",
            ),
        ]

    def __str__(self):
        return f"{self.attendee} för {self.attendee.party}"

    @property
    def user(self):
        return self.attendee.user

    @property
    def party(self):
        return self.attendee.party

    def value(self) -> document.Adjuster:
        return document.Adjuster(
            name=self.attendee.name,
            party=self.attendee.party.value(),
            title=self.attendee.title,
            attended=self.attendee.attended,
        )
