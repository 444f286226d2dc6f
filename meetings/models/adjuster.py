"""Somebody chosen to sign the minutes for a party. Chosen is one thing, signed another."""

from django.db import models
from django.db.models import Q

from .. import document


class AdjusterQuerySet(models.QuerySet):
    def serving(self):
        """Those who are to sign: whoever was replaced stays on record but signs no more."""
        return self.filter(replaced_by__isnull=True)

    def serving_at(self, moment):
        """Those who were to sign at the moment, whoever has taken their places since."""
        came, went = Q(since__isnull=True), Q(replaced_by__isnull=True)
        return self.filter(came | Q(since__lt=moment), went | Q(replaced_by__since__gte=moment))

    def reached_elsewhere(self, meeting):
        """(user, address) of those whose mail about this meeting goes to another address."""
        elsewhere = self.serving().filter(meeting=meeting).exclude(address="")
        return elsewhere.values_list("attendee__user", "address")

    def with_people(self):
        return self.select_related("attendee__party", "attendee__user", "replaces__attendee")


class Adjuster(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="adjusters")
    attendee = models.ForeignKey("meetings.Attendee", models.PROTECT, related_name="adjuster_rows")
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    # Of whoever took somebody's place while the text was locked: when, at whose word, and why.
    since = models.DateTimeField("tog över", null=True, blank=True)
    named_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.CharField("varför", max_length=300, blank=True)
    # Where mail about this protocol reaches her when her address at work does not.
    address = models.EmailField("annan adress", blank=True)

    objects = AdjusterQuerySet.as_manager()

    class Meta:
        verbose_name = "justerare"
        verbose_name_plural = "justerare"
        ordering = ["attendee__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "attendee"],
                condition=Q(replaced_by__isnull=True),
                name="adjuster_once",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True, named_by__isnull=True)
                | Q(since__isnull=False, named_by__isnull=False),
                name="adjuster_named_when_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.attendee} för {self.attendee.party}"

    def place_at(self, moment) -> "Adjuster":
        """Whose place among the chosen she has in a text that was locked at the moment."""
        holder = self
        while holder.since and holder.since >= moment:
            holder = holder.replaces
        return holder

    @property
    def user(self):
        return self.attendee.user

    @property
    def predecessor(self) -> "Adjuster | None":
        """Whose place she took."""
        return getattr(self, "replaces", None)

    @property
    def party(self):
        return self.attendee.party

    def value(self) -> document.Adjuster:
        return document.Adjuster(
            name=self.attendee.name,
            party=self.attendee.party.value(),
            title=self.attendee.title,
            attended=self.attendee.attended,
        )
