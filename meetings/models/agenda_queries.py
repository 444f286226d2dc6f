"""Which items are meant."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .. import sentences
from .state import State
from .target import ItemTarget

# How many of the group's last meetings an item may be said to continue from.
LAST_MEETINGS = 6


class AgendaItemQuerySet(models.QuerySet):
    def standing(self):
        """Items that have not been taken off the agenda."""
        return self.filter(deleted_at__isnull=True)

    def moved_to(self, group, day):
        """What went to the group and no meeting of it has taken up, for a meeting on that day."""
        here = ItemTarget.objects.filter(Q(day__isnull=True) | Q(day__lte=day), group=group)
        taken = self.model.objects.standing().filter(meeting__group=group)
        taken = taken.exclude(meeting__state=State.CANCELLED)
        return (
            self.standing()
            .filter(
                Exists(here.filter(item=OuterRef("pk"))),
                ~Exists(taken.filter(continues=OuterRef("pk"))),
                Q(parent__isnull=True) | Q(parent__deleted_at__isnull=True),
                meeting__day__lt=day,
                outcome__in=sentences.MOVING,
            )
            .exclude(meeting__state=State.CANCELLED)
            .with_place()
            .order_by("meeting__day", "order", "pk")
        )

    def handled_before(self, meeting):
        """The standing items of the group's last meetings before this one, the latest first."""
        last = meeting.group.meetings.standing().filter(day__lt=meeting.day)
        keys = list(last.newest_first().values_list("pk", flat=True)[:LAST_MEETINGS])
        items = self.standing().filter(meeting__in=keys).with_place()
        return items.order_by("-meeting__day", "-meeting", "order", "pk")

    def with_place(self):
        """With its meeting, group and heading, to tell where it was."""
        return self.select_related("meeting__group", "section")

    def with_earlier(self):
        """With the item of another meeting that it continues, to tell where that was."""
        return self.select_related("continues__meeting__group", "continues__section")

    def keys_by_ref(self) -> dict[str, int]:
        return {str(ref): pk for ref, pk in self.values_list("ref", "pk")}

    def key_of(self, ref):
        """The key of the item that a frozen Document knows by this ref, or None."""
        return self.filter(ref=ref).values_list("pk", flat=True).first()
