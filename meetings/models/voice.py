"""Whose words a row is, and who instämmer."""

from django.db import models


class Voice(models.Model):
    """A party that speaks in a row, or concurs with it (instämmer), in the order it was named."""

    class Role(models.TextChoices):
        SPEAKS = "speaks", "har ordet"
        CONCURS = "concurs", "instämmer"

    entry = models.ForeignKey("meetings.Entry", models.PROTECT, related_name="voices")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="voices")
    role = models.CharField(max_length=8, choices=Role.choices)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "place"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "party", "role"], name="voice_once"),
        ]

    def __str__(self):
        return f"{self.party} {self.get_role_display()}"
