"""Öppna texten igen: the secretary takes a locked text back, with a reason that all may read."""

from django.db import transaction

from .. import clock, document
from ..errors import DomainError
from .delivery import Delivery
from .signature import Refusal
from .state import State


class Reopening:
    @transaction.atomic
    def reopen(self, *, by, reason: str, item: document.Item | None = None) -> Refusal:
        """Void what is signed and open the text; everybody is told. Also one that never prints.

        Raises DomainError without a reason.
        """
        self.require(State.PRINTING, State.SIGNING)
        if not reason.strip():
            raise DomainError("Skriv varför texten öppnas.", field="reason")
        refusal = Refusal.objects.create(
            protocol=self.protocol,
            by=by,
            at=clock.now(),
            item_ref=item.ref if item else "",
            item_number=item.number if item else "",
            reason=reason.strip(),
        )
        facts = {"item": item.ref} if item else {}
        event = self._open_again("reopened", by=by, refusal=refusal.pk, **facts)
        Delivery.plan(event, "reopened", self.meeting.people())
        return refusal
