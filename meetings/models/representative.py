"""A mandate: a person who speaks for a party in a group, from one day to another."""

from django.db import models
from django.db.models import Q

from .. import clock
from .group import Group
from .party import Party
from .user import User


class RepresentativeQuerySet(models.QuerySet):
    def active(self, day=None):
        """Mandates that hold on the day (today when none is given)."""
        day = day or clock.today()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)

    def with_people(self):
        return self.select_related("user", "party", "substitutes_for__user")


class Representative(models.Model):
    class Kind(models.TextChoices):
        MEMBER = "member", "Ordinarie"
        SUBSTITUTE = "substitute", "Ersättare"
        SAFETY = "safety", "Skyddsombud"

    group = models.ForeignKey(
        Group, models.PROTECT, related_name="representatives", verbose_name="grupp"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="representatives", verbose_name="part"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="mandates", verbose_name="person")
    kind = models.CharField("uppdrag", max_length=12, choices=Kind.choices, default=Kind.MEMBER)
    title = models.CharField("titel", max_length=120, blank=True)
    chairs = models.BooleanField("ordförande", default=False)
    substitutes_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name="ersätter",
        help_text="Tomt: ersätter vem som helst i samma part.",
    )
    starts = models.DateField("från och med")
    ends = models.DateField("till och med", null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = "företrädare"
        verbose_name_plural = "företrädare"
        ordering = ["group", "party__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "party", "user", "starts"], name="mandate_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                name="mandate_ends_after_start",
                violation_error_message="Mandatet slutar före det börjar.",
            ),
            models.CheckConstraint(
                condition=Q(substitutes_for__isnull=True) | Q(kind="substitute"),
                name="mandate_only_substitutes_substitute",
            ),
        ]

    def __str__(self):
        return f"{self.user} för {self.party} i {self.group}"
