"""A point that stands on every agenda of a group, or in some months of the year."""

from django.db import models

from .group import Group, GroupSection


class StandingItem(models.Model):
    group = models.ForeignKey(
        Group, models.PROTECT, related_name="standing_items", verbose_name="grupp"
    )
    section = models.ForeignKey(
        GroupSection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standing_items",
        verbose_name="rubrik",
    )
    heading = models.CharField("punkt", max_length=200)
    responsible = models.CharField("ansvarig", max_length=120, blank=True)
    legal_basis = models.CharField(
        "rättslig grund", max_length=60, blank=True, help_text="Till exempel MBL 11"
    )
    months = models.JSONField(
        "månader", default=list, blank=True, help_text="Tomt: varje möte. [2, 8]: februari, augusti"
    )
    is_round = models.BooleanField(
        "runda", default=False, help_text="En rad för varje närvarande organisation."
    )
    is_theme = models.BooleanField(
        "månadens tema", default=False, help_text="Rubriken fylls på ur årshjulet."
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "stående punkt"
        verbose_name_plural = "stående punkter"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(heading=""), name="standing_has_heading"),
        ]

    def __str__(self):
        return self.heading

    def belongs_in(self, month: int) -> bool:
        return not self.months or month in self.months
