"""Who is to sign: somebody for each party, who was there and has a mandate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Adjuster, Party
from ..words import and_list, day_year
from .finding import AddAdjuster, Finding, Place
from .minutes import Minutes

LEAVES = re.compile(
    r"\binte\b[^.]{0,40}\bfortsätt|\bslutar\b|\bavgår\b|\blämnar (?:sitt )?uppdrag|\bavsäger sig\b",
    re.IGNORECASE,
)


def missing(minutes: Minutes) -> Iterator[Finding]:
    """A party that the group's rule lets sign, without anybody chosen; or nobody at all."""
    said = minutes.document
    if not (said.adjusted and minutes.context.is_over):
        return
    chosen = {adjuster.party.name for adjuster in said.adjusters}
    unsigned = []
    if minutes.context.each_party_adjusts:
        there = {someone.party for someone in said.present if someone.party}
        unsigned = [p for p in said.parties if p in there and p.name not in chosen]
    if unsigned:
        names = and_list(party.name for party in unsigned)
        yield _stop(
            f"{names} ska justera enligt gruppens regel men har ingen justerare",
            tuple(fix for party in unsigned for fix in _candidates(minutes, party)),
        )
    if not (chosen or unsigned):  # also where nobody was marked: a text that none can sign
        yield _stop("Ingen justerare är vald", ())


def _candidates(minutes: Minutes, party: Party) -> list[AddAdjuster]:
    """The first one who was there for the party; somebody else is chosen on the page."""
    there = (a for a in minutes.document.present if a.party == party and not a.writes)
    return [AddAdjuster(f"Välj {a.name}", a.name, party.name) for a in there][:1]


def _stop(what: str, fixes: tuple[AddAdjuster, ...]) -> Finding:
    place = Place(fact="adjusters")
    return Finding("adjuster_missing", place, what, weight=100, fixes=fixes, stops=True)


def unfit(minutes: Minutes) -> Iterator[Finding]:
    """Chosen to sign, but not there, without a mandate on that day, or on the way out."""
    said = minutes.document
    if not said.adjusted:
        return
    there = {someone.name: someone for someone in said.present}
    for adjuster in said.adjusters:
        if said.present and adjuster.name not in there:
            yield _about(
                adjuster, "var inte på mötet", "Den som justerar intygar vad som sades.", 90
            )
        elif minutes.context.mandates is not None:
            yield from _mandate(minutes, adjuster)
        yield from _leaving(minutes, adjuster)


def _about(adjuster: Adjuster, what: str, advice: str, weight: int) -> Finding:
    words = f"{adjuster.name}, vald till justerare, {what}"
    return Finding("adjuster", Place(fact="adjusters"), words, advice, weight)


def _mandate(minutes: Minutes, adjuster: Adjuster) -> Iterator[Finding]:
    said = minutes.document
    own = [
        mandate
        for mandate in minutes.context.mandates or ()
        if (mandate.name, mandate.party) == (adjuster.name, adjuster.party.name)
    ]
    if not own:
        what = f"hade inget mandat för {adjuster.party.in_sentence} på mötets dag"
        yield _about(adjuster, what, "Välj någon som har det, eller ändra mandatet.", 89)
        return
    last = max((mandate.ends for mandate in own if mandate.ends), default=None)
    ends = last if all(mandate.ends for mandate in own) else None
    if ends and said.signing_due and ends < said.signing_due.date():
        what = f"har mandat bara till {day_year(ends)}"
        yield _about(adjuster, what, "Sista dag att justera är senare.", 62)


def _leaving(minutes: Minutes, adjuster: Adjuster) -> Iterator[Finding]:
    for row in minutes.rows:
        if adjuster.name not in row.text:
            continue
        for _start, sentence in row.sentences:
            if adjuster.name in sentence and LEAVES.search(sentence):
                what = f"{adjuster.name}, vald till justerare, lämnar sitt uppdrag"
                advice = "Se efter att justeringen hinner bli klar."
                yield Finding("adjuster", row.place, what, advice, 60)
                return
