"""A text as somebody was given it to read before it is locked, and who has read it to the end.

What people read is stored: while they read, the secretary goes on writing in the rows. A Version is
working material ("utkast, arbetsmaterial") and is never signed; a Protocol is.
"""

import hashlib

from django.db import models
from django.db.models import Q

from .. import clock, document


class VersionQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(meeting=meeting)

    def for_review(self):
        """The texts that were out for everybody, without those that only the chair was shown."""
        return self.filter(audience=Version.Audience.REVIEW)

    def answered_by(self, user):
        """Those that the user has read to the end or left a synpunkt on, the latest last."""
        answered = self.filter(readings__by=user) | self.filter(comments__by=user)
        return answered.order_by("pk").distinct()

    def without_text(self):
        """With the bytes left in the database until somebody asks for them."""
        return self.defer("content")


class Version(models.Model):
    class Audience(models.TextChoices):
        CHAIR = "chair", "Ordföranden"
        REVIEW = "review", "Gruppen"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="versions")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    shown_at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "text ute för läsning"
        verbose_name_plural = "texter ute för läsning"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["chair", "review"]), name="version_audience_known"
            ),
        ]

    def __str__(self):
        return f"Utkast {self.sha256[:8]}"

    @classmethod
    def store(cls, meeting, audience, *, by) -> "Version":
        """Keep what the minutes say now. The caller holds the meeting's row."""
        content = meeting.document().to_json()
        return cls.objects.create(
            meeting=meeting,
            audience=audience,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            shown_at=clock.now(),
            by=by,
        )

    def document(self) -> document.Document:
        return document.read(bytes(self.content))


class ReadingQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(version__meeting=meeting)

    def in_order(self):
        """The latest of each party last."""
        return self.select_related("party", "version").defer("version__content").order_by("pk")


class Reading(models.Model):
    """“Jag har läst klart”: said by one person for her party, about one Version.

    Nobody is told who has opened or is reading a text; this is an act of its own.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="readings")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="readings")
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "läst klart"
        verbose_name_plural = "läst klart"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="reading_once"),
        ]

    def __str__(self):
        return f"{self.party} har läst klart"
