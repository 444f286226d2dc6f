"""Utfall, disagreement and what the law asks for."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Item
from ..words import and_list
from .finding import Disagreed, Finding, NameSender, Place
from .minutes import Minutes, place_of


def is_negotiated(item: Item) -> bool:
    """Whether the item falls under the duty to negotiate first (11 § MBL)."""
    return any(
        {"11", "MBL"} <= set(basis.replace("\u00a0", " ").split()) for basis in item.legal_basis
    )


# --- What stops the sending ----------------------------------------------------------------------


def without_organisation(minutes: Minutes) -> Iterator[Finding]:
    for item in minutes.items:
        nameless = [entry for entry in item.disagreements if not entry.parties]
        if not nameless:
            continue
        entry = nameless[0]
        named = [
            one.party.name
            for one in minutes.context.organisations
            if any(name in entry.text for name in one.names)
        ]
        fixes = (
            (NameSender(f"Ange {named[0]}", entry.ref, tuple(named)),) if len(named) == 1 else ()
        )
        yield Finding(
            rule="disagreement_nameless",
            place=Place(item.ref, item.number, entry.ref),
            what=f"Oenigheten i punkt {item.number} saknar organisation",
            advice="Välj vem som är oenig.",
            weight=100,
            fixes=tuple(fixes),
            stops=True,
        )


def without_outcome(minutes: Minutes) -> Iterator[Finding]:
    for item in minutes.items:
        if item.outcome or item.children or not is_negotiated(item):
            continue
        if minutes.is_behind(item) and (minutes.context.is_over or item.entries):
            yield Finding(
                rule="outcome_missing",
                place=place_of(item),
                what=f"Punkt {item.number} gäller {item.legal_basis[0]} men har inget utfall",
                advice="Sätt utfall under rubriken.",
                weight=100,
                stops=True,
            )


# --- What does not hang together -----------------------------------------------------------------


def contradicted(minutes: Minutes) -> Iterator[Finding]:
    """The utfall says one thing and the rows another."""
    for item in minutes.items:
        rows = list(dict.fromkeys(p.name for e in item.disagreements for p in e.parties))
        if item.outcome is None or not rows:
            continue
        said = [party.name for party in item.outcome.disagreeing]
        if item.outcome.kind == "agreed":
            what = f"utfallet säger eniga, men {and_list(rows)} är oenig i texten"
        elif item.outcome.kind == "disagreed" and set(said) != set(rows):
            what = f"utfallet säger {and_list(said)}, texten säger {and_list(rows)}"
        else:
            continue
        yield Finding(
            rule="outcome_contradicted",
            place=place_of(item),
            what=what,
            advice="Ändra utfallet eller stycket.",
            weight=79,
            fixes=(
                Disagreed(f"Sätt utfallet till oenig: {and_list(rows)}", item.ref, tuple(rows)),
            ),
        )


def no_way_on(minutes: Minutes) -> Iterator[Finding]:
    """A disagreement that nothing follows from; where the law asks for an utfall it stops."""
    for item in minutes.items:
        rows = list(dict.fromkeys(p.name for e in item.disagreements for p in e.parties))
        if rows and item.outcome is None and not is_negotiated(item) and not item.moved_to:
            if not minutes.is_behind(item):
                continue
            yield Finding(
                rule="no_way_on",
                place=place_of(item),
                what=f"oenigheten från {and_list(rows)} har inget utfall",
                advice="Sätt utfall, så att det syns vad som händer sedan.",
                weight=36,
            )
