"""Omedelbar justering: chosen items are locked and signed at once, while the rest is written on."""

from django.db import transaction

from .. import words
from ..errors import DomainError
from .protocol import Protocol
from .side_round import SideRound
from .state import State

MAY_SEND = (State.ONGOING, State.DRAFTED, State.REVIEW)
OPEN = "En del av protokollet är ute för omedelbar justering"


class Parts:
    """The part of a meeting's life in which some of its text is signed before the rest."""

    @transaction.atomic
    def send_part(self, items, *, by) -> SideRound:
        """Lock these items with their sub-items and send them for signing; the worker prints them.

        They stay locked while they are answered and after that: the whole text says them as they
        were signed. Sent back, they are written on again. Raises DomainError for what stops it.
        """
        self.require(*MAY_SEND)
        self._require_sendable(items)
        due = self.due_if_sent_now()
        refs = [str(item.ref) for item in items]
        said = self.document().only(refs, due=words.local(due))
        protocol = Protocol.freeze(self, by=by, said=said, scope=Protocol.Scope.PART)
        a_round = SideRound.begin(protocol, sign_by=due)
        self.items.filter(ref__in=[item.ref for item in said.items()]).update(locked_in=protocol)
        self.has_locked_items = True
        self.save(update_fields=["has_locked_items"])
        a_round.tell_frozen(by=by)
        return a_round

    def _require_sendable(self, items):
        if not self.has_adjusters:
            raise DomainError("Gruppen har inga justerare.")
        if not items:
            raise DomainError("Välj minst en punkt.", field="items")
        if any(one.meeting_id != self.pk or one.parent_id or one.deleted_at for one in items):
            raise DomainError("Välj bland mötets punkter.", field="items")
        self.require_no_open_part()
        self.require_open_items(item.pk for item in items)
        refs = {str(item.ref) for item in items}
        refs |= {str(child.ref) for item in items for child in item.children.standing()}
        found = self.obstacles()
        stops = [one for one in found if one.place.item in refs or one.rule == "adjuster_missing"]
        if stops:
            raise DomainError(" ".join(one.sentence for one in stops))

    def require_no_open_part(self) -> None:
        """Raises DomainError while some items are out: what they will say is not settled."""
        if self.side_rounds.open().filter(scope=Protocol.Scope.PART).exists():
            raise DomainError(f"{OPEN}. Vänta tills den är justerad, eller ta tillbaka den.")

    @property
    def may_send_part(self) -> bool:
        return self.state in MAY_SEND and self.has_adjusters

    def items_for_part(self):
        """The items that may be chosen, as rows."""
        tops = self.items.standing().filter(parent=None, locked_in=None)
        return tops.order_by("section__order", "order", "pk")

    def parts(self):
        """The rounds of items signed at once, the newest first."""
        mine = self.side_rounds.filter(scope=Protocol.Scope.PART)
        return mine.with_meeting().order_by("-pk")
