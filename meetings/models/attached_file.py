"""The files that attachments have and have had, from their arrival until they are destroyed."""

from dataclasses import dataclass

from django.db import models, transaction

from .. import storage
from .stored_file import StoredFile, remove_unused


@dataclass(frozen=True)
class Arrived:
    """A file that has come whole and been looked at; not yet anybody's attachment."""

    bytes: storage.Arriving
    name: str
    media_type: str
    pages: int = 0


class AttachedFile(models.Model):
    """A file that an attachment has or has had: whose, when, under what name."""

    attachment = models.ForeignKey("meetings.Attachment", models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bilagd fil"
        verbose_name_plural = "bilagda filer"
        ordering = ["-pk"]

    def __str__(self):
        return self.name


def forget(meeting) -> None:
    """Gallring: the meeting's attachments go, and their bytes where nothing else refers to them."""
    files = AttachedFile.objects.filter(attachment__meeting=meeting)
    gone = set(files.values_list("stored__sha256", flat=True))
    meeting.attachments.update(file=None)
    files.delete()
    meeting.attachments.all().delete()
    transaction.on_commit(lambda: [remove_unused(sha256) for sha256 in sorted(gone)])
