"""What must be known of a meeting to understand a line that is typed in one of its items.

Each thing is one query, and is asked for only when the line speaks of it: a row is added every few
seconds, and most are notes.
"""

from functools import cached_property

from .. import shorthand
from .entry import Entry
from .question import Question
from .reading import parties_of


class Scene:
    def __init__(self, item):
        self.item, self.meeting = item, item.meeting

    @cached_property
    def parties(self):
        return parties_of(self.meeting)

    @cached_property
    def questions(self) -> list[Question]:
        """The meeting's questions, each with `is_answered`."""
        return list(Question.objects.standing_in(self.meeting))

    @property
    def open_here(self) -> frozenset[str]:
        """Refs of the questions without an answer in the item and below it."""
        return frozenset(
            str(question.entry.ref)
            for question in self.questions
            if not question.is_answered
            and self.item.pk in (question.entry.item_id, question.entry.item.parent_id)
        )

    @cached_property
    def next_meeting_day(self):
        return self.meeting.next_day()

    def context(self, typed) -> shorthand.Context:
        """As much of the meeting as these words may speak of."""
        has_tokens = "<<" in typed
        parties = tuple(
            shorthand.Party(
                str(party.pk), party.name, (party.chip, *party.aliases), party.is_employer
            )
            for party in self.parties
        )
        return shorthand.Context(
            since=self.meeting.day,
            parties=parties,
            people=tuple(self._people()) if has_tokens else (),
            next_meeting=self.next_meeting_day if has_tokens else None,
        )

    def _people(self):
        """Whoever is not marked yet may well be there."""
        for someone in self.meeting.in_room():
            if someone.presence or not someone.is_substitute:
                yield shorthand.Person(someone.name, not someone.is_missing)

    def latest(self, *, by, seen=None) -> Entry | None:
        """The row that a line without words hangs on: the last one in the item.

        `seen`: the ref of the row that the writer was shown as the last. What others have added
        since is not hers to hang anything on; what she has added herself is.
        """
        rows = self.item.entries.to_hang_on().for_writer(by)
        for row in rows:
            if seen is None or str(row.ref) == seen or row.is_own:
                row.item = self.item
                return row
        return None
