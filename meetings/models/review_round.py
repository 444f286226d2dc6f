"""One review round, told: the text that is out, what is said about it, and who has read it all."""

from collections import Counter
from dataclasses import dataclass

from .. import diff
from .comment import Comment
from .party import Party
from .reading_place import ReadingPlace
from .state import State
from .version import Reading, Version


@dataclass(frozen=True)
class Remark:
    """A synpunkt with the number that it has on the page."""

    number: int
    comment: Comment


@dataclass(frozen=True)
class Answer:
    """A party that has read to the end: its synpunkter, and what was changed in the text since."""

    reading: Reading
    comments: int
    changes: int

    @property
    def party(self) -> Party:
        return self.reading.party


@dataclass(frozen=True)
class Round:
    """What a reader meets beside the text. `answers` holds only parties that have said so."""

    version: Version
    remarks: tuple[Remark, ...]
    answers: tuple[Answer, ...]

    def remarks_at(self, item_ref: str, entry_ref: str = "") -> list[Remark]:
        """Those that hang on a row, or on the item itself."""
        return [
            remark
            for remark in self.remarks
            if (remark.comment.item_ref, remark.comment.entry_ref) == (item_ref, entry_ref)
        ]

    def in_item(self, item_ref: str) -> bool:
        return any(remark.comment.item_ref == item_ref for remark in self.remarks)

    def has_finished(self, party) -> bool:
        """The party has read this text, and nothing newer has taken its place."""
        return any(
            answer.party == party and answer.reading.version_id == self.version.pk
            for answer in self.answers
        )


def present(meeting, version) -> Round:
    """The round that this text belongs to; a fixed number of queries."""
    comments = _of_round(Comment.objects.of(meeting).standing().with_people(), meeting, version)
    remarks = tuple(Remark(number, comment) for number, comment in enumerate(comments, 1))
    readings = _of_round(Reading.objects.of(meeting).in_order(), meeting, version)
    return Round(version, remarks, _answers(version, readings, comments))


def _of_round(rows, meeting, version):
    """Of the texts that were shown to the same readers since the round began."""
    rows = rows.filter(version__audience=version.audience)
    if meeting.state == State.REVIEW:
        rows = rows.filter(version__shown_at__gte=meeting.review_at)
    return list(rows.order_by("pk"))


def _answers(version, readings, comments):
    latest = {reading.party_id: reading for reading in readings}
    said = Counter(comment.party_id for comment in comments)
    changed = _changes_since({reading.version_id for reading in readings}, version)
    answers = [
        Answer(reading, said[party], changed.get(reading.version_id, 0))
        for party, reading in latest.items()
    ]
    return tuple(sorted(answers, key=lambda a: (not a.party.is_employer, a.party.order)))


def _changes_since(earlier, version):
    """{key of an earlier text: places changed since}; the same text is not compared."""
    older = Version.objects.filter(pk__in=earlier - {version.pk})
    now = version.document() if older else None
    return {old.pk: diff.compare(old.document(), now).count for old in older}


def read_before(user, version) -> Version | None:
    """The text that this reader had before her last; what she compares with at first."""
    place = ReadingPlace.objects.mine(user, version.meeting)
    if place:
        return place.read_before(version)
    own = Version.objects.filter(meeting=version.meeting_id, audience=version.audience)
    return own.answered_by(user).filter(pk__lt=version.pk).last()


def earlier_texts(version) -> list[Version]:
    """The other texts of the same readers, the newest first: any may be compared with."""
    same = Version.objects.filter(meeting=version.meeting_id, audience=version.audience)
    return list(same.filter(pk__lt=version.pk).without_text().order_by("-pk"))
