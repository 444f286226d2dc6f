"""Bytes that are kept, each content once, and taken away when nobody refers to them."""

import time
from datetime import timedelta

from django.db import models, transaction

from .. import storage

UNUSED_FOR = timedelta(days=1)


class StoredFile(models.Model):
    """Bytes that are kept. Whoever adds or removes them holds this row."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = "lagrad fil"
        verbose_name_plural = "lagrade filer"

    def __str__(self):
        return self.sha256[:8]

    @classmethod
    def hold(cls, sha256: str, size: int = 0) -> "StoredFile":
        """The row of these bytes, new or not, held in one statement until the transaction ends.

        So nobody can take bytes away between somebody's finding them and referring to them.
        """
        row = cls(sha256=sha256, size=size)
        cls.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["sha256"], update_fields=["sha256"]
        )
        return cls.objects.get(sha256=sha256)


def sweep() -> None:
    """Take away bytes that no row refers to: a crash between the two, or a file half come."""
    before = time.time() - UNUSED_FOR.total_seconds()
    storage.sweep_arriving(before=before)
    lying = set(storage.digests(before=before))
    lying |= set(StoredFile.objects.filter(uses=None).values_list("sha256", flat=True))
    used = StoredFile.objects.exclude(uses=None).values_list("sha256", flat=True)
    for sha256 in sorted(lying.difference(used)):
        remove_unused(sha256)


@transaction.atomic
def remove_unused(sha256):
    """Take the bytes away, unless somebody has come to refer to them meanwhile."""
    row = StoredFile.hold(sha256)
    if not row.uses.exists():
        storage.remove(sha256)
        row.delete()
