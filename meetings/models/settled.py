"""Items that were certified at once (omedelbar justering), as the whole text says them."""

from dataclasses import dataclass, replace
from datetime import datetime

from .. import clock, document, words
from .protocol import Protocol


@dataclass(frozen=True)
class Settled:
    """A sealed part: what it says, when it was sealed, and its kontrollkod."""

    said: document.Document
    at: datetime
    fingerprint: str

    def words(self, then: str, now: str) -> str:
        """What stands under the heading; `then` and `now` are the item's numbers."""
        code = words.kontrollkod(self.fingerprint, 2)
        named = f" som punkt {then}" if then != now else ""
        day = words.day_year(clock.local(self.at).date())
        return f"Omedelbart justerad {day}{named}, kontrollkod {code}."


def settled_in(items) -> dict[int, Settled]:
    """The sealed parts of these items, by the key of their protocols; no query without any."""
    keys = {item.locked_in_id for item in items if item.locked_in_id}
    if not keys:
        return {}
    sealed = Protocol.objects.filter(pk__in=keys, side_round__sealed_at__isnull=False)
    return {
        one.pk: Settled(one.document(), one.side_round.sealed_at, one.fingerprint)
        for one in sealed.select_related("side_round")
    }


def renumbered(item: document.Item, number: str, *, settled="") -> document.Item:
    """The item by its number today; its salt was the part's own."""
    children = tuple(
        renumbered(child, f"{number}.{place}") for place, child in enumerate(item.children, 1)
    )
    return replace(item, number=number, settled=settled, salt="", children=children)
