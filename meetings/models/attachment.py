"""Files on a meeting or an item (bilagor): added, promised, replaced, taken away, brought back.

The number is given once and kept, because “Se bilaga 1” stands in the text: a file that is taken
away leaves a gap. Every file that an attachment has had stays until the meeting's papers are
destroyed; the bytes lie in `storage`, each content once.
"""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from .. import clock, document, words
from ..errors import DomainError
from .attached_file import Arrived, AttachedFile
from .stored_file import StoredFile


class AttachmentQuerySet(models.QuerySet):
    def standing(self):
        """Those that have not been taken away."""
        return self.filter(deleted_at__isnull=True)

    def summoned(self):
        """Underlag that has come: what those who are called may read before the meeting."""
        there = self.standing().filter(with_summons=True, file__isnull=False)
        return there.filter(Q(item__isnull=True) | Q(item__deleted_at__isnull=True))

    def with_files(self):
        return self.select_related("file__stored", "item").prefetch_related("files__stored")


class Attachment(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="attachments")
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    ref = models.UUIDField(unique=True, editable=False)
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("namn", max_length=200)
    file = models.ForeignKey(
        "meetings.AttachedFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    with_summons = models.BooleanField("underlag till kallelsen", default=False)
    promised_by = models.CharField("utlovad av", max_length=120, blank=True)
    due = models.DateField("senast", null=True, blank=True)
    due_words = models.CharField("eller", max_length=60, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="attachment_number_once"),
            models.CheckConstraint(
                condition=Q(number__gt=0) & ~Q(title=""), name="attachment_has_number_and_title"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="attachment_deletion_who_and_when",
            ),
        ]

    def __str__(self):
        return f"Bilaga {self.number}: {self.title}"

    # --- Added and promised -------------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def add(cls, meeting, file: Arrived, *, title, by, ref=None, item=None, with_summons=False):
        """A new attachment with its file. The same `ref` and bytes again are the same one."""
        meeting.require_writable(item)
        known = cls.objects.filter(ref=ref, meeting=meeting).first() if ref else None
        if known and known.file and known.file.stored.sha256 == file.bytes.sha256:
            return known
        attachment = cls(
            meeting=meeting,
            item=item,
            ref=cls._own_ref(ref),
            number=cls._next_number(meeting),
            title=title.strip() or file.name,
            with_summons=with_summons,
        )
        attachment._is_room_for(file)
        attachment.save()
        attachment._receive(file, by)
        return attachment

    @classmethod
    @transaction.atomic
    def promise(
        cls, meeting, *, title, promised_by, by, ref=None, item=None, due=None, due_words=""
    ):
        """A number for a file that somebody has promised; missing, and said so, until it comes."""
        meeting.require_writable(item)
        if not promised_by.strip():
            raise DomainError("Skriv vem som har lovat bilagan.", field="promised_by")
        if not title.strip():
            raise DomainError("Skriv vad bilagan heter.", field="title")
        told = {"title": title.strip(), "promised_by": promised_by.strip(), "item": item}
        told |= {"due": due, "due_words": due_words}
        known = cls.objects.filter(ref=ref, meeting=meeting).first() if ref else None
        if known and all(getattr(known, name) == value for name, value in told.items()):
            return known
        ref, number = cls._own_ref(ref), cls._next_number(meeting)
        return cls.objects.create(meeting=meeting, ref=ref, number=number, **told)

    @classmethod
    def _own_ref(cls, ref):
        """The form's, unless it was used for something else."""
        return ref if ref and not cls.objects.filter(ref=ref).exists() else uuid.uuid4()

    @staticmethod
    def _next_number(meeting):
        """Also those taken away keep theirs. The caller holds the meeting's row."""
        return (meeting.attachments.aggregate(last=models.Max("number"))["last"] or 0) + 1

    # --- Changed ------------------------------------------------------------------------------

    @transaction.atomic
    def bring(self, file: Arrived, *, by) -> None:
        """The promised file has come, or a newer one takes the place of the one that was here.

        The earlier file is kept with its date. The same bytes again change nothing.
        """
        self.meeting.require_writable(self.item)
        self.refresh_from_db()
        if self.file and self.file.stored.sha256 == file.bytes.sha256:
            return
        self._is_room_for(file)
        self._receive(file, by)

    def _is_room_for(self, file):
        most = settings.ATTACHMENTS_OF_A_MEETING
        used = AttachedFile.objects.filter(attachment__meeting=self.meeting_id).aggregate(
            bytes=models.Sum("stored__size")
        )["bytes"]
        if (used or 0) + file.bytes.size > most:
            room = words.file_size(most)
            raise DomainError(f"Mötets bilagor får ta {room} tillsammans.", field="file")

    def _receive(self, file, by):
        stored = StoredFile.hold(file.bytes.sha256, file.bytes.size)
        # On the disk before the row is: a crash in between leaves bytes that the sweep finds.
        file.bytes.keep()
        self.file = AttachedFile.objects.create(
            attachment=self,
            stored=stored,
            name=file.name,
            media_type=file.media_type,
            pages=file.pages,
            at=clock.now(),
            by=by,
        )
        self.save(update_fields=["file"])

    FACTS = ("title", "item", "with_summons", "promised_by", "due", "due_words")

    @transaction.atomic
    def describe(self, *, by, **facts) -> None:
        """Set any of FACTS."""
        self.meeting.require_writable(self.item)
        if not facts.get("title", self.title).strip():
            raise DomainError("Skriv vad bilagan heter.", field="title")
        if not self.file_id and not facts.get("promised_by", self.promised_by).strip():
            raise DomainError("Skriv vem som har lovat bilagan.", field="promised_by")
        given = [name for name in self.FACTS if name in facts]
        for name in given:
            setattr(self, name, facts[name])
        self.save(update_fields=given)

    @transaction.atomic
    def change(self, file: Arrived | None, *, by, **facts) -> None:
        """A new file, if there is one, and what is said about it: both or neither."""
        if file:
            self.bring(file, by=by)
        self.describe(by=by, **facts)

    @transaction.atomic
    def take_away(self, *, by) -> None:
        """Out of the minutes; its number is not used again, and `put_back` undoes it."""
        self.meeting.require_writable(self.item)
        self.deleted_at, self.deleted_by = clock.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])

    @transaction.atomic
    def put_back(self, *, by) -> None:
        self.meeting.require_writable(self.item)
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])

    # --- What it says -------------------------------------------------------------------------

    @property
    def named(self) -> str:
        """As the text refers to it."""
        return f"bilaga {self.number}"

    def value(self) -> document.Attachment:
        """The attachment as the Document says it; wants `file__stored` loaded."""
        file = self.file
        return document.Attachment(
            ref=str(self.ref),
            number=self.number,
            title=self.title,
            file_name=file.name if file else "",
            media_type=file.media_type if file else "",
            pages=file.pages if file else 0,
            size=file.stored.size if file else 0,
            sha256=file.stored.sha256 if file else "",
            promised_by=self.promised_by,
            due=self.due,
            due_words=self.due_words,
        )
