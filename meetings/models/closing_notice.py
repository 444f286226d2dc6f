"""The dated notice that a protocol is closed without a signature, and what the party answers."""

from django.db import models
from django.db.models import F, Q

from .. import clock

REASON_MAX = 1000


class ClosingNoticeQuerySet(models.QuerySet):
    def standing(self):
        """Those of texts that nobody has opened again."""
        return self.filter(protocol__refusals__isnull=True)

    def with_people(self):
        return self.select_related("adjuster__attendee__party", "reason_by")


class ClosingNotice(models.Model):
    """Told to an adjuster and to everybody who speaks for her party, before anything is closed."""

    protocol = models.ForeignKey(
        "meetings.Protocol", models.PROTECT, related_name="closing_notices"
    )
    adjuster = models.ForeignKey(
        "meetings.Adjuster", models.PROTECT, related_name="closing_notices"
    )
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("meddelat")
    closes_at = models.DateTimeField("avslutas tidigast")
    # The party's own words on why it does not sign; printed word for word.
    reason = models.TextField("partens skäl", max_length=REASON_MAX, blank=True)
    reason_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason_at = models.DateTimeField(null=True, blank=True)

    objects = ClosingNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "meddelande före avslut"
        verbose_name_plural = "meddelanden före avslut"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "adjuster"], name="closing_notice_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("at")), name="closing_notice_waits"),
            models.CheckConstraint(
                condition=Q(reason="", reason_by__isnull=True, reason_at__isnull=True)
                | ~Q(reason="") & Q(reason_by__isnull=False, reason_at__isnull=False),
                name="closing_reason_who_and_when",
            ),
        ]

    def __str__(self):
        return f"Avslutas utan {self.adjuster}"

    @property
    def is_over(self):
        """The day has come: the text may be closed without her."""
        return self.closes_at <= clock.now()
