"""Which meetings are meant: the vocabulary of the lists."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from .. import clock
from .adjuster import Adjuster
from .agenda import AgendaItem
from .attendee import Attendee
from .comment import Comment
from .event import Event
from .group import Group
from .protocol import Protocol
from .side_round import SideRound
from .signature import Refusal, Signature
from .state import OPEN, State
from .statement import Statement
from .version import Reading, Version
from .writer import Writer

SOON = timedelta(days=14)


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

    def telling_where(self, user):
        """`shown_item`: the ref of the item being written in, or None before anybody wrote.

        A writer's own screen follows herself; everybody else follows the writer who came first, and
        when nobody is there, the one who left last.
        """
        writers = Writer.objects.filter(meeting=OuterRef("pk"))
        followed = (writers.here().filter(user=user), writers.here(), writers.order_by("-seen_at"))
        return self.annotate(
            shown_item=Coalesce(*(Subquery(one.values("item__ref")[:1]) for one in followed))
        )

    def written_by(self, user):
        """Meetings that wait for the user as their secretary."""
        return self.visible_to(user).filter(is_written=True)

    def concerning(self, user):
        """Meetings that the user has a part in; unlike `visible_to`, HR sees no more than others.

        `sent_back_by` is the party of the last refusal, for a text that is open again;
        `unplaced_of` that of the first statement which waits for its place in the text.
        """
        mine = Q(is_written=True) | Q(is_represented=True) | Q(is_adjusted=True)
        refusals = Refusal.objects.whole().filter(protocol__meeting=OuterRef("pk")).order_by("-pk")
        unplaced = Statement.objects.unplaced().filter(meeting=OuterRef("pk"))
        return (
            self.visible_to(user)
            .filter(mine)
            .annotate(
                sent_back_by=Subquery(refusals.values("adjuster__attendee__party__name")[:1]),
                unplaced_of=Subquery(unplaced.order_by("pk").values("party__name")[:1]),
            )
        )

    def standing(self):
        """Meetings that have not been cancelled."""
        return self.exclude(state=State.CANCELLED)

    def open(self):
        return self.filter(state__in=OPEN)

    def closed(self):
        return self.filter(state=State.SEALED)

    def closed_without(self):
        """Closed without somebody's signature, the last one first."""
        return self.closed().exclude(not_signed_by="").order_by("-sealed_at", "-pk")

    def coming(self):
        return self.filter(state__in=(State.PLANNED, State.CALLED), day__gte=clock.today())

    def under_way(self):
        """Open meetings that somebody works with: all but those planned for later."""
        soon = clock.today() + SOON
        return self.open().filter(Q(day__lte=soon) | Q(summons_by__lte=soon))

    def not_coming(self):
        """Meetings for the list of what has been: held, under way, late or cancelled."""
        return self.exclude(state__in=(State.PLANNED, State.CALLED), day__gte=clock.today())

    def in_year(self, year: int):
        return self.filter(day__year=year)

    def elsewhere_on(self, days, group):
        """Other groups' meetings on these days, with the people of `group` who are called there.

        Each row has `busy`: attendees that hold a mandate in the group today.
        """
        members = group.representatives.active().values("user")
        busy = Attendee.objects.filter(user__in=members)
        return (
            self.standing()
            .filter(Exists(busy.filter(meeting=OuterRef("pk"))), day__in=days)
            .exclude(group=group)
            .select_related("group")
            .prefetch_related(Prefetch("attendees", busy, to_attr="busy"))
        )

    def in_the_press(self):
        """Meetings that wait for a worker to print or seal, the whole text or a part of it."""
        beside = SideRound.objects.in_the_press().filter(meeting=OuterRef("pk"))
        return self.filter(Q(state__in=(State.PRINTING, State.SEALING)) | Exists(beside))

    def past_comments(self):
        """Out for synpunkter after its time, with silent readers who are to be reminded."""
        reminded = Event.objects.filter(
            meeting=OuterRef("pk"), verb="comments_reminded", at__gte=OuterRef("review_at")
        )
        late = self.filter(state=State.REVIEW, comments_by__lt=clock.now())
        return late.filter(~Exists(reminded), silence=Group.Silence.REMIND)

    def telling_what_is_unread(self, user):
        """`is_unread`: a text is out that her party has not read to the end. `is_for_chair`: it was
        shown to her as chair, and she has not answered.
        """
        spoken = user.mandates.active().filter(group=OuterRef(OuterRef("group"))).values("party")
        hers = Q(by=user) | Q(party__in=spoken)
        chairs = Attendee.objects.filter(meeting=OuterRef("pk"), chairs=True, user=user)
        return self.annotate(
            is_unread=~Exists(Reading.objects.filter(hers, version=_latest("review"))),
            is_for_chair=Exists(chairs)
            & Exists(Version.objects.filter(meeting=OuterRef("pk"), audience="chair"))
            & ~Exists(Reading.objects.filter(by=user, version=_latest("chair"))),
        )

    def with_new_comments(self):
        """`new_comments`: synpunkter that nobody has taken a stance on."""
        new = Comment.objects.new().filter(version__meeting=OuterRef("pk")).order_by()
        counted = new.values("version__meeting").annotate(n=Count("pk")).values("n")
        return self.annotate(new_comments=Coalesce(Subquery(counted), 0))

    def with_unmade_revisions(self):
        """Meetings with an act that is not in the signed PDF yet."""
        unmade = Signature.objects.filter(
            file__isnull=True, protocol__refusals__isnull=True, protocol__meeting=OuterRef("pk")
        )
        whole = unmade.filter(protocol__scope=Protocol.Scope.WHOLE)
        beside = unmade.filter(protocol__side_round__state=SideRound.State.SIGNING)
        return self.filter(Q(Exists(whole), state=State.SIGNING) | Exists(beside))

    def numbered(self, code, number, year):
        """The meeting whose document has this number: “FG 2/2024”."""
        return self.filter(group__code__iexact=code, number=number, year=year)

    def newest_first(self):
        return self.order_by("-day", "-pk")

    def last_closed_first(self):
        return self.order_by("-sealed_at", "-pk")

    def soonest_first(self):
        return self.order_by("day", "pk")

    def before(self, meeting):
        """Those that come after `meeting` in newest-first order: the next page of a list."""
        return self.filter(Q(day__lt=meeting.day) | Q(day=meeting.day, pk__lt=meeting.pk))

    def with_signers(self):
        """`signers`: the chosen adjusters, each told whether she `has_signed` the standing text."""
        signed = Signature.objects.filter(
            adjuster=OuterRef("pk"),
            protocol__refusals__isnull=True,
            protocol__scope=Protocol.Scope.WHOLE,
        )
        signers = Adjuster.objects.serving().with_people().annotate(has_signed=Exists(signed))
        return self.prefetch_related(Prefetch("adjusters", signers, to_attr="signers"))

    def with_size(self):
        """`item_count`: the items on the agenda, sub-items not counted."""
        items = (
            AgendaItem.objects.standing()
            .filter(meeting=OuterRef("pk"), parent__isnull=True)
            .order_by()
            .values("meeting")
            .annotate(n=Count("pk"))
        )
        return self.annotate(item_count=Coalesce(Subquery(items.values("n")), 0))


def _latest(audience):
    """The key of the meeting's newest text, seen from a row inside a query on meetings."""
    shown = Version.objects.filter(meeting=OuterRef(OuterRef("pk")), audience=audience)
    return Subquery(shown.order_by("-pk").values("pk")[:1])
