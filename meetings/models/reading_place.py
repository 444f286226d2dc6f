"""“Fortsätt läsa från punkt 9”: how far a person has come in a text, for herself alone.

Kept on the server, so that she goes on from another device. Nobody else is ever shown it, and it is
gone when the meeting is closed.
"""

from django.db import models

from .. import clock


class ReadingPlaceQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(meeting=meeting)

    def mine(self, user, meeting):
        return self.filter(user=user, meeting=meeting).select_related("version", "before").first()


class ReadingPlace(models.Model):
    user = models.ForeignKey("meetings.User", models.PROTECT, related_name="reading_places")
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="reading_places")
    # The latest text that she had before her, and the one before that: what she compares with.
    # None when she came to the text only after it was locked.
    version = models.ForeignKey("meetings.Version", models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey(
        "meetings.Version", models.PROTECT, null=True, blank=True, related_name="+"
    )
    item_ref = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()

    objects = ReadingPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "meeting"], name="reading_place_once"),
        ]

    def __str__(self):
        return "Bokmärke"  # never whose or where

    @classmethod
    def keep(cls, user, version, *, item_ref=None) -> None:
        """She has this text before her, and has come to the item when one is told."""
        place, is_first = cls.objects.get_or_create(
            user=user,
            meeting_id=version.meeting_id,
            defaults={"version": version, "item_ref": item_ref or "", "at": clock.now()},
        )
        if is_first:
            return
        if place.version_id != version.pk:
            place.before_id, place.version_id = place.version_id, version.pk
        if item_ref is not None:
            place.item_ref = item_ref
        place.at = clock.now()
        place.save()

    @classmethod
    def reached(cls, user, meeting, item_ref) -> None:
        """She has come to the item of the locked text; which draft she read before stays."""
        told = {"item_ref": item_ref, "at": clock.now()}
        cls.objects.update_or_create(user=user, meeting=meeting, defaults=told)

    def read_before(self, version):
        """The text to compare `version` with: the latest other one that she had before her."""
        return self.before if self.version_id == version.pk else self.version
