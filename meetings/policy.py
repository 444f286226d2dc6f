"""Who must sign the minutes: a group's rule, in words, and what the chosen leave unmet of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .document import Party
from .words import spelled

UNIONS = {1: "facklig organisation", 2: "fackliga organisationer"}


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there for a party, as the rule asks of her."""

    party: Party
    chairs: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that the rule asks for and nobody chosen meets.

    `parties`: each of them lacks somebody; or, where `wanted` is set, so many more of them do.
    """

    parties: tuple[Party, ...]
    wanted: int = 0
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a group asks of its justering. A rule that asks for nothing leaves it to the meeting."""

    employer: bool = False
    chair: bool = False  # in place of the employer's, where the chair was there
    each_union: bool = False
    unions: int = 0  # at least so many of the unions that were there

    @property
    def words(self) -> str:
        """“Arbetsgivaren och varje närvarande organisation justerar.”"""
        sides = [*self._first_side(), *self._unions()]
        if not sides:
            return "De som gruppen väljer på mötet justerar."
        return f"{' och '.join(sides)} justerar.".capitalize()

    def _first_side(self):
        if self.chair:
            return ["ordföranden"]
        return ["arbetsgivaren"] if self.employer else []

    def _unions(self):
        if self.each_union:
            return ["varje närvarande organisation"]
        return [f"{spelled(self.unions)} {UNIONS[min(self.unions, 2)]}"] if self.unions else []

    def lacks(self, present: Iterable[Present], chosen: Iterable[Present]) -> list[Lack]:
        """What is unmet. Whoever was not there at all is not asked to certify what was said."""
        present, chosen = list(present), list(chosen)
        there = list(dict.fromkeys(one.party for one in present))
        signs = {one.party.name for one in chosen}
        unions = [party for party in there if not party.employer]
        unsigned = [party for party in unions if party.name not in signs]
        found = [*self._lacking_side(present, chosen, there, signs)]
        if self.each_union and unsigned:
            found.append(Lack(tuple(unsigned)))
        wanted = min(self.unions, len(unions)) - (len(unions) - len(unsigned))
        if wanted > 0:
            found.append(Lack(tuple(unsigned), wanted=wanted))
        return found

    def _lacking_side(self, present, chosen, there, signs):
        chair = next((one for one in present if one.chairs), None) if self.chair else None
        if chair:
            if not any(one.chairs for one in chosen):
                yield Lack((chair.party,), chair=True)
        elif self.chair or self.employer:
            employer = [p for p in there if p.employer and p.name not in signs]
            if employer:
                yield Lack(tuple(employer))


MEETING_CHOOSES = Rule()


def rule_of(who: str, unions: int = 0) -> Rule:
    """The rule by its name in `Group.WhoAdjusts`; `unions` for those that count organisations."""
    return {
        "employer": Rule(employer=True),
        "each_party": Rule(employer=True, each_union=True),
        "each_union": Rule(each_union=True),
        "unions": Rule(unions=unions),
        "both": Rule(employer=True, unions=unions),
        "chair": Rule(chair=True, unions=1),
    }.get(who, MEETING_CHOOSES)
