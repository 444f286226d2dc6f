"""Avslutat, ej justerat av X: who did not sign, told beforehand, and the party's own reason."""

from django.db import models
from django.db.models import F, Q


class MissingSignature(models.Model):
    """Stands in a protocol that was closed without this adjuster's signature. INSERT only."""

    protocol = models.ForeignKey(
        "meetings.Protocol", models.PROTECT, related_name="missing_signatures"
    )
    adjuster = models.ForeignKey(
        "meetings.Adjuster", models.PROTECT, related_name="missing_signatures"
    )
    # As the frozen text has them, like a signature's.
    name = models.CharField("namn", max_length=120)
    party_name = models.CharField(max_length=120)
    noticed_at = models.DateTimeField("meddelat")
    reason = models.TextField("partens skäl", blank=True)
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "utebliven underskrift"
        verbose_name_plural = "uteblivna underskrifter"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "adjuster"], name="missing_signature_once"),
            models.CheckConstraint(
                condition=Q(noticed_at__lt=F("at")), name="missing_signature_told_first"
            ),
        ]

    def __str__(self):
        return f"{self.name} för {self.party_name} har inte justerat"
