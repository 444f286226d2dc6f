"""Avsluta utan underskrift: told first, waited for, and said in plain words for ever after."""

from datetime import datetime

from django.db import transaction

from .. import clock, words
from ..errors import DomainError
from ..workdays import add_working_days
from .closing_notice import REASON_MAX, ClosingNotice
from .delivery import Delivery
from .event import Event
from .missing_signature import MissingSignature
from .state import State

# Working days from the notice until the text may be closed: long enough for a holder of a mandate
# who meets her board once a week to answer.
NOTICE_DAYS = 5


class Closing:
    """The part of a round that ends without somebody's signature. Never called Justerat."""

    @transaction.atomic
    def give_notice(self, adjuster, *, by) -> ClosingNotice:
        """Tell an adjuster and her party that the text is closed without her, and when.

        Raises DomainError before the last day to sign has passed, where nobody can be reached, and
        the second time.
        """
        self.require(State.SIGNING)
        if adjuster.pk not in {a.pk for a in self.waiting_adjusters()}:
            raise DomainError(f"{adjuster.attendee} har redan justerat eller är ersatt.")
        if not self.is_late:
            raise DomainError("Tiden att justera har inte gått ut.")
        protocol = self.protocol
        if protocol.closing_notices.filter(adjuster=adjuster).exists():
            raise DomainError(f"{adjuster.party} har redan fått meddelandet.")
        told = [adjuster.user, *self.speakers_for(adjuster.party)]
        if not any(user.is_active for user in told):
            raise DomainError(
                f"Ingen hos {adjuster.party} kan nås med meddelandet. Byt justerare, eller öppna"
                " texten igen och välj andra."
            )
        notice = ClosingNotice.objects.create(
            protocol=protocol,
            adjuster=adjuster,
            by=by,
            at=clock.now(),
            closes_at=self.closes_if_told_now(),
        )
        event = Event.record(
            self,
            "closing_noticed",
            by=by,
            adjuster=adjuster.pk,
            closes=notice.closes_at.isoformat(),
        )
        Delivery.plan(event, "closing", told)
        return notice

    def notice_to(self, adjuster) -> ClosingNotice | None:
        """The notice that she has been given about the text that stands."""
        protocol = self.protocol
        return protocol and protocol.closing_notices.filter(adjuster=adjuster).first()

    def closes_if_told_now(self) -> datetime:
        last = add_working_days(clock.today(), NOTICE_DAYS)
        return clock.swedish(last, self.due_at.hour, self.due_at.minute)

    @transaction.atomic
    def tell_why(self, notice, reason: str, *, by) -> None:
        """The party's own reason, to be printed as it is; it may be changed until the end."""
        self.require(State.SIGNING)
        self._require_notice_stands(notice)
        reason = reason.strip()
        if not reason:
            raise DomainError("Skriv varför ni inte justerar.", field="reason")
        if len(reason) > REASON_MAX:
            raise DomainError(f"Skälet får ha högst {REASON_MAX} tecken.", field="reason")
        notice.reason, notice.reason_by, notice.reason_at = reason, by, clock.now()
        notice.save(update_fields=["reason", "reason_by", "reason_at"])
        Event.record(self, "reason_given", by=by, adjuster=notice.adjuster_id)

    def _require_notice_stands(self, notice):
        waiting = {a.pk for a in self.waiting_adjusters()}
        if notice.protocol_id != self.protocol.pk or notice.adjuster_id not in waiting:
            raise DomainError("Meddelandet gäller inte längre.", field="reason")

    @transaction.atomic
    def close_without(self, *, by) -> list[MissingSignature]:
        """End the round without those who have not signed, and go on to the seal.

        Raises DomainError while anybody's time is not up, or before a union has signed.
        """
        self.require(State.SIGNING)
        stops = self.stops_to_closing()
        if stops:
            raise DomainError(" ".join(stops))
        said = self.protocol.document()
        notices = {n.adjuster_id: n for n in self.protocol.closing_notices.all()}
        missing = [
            self._missing(self.as_frozen(adjuster, said), notices[adjuster.pk], by)
            for adjuster in self.waiting_adjusters()
        ]
        self.not_signed_by = words.and_list(dict.fromkeys(m.party_name for m in missing))[:300]
        self._enter(State.SEALING, "closed_without", by=by)
        return missing

    def _missing(self, named, notice, by):
        missing = MissingSignature.objects.create(
            protocol_id=notice.protocol_id,
            adjuster_id=notice.adjuster_id,
            name=named.name,
            party_name=named.party.name,
            noticed_at=notice.at,
            reason=notice.reason,
            by=by,
            at=clock.now(),
        )
        Event.record(self, "not_signed", by=by, missing=missing.pk)
        return missing

    def stops_to_closing(self) -> list[str]:
        """What must happen before the text may be closed without those who are waited for."""
        protocol = self.protocol
        if protocol is None:
            return ["Texten är öppen igen."]
        stops = []
        if not protocol.signatures.filter(party__is_employer=False).exists():
            stops.append("Ingen facklig organisation har justerat än.")
        told = {notice.adjuster_id: notice for notice in protocol.closing_notices.all()}
        for adjuster in self.waiting_adjusters():
            notice = told.get(adjuster.pk)
            if notice is None:
                stops.append(f"{adjuster.party} har inte fått något meddelande.")
            elif not notice.is_over:
                stops.append(
                    f"{adjuster.party} har tid på sig till {words.deadline(notice.closes_at)}."
                )
        return stops
