"""Who is to sign: somebody for each party, who was there and has a mandate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..document import Adjuster, Party
from ..policy import Lack, Present
from ..words import and_list, day_year, spelled
from .finding import AddAdjuster, Finding, Place
from .minutes import Minutes

LEAVES = re.compile(
    r"\binte\b[^.]{0,40}\bfortsätt|\bslutar\b|\bavgår\b|\blämnar (?:sitt )?uppdrag|\bavsäger sig\b",
    re.IGNORECASE,
)


def missing(minutes: Minutes) -> Iterator[Finding]:
    """What the group's rule asks for and nobody chosen meets; or nobody chosen at all."""
    said = minutes.document
    if not (said.adjusted and minutes.context.is_over):
        return
    lacks = _lacks(minutes)
    yield from _unsigned(minutes, [lack for lack in lacks if not (lack.chair or lack.wanted)])
    for lack in lacks:
        if lack.chair:
            yield _stop("Ordföranden ska justera enligt gruppens regel", _chair(minutes))
        elif lack.wanted:
            yield _stop(_more(lack), _of_each(minutes, lack.parties))
    if not (said.adjusters or lacks):  # also where nobody was marked: a text that none can sign
        yield _stop("Ingen justerare är vald", ())


def _lacks(minutes: Minutes) -> list[Lack]:
    said = minutes.document
    there = [Present(a.party, a.chairs) for a in said.present if a.party]
    chairs = {(a.name, a.party) for a in said.present if a.chairs}
    chosen = [Present(a.party, (a.name, a.party) in chairs) for a in said.adjusters]
    return minutes.context.who_signs.lacks(there, chosen)


def _unsigned(minutes: Minutes, lacks: list[Lack]) -> Iterator[Finding]:
    """Each of these parties signs, and has nobody chosen: told in one sentence."""
    lacking = {party for lack in lacks for party in lack.parties}
    unsigned = [party for party in minutes.document.parties if party in lacking]
    if unsigned:
        yield _stop(
            f"{and_list(party.name for party in unsigned)} ska justera enligt gruppens regel"
            " men har ingen justerare",
            _of_each(minutes, unsigned),
        )


def _more(lack: Lack) -> str:
    more = "facklig organisation" if lack.wanted == 1 else "fackliga organisationer"
    return f"{spelled(lack.wanted)} {more} till ska justera enligt gruppens regel".capitalize()


def _chair(minutes: Minutes) -> tuple[AddAdjuster, ...]:
    return tuple(
        AddAdjuster(f"Välj {someone.name}", someone.name, someone.party.name)
        for someone in minutes.document.present
        if someone.chairs and someone.party
    )


def _of_each(minutes: Minutes, parties: Iterable[Party]) -> tuple[AddAdjuster, ...]:
    return tuple(fix for party in parties for fix in _candidates(minutes, party))


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
