"""Who does what by when, hung on any row; the row's text is not repeated."""

from django.db import models
from django.db.models import Q

from .. import document


class Action(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Pågår"
        DONE = "done", "Klar"
        DROPPED = "dropped", "Struken"

    entry = models.ForeignKey("meetings.Entry", models.PROTECT, related_name="actions")
    responsible = models.CharField("ansvarig", max_length=120, blank=True)
    what = models.CharField("vad", max_length=300, blank=True)
    due = models.DateField("klart senast", null=True, blank=True)
    due_words = models.CharField("eller", max_length=60, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)

    class Meta:
        verbose_name = "åtgärd"
        verbose_name_plural = "åtgärder"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(responsible="") | ~Q(what="") | Q(due__isnull=False),
                name="action_says_something",
            ),
        ]

    def __str__(self):
        return self.what or f"Åtgärd för {self.responsible}"

    def facts(self) -> dict:
        return {name: getattr(self, name) for name in ("responsible", "what", "due", "due_words")}

    def value(self) -> document.Action:
        return document.Action(
            responsible=self.responsible, what=self.what, due=self.due, due_words=self.due_words
        )
