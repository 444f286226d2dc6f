"""The phrase library of a group: sentences with places, put into rows or proposed for an utfall."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from .. import sentences
from .agenda import AgendaItem
from .entry import Entry
from .group import Group

KINDS = [(kind, Entry.Kind(kind).label) for kind in Entry.WRITTEN]


class PhraseQuerySet(models.QuerySet):
    def give_defaults(self, group) -> None:
        """What a new group starts with; it changes them as it likes."""
        rows = [{"kind": kind, "words": words} for kind, words in sentences.ROW_PHRASES]
        rows += [
            {"outcome": outcome, "words": words}
            for outcome, several in sentences.OUTCOME_PHRASES.items()
            for words in several
        ]
        self.bulk_create(
            Phrase(group=group, order=order, **row) for order, row in enumerate(rows, 1)
        )

    def for_rows(self):
        return self.filter(outcome="")

    def by_outcome(self) -> dict[str, list[str]]:
        """{kind of utfall: its phrases}; the house's own where the group has none."""
        told = {kind: list(several) for kind, several in sentences.OUTCOME_PHRASES.items()}
        own: dict[str, list[str]] = {}
        for outcome, words in self.exclude(outcome="").values_list("outcome", "words"):
            own.setdefault(outcome, []).append(words)
        return told | own


class Phrase(models.Model):
    group = models.ForeignKey(Group, models.PROTECT, related_name="phrases")
    words = models.CharField("fras", max_length=300)
    kind = models.CharField("slag av stycke", max_length=12, choices=KINDS, blank=True)
    outcome = models.CharField(
        "eller utfall", max_length=12, choices=AgendaItem.OutcomeKind.choices, blank=True
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "fras"
        verbose_name_plural = "fraser"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="phrase_has_words"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(outcome=""),
                name="phrase_for_row_or_outcome",
                violation_error_message="En fras är för ett stycke eller för ett utfall.",
            ),
        ]

    def __str__(self):
        return self.words

    def clean(self):
        """A place that nobody fills would stand in the minutes as it is."""
        names = {name.strip().lower() for name in sentences.PLACEHOLDER.findall(self.words)}
        unknown = sorted(names - set(sentences.PLACEHOLDERS))
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in sentences.PLACEHOLDERS)
            raise ValidationError({"words": f"{{{unknown[0]}}} finns inte. Skriv {known}."})
