"""Who writes where in a meeting right now. Told to its other writers only; reading is no trace."""

from datetime import timedelta

from django.db import models

from .. import clock

# A page that is looked at tells every few seconds. Two missed, and she is not writing any more;
# some more, and she is gone.
WRITES = timedelta(seconds=9)
STAYS = timedelta(seconds=30)
KEPT = timedelta(days=1)


class WriterQuerySet(models.QuerySet):
    def beside(self, user):
        """Others who are writing at this moment, with their names."""
        writing = self.exclude(user=user).filter(typed_at__gt=clock.now() - WRITES)
        return writing.select_related("user").order_by("came_at", "pk")

    def here(self):
        """Those who have the page in front of them, the first who came first."""
        return self.filter(seen_at__gt=clock.now() - STAYS).order_by("came_at", "pk")

    def long_gone(self):
        return self.filter(seen_at__lt=clock.now() - KEPT)


class Writer(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="writers")
    user = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="+")
    ref = models.UUIDField(null=True, blank=True)  # the row that is open, if one is
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True, blank=True)

    objects = WriterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="writer_once"),
        ]

    def __str__(self):
        return f"{self.user} skriver här"

    @classmethod
    def note(cls, item, *, by, ref=None, is_typing: bool) -> None:
        """She is at this item; one statement, every few seconds."""
        now = clock.now()
        changed = ["item", "ref", "seen_at", *(["typed_at"] if is_typing else [])]
        cls.objects.bulk_create(
            [
                cls(
                    meeting_id=item.meeting_id,
                    user=by,
                    item=item,
                    ref=ref,
                    came_at=now,
                    seen_at=now,
                    typed_at=now if is_typing else None,
                )
            ],
            update_conflicts=True,
            update_fields=changed,
            unique_fields=["meeting", "user"],
        )
