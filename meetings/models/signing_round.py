"""One round of justering, told: who is to sign, and who has answered what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .. import clock
from .adjuster import Adjuster
from .closing_notice import ClosingNotice
from .missing_signature import MissingSignature
from .protocol import Protocol
from .signature import Refusal, Signature


@dataclass(frozen=True)
class Answer:
    """One adjuster's line in the list; `reminded` is the day of the last reminder."""

    adjuster: Adjuster
    signature: Signature | None = None
    reminded: date | None = None
    notice: ClosingNotice | None = None  # that the text may be closed without her
    missing: MissingSignature | None = None  # it was

    @property
    def is_reminded_today(self):
        return self.reminded == clock.today()


@dataclass(frozen=True)
class Round:
    """The protocol that stands (None before it is frozen) and the answers to it."""

    protocol: Protocol | None
    answers: tuple[Answer, ...]

    @property
    def signatures(self) -> list[Signature]:
        return [answer.signature for answer in self.answers if answer.signature]

    @property
    def waiting(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.signature]

    @property
    def to_remind(self) -> list[Answer]:
        """Those who are waited for and have not been reminded today."""
        return [answer for answer in self.waiting if not answer.is_reminded_today]

    @property
    def signed_words(self) -> str:
        """“4 av 6 har justerat”."""
        return f"{len(self.signatures)} av {len(self.answers)} har justerat"

    def awaits(self, user) -> Adjuster | None:
        """As whom this user still has to answer. Whoever adjusts for two parties answers twice."""
        own = (a.adjuster for a in self.waiting if a.adjuster.attendee.user_id == user.pk)
        return next(own, None)

    def others_for(self, adjuster) -> list[Signature]:
        """Who has signed already for the same party."""
        return [s for s in self.signatures if s.party_id == adjuster.attendee.party_id]


def present(of) -> Round:
    """The round that goes on, or the last one; five queries, however many adjusters.

    Of a meeting's whole text, or `of` a side round.
    """
    protocol = of.protocol
    signed, reminded, told, missing = {}, {}, {}, {}
    if protocol:
        told = {n.adjuster_id: n for n in protocol.closing_notices.all()}
        signed = {s.adjuster_id: s for s in protocol.signatures.with_party()}
        reminded = of.reminders()
        if protocol.scope == Protocol.Scope.WHOLE and of.not_signed_by:
            missing = {m.adjuster_id: m for m in protocol.missing_signatures.all()}
    knows = (signed, reminded, told, missing)
    return Round(
        protocol,
        tuple(
            Answer(adjuster, *(known.get(adjuster.pk) for known in knows))
            for adjuster in of.serving_adjusters()
        ),
    )


def sent_back(meeting) -> list[Refusal]:
    """The rounds that ended with Nej, newest first, with the signatures that became void."""
    return list(Refusal.objects.of(meeting).whole().newest_first().with_round())


def latest_act(of, user) -> Signature | Refusal | None:
    """What the user last answered in the round, or in any round of a meeting's whole text."""
    acts: Iterator = filter(
        None,
        (
            Signature.objects.in_rounds(of).filter(user=user).with_party().last(),
            Refusal.objects.in_rounds(of)
            .filter(by=user, adjuster__isnull=False)
            .with_round()
            .last(),
        ),
    )
    return max(acts, key=lambda act: act.at, default=None)
