"""Every text that waits for one person's signature, in all her groups."""

from dataclasses import dataclass

from django.db.models import Q

from .adjuster import Adjuster
from .protocol import Protocol
from .signature import Signature
from .state import State


@dataclass(frozen=True)
class ToSign:
    """A locked text, and as whom she is to answer it. Whoever adjusts for two answers twice."""

    protocol: Protocol
    adjuster: Adjuster

    @property
    def round(self):
        return self.protocol.round

    @property
    def key(self) -> str:
        return f"{self.protocol.pk}-{self.adjuster.pk}"


def texts_to_sign(user) -> list[ToSign]:
    """The one that is due first stands first; three queries, however many there are."""
    mine = list(Adjuster.objects.serving().filter(attendee__user=user).with_people())
    out = Q(scope=Protocol.Scope.WHOLE, meeting__state=State.SIGNING)
    out |= Q(side_round__state=State.SIGNING)
    protocols = Protocol.objects.standing().filter(
        out, meeting__in={adjuster.meeting_id for adjuster in mine}
    )
    protocols = list(protocols.select_related("meeting__group", "side_round"))
    signed = set(
        Signature.objects.filter(protocol__in=protocols, adjuster__in=mine).values_list(
            "protocol", "adjuster"
        )
    )
    for protocol in protocols:
        if protocol.scope != Protocol.Scope.WHOLE:
            protocol.side_round.meeting = protocol.meeting
            protocol.side_round.protocol = protocol
    texts = [
        ToSign(protocol, adjuster)
        for protocol in protocols
        for adjuster in mine
        if adjuster.meeting_id == protocol.meeting_id and (protocol.pk, adjuster.pk) not in signed
    ]
    return sorted(texts, key=lambda text: text.round.sign_by)
