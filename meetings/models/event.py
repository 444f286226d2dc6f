"""What has happened to a meeting: append-only, hash-chained, ids and digests only, no free text."""

from datetime import UTC

from django.db import models

from .. import clock
from ..document import digest


class Event(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["meeting", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="event_seq_once"),
        ]

    def __str__(self):
        return f"{self.seq} {self.verb}"

    @classmethod
    def record(cls, meeting, verb: str, *, by=None, **facts) -> "Event":
        """Add the next link of the meeting's chain. The caller holds the meeting's row.

        Without that lock two writers read the same head, and the chain forks.
        """
        head = cls.objects.filter(meeting=meeting).order_by("seq").last()
        event = cls(
            meeting=meeting,
            seq=head.seq + 1 if head else 1,
            verb=verb,
            at=clock.now(),
            by=by,
            facts=facts,
            prev_hash=head.hash if head else "",
        )
        event.hash = event.digest()
        event.save(force_insert=True)
        return event

    def digest(self) -> str:
        """SHA-256 over what the event says and the hash before it."""
        return digest(
            {
                "meeting": self.meeting_id,
                "seq": self.seq,
                "verb": self.verb,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "by": self.by_id,
                "facts": self.facts,
                "prev": self.prev_hash,
            }
        )
