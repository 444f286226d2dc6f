"""Where an item stands on the agenda: moved, made a sub-item, taken off, put back."""

from django.db import transaction

from .. import clock
from ..errors import DomainError
from .revision import Revision

Kind = Revision.Kind


class Placed:
    """The part of an item's life that is about its place. Its rows and sub-items follow."""

    @transaction.atomic
    def move(self, *, by, up: bool, save_id=None, act=None) -> None:
        """One step up or down; from the end of a heading to the next one."""
        self.meeting.require_writable(self)
        rows = list(self._beside().values_list("pk", flat=True))
        if self.pk not in rows or self._known(save_id):
            return
        rest = rows.index(self.pk) + (-1 if up else 1)
        if rest in range(len(rows)):
            rows.remove(self.pk)
            self._put(rows[rest - 1] if rest else None, by=by, save_id=save_id, act=act)
        elif self.parent_id is None and (section := self._section_beside(up)) is not None:
            last = self._tops(section.pk).last() if up else None
            after = last.pk if last else None
            self._put(after, section_id=section.pk, by=by, save_id=save_id, act=act)

    def _section_beside(self, up):
        sections = list(self.meeting.sections.all())
        here = next((n for n, one in enumerate(sections) if one.pk == self.section_id), None)
        there = None if here is None else here + (-1 if up else 1)
        return sections[there] if there in range(len(sections)) else None

    @transaction.atomic
    def nest(self, *, by, save_id=None, act=None) -> None:
        """Become a sub-item, last below the item above; raise DomainError when there is none."""
        self.meeting.require_writable(self)
        if self.parent_id or self._known(save_id):
            return
        above = self._place()["after"]
        if above is None:
            raise DomainError("Det finns ingen punkt ovanför under samma rubrik.")
        self.meeting.require_open_items([above])
        if self.children.standing().exists():
            raise DomainError("Punkten har egna underpunkter, och det finns bara en nivå.")
        last = self.children.model.objects.standing().filter(parent=above).last()
        after = last.pk if last else None
        self._put(after, parent_id=above, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def lift(self, *, by, save_id=None, act=None) -> None:
        """From a sub-item to an item of its own, right after the one that it stood under."""
        self.meeting.require_writable(self)
        if not self.parent_id or self._known(save_id):
            return
        self._put(self.parent_id, parent_id=None, by=by, save_id=save_id, act=act)

    def _stand_under(self, section, **who) -> None:
        """Last under another heading."""
        key = section.pk if section else None
        if key == self.section_id:
            return
        last = self._tops(key).last()
        self._put(last.pk if last else None, section_id=key, **who)

    def _tops(self, section):
        return self.meeting.items.standing().filter(section=section, parent=None)

    def _beside(self):
        """The standing items under the same heading (or parent), this one among them."""
        return self.meeting.items.standing().filter(section=self.section_id, parent=self.parent_id)

    def _place(self) -> dict:
        """Where it stands, as a revision keeps it: `after` is the item above, or None."""
        rows = list(self._beside().values_list("pk", flat=True))
        here = rows.index(self.pk) if self.pk in rows else 0
        above = rows[here - 1] if here else None
        return {"section": self.section_id, "parent": self.parent_id, "after": above}

    def _put(self, after, *, by, save_id=None, act=None, **under) -> None:
        """Stand after another item (its key), or first among those beside it.

        `under`: another section_id and parent_id. Sub-items follow.
        """
        was = self._place()
        for name, key in under.items():
            setattr(self, name, key)
        rows = [row for row in self.meeting.items.only("order") if row.pk != self.pk]
        beside = set(self._beside().values_list("pk", flat=True))
        first = next((n for n, row in enumerate(rows) if row.pk in beside), len(rows))
        place = next((n for n, row in enumerate(rows, 1) if row.pk == after), first)
        rows.insert(place, self)
        moved = [row for order, row in enumerate(rows, 1) if _ordered(row, order)]
        type(self).objects.bulk_update(moved, ["order"])
        self.save(update_fields=["section", "parent", "order"])
        self.children.update(section=self.section_id)
        became = {"section": self.section_id, "parent": self.parent_id, "after": after}
        facts = {"was": was, "became": became}
        self._revise(Kind.MOVED, facts, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def take_off(self, *, by, save_id=None, act=None) -> None:
        """Take the item off the agenda with all its rows; `put_back` undoes it."""
        self.meeting.require_writable(self)
        self.refresh_from_db(fields=["deleted_at"])
        if self.deleted_at or self._known(save_id):
            return
        self.deleted_at, self.deleted_by = clock.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Kind.DELETED, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def put_back(self, *, by, save_id=None, act=None) -> None:
        self.meeting.require_writable(self)
        self.refresh_from_db(fields=["deleted_at"])
        if not self.deleted_at or self._known(save_id):
            return
        self.meeting.require_open_items([self.parent_id])
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Kind.RESTORED, by=by, save_id=save_id, act=act)


def _ordered(row, order) -> bool:
    """Give the row its order; whether it had another."""
    was, row.order = row.order, order
    return was != order
