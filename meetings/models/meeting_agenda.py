"""New items on a meeting's agenda: written there, or moved here from another meeting."""

from django.db import transaction
from django.db.models import F, Max

from .. import words
from ..errors import DomainError
from .revision import Revision


class TakingUp:
    """The part of a meeting's life that takes up matters. What an item becomes is in `agenda`."""

    @transaction.atomic
    def add_item(
        self,
        heading,
        *,
        by=None,
        section=None,
        parent=None,
        after=None,
        save_id=None,
        act=None,
        **facts,
    ):
        """A new item last under its heading (or after another), or a sub-item of `parent`.

        With `by` it can be undone; the agenda that a meeting is planned with cannot. Items of one
        `act` are undone together. After the kallelse an item is late: the parties say whether it is
        taken up.
        """
        self.require_writable(parent)
        if not heading.strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        if parent is not None and parent.parent_id:
            raise DomainError("En underpunkt kan inte ha egna underpunkter.", field="parent")
        last = self.items.aggregate(last=Max("order"))["last"] or 0
        place = after.order if after is not None else last
        facts["legal_basis"] = words.canonical_legal(facts.get("legal_basis", ""))
        facts.setdefault("is_late", self.called_at is not None and parent is None)
        self.items.filter(order__gt=place).update(order=F("order") + 1)
        item = self.items.create(
            heading=heading.strip(),
            section=parent.section if parent is not None else section,
            parent=parent,
            order=place + 1,
            **facts,
        )
        if by is not None:
            item._revise(Revision.Kind.ADDED, by=by, save_id=save_id, act=act)
        return item

    @transaction.atomic
    def take_up(self, item, *, by):
        """Take up what another meeting moved here: a new item that continues it, never a copy."""
        self.require_writable()
        known = self.items.standing().filter(continues=item).first()
        if known is not None:
            return known
        heading = item.section.heading if item.section else ""
        facts = ("responsible", "legal_basis", "case_number", "board", "board_date")
        return self.add_item(
            item.heading,
            section=self.sections.filter(heading=heading).first() or self.sections.first(),
            by=by,
            continues=item,
            **{name: getattr(item, name) for name in facts},
        )
