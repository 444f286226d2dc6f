"""The employer, or a union organisation, as registered."""

from django.db import models

from .. import document
from ..sentences import Named


class Party(models.Model):
    name = models.CharField("registrerat namn", max_length=120, unique=True)
    chip = models.CharField(
        "kort namn", max_length=16, unique=True, help_text="Visas i marginalen. Högst 16 tecken."
    )
    aliases = models.JSONField(
        "andra namn", default=list, blank=True, help_text="Så som namnet skrivs i löpande text."
    )
    is_employer = models.BooleanField("arbetsgivaren", default=False)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "part"
        verbose_name_plural = "parter"
        ordering = ["-is_employer", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_employer"],
                condition=models.Q(is_employer=True),
                name="party_one_employer",
                violation_error_message="Arbetsgivaren finns redan som part.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(chip=""), name="party_has_names"
            ),
        ]

    def __str__(self):
        return self.name

    def is_spoken_for(self, user, group) -> bool:
        """Whether the user has a mandate for the party in the group today."""
        return self.pk in user.parties_in(group)

    def named(self) -> Named:
        """By every name that a sentence may use for it."""
        return Named(self.name, (self.chip, *self.aliases), employer=self.is_employer)

    def value(self) -> document.Party:
        return document.Party(name=self.name, chip=self.chip, employer=self.is_employer)
