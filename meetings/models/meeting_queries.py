"""Which meetings are meant: the vocabulary of the lists."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from .. import clock
from .adjuster import Adjuster
from .signature import Signature
from .state import OPEN, State


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings of the user's groups, and those she is chosen to adjust; HR sees all.

        Each row also tells what the user is to it: see `Meeting.roles`.
        """
        told = self.annotate(
            is_written=Exists(user.secretary_of.active().filter(group=OuterRef("group"))),
            is_represented=Exists(user.mandates.active().filter(group=OuterRef("group"))),
            is_adjusted=Exists(
                Adjuster.objects.serving().filter(meeting=OuterRef("pk"), attendee__user=user)
            ),
        ).select_related("group")
        if user.is_hr:
            return told
        return told.filter(Q(is_written=True) | Q(is_represented=True) | Q(is_adjusted=True))

    def written_by(self, user):
        """Meetings that wait for the user as their secretary."""
        return self.visible_to(user).filter(is_written=True)

    def to_sign_by(self, user):
        """Meetings under signing that still lack this user's own signature."""
        signed = Signature.objects.filter(
            protocol__meeting=OuterRef("pk"),
            protocol__refusals__isnull=True,
            adjuster__attendee__user=user,
        )
        return self.visible_to(user).filter(~Exists(signed), state=State.SIGNING, is_adjusted=True)

    def open(self):
        return self.filter(state__in=OPEN)

    def closed(self):
        return self.filter(state=State.SEALED)

    def coming(self):
        return self.filter(state__in=(State.PLANNED, State.CALLED), day__gte=clock.today())

    def in_the_press(self):
        """Meetings that wait for a worker to print or seal."""
        return self.filter(state__in=(State.PRINTING, State.SEALING))

    def with_unmade_revisions(self):
        """Keys of meetings with an act that is not in the signed PDF yet."""
        unmade = Signature.objects.filter(
            file__isnull=True, protocol__refusals__isnull=True, protocol__meeting=OuterRef("pk")
        )
        under_way = self.filter(Exists(unmade), state=State.SIGNING)
        return under_way.values_list("pk", flat=True)

    def newest_first(self):
        return self.order_by("-day", "-pk")

    def soonest_first(self):
        return self.order_by("day", "pk")

    def before(self, meeting):
        """Those that come after `meeting` in newest-first order: the next page of a list."""
        return self.filter(Q(day__lt=meeting.day) | Q(day=meeting.day, pk__lt=meeting.pk))

    def with_progress(self):
        """How many are to sign and how many have, for the lists."""
        signed = Q(protocols__signatures__isnull=False, protocols__refusals__isnull=True)
        return self.annotate(
            adjuster_count=Count(
                "adjusters", filter=Q(adjusters__replaced_by__isnull=True), distinct=True
            ),
            signed_count=Count("protocols__signatures", filter=signed, distinct=True),
        )
