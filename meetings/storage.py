"""Uploaded bytes on disk: each content once, under its own digest, in a folder that nothing serves.

A file arrives under a name of nobody's beside the others, and takes its place in one step when it
is whole. So whatever is found under a digest is all of it, also after a power cut.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile("[0-9a-f]{64}")
_BLOCK = 1024 * 1024


class Missing(Exception):
    """The bytes are not there, or are no longer those that were stored."""


class Arriving:
    """A file while it comes in, hashed as it is written. `keep` gives it its place."""

    def __init__(self):
        folder = _folder("inkommande")
        descriptor, name = tempfile.mkstemp(dir=folder, prefix="fil-")
        self.path, self.size = Path(name), 0
        self._file, self._hash = os.fdopen(descriptor, "w+b"), hashlib.sha256()

    @classmethod
    def of(cls, content: bytes) -> "Arriving":
        arriving = cls()
        arriving.write(content)
        return arriving

    def write(self, block: bytes) -> None:
        self._file.write(block)
        self._hash.update(block)
        self.size += len(block)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    @property
    def file(self):
        """The bytes so far, to look at."""
        self._file.flush()
        self._file.seek(0)
        return self._file

    def keep(self) -> None:
        """Move it to its place; what lay there was the same."""
        self._file.flush()
        os.fsync(self._file.fileno())
        os.fchmod(self._file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        self._file.close()
        place = _place(self.sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        os.utime(self.path)
        os.replace(self.path, place)
        _sync(place.parent)

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def opened(sha256: str):
    """The stored file, open for reading, its digest proven; raises Missing."""
    try:
        file = _place(sha256).open("rb")
    except OSError:
        raise Missing(sha256) from None
    found = hashlib.sha256()
    while block := file.read(_BLOCK):
        found.update(block)
    if found.hexdigest() != sha256:
        file.close()
        raise Missing(sha256)
    file.seek(0)
    return file


def remove(sha256: str) -> None:
    _place(sha256).unlink(missing_ok=True)


def digests(*, before: float) -> Iterator[str]:
    """Of every file that came before that moment (seconds since 1970)."""
    for path in _folder("bilagor").glob("??/*"):
        if _DIGEST.fullmatch(path.name) and path.stat().st_mtime < before:
            yield path.name


def sweep_arriving(*, before: float) -> None:
    """What began to come in before that moment and never came whole."""
    for path in _folder("inkommande").glob("fil-*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _place(sha256: str) -> Path:
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("no digest")
    return Path(settings.STORAGE_DIR) / "bilagor" / sha256[:2] / sha256


def _folder(name: str) -> Path:
    folder = Path(settings.STORAGE_DIR) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def _sync(folder: Path) -> None:
    """The name itself is on the disk, not only the bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
