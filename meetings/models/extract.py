"""Utdrag and copies for handing out: what is made from a sealed protocol, which never changes."""

from django.db import models, transaction
from django.urls import reverse

from .. import clock, extract
from ..errors import DomainError
from .event import Event
from .protocol import Protocol
from .state import State


class Extract(models.Model):
    """A protokollsutdrag. What it says is in its own frozen bytes; the worker seals it."""

    protocol = models.OneToOneField(Protocol, models.PROTECT, related_name="extract")
    original = models.ForeignKey(Protocol, models.PROTECT, related_name="extracts")
    number = models.PositiveIntegerField("nummer")
    certified_by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "utdrag"
        verbose_name_plural = "utdrag"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["original", "number"], name="extract_number_once"),
        ]

    def __str__(self):
        return f"Utdrag {self.number}"

    def get_absolute_url(self):
        return reverse("extract_pdf", args=[self.original.meeting_id, self.number])

    @property
    def content(self) -> bytes:
        return bytes(self.protocol.content)

    def said(self) -> extract.Extract:
        return self.protocol.extracted()


class DisclosureCopy(models.Model):
    """A kopia för utlämnande as it was handed out: the bytes, who decided, and on which grounds.

    `masks` tells which passages are masked and why, never the words that were there.
    """

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="disclosures")
    number = models.PositiveIntegerField("nummer")
    decided_by = models.CharField("beslutat av", max_length=160)
    masks = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    made_by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "kopia för utlämnande"
        verbose_name_plural = "kopior för utlämnande"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="disclosure_number_once"),
        ]

    def __str__(self):
        return f"Kopia för utlämnande {self.number}"


class HandedOut:
    """What a sealed meeting gives away: extracts of its protocol, and masked copies of it."""

    @transaction.atomic
    def certify_extract(self, refs, *, by, title="", concerns="", sent_to=()) -> Extract:
        """Certify an extract of the chosen items; the worker prints and seals it.

        Sent twice the same day it is one. Raises DomainError when nothing was chosen.
        """
        self.require(State.SEALED)
        original = self.protocol
        told = {"title": title, "concerns": concerns, "sent_to": tuple(sent_to)}
        last = original.extracts.filter(certified_by=by).order_by("number").last()
        if last and self._extract_of(original, refs, last.number, by, told) == last.content:
            return last  # the same form, sent twice
        number = original.extracts.count() + 1
        content = self._extract_of(original, refs, number, by, told)
        made = Extract.objects.create(
            protocol=Protocol.of_extract(self, content, by=by),
            original=original,
            number=number,
            certified_by=by,
            at=clock.now(),
        )
        code = made.protocol.fingerprint
        Event.record(self, "extract_certified", by=by, extract=made.pk, of=original.fingerprint)
        Event.record(self, "frozen", by=by, fingerprint=code)
        return made

    def _extract_of(self, original, refs, number, by, told) -> bytes:
        certificate = extract.Certificate(
            number=f"{original.document().number or self} utdrag {number}",
            certified_by=by.name,
            certified_on=clock.today(),
            **told,
        )
        try:
            return extract.make(bytes(original.content), set(refs), certificate)
        except ValueError as error:
            raise DomainError("Välj minst en punkt.", field="items") from error

    @transaction.atomic
    def extract_sealed(self, protocol, store) -> None:
        """The extract's file is made. `store` adds it."""
        self.require(State.SEALED)
        file = store()
        Event.record(self, "sealed", protocol=protocol.pk, sha256=file.sha256)

    @transaction.atomic
    def hand_out(self, content, *, by, decided_by, masks, sha256) -> DisclosureCopy:
        """Keep a copy that is handed out, with who decided what is masked in it."""
        self.require(State.SEALED)
        copy = DisclosureCopy.objects.create(
            protocol=self.protocol,
            number=self.protocol.disclosures.count() + 1,
            decided_by=decided_by,
            masks=masks,
            sha256=sha256,
            content=content,
            made_by=by,
            at=clock.now(),
        )
        told = {"copy": copy.pk, "sha256": sha256, "masked": len(masks)}
        Event.record(self, "copy_handed_out", by=by, **told)
        return copy
