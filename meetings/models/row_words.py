"""The words of a row: saved while they are typed, and never over somebody else's."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from .. import clock
from .revision import Revision
from .saving import Conflict, Saved

MOST_WORDS = 20_000  # characters in one row: some ten pages


class Worded:
    """The part of a row's life that is its text. What stands beside the text is in `row_beside`."""

    def rewrite(
        self, text: str, *, base: int, save_id: uuid.UUID, by, act=None
    ) -> Saved | Conflict:
        """Store the row's new text, if nobody changed its words since version `base`.

        The same `save_id` again is the same save, however often it is sent. A row that was only
        moved, or got another sender, is no conflict. Raises WrongState when the text is locked.
        """
        try:
            with transaction.atomic():
                stored = self._rewrite(text, base, save_id, by, act)
                return stored or self._late(text, base, save_id, by, act)
        except IntegrityError:  # the save_id was stored between our two looks
            known = self._known(save_id)
            return known if self._stored(save_id, text) else self._conflict(text, base)

    def _rewrite(self, text, base, save_id, by, act):
        # The meeting's row is held so that no text can slip in while the minutes are frozen.
        self.item.meeting.require_writable(self.item)
        before, at = self.text, clock.now()
        unchanged = type(self).objects.standing().filter(pk=self.pk, version=base)
        if not unchanged.update(text=text, version=base + 1):
            return None
        self.text, self.version = text, base + 1
        Revision.objects.create(
            meeting_id=self.item.meeting_id,
            entry=self,
            kind=Revision.Kind.REWRITTEN,
            at=at,
            by=by,
            before=before,
            after=text,
            version=self.version,
            save_id=save_id,
            act=act or save_id,
        )
        return Saved(version=self.version, at=at)

    def _late(self, text, base, save_id, by, act):
        """The row is at another version: our own save again, a mere move, or somebody's words."""
        known = self._known(save_id)
        if known and self._stored(save_id, text):
            return known
        if known:  # the same form sent again with other words: they build on those that it stored
            base, save_id = max(base, known.version), uuid.uuid5(save_id, text)
            if self._stored(save_id, text):
                return self._known(save_id)
        self.refresh_from_db(fields=["text", "version", "deleted_at"])
        return self._met(base, text) or self._rewrite(text, self.version, save_id, by, act)

    def _met(self, base, text=None):
        """A Conflict, if the row is gone or its words have changed since version `base`."""
        since = self.revisions.filter(version__gt=base)
        if self.deleted_at or base > self.version or since.exclude(before=F("after")).exists():
            return self._conflict(text, base)
        return None

    def _known(self, save_id):
        mine = self.revisions.filter(save_id=save_id).first()
        return Saved(version=mine.version, at=mine.at) if mine else None

    def _stored(self, save_id, text):
        return self.revisions.filter(save_id=save_id, after=text).exists()

    def _text_at(self, version):
        """The words as they were then."""
        told = self.revisions.filter(version__lte=version).order_by("version").last()
        return told.after if told and version <= self.version else None

    def _conflict(self, text, base):
        was = self._text_at(base)
        now = type(self).objects.get(pk=self.pk)
        rewrites = now.revisions.exclude(before=F("after")).select_related("by")
        latest = (now.revisions if now.deleted_at else rewrites).order_by("version").last()
        return Conflict(
            mine=(was or "") if text is None else text,
            theirs=now.text,
            version=now.version,
            by=latest.by.name if latest else "",
            deleted=now.deleted_at is not None,
            base=was,
        )

    @transaction.atomic
    def bring_back(self, text: str, *, base: int, save_id: uuid.UUID, by) -> Saved | Conflict:
        """An earlier text, or words for a row that was taken away: the row stands with them."""
        self.item.meeting.require_writable(self.item)
        if self._stored(save_id, text):
            return self._known(save_id)
        self.restore(by=by, save_id=uuid.uuid5(save_id, "back"), act=save_id)
        return self.rewrite(text, base=base, save_id=save_id, by=by)

    def has_done(self, act) -> bool:
        """Whether this is an act that was done already."""
        return self.revisions.filter(act=act).exists()

    def began_as(self, text, typed="") -> bool:
        """Whether these were the words that the row was added with, or the line as it was typed."""
        same = Q(facts__typed=typed) if typed else Q(after=text)
        return self.revisions.filter(same, kind=Revision.Kind.ADDED).exists()
