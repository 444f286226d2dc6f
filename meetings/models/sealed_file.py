"""The stored bytes of a protocol: frozen, signed, sealed and renewed. INSERT only."""

import hashlib

from django.db import models
from django.db.models import Q

from .. import clock


class SealedFileQuerySet(models.QuerySet):
    def newest_sealed(self):
        """The file to hand out of each locked protocol: the sealed one, or its last renewal."""
        later = SealedFile.objects.filter(
            protocol=models.OuterRef("protocol"),
            kind=SealedFile.Kind.RENEWAL,
            seq__gt=models.OuterRef("seq"),
        )
        locked = self.filter(kind__in=(SealedFile.Kind.SEALED, SealedFile.Kind.RENEWAL))
        return locked.exclude(models.Exists(later))

    def with_protocol(self):
        """With what the file belongs to, and without its bytes."""
        return self.select_related("protocol__meeting__group").defer("content")

    def of_signature(self, meeting, adjuster_pk, kinds):
        """The file of the adjuster's last signature that was not made here, or None."""
        of = {"protocol__meeting": meeting, "signature__adjuster": adjuster_pk}
        return self.filter(**of, kind__in=kinds).select_related("signature").order_by("pk").last()


class SealedFile(models.Model):
    class Kind(models.TextChoices):
        FROZEN = "frozen", "Låst text"
        REVISION = "revision", "Underskrift"
        SEALED = "sealed", "Låst fil"
        COPY = "copy", "Kopia utan bilagor"
        RENEWAL = "renewal", "Förnyad tidsstämpel"
        SCAN = "scan", "Justerat på papper"
        UPLOAD = "upload", "Underskrivet i en annan tjänst"

    protocol = models.ForeignKey("meetings.Protocol", models.PROTECT, related_name="files")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    signature = models.OneToOneField(
        "meetings.Signature", models.PROTECT, null=True, blank=True, related_name="file"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    # Where each revision of a signed PDF ends and what its bytes hash to: lets /validera/ tell a
    # cut file from a genuine one without parsing it.
    prefixes = models.JSONField(default=list, blank=True)
    report = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "låst fil"
        verbose_name_plural = "låsta filer"
        ordering = ["protocol", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "seq"], name="file_seq_once"),
            models.UniqueConstraint(
                fields=["protocol", "kind"],
                condition=Q(kind__in=["frozen", "sealed", "copy"]),
                name="file_kind_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["revision", "scan", "upload"], signature__isnull=False)
                | (~Q(kind__in=["revision", "scan", "upload"]) & Q(signature__isnull=True)),
                name="file_of_signature_has_it",
            ),
            models.CheckConstraint(condition=Q(size__gt=0, seq__gt=0), name="file_has_bytes"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.sha256[:8]}"

    @classmethod
    def store(cls, protocol, kind, content: bytes, *, signature=None, prefixes=(), report=None):
        """Add the next file of the protocol. The caller holds the meeting's row."""
        seq = (protocol.files.aggregate(last=models.Max("seq"))["last"] or 0) + 1
        return cls.objects.create(
            protocol=protocol,
            seq=seq,
            kind=kind,
            signature=signature,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            prefixes=list(prefixes),
            report=report or {},
            made_at=clock.now(),
        )
