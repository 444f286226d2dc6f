"""Every change on the desk, for as long as the meeting's papers are kept. No word is lost."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

# Saves of one row with no longer pause between them are one change.
PAUSE = timedelta(minutes=5)


class Revision(models.Model):
    """One change of a row or of an item: who, when, and how it was before.

    What one verb changed belongs to one `act`, and is taken back as one (see `undo`).
    """

    class Kind(models.TextChoices):
        ADDED = "added", "Skrev"
        REWRITTEN = "rewritten", "Ändrade texten"
        DESCRIBED = "described", "Ändrade"
        CONCLUDED = "concluded", "Ändrade utfallet"
        MOVED = "moved", "Flyttade"
        DELETED = "deleted", "Tog bort"
        RESTORED = "restored", "Tog tillbaka"
        SPLIT = "split", "Delade"
        MERGED = "merged", "Slog ihop"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="revisions")
    entry = models.ForeignKey(
        "meetings.Entry", models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    # What else changed, as `kept` tells it: {"was": {…}, "became": {…}}.
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField()
    # Made in the browser for each save: a save sent twice is stored once.
    save_id = models.UUIDField(unique=True)
    act = models.UUIDField(db_index=True)
    is_undo = models.BooleanField(default=False)
    undone_by = models.UUIDField(null=True, blank=True)  # the act that took this one back

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["meeting", "id"], name="revision_in_meeting")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="revision_version_once"),
            models.UniqueConstraint(fields=["item", "version"], name="item_version_once"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) ^ Q(item__isnull=True),
                name="revision_of_row_or_item",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def goes_on_in(self, later) -> bool:
        """Whether both are saves of one text that was typed without a longer pause."""
        is_typed = self.kind == later.kind == self.Kind.REWRITTEN
        is_undo = self.is_undo or later.is_undo or self.undone_by != later.undone_by
        is_same = self.by_id == later.by_id and self.after == later.before
        return is_typed and is_same and not is_undo and later.at - self.at < PAUSE

    @property
    def was(self) -> dict:
        return self.facts.get("was", {})

    @property
    def became(self) -> dict:
        return self.facts.get("became", {})


def kept(value):
    """A fact as a revision keeps it: keys of rows, days as text."""
    if isinstance(value, (list, tuple, models.QuerySet)):
        return [kept(part) for part in value]
    if isinstance(value, dict):
        return {key: kept(part) for key, part in value.items()}
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def changed(was: dict, became: dict) -> dict:
    """What a revision tells of facts: those that are not as they were."""
    names = [name for name in became if was.get(name) != became[name]]
    if not names:
        return {}
    return {
        "was": {name: was.get(name) for name in names},
        "became": {name: became[name] for name in names},
    }


def day_of(text) -> date | None:
    """The day that `kept` made text of."""
    return date.fromisoformat(text) if text else None
