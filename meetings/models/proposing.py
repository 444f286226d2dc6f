"""Who should sign: the group's rule, laid on those who were there, with its reasons in words."""

from dataclasses import dataclass
from itertools import groupby

from .. import words
from ..policy import MEETING_CHOOSES, Rule, rule_of
from .adjuster import Adjuster
from .attendee import Attendee


@dataclass(frozen=True)
class Proposed:
    """Somebody whom the rule points at, and why: “var på mötet, justerade förra gången”."""

    attendee: Attendee
    because: str


@dataclass(frozen=True)
class Proposal:
    """What the rule comes to at one meeting; the secretary decides."""

    rule: str
    people: tuple[Proposed, ...] = ()
    remarks: tuple[str, ...] = ()  # parties without anybody to propose, and why

    def because(self, attendee) -> str:
        own = (one.because for one in self.people if one.attendee.pk == attendee.pk)
        return next(own, "")


class Proposing:
    """The part of a meeting that lays the group's rule on its people."""

    @property
    def signing_rule(self) -> Rule:
        return rule_of(self.who_adjusts, self.adjusting_unions)

    def proposed_adjusters(self) -> list[Attendee]:
        return [one.attendee for one in self.proposal().people]

    def proposal(self) -> Proposal:
        """Present with a mandate on the day, one for each party, never only the minute-taker.

        Of the current sitting; whoever was there on another day may be chosen as well.
        """
        if not self.has_adjusters:
            return Proposal(rule="Ingen justerar.")
        room = _Room(self)
        people = room.pointed_at(self.signing_rule)
        if people and all(someone.writes for someone in people):
            people = []
        people.sort(key=lambda someone: someone.order)
        return Proposal(
            rule=self.signing_rule.words,
            people=tuple(Proposed(someone, room.because(someone)) for someone in people),
            remarks=tuple(room.remarks(self.signing_rule, people)),
        )


class _Room:
    """Those who were there for a party, the one who fits best first in each."""

    def __init__(self, meeting):
        self.meeting = meeting
        self.last = _last_time(meeting)
        self.mandates = set(
            meeting.group.representatives.active(meeting.last_day()).values_list("user", "party")
        )
        here = meeting.in_room().select_related("party", "representative")
        self.there = [someone for someone in here if someone.took_part and someone.party_id]
        fit = sorted(filter(self._is_fit, self.there), key=self._rank)
        self.first = {pk: next(same) for pk, same in groupby(fit, key=lambda a: a.party_id)}

    def _is_fit(self, someone):
        return someone.user_id and (someone.user_id, someone.party_id) in self.mandates

    def _rank(self, a):
        return (a.party_id, a.writes, a.user_id not in self.last, a.chairs, a.order)

    def pointed_at(self, rule) -> list[Attendee]:
        employer = [a for a in self.first.values() if a.party.is_employer]
        unions = [a for a in self.first.values() if not a.party.is_employer]
        if rule == MEETING_CHOOSES:  # whoever it chose last time
            return [a for a in self.first.values() if a.user_id in self.last]
        if not rule.each_union:
            # Who signed last time, and then the group's own order of its parties.
            unions.sort(key=lambda a: (a.user_id not in self.last, a.order))
            unions = unions[: rule.unions]
        chair = [a for a in self.there if a.chairs and self._is_fit(a)] if rule.chair else []
        side = chair or (employer if rule.employer or rule.chair else [])
        return [*side, *unions]

    def because(self, someone) -> str:
        reasons = ["var på mötet"]
        if self.meeting.signing_rule.chair and someone.chairs:
            reasons = ["var ordförande"]
        if someone.user_id in self.last:
            reasons.append("justerade förra gången")
        if someone.writes:
            reasons.append("förde också protokollet")
        return ", ".join(reasons)

    def remarks(self, rule, people):
        """Why a party that the rule asks for gets nobody proposed."""
        if not self.there:
            return
        proposed = {someone.party_id for someone in people}
        present = {someone.party_id for someone in self.there}
        for party in self.meeting.group.parties_in_order():
            asked = rule.employer or rule.chair if party.is_employer else rule.each_union
            if not asked or party.pk in proposed:
                continue
            if party.pk not in present:
                yield f"{party} var inte på mötet och ska inte justera."
            else:
                who = [a for a in self.there if a.party_id == party.pk]
                yield f"{party}: {words.and_list(map(self._why_not, who))}."
        yield from self._too_few(rule, people)

    def _too_few(self, rule, people):
        unions = sum(not someone.party.is_employer for someone in people)
        if rule.unions > unions and not rule.each_union:
            yield (
                f"Gruppens regel är {words.spelled(rule.unions)}"
                f" {'organisation' if rule.unions == 1 else 'organisationer'}."
                f" {words.spelled(unions).capitalize()} har någon att föreslå."
            )

    def _why_not(self, someone):
        if not someone.user_id:
            return f"{someone} har ingen inloggning"
        if not self._is_fit(someone):
            return f"{someone} hade inget mandat på mötets dag"
        return f"{someone} förde protokollet och kan inte justera ensam"


def _last_time(meeting) -> set[int]:
    """Keys of the users who were chosen the time before."""
    previous = (
        meeting.group.meetings.filter(day__lt=meeting.day, adjusters__isnull=False)
        .order_by("-day")
        .first()
    )
    if previous is None:
        return set()
    serving = Adjuster.objects.serving().filter(meeting=previous)
    return set(serving.values_list("attendee__user", flat=True))
