"""Every change of a row, for as long as the meeting's papers are kept. Nothing written is lost."""

from django.db import models


class Revision(models.Model):
    class Kind(models.TextChoices):
        ADDED = "added", "Skrev"
        REWRITTEN = "rewritten", "Ändrade"
        MOVED = "moved", "Flyttade"
        DELETED = "deleted", "Tog bort"
        RESTORED = "restored", "Tog tillbaka"

    entry = models.ForeignKey("meetings.Entry", models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)  # what else changed: kind, parties, place
    version = models.PositiveIntegerField()
    # Made in the browser for each save: a save sent twice is stored once.
    save_id = models.UUIDField(unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="revision_version_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


def told(value):
    """A fact as a revision keeps it: names and words, never objects."""
    if isinstance(value, (list, tuple)):
        return [told(part) for part in value]
    if isinstance(value, dict):
        return {key: told(part) for key, part in value.items()}
    return value if isinstance(value, (str, int, type(None))) else str(value)
