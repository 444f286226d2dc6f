"""Where a row stands: moved, taken away, brought back."""

from django.db import transaction
from django.db.models import F

from .. import clock
from .revision import Revision

Kind = Revision.Kind


class Placed:
    """The part of a row's life that is about its place. Its words are in `entry`."""

    @transaction.atomic
    def move(self, *, by, save_id, up: bool) -> None:
        """One step up or down among its item's rows."""
        self.item.meeting.require_writable(self.item)
        rows = list(self.item.entries.standing().values_list("pk", flat=True))
        if self.pk not in rows or self._known(save_id):
            return
        rest = rows.index(self.pk) + (-1 if up else 1)
        if rest not in range(len(rows)):
            return
        rows.remove(self.pk)
        self._put(self.item, rows[rest - 1] if rest else None, by=by, save_id=save_id)

    @transaction.atomic
    def move_to(self, item, *, by, save_id) -> None:
        """To the end of another item of the same meeting, with its ref and all that hangs on it."""
        self.item.meeting.require_writable(self.item, item)
        if item.meeting_id != self.item.meeting_id:
            raise ValueError("a row stays in its meeting")
        if item.pk == self.item_id or self._known(save_id):
            return
        last = item.entries.values_list("pk", flat=True).last()
        self._put(item, last, by=by, save_id=save_id)

    def _put(self, item, after, *, by, save_id, act=None):
        """Stand in the item after another row of it (its key), or first; tombstones keep theirs."""
        was = self._place()
        rows = [row for row in item.entries.only("order", "item") if row.pk != self.pk]
        place = next((n for n, row in enumerate(rows, 1) if row.pk == after), 0)
        rows.insert(place, self)
        self.item = item
        moved = [row for order, row in enumerate(rows) if _ordered(row, order) or row is self]
        type(self).objects.bulk_update(moved, ["order", "item"])
        facts = {"was": was, "became": {"item": item.pk, "after": after}}
        self._revise(Kind.MOVED, by=by, save_id=save_id, act=act, facts=facts)

    def _place(self) -> dict:
        """The item and the standing row above, as a revision keeps them."""
        rows = list(self.item.entries.standing().values_list("pk", flat=True))
        here = rows.index(self.pk) if self.pk in rows else 0
        return {"item": self.item_id, "after": rows[here - 1] if here else None}

    @transaction.atomic
    def delete_row(self, *, by, save_id, base=None, act=None):
        """Take the row out of the minutes. It stays as a tombstone and can be brought back.

        With `base` a Conflict is the answer when its words have changed since that version.
        """
        self.item.meeting.require_writable(self.item)
        self.refresh_from_db(fields=["deleted_at"])
        if self.deleted_at or self._known(save_id):
            return None
        met = self._met(base) if base is not None else None
        if met:
            return met
        position = self.position_words()
        self.deleted_at, self.deleted_by = clock.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Kind.DELETED, by=by, save_id=save_id, act=act)
        self.note_position(position, by=by)
        return None

    @transaction.atomic
    def restore(self, *, by, save_id, act=None) -> None:
        self.item.meeting.require_writable(self.item)
        self.refresh_from_db(fields=["deleted_at"])
        if not self.deleted_at or self._known(save_id):
            return
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Kind.RESTORED, by=by, save_id=save_id, act=act)
        self.note_position("Ingen oenighet", by=by)

    def _revise(self, kind, *, by, save_id, act=None, facts=None):
        type(self).objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version", "text"])
        Revision.objects.create(
            meeting_id=self.item.meeting_id,
            entry=self,
            kind=kind,
            at=clock.now(),
            by=by,
            before=self.text,
            after=self.text,
            version=self.version,
            save_id=save_id,
            act=act or save_id,
            facts=facts or {},
        )


def _ordered(row, order) -> bool:
    """Give the row its order; whether it had another."""
    was, row.order = row.order, order
    return was != order
