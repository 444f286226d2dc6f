"""Who is at a meeting, who is asked there, and who is told of it."""

from django.db import transaction
from django.db.models import Max, Q

from ..errors import DomainError
from .attendee import Attendee
from .user import User


class Attended:
    """The part of a meeting's life that is about its people. Their hours are in `in_the_room`."""

    @transaction.atomic
    def mark_all_present(self, *, by) -> None:
        """Everybody regular who is not marked yet, and has nobody in her place, is here.

        Of the current sitting: on a further day everybody is marked anew.
        """
        self.require_writable()
        unmarked = self.in_room().filter(presence="", is_substitute=False, served_by__isnull=True)
        unmarked = list(unmarked)
        here = Attendee.Presence.PRESENT
        self.attendees.filter(pk__in=[someone.pk for someone in unmarked]).update(presence=here)
        for someone in unmarked:
            before, someone.presence = someone.presence_words(), here
            someone.note_change(before, by=by)

    @transaction.atomic
    def add_guest(self, *, name, organisation="", title="", presence="present", by) -> Attendee:
        """A guest of the current sitting, with an organisation and no party standing."""
        self.require_writable()
        if not name.strip():
            raise DomainError("Skriv gästens namn.", field="name")
        last = self.attendees.aggregate(last=Max("order"))["last"] or 0
        guest = self.attendees.create(
            sitting=self.sitting_now(),
            name=name.strip(),
            organisation=organisation.strip(),
            title=title.strip(),
            presence=presence,
            order=last + 1,
        )
        guest.note_change("Inte antecknad", by=by)
        return guest

    def present_parties(self):
        """Parties with somebody there, the employer first, then in the group's order.

        At the current sitting: a runda asks those who are in the room.
        """
        there = self.in_room().filter(presence__in=Attendee.TOOK_PART).values("party")
        rows = self.group.party_rows.filter(party__in=there).select_related("party")
        return [row.party for row in rows.order_by("-party__is_employer", "order")]

    def people(self):
        """Everybody who is told: secretaries, representatives and adjusters, each once."""
        return User.objects.filter(is_active=True).filter(
            Q(pk__in=self.group.secretaries.active().values("user"))
            | Q(pk__in=self.group.representatives.active().values("user"))
            | Q(pk__in=self.adjusters.serving().values("attendee__user"))
        )
