"""What a party is writing for the minutes before it is handed in: for its own people's eyes only.

It is gone when it is handed in, and when the meeting is closed.
"""

import uuid

from django.db import models, transaction

from .. import clock
from ..errors import DomainError
from .saving import Conflict, Saved
from .statement import LONGEST, Placement, Statement, parties_of, place_in, require_own


class StatementDraftQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(meeting=meeting)

    def seen_by(self, user, meeting):
        """The drafts of the user's own parties: nobody else ever asks for them."""
        own = self.of(meeting).filter(party__in=parties_of(user, meeting))
        return own.select_related("party", "item", "answers__party", "by").order_by("pk")


class StatementDraft(models.Model):
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="+")
    ref = models.UUIDField(unique=True, editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.ForeignKey(
        "meetings.Statement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    save_id = models.UUIDField()  # of the latest save: sent twice it is stored once
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")

    objects = StatementDraftQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return "Utkast till protokollsanteckning"  # never the words: they would end up in a log

    @classmethod
    @transaction.atomic
    def begin(cls, meeting, party, text, *, ref, by, item=None, answers=None) -> "StatementDraft":
        """A new draft. The `ref` is made in the form: the same form sent twice makes one."""
        meeting.require_open_text()
        require_own(party, meeting, by)
        known = cls.objects.filter(ref=ref, meeting=meeting, party=party).first()
        if known and known.text == text:
            return known
        if known or Statement.objects.filter(ref=ref).exists():
            raise DomainError("Den här texten är redan sparad. Öppna den och ändra där.")
        draft = cls(meeting=meeting, party=party, ref=ref)
        draft.item, draft.answers = place_in(meeting, item, answers)
        draft._store(text, save_id=ref, by=by)
        return draft

    @transaction.atomic
    def keep(self, text: str, *, base: int, save_id: uuid.UUID, by, item=None) -> Saved | Conflict:
        """Store the draft, unless somebody of the party wrote in it since version `base`."""
        self._hold(by)
        if self.save_id == save_id and self.text == text:
            return Saved(version=self.version, at=self.at)
        if self.version != base and self.text != text:
            return Conflict(mine=text, theirs=self.text, version=self.version, by=self.by.name)
        self.item, self.answers = place_in(self.meeting, item, self.answers)
        self._store(text, save_id=save_id, by=by)
        return Saved(version=self.version, at=self.at)

    @transaction.atomic
    def hand_in(self, *, by) -> "Statement":
        """Lämna in: from here on nobody can change it, and everybody else is told that it is there.

        Raises DomainError for a draft without words, and when the minutes are locked already.
        """
        self._hold(by)
        if not self.text.strip():
            raise DomainError("Skriv er text.", field="text")
        told = {name: getattr(self, name) for name in ("meeting", "party", "ref", "answers")}
        item = self.item if self.item and not self.item.deleted_at else None
        statement = Statement.objects.create(
            **told, item=item, text=self.text.strip(), at=clock.now(), by=by
        )
        Placement.objects.create(statement=statement)
        self.delete()
        statement._tell("statement_handed_in", "statement", by=by, sha256=statement.digest())
        return statement

    @transaction.atomic
    def throw_away(self, *, by) -> None:
        require_own(self.party, self.meeting, by)
        type(self).objects.filter(pk=self.pk).delete()

    def _hold(self, by):
        self.meeting.require_open_text()
        require_own(self.party, self.meeting, by)
        draft = type(self).objects.select_related("by").filter(pk=self.pk).first()
        if draft is None:
            raise DomainError("Utkastet finns inte längre. Någon hos er har lämnat in det.")
        for name in ("text", "version", "save_id", "at", "by"):
            setattr(self, name, getattr(draft, name))

    def _store(self, text, *, save_id, by):
        if len(text) > LONGEST:
            raise DomainError(too_long(text), field="text")
        self.text, self.version = text, self.version + 1
        self.save_id, self.at, self.by = save_id, clock.now(), by
        self.save()


def too_long(text) -> str:
    return f"Texten får ha högst {LONGEST} tecken. Nu har den {len(text)}."
