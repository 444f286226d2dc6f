"""Who is left in the room when something under 11 § MBL has not come to its end."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Attendee, Document
from ..words import and_list
from .outcomes import is_negotiated


def gone_too_soon(document: Document) -> Iterator[str]:
    """“Kommunal har ingen kvar. Punkt 10 gäller 11 § MBL och har inget utfall.”

    One for each party whose last person has left, or is away, on the day that goes on.
    """
    open_items = [
        item
        for item in document.items()
        if is_negotiated(item) and not item.outcome and not item.children
    ]
    if not open_items:
        return
    numbers = and_list(item.number for item in open_items)
    basis = next(one for one in open_items[0].legal_basis if "MBL" in one)
    for party in document.parties:
        there = [a for a in _today(document) if a.party == party and a.took_part]
        if there and all(map(is_gone, there)):
            yield (
                f"{party.name} har ingen kvar. Punkt {numbers} gäller {basis} och har inget utfall."
            )


def _today(document: Document) -> tuple[Attendee, ...]:
    return document.sittings[-1].attendees if document.sittings else document.attendees


def is_gone(someone: Attendee) -> bool:
    """Whether the list of attendance says that she is not there now."""
    if "från punkt" in someone.away:
        return True
    if someone.hours:  # she came or left more than once: the last of it counts
        return someone.hours.rsplit(", ", 1)[-1].startswith("gick")
    return someone.left is not None
