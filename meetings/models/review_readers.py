"""Who reads the text before it is locked, for whom they answer, and who has not answered."""

from django.db.models import Q

from .adjuster import Adjuster
from .attendee import Attendee
from .comment import Comment
from .party import Party
from .state import State
from .user import User
from .version import Reading, Version

Audience = Version.Audience


class Read:
    """The part of a review round that is about its people."""

    def chairs(self) -> list[User]:
        """Who leads the meeting: as it was noted there, or else by mandate."""
        there = Attendee.objects.filter(meeting=self, chairs=True, user__isnull=False)
        by_mandate = self.group.representatives.active().filter(chairs=True)
        keys = set(there.values_list("user", flat=True)) or set(
            by_mandate.values_list("user", flat=True)
        )
        return list(User.objects.filter(pk__in=keys, is_active=True))

    def readers(self, parties=None):
        """The users who speak for the group's parties (or for some, by key) and the adjusters."""
        mandates, adjusters = self.group.representatives.active(), self.adjusters.serving()
        if parties is not None:
            mandates = mandates.filter(party__in=parties)
            adjusters = adjusters.filter(attendee__party__in=parties)
        return User.objects.filter(is_active=True).filter(
            Q(pk__in=mandates.values("user")) | Q(pk__in=adjusters.values("attendee__user"))
        )

    def spoken_for_by(self, user) -> list[Party]:
        """The parties that the user may answer for: by mandate today, or as chosen adjuster."""
        mandates = self.group.representatives.active().filter(user=user)
        adjusts = self.adjusters.serving().filter(attendee__user=user)
        return list(
            Party.objects.filter(
                Q(pk__in=mandates.values("party")) | Q(pk__in=adjusts.values("attendee__party"))
            ).order_by("-is_employer", "order")
        )

    def closers_of(self, party) -> list[User]:
        """The party's adjusters; nobody when it has none, and then any of its people may close."""
        chosen = Adjuster.objects.serving().filter(meeting=self, attendee__party=party)
        return list(User.objects.filter(pk__in=chosen.values("attendee__user"), is_active=True))

    def latest_version(self, audience) -> Version | None:
        return self.versions.filter(audience=audience).last()

    def version_for(self, user) -> Version | None:
        """The text that this reader has before her now, or None while there is none for her."""
        is_hers = self.state == State.REVIEW or user in self.chairs()
        return self.latest_shown() if is_hers else None

    def latest_shown(self) -> Version | None:
        """The text that lies before everybody, or while it is written up before the chair."""
        if self.state == State.REVIEW:
            return self.latest_version(Audience.REVIEW)
        return self.latest_version(Audience.CHAIR) if self.state == State.DRAFTED else None

    def asked_parties(self) -> list[Party]:
        """Whose answer is waited for: who took part or is to sign, in the group's order."""
        there = self.attendees.filter(presence__in=Attendee.TOOK_PART).values("party")
        signs = self.adjusters.serving().values("attendee__party")
        rows = self.group.party_rows.filter(Q(party__in=there) | Q(party__in=signs))
        rows = rows.select_related("party").order_by("-party__is_employer", "order")
        return [row.party for row in rows]

    def silent_parties(self) -> list[Party]:
        """Those asked who have neither read to the end nor said anything in this round."""
        since = {"version__shown_at__gte": self.review_at, "version__audience": Audience.REVIEW}
        answered = {
            *Reading.objects.of(self).filter(**since).values_list("party", flat=True),
            *Comment.objects.of(self).standing().filter(**since).values_list("party", flat=True),
        }
        return [party for party in self.asked_parties() if party.pk not in answered]
