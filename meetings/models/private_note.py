"""“Bara för mig”: what a secretary notes for herself while she writes.

It is no part of the minutes: no Document, print, log or register knows it, nobody else sees it, and
it is gone when the meeting is closed.
"""

import uuid

from django.db import models, transaction

from .. import clock
from .saving import Conflict, Saved


class PrivateNoteQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(item__meeting=meeting)

    def mine(self, user, item):
        """The user's own note about the item, or None."""
        return self.filter(user=user, item=item).first()


class PrivateNote(models.Model):
    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="private_notes")
    user = models.ForeignKey("meetings.User", models.PROTECT, related_name="private_notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    save_id = models.UUIDField()  # of the latest save: sent twice it is stored once
    at = models.DateTimeField()

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="private_note_once"),
        ]

    def __str__(self):
        return "Bara för mig"  # never the words: they would end up in a log

    @classmethod
    @transaction.atomic
    def keep(cls, item, text: str, *, base: int, save_id: uuid.UUID, by) -> Saved | Conflict:
        """Store what `by` notes about the item, unless she wrote in another window since `base`.

        The first save has base 0. Raises WrongState when the text is locked.
        """
        item.meeting.require_open_text()
        note = cls.objects.mine(by, item) or cls(item=item, user=by, version=0)
        is_again = note.save_id == save_id
        if not is_again or note.text != text:
            if not is_again and note.version != base and note.text != text:
                return Conflict(mine=text, theirs=note.text, version=note.version, by="")
            note.text, note.version = text, note.version + 1
            note.save_id, note.at = save_id, clock.now()
            note.save()
        return Saved(version=note.version, at=note.at)
