"""Ta ställning: what the secretary does with each synpunkt. Nothing is closed silently."""

import re
import uuid

from django.db import transaction

from .. import clock, diff, words
from ..errors import DomainError
from .comment import Comment
from .delivery import Delivery
from .entry import Entry
from .event import Event
from .saving import Conflict
from .state import State

# Words of a synpunkt that is about the matter and not about how it is worded.
DISAGREES = re.compile(
    r"\b(?:o(?:ense|enig\w*)|inte (?:överens|enig\w*|eniga?)|motsätter|reserver\w+|"
    r"(?:godtar|accepterar|godkänner|delar) inte|emot beslutet)\b",
    re.IGNORECASE,
)

SINCE_CHANGED = "Stycket har ändrats där synpunkten vill ändra. Välj Skriv på ett annat sätt."
UNCHANGED = "Texten är oförändrad. Ändra den eller välj ett annat svar."
SOMEBODY_WROTE = "Någon ändrade stycket medan du skrev. Din text är inte sparad än."
NOT_OURS = "Stycket ändras inte här: det är en parts egna ord, eller berättar vad som hände."
GONE = "Stycket finns inte längre i protokollet. Välj ett annat svar."


class Stance:
    """The part of a meeting's life in which every synpunkt gets its answer."""

    def comments_to_answer(self):
        """Those that nobody has taken a stance on."""
        return Comment.objects.of(self).new()

    def require_stances(self) -> None:
        left = self.comments_to_answer().count()
        if left:
            count = words.count(left, "synpunkt,synpunkter")
            raise DomainError(f"Du behöver ta ställning till {count}.")

    # --- The text becomes another -----------------------------------------------------------

    @transaction.atomic
    def use_wording(self, comment, *, by) -> None:
        """Använd den nya texten. What was changed elsewhere in the row since is kept."""
        self._hold_unanswered(comment)
        row = self._row_of(comment)
        text = with_both(comment, row.text)
        if not comment.proposes or text is None:
            raise DomainError(SINCE_CHANGED)
        self._write(row, text, base=row.version, by=by, save_id=uuid.uuid4())
        self._answer(comment, Comment.State.TAKEN, "", by=by)

    @transaction.atomic
    def word_otherwise(self, comment, text, *, base, save_id, by, answer="") -> None:
        """Skriv på ett annat sätt. `base` is the version of the row that was before the writer.

        A remark is taken by that; of a proposed wording only a part, unless it is the very same.
        """
        self._hold_unanswered(comment)
        row = self._row_of(comment)
        text = text.replace("\r\n", "\n").strip()
        if not text:
            raise DomainError("Skriv den nya texten.", field="text")
        if text == row.text.strip():
            raise DomainError(UNCHANGED, field="text")
        self._write(row, text, base=base, by=by, save_id=save_id)
        is_part = comment.proposes and text != comment.text
        state = Comment.State.PARTLY if is_part else Comment.State.TAKEN
        self._answer(comment, state, answer, by=by)

    @transaction.atomic
    def say_done(self, comment, answer, *, by) -> None:
        """The text was changed elsewhere, or by several rows: the author is told how."""
        self._hold_unanswered(comment)
        if not answer.strip():
            raise DomainError("Skriv vad som är ändrat.", field="answer")
        self._answer(comment, Comment.State.TAKEN, answer, by=by)

    # --- The text stays ---------------------------------------------------------------------

    @transaction.atomic
    def keep_text(self, comment, reason, *, by) -> None:
        self._hold_unanswered(comment)
        if not reason.strip():
            raise DomainError("Skriv varför texten behålls.", field="answer")
        self._answer(comment, Comment.State.KEPT, reason, by=by)

    @transaction.atomic
    def record_disagreement(self, comment, text, *, by) -> Entry:
        """Anteckna oenighet: a row of the party's, which everybody certifies."""
        self._hold_unanswered(comment)
        item, row = self._place_of(comment)
        if not text.strip():
            raise DomainError("Skriv vad oenigheten gäller.", field="text")
        made = item.add_entry(
            text.strip(),
            by=by,
            kind=Entry.Kind.DISAGREEMENT,
            after=row and _end_of_thread(row),
            speaks=[comment.party],
        )
        said = "Antecknat som oenighet."
        self._answer(comment, Comment.State.TAKEN, said, by=by, row=str(made.ref))
        return made

    @transaction.atomic
    def keep_both(self, comment, *, by, answer="") -> Entry:
        """Låt båda lydelserna stå: the party's own stands below the row, word for word.

        What nobody can agree how to word goes on to be signed with both; the party's is no
        disagreement in the matter, and nobody edits it.
        """
        self._hold_unanswered(comment)
        if not comment.proposes:
            raise DomainError("Bara ett förslag på ny text kan stå bredvid den som finns.")
        row = self._row_of(comment)
        made = row.item.add_entry(
            comment.text, by=by, kind=Entry.Kind.OPINION, after=row, speaks=[comment.party]
        )
        said = answer.strip() or "Båda lydelserna står i protokollet."
        self._answer(comment, Comment.State.PARTLY, said, by=by, row=str(made.ref))
        return made

    # --- Once more --------------------------------------------------------------------------

    @transaction.atomic
    def reconsider(self, comment, *, by) -> None:
        """Ta ställning igen: the synpunkt waits for another answer. The text stays as it is."""
        self.require(State.DRAFTED, State.REVIEW)
        comment.refresh_from_db()
        if comment.withdrawn_at or comment.is_new:
            raise DomainError("Synpunkten har inget svar att ändra.")
        comment.state, comment.answer = Comment.State.NEW, ""
        comment.answered_by = comment.answered_at = None
        comment.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        Event.record(self, "comment_reopened", by=by, comment=comment.pk)

    # --- Helpers ----------------------------------------------------------------------------

    def _hold_unanswered(self, comment):
        self.require(State.DRAFTED, State.REVIEW)
        comment.refresh_from_db()
        if comment.withdrawn_at:
            raise DomainError(f"{comment.by.name} har tagit tillbaka synpunkten.")
        if not comment.is_new:
            raise DomainError(f"{comment.answered_by.name} har redan tagit ställning.")

    def rows_by_ref(self, refs):
        """The rows with these refs that stand in the text."""
        rows = Entry.objects.standing().filter(item__meeting=self, item__deleted_at__isnull=True)
        return rows.filter(ref__in=refs)

    def _row_of(self, comment) -> Entry:
        row = self.rows_by_ref([comment.entry_ref]).first() if comment.entry_ref else None
        if row is None:
            raise DomainError(GONE)
        row.item.meeting = self
        return row

    def _place_of(self, comment):
        """The item, and the row to stand below; None for last in the item."""
        if comment.entry_ref:
            try:
                row = self._row_of(comment)
            except DomainError:
                row = None
            if row:
                return row.item, row
        item = self.items.standing().filter(ref=comment.item_ref or None).first()
        if item is None:
            raise DomainError(GONE)
        item.meeting = self
        return item, None

    def _write(self, row, text, *, base, by, save_id):
        if row.kind not in Entry.WRITTEN:
            raise DomainError(NOT_OURS)
        if text == row.text:
            return
        stored = row.rewrite(text, base=base, save_id=save_id, by=by)
        if isinstance(stored, Conflict):
            raise DomainError(SOMEBODY_WROTE, field="text")

    def _answer(self, comment, state, answer, *, by, **facts):
        comment.state, comment.answer = state, answer.strip()
        comment.answered_by, comment.answered_at = by, clock.now()
        comment.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        told = {"comment": comment.pk, "state": str(state), **facts}
        event = Event.record(self, "comment_answered", by=by, **told)
        Delivery.plan(event, "stance", [comment.by])


def _end_of_thread(row) -> Entry:
    """The last of the answers that follow a question one upon another, or the row itself."""
    answers = Entry.objects.filter(given_answers__question__entry=row).values_list("pk", flat=True)
    last, answers = row, set(answers)
    for follower in row.item.entries.standing().filter(order__gt=row.order).order_by("order", "pk"):
        if follower.pk not in answers:
            break
        last = follower
    return last


def sounds_like_disagreement(comment) -> bool:
    """Whether it may be about the matter: then the secretary is offered to record it as that."""
    return not comment.proposes and bool(DISAGREES.search(comment.text))


def with_both(comment, text):
    """The row with what the synpunkt changes in it, or None where somebody changed the same."""
    if text.strip() in (comment.before.strip(), comment.text):
        return comment.text
    return diff.together(comment.before, text, comment.text)
