"""Who was still there when a matter that must be negotiated was handled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Attendee, Item
from .finding import AcceptLate, Finding
from .minutes import Minutes, place_of
from .outcomes import is_negotiated
from .presence import is_gone

AWAY = re.compile(r"(?P<on>från )?(?:punkt )?(?P<first>\d+(?:\.\d+)?)(?:–(?P<last>\d+(?:\.\d+)?))?")


def left_alone(minutes: Minutes) -> Iterator[Finding]:
    """The last person of a party has gone before an item under 11 § MBL has its utfall."""
    if minutes.document.sittings:  # of several days the attendance list tells no hours
        return
    missing = {a.name: _missing_from(minutes, a) for a in minutes.document.present}
    for number, item in enumerate(minutes.items):
        if not is_negotiated(item) or item.children:
            continue
        for party in minutes.document.parties:
            people = [a for a in minutes.document.present if a.party == party]
            if people and all(_missed(a, missing[a.name], number, item) for a in people):
                yield _gone(item, party.in_sentence)


def _missed(someone: Attendee, missing: tuple[set[int], set[int]], number: int, item: Item) -> bool:
    whole, during = missing
    if item.outcome is None and (number in during or is_gone(someone)):
        return True
    return number in whole


def _missing_from(minutes: Minutes, someone: Attendee) -> tuple[set[int], set[int]]:
    """(items handled without her, items that she left during), by their place in the text."""
    whole, during = _away(minutes, someone), set()
    gone_since: int | None = None
    for number, item in enumerate(minutes.items):
        for entry in item.entries:
            if entry.kind != "happening":
                continue
            if entry.text.startswith(f"{someone.name} lämnade mötet"):
                gone_since = number
                during.add(number)
            elif entry.text.startswith(f"{someone.name} kom "):
                whole.update(range((-1 if gone_since is None else gone_since) + 1, number))
                gone_since = None
    if gone_since is not None:
        whole.update(range(gone_since + 1, len(minutes.items)))
    return whole, during


def _away(minutes: Minutes, someone: Attendee) -> set[int]:
    """From words like “punkt 4–7 och 9” or “från punkt 9”."""
    order = {item.number: place for place, item in enumerate(minutes.items)}
    away: set[int] = set()
    for found in AWAY.finditer(someone.away):
        first = order.get(found["first"], len(order))
        last = len(order) if found["on"] else order.get(found["last"] or found["first"], first)
        away.update(range(first, last + 1))
    return away


def _gone(item: Item, party: str) -> Finding:
    when = "punkten avgjordes" if item.outcome else "punkten behandlas"
    was = "var" if item.outcome else "är"
    return Finding(
        rule="left_alone",
        place=place_of(item),
        what=f"ingen från {party} {was} kvar när {when}",
        advice="Anteckna hur parten ställer sig, eller ta upp punkten igen.",
        weight=77,
    )


def late_items(minutes: Minutes) -> Iterator[Finding]:
    """An item that came up at the meeting, and nobody says whether the parties accept it."""
    for item in minutes.items:
        if item.late and "godtar" not in item.late and minutes.is_behind(item):
            yield Finding(
                rule="late_item",
                place=place_of(item),
                what="tillkom på mötet, men det står inte om parterna godtar det",
                advice="Fråga parterna, och anteckna svaret på punkten.",
                weight=59,
                fixes=(AcceptLate("Parterna godtar det", item.ref),),
            )
