"""Remarks of Kontroll that a group does not want to see."""

from django.db import models

from .. import checks, clock
from ..errors import DomainError


class MutedCheckQuerySet(models.QuerySet):
    def with_who(self):
        return self.select_related("by")


class MutedCheck(models.Model):
    """“Visa inte sådant här i gruppen”: a rule, by its key, that says nothing in the group."""

    group = models.ForeignKey("meetings.Group", models.PROTECT, related_name="muted_checks")
    rule = models.CharField("regel", max_length=40)
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MutedCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "dold anmärkning"
        verbose_name_plural = "dolda anmärkningar"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "rule"], name="muted_check_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What kind of remark it is, in words."""
        return checks.RULE_NAMES.get(self.rule, self.rule)

    @classmethod
    def mute(cls, group, rule, *, by) -> None:
        """Say nothing more of this kind. Raises DomainError for what stops the sending."""
        known = {one.key: one for one in checks.RULES}
        if rule not in known:
            raise DomainError("Den sortens anmärkning finns inte.")
        if known[rule].stops:
            raise DomainError("Det här stoppar Skicka till justering och visas alltid.")
        cls.objects.get_or_create(group=group, rule=rule, defaults={"by": by, "at": clock.now()})

    @classmethod
    def show(cls, group, rule) -> None:
        """Visa igen."""
        cls.objects.filter(group=group, rule=rule).delete()
