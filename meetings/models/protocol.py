"""A frozen Document: the bytes that people sign. Rows are only ever added (see `locks`)."""

import secrets
from dataclasses import replace

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .. import clock, document, extract
from ..document import Item


class ProtocolQuerySet(models.QuerySet):
    def standing(self):
        """Protocols that nobody has sent back."""
        return self.filter(refusals__isnull=True)

    def whole(self):
        """Those of the whole text: no part, extract or rättelse of it."""
        return self.filter(scope=Protocol.Scope.WHOLE)

    def with_meeting(self):
        return self.select_related("meeting__group")


class Protocol(models.Model):
    class Scope(models.TextChoices):
        WHOLE = "whole", "Hela"
        PART = "part", "Del"
        EXTRACT = "extract", "Utdrag"
        CORRECTION = "correction", "Rättelse"

    class Origin(models.TextChoices):
        WRITTEN = "written", "Skrivet här"
        IMPORTED = "imported", "Inläst"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="protocols")
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.WHOLE)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.WRITTEN)
    content = models.BinaryField()
    fingerprint = models.CharField("kontrollkod", max_length=64, unique=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = "protokoll"
        verbose_name_plural = "protokoll"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["whole", "part", "extract", "correction"])
                & Q(origin__in=["written", "imported"]),
                name="protocol_scope_and_origin_known",
            ),
        ]

    def __str__(self):
        return f"Kontrollkod {self.fingerprint[:8]}"

    def get_absolute_url(self):
        return reverse("protocol", args=[self.meeting_id])

    @classmethod
    def freeze(cls, meeting, *, by, said=None, scope=Scope.WHOLE) -> "Protocol":
        """Freeze what the meeting's minutes say now, or `said`, a part of it or a rättelse.

        The salts make every digest unguessable.
        """
        frozen = (said or meeting.document()).salted(lambda: secrets.token_hex(16))
        content = frozen.to_json()
        return cls.objects.create(
            meeting=meeting,
            scope=scope,
            content=content,
            fingerprint=document.fingerprint_of(content),
            frozen_at=clock.now(),
            frozen_by=by,
        )

    @property
    def round(self):
        """Where it is answered: its side round, or the meeting."""
        beside = self.scope in (Protocol.Scope.PART, Protocol.Scope.CORRECTION)
        return self.side_round if beside else self.meeting

    @classmethod
    def of_extract(cls, meeting, content: bytes, *, by) -> "Protocol":
        """The bytes of an extract (see `meetings.extract`), frozen like any other text."""
        return cls.objects.create(
            meeting=meeting,
            scope=cls.Scope.EXTRACT,
            content=content,
            fingerprint=extract.fingerprint_of(content),
            frozen_at=clock.now(),
            frozen_by=by,
        )

    def document(self) -> document.Document:
        """What the protocol says, read from its own frozen bytes."""
        if self.scope == self.Scope.EXTRACT:
            return self.extracted().document
        return document.read(bytes(self.content))

    def extracted(self) -> extract.Extract:
        """An extract, with what is said of it and of the text that it comes from."""
        return extract.read(bytes(self.content))

    def earlier(self, fingerprint=""):
        """The meeting's text before this one: with that kontrollkod, or the last. None if first."""
        same = Protocol.objects.filter(meeting=self.meeting_id, scope=self.scope)
        before = same.filter(pk__lt=self.pk)
        if self.scope != self.Scope.WHOLE:  # a part that was signed is another matter
            before = before.filter(refusals__isnull=False)
        return before.filter(fingerprint=fingerprint).first() or before.last()

    def items_changed_since(self, earlier: "Protocol") -> list[Item]:
        """Items that say something else than in an earlier text of the meeting, or are new.

        What was taken away has no item left to read.
        """
        before = {item.ref: _without_salt(item) for item in earlier.document().items()}
        return [
            item for item in self.document().items() if before.get(item.ref) != _without_salt(item)
        ]

    def words_of(self, entry) -> str:
        """The words of a row as they hold now: the frozen ones, or those of its last rättelse."""
        last = self.corrections.in_force().filter(entry_ref=entry.ref).last()
        return last.new if last else entry.text

    @property
    def is_void(self):
        return self.refusals.exists()

    @property
    def newest_sealed(self):
        """The file to hand out, with its bytes left in the database; None before it is sealed."""
        return self.files.newest_sealed().defer("content").first()

    def file(self, kind):
        """The stored file of this kind, or None while it is not made."""
        return self.files.filter(kind=kind).first()

    def stored(self, kind):
        """As `file`, with the bytes left in the database until somebody asks for them."""
        return self.files.filter(kind=kind).defer("content").first()


def _without_salt(item: Item) -> Item:
    """What the item says by itself: its sub-items are compared one by one."""
    return replace(item, salt="", number="", children=())
