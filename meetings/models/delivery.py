"""One mail to one recipient about one event, and how it went."""

from django.db import models
from django.db.models import Q

from .. import clock
from .adjuster import Adjuster
from .outgoing import Outgoing


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        return self.filter(status=Delivery.Status.DUE, next_try__lte=clock.now())

    def failed_summons(self, meeting):
        """Kallelser to this meeting that never arrived, with their recipients."""
        failed = self.filter(event__meeting=meeting, kind="summons", status=Delivery.Status.FAILED)
        return failed.select_related("recipient")

    def with_event(self):
        return self.select_related("event__meeting__group", "recipient")

    def of_round(self, meeting):
        """Mail about the text as it was last sent, to whom, and how it went; the newest first."""
        sent = self.filter(event__meeting=meeting, event__at__gte=meeting.sent_at)
        return sent.select_related("recipient", "event").order_by("-pk")

    def lost(self, meeting):
        """Mail about the text as it was last sent that never arrived, after the last try."""
        return self.filter(
            event__meeting=meeting, event__at__gte=meeting.sent_at, status=Delivery.Status.FAILED
        ).select_related("recipient")


class Delivery(Outgoing):
    event = models.ForeignKey("meetings.Event", models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey("meetings.User", models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=20)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "utskick"
        verbose_name_plural = "utskick"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(status="due"), name="delivery_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "kind"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.kind} till {self.recipient}"

    @classmethod
    def plan(cls, event, kind: str, users) -> None:
        """One row for each user, once, in the same transaction as the event they are about."""
        everyone = {user.pk: user for user in users if user and user.is_active}
        elsewhere = dict(Adjuster.objects.reached_elsewhere(event.meeting_id))
        cls.objects.bulk_create(
            cls(
                event=event,
                recipient=user,
                kind=kind,
                address=elsewhere.get(user.pk, user.email),
                next_try=clock.now(),
            )
            for user in everyone.values()
        )
