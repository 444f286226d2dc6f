"""Byt justerare: somebody signs in the place of another, and both stay on record."""

from django.db import transaction
from django.db.models import Max

from .. import clock
from ..errors import DomainError
from .adjuster import Adjuster
from .attendee import Attendee
from .delivery import Delivery
from .event import Event
from .group import Group
from .representative import Representative
from .state import State

ROUND = (State.PRINTING, State.SIGNING)


class Replacing:
    """The part of a round in which an adjuster hands over, or her party names another."""

    @transaction.atomic
    def replace_adjuster(self, adjuster, user, *, by, because="") -> Adjuster:
        """Let `user` sign in the adjuster's place: whoever was there, or whom the party names.

        What the frozen text says of who was chosen stays as it is; the signature page tells who
        signed. Raises DomainError for somebody who does not stand for the party, or who was not
        there where the group asks for that.
        """
        self.require(*ROUND)
        self._require_replaceable(adjuster)
        named = self._stand_in(adjuster, user)
        new = Adjuster.objects.create(
            meeting=self,
            attendee=named,
            since=clock.now(),
            named_by=by,
            because=because.strip()[:300],
        )
        event = Event.record(self, "adjuster_replaced", by=by, adjuster=adjuster.pk, new=new.pk)
        Delivery.plan(event, "replaced", [adjuster.user])
        adjuster.replaced_by = new
        adjuster.save(update_fields=["replaced_by"])
        if self.state == State.SIGNING:  # the others are told when the text is printed
            Delivery.plan(event, "named", [new.user])
        return new

    def _require_replaceable(self, adjuster):
        serving = self.adjusters.serving().filter(pk=adjuster.pk).exists()
        if not serving or adjuster.pk not in {a.pk for a in self.waiting_adjusters()}:
            raise DomainError(f"{adjuster.attendee} har redan justerat eller är redan ersatt.")

    def _stand_in(self, adjuster, user):
        candidates = {one.user_id: one for one in self.stand_ins(adjuster)}
        if user is None or user.pk not in candidates:
            raise DomainError(
                f"Välj någon som kan justera för {adjuster.party.value().in_sentence}.",
                field="stand_in",
            )
        named = candidates[user.pk]
        if named.pk is None:
            named.order = (self.attendees.aggregate(last=Max("order"))["last"] or 0) + 1
            named.save()
        return named

    def stand_ins(self, adjuster) -> list[Attendee]:
        """Who may take the adjuster's place, those who were at the meeting first.

        Whoever has no row at the meeting gets one when she is named (its key is None until then):
        unmarked, so that the minutes do not say that she was called.
        """
        party = adjuster.party
        serving = {a.user.pk for a in self.serving_adjusters() if a.party == party}
        rows = self.attendees.filter(party=party, user__is_active=True).exclude(user__in=serving)
        known = {}
        for row in sorted(rows.select_related("user"), key=lambda row: not row.took_part):
            row.meeting = self
            known.setdefault(row.user_id, row)
        if self.stand_in == Group.StandIn.PRESENT:
            return [row for row in known.values() if row.took_part]
        mandates = Representative.objects.filter(group=self.group_id, party=party).active()
        today = {one.user_id: one for one in mandates.with_people() if one.user.is_active}
        there = [row for row in known.values() if row.took_part]
        others = [row for row in known.values() if not row.took_part and row.user_id in today]
        new = [one for pk, one in today.items() if pk not in known and pk not in serving]
        return [*there, *others, *(self._named(one) for one in new)]

    def _named(self, mandate):
        return Attendee(
            meeting=self,
            representative=mandate,
            user=mandate.user,
            party=mandate.party,
            name=mandate.user.name,
            title=mandate.title,
            is_substitute=True,
        )

    @transaction.atomic
    def reach_at(self, adjuster, address: str, *, by) -> None:
        """Send what is about this protocol to another address: her work address is closed.

        Told to her old address and to everybody who speaks for her party, so that nobody is led
        away from her mail quietly.
        """
        self.require(*ROUND)
        self._require_replaceable(adjuster)
        if adjuster.address == address:
            return
        event = Event.record(self, "address_given", by=by, adjuster=adjuster.pk)
        Delivery.plan(event, "address", [adjuster.user, *self.speakers_for(adjuster.party)])
        adjuster.address = address
        adjuster.save(update_fields=["address"])
        if self.state == State.SIGNING:
            Delivery.plan(event, "named", [adjuster.user])

    def speakers_for(self, party):
        """Everybody who speaks for the party in the group today."""
        mandates = Representative.objects.filter(group=self.group_id, party=party).active()
        return [one.user for one in mandates.with_people()]
