"""The round of a protocol that is not the whole text: chosen items, or a signed rättelse."""

from django.db import models
from django.db.models import Q


class SideRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=SideRound.OPEN)

    def in_the_press(self):
        """Rounds that wait for a worker to print or seal."""
        return self.filter(state__in=(SideRound.State.PRINTING, SideRound.State.SEALING))


class SideRound(models.Model):
    """It goes its own way beside the meeting, whose own state says nothing about it.

    Held under the meeting's row like everything else; ended when the text was sent back.
    """

    class State(models.TextChoices):
        PRINTING = "printing", "Förbereds för justering"
        SIGNING = "signing", "Under justering"
        SEALING = "sealing", "Låses"
        SEALED = "sealed", "Justerat"
        ENDED = "ended", "Skickat tillbaka"

    OPEN = (State.PRINTING, State.SIGNING, State.SEALING)

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="side_rounds")
    protocol = models.OneToOneField("meetings.Protocol", models.PROTECT, related_name="side_round")
    # The protocol's, kept here so that the database can hold one open round of each.
    scope = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTING)
    sent_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = SideRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "omgång för en del"
        verbose_name_plural = "omgångar för delar"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["part", "correction"]), name="side_round_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["printing", "signing", "sealing", "sealed", "ended"]),
                name="side_round_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sealed", sealed_at__isnull=False)
                | (~Q(state="sealed") & Q(sealed_at__isnull=True)),
                name="side_round_sealed_and_when",
            ),
            models.UniqueConstraint(
                fields=["meeting", "scope"],
                condition=Q(state__in=["printing", "signing", "sealing"]),
                name="side_round_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: {self.get_state_display()}"
