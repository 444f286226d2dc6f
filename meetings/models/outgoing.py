"""What every mail on its way out has: when it is tried, how often, and how it went."""

from datetime import timedelta

from django.db import models

from .. import clock

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


class Outgoing(models.Model):
    class Status(models.TextChoices):
        DUE = "due", "Väntar"
        SENT = "sent", "Skickat"
        FAILED = "failed", "Kom inte fram"

    address = models.EmailField()
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_lost(self):
        """It never arrived, after the last try."""
        return self.status == self.Status.FAILED

    def claim(self, lasts: timedelta) -> bool:
        """Take the row for this long; False when another worker was first."""
        mine = type(self).objects.filter(pk=self.pk, next_try=self.next_try, status=self.status)
        self.next_try = clock.now() + lasts
        return bool(mine.update(next_try=self.next_try))

    def went(self) -> None:
        self.status, self.sent_at, self.error = self.Status.SENT, clock.now(), ""
        self.attempts += 1
        self.save(update_fields=["status", "sent_at", "error", "attempts"])

    def try_again(self) -> None:
        """Somebody asks for one more round of tries."""
        self.status, self.attempts, self.next_try = self.Status.DUE, 0, clock.now()
        self.save(update_fields=["status", "attempts", "next_try"])

    def failed(self, error: str) -> None:
        """Try again later; after the last try the failure is shown to whom it concerns."""
        if self.attempts < len(RETRY_AFTER):
            self.next_try = clock.now() + RETRY_AFTER[self.attempts]
        else:
            self.status = self.Status.FAILED
        self.attempts += 1
        self.error = error[:200]
        self.save(update_fields=["status", "next_try", "error", "attempts"])
