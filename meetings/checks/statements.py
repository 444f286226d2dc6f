"""What a party has handed in stands in the text, before that is locked."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import genitive
from .finding import Finding, Place
from .minutes import Minutes


def unplaced(minutes: Minutes) -> Iterator[Finding]:
    """Found in the Document itself: an item that was taken off took its statements with it."""
    there = {entry.ref for item in minutes.items for entry in item.entries}
    for one in minutes.context.handed_in:
        if one.ref not in there:
            yield Finding(
                rule="statement_unplaced",
                place=Place(fact="statements"),
                what=f"{genitive(one.party)} protokollsanteckning är inte placerad i texten",
                advice="Placera den under en punkt.",
                weight=100,
                stops=True,
            )
