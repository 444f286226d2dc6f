"""Which text an adjuster had before her last, and what has changed in it since."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from .. import diff, document
from .reading_place import ReadingPlace
from .version import Version


@dataclass
class TextBefore:
    """`was_locked`: it was out for signing, and was sent back or opened again."""

    said: document.Document
    at: datetime
    was_locked: bool
    now: document.Document

    @cached_property
    def compared(self) -> diff.Comparison:
        return diff.compare(self.said, self.now)

    @property
    def changed_items(self) -> list[document.Item]:
        """The items of the text now with something to read again."""
        return [
            change.item
            for change in self.compared.items()
            if change.state != "removed"
            and (change.is_change or any(row.is_change for row in change.rows))
        ]


def text_before(protocol, user, *, fingerprint="") -> TextBefore | None:
    """The locked text before this one (the one with that kontrollkod); else what she last read.

    That is the latest draft that she opened, answered or had synpunkter on; None without any.
    """
    now = protocol.document()
    earlier = protocol.earlier(fingerprint)
    if earlier:
        return TextBefore(earlier.document(), earlier.frozen_at, True, now)
    if protocol.scope != protocol.Scope.WHOLE:
        return None
    version = _read_last(protocol.meeting, user)
    return version and TextBefore(version.document(), version.shown_at, False, now)


def _read_last(meeting, user):
    place = ReadingPlace.objects.mine(user, meeting)
    if place and place.version:
        return place.version
    texts = Version.objects.of(meeting).for_review()
    return texts.answered_by(user).last()


def goes_on_at(meeting, user, now: document.Document) -> document.Item | None:
    """The item that she had come to, on any device; None at the beginning."""
    place = ReadingPlace.objects.mine(user, meeting)
    later = list(now.items())[1:]
    return next((item for item in later if place and item.ref == place.item_ref), None)
