"""Synpunkter: showing the text before it is locked, and what its readers say about it."""

from datetime import datetime

from django.db import transaction

from .. import clock, words
from ..errors import DomainError, NotAllowed, WrongState
from ..workdays import add_working_days
from .comment import Comment, place_in, said
from .delivery import Delivery
from .event import Event
from .group import Group
from .review_readers import Audience, Read
from .state import State
from .version import Reading, Version


class Review(Read):
    """The part of a meeting's life from the finished draft to the text that is sent for signing."""

    # --- Shown ------------------------------------------------------------------------------

    @property
    def has_review(self):
        """Whether the group sends its text out for synpunkter at all."""
        return self.has_adjusters and self.comments_days > 0

    @transaction.atomic
    def show_chair(self, *, by) -> Version:
        """Visa för ordföranden: the chair reads and comments while the text is written up."""
        self.require(State.DRAFTED)
        chairs = self.chairs()
        if not chairs:
            raise DomainError("Mötet har ingen ordförande med inloggning.")
        version = Version.store(self, Audience.CHAIR, by=by)
        event = self._tell_shown("shown_to_chair", version, by=by)
        Delivery.plan(event, "chair", chairs)
        return version

    @transaction.atomic
    def send_for_comments(self, *, by) -> Version:
        """Skicka ut för synpunkter: from now on the group reads the text, and the days count."""
        self.require(State.DRAFTED)
        if not self.has_adjusters:
            raise WrongState("Gruppen har inga justerare. Välj Gör klart i stället.")
        if not self.has_review:
            raise WrongState("Gruppen skickar inte ut texten för synpunkter.")
        self.review_at = clock.now()
        self.comments_by = self.comments_due_if_sent_now()
        version = Version.store(self, Audience.REVIEW, by=by)
        told = {"version": version.pk, "sha256": version.sha256}
        event = self._enter(State.REVIEW, "sent_for_comments", by=by, **told)
        Delivery.plan(event, "comments", self.readers())
        return version

    @transaction.atomic
    def show_changes(self, *, by) -> Version:
        """Let the readers have the text as it is now; those who had read it all are told."""
        self.require(State.REVIEW)
        latest = self.latest_version(Audience.REVIEW)
        version = Version.store(self, Audience.REVIEW, by=by)
        if latest and version.sha256 == latest.sha256:
            raise DomainError("Texten är oförändrad sedan du visade den senast.")
        event = self._tell_shown("changes_shown", version, by=by)
        finished = Reading.objects.of(self).values("by")
        Delivery.plan(event, "changes", self.readers().filter(pk__in=finished))
        return version

    def _tell_shown(self, verb, version, *, by):
        return Event.record(self, verb, by=by, version=version.pk, sha256=version.sha256)

    def comments_due_if_sent_now(self) -> datetime:
        """The last moment for synpunkter, counted from today in working days."""
        last = add_working_days(clock.today(), self.comments_days)
        return clock.swedish(last, self.due_at.hour, self.due_at.minute)

    @transaction.atomic
    def remind_readers(self) -> None:
        """Once, when the time is out and the group has chosen so: whoever has not answered."""
        self.require(State.REVIEW)
        if not self.is_to_remind_readers():
            raise WrongState("Påminnelsen är redan skickad.")
        event = Event.record(self, "comments_reminded")
        silent = [party.pk for party in self.silent_parties()]
        Delivery.plan(event, "comments_late", self.readers(silent))

    def is_to_remind_readers(self):
        return (
            self.silence == Group.Silence.REMIND
            and self.is_past_comments
            and not self.events.filter(verb="comments_reminded", at__gte=self.review_at).exists()
        )

    # --- Answered ---------------------------------------------------------------------------

    @transaction.atomic
    def comment(
        self, text, *, version, party, by, kind=Comment.Kind.REMARK, item="", entry="", ref
    ) -> Comment:
        """Lämna en synpunkt on a row, an item, or (neither told) the people and the facts.

        `item` and `entry` are refs of `version`; `ref` is the form's own, so that what is sent
        twice is kept once. Raises DomainError with the field that the “no” belongs to.
        """
        self._require_reader(party, by)
        again = Comment.objects.of(self).filter(ref=ref, by=by).first()
        if again:
            return again
        self._require_time(party)
        if version.meeting_id != self.pk:
            raise DomainError("Texten hör till ett annat möte.")
        number, row = place_in(version, item, entry)
        text = said(text, kind, row)
        comment = Comment.objects.create(
            ref=ref,
            version=version,
            item_ref=item,
            entry_ref=entry,
            item_number=number,
            party=party,
            by=by,
            at=clock.now(),
            kind=kind,
            text=text,
            before=row.text if kind == Comment.Kind.WORDING else "",
        )
        Event.record(self, "commented", by=by, comment=comment.pk, item=item, entry=entry)
        return comment

    @transaction.atomic
    def withdraw_comment(self, comment, *, by) -> None:
        """Its author takes it back, as long as nobody has taken a stance on it."""
        self.require(State.DRAFTED, State.REVIEW)
        comment.refresh_from_db()
        if comment.by_id != by.pk:
            raise NotAllowed("Bara den som lämnade synpunkten kan ta tillbaka den.")
        if comment.withdrawn_at:
            return
        if not comment.is_new:
            raise DomainError("Sekreteraren har redan tagit ställning till synpunkten.")
        comment.withdrawn_at = clock.now()
        comment.save(update_fields=["withdrawn_at"])
        Event.record(self, "comment_withdrawn", by=by, comment=comment.pk)

    @transaction.atomic
    def finish_reading(self, version, *, party, by) -> Reading:
        """Jag har läst klart: for the party, about this text; its adjuster closes where it has one.

        Raises WrongState when another text has taken its place.
        """
        self._require_reader(party, by)
        if version != self.version_for(by):
            raise WrongState("Texten ändrades medan du läste. Läs ändringarna först.")
        closers = self.closers_of(party)
        if closers and by.pk not in {user.pk for user in closers}:
            names = words.and_list(user.name for user in closers)
            raise NotAllowed(f"{names} är justerare och säger läst klart för {party}.")
        told = {"version": version, "party": party}
        reading, is_new = Reading.objects.get_or_create(
            **told, defaults={"by": by, "at": clock.now()}
        )
        if is_new:
            Event.record(self, "read", by=by, party=party.pk, version=version.pk)
        return reading

    def _require_reader(self, party, by):
        self.require(State.DRAFTED, State.REVIEW)
        if self.version_for(by) is None:
            raise WrongState("Texten är inte ute för synpunkter.")
        if party not in self.spoken_for_by(by):
            raise NotAllowed(f"Du företräder inte {party} i gruppen.")

    def _require_time(self, party):
        if not self.takes_comments_from(party):
            raise DomainError(self.too_late_words)

    @property
    def is_past_comments(self):
        """The time for synpunkter is out."""
        return self.state == State.REVIEW and self.comments_by < clock.now()

    def takes_comments_from(self, party) -> bool:
        """Also after the time, from whoever is reminded because she has not answered."""
        if not self.is_past_comments:
            return True
        return self.silence == Group.Silence.REMIND and party in self.silent_parties()

    @property
    def too_late_words(self):
        """“Tiden för synpunkter gick ut torsdag 15 februari kl. 13.00. Kontakta Karin Ek …”"""
        writers = [s.user.name for s in self.group.secretaries.active().select_related("user")]
        whom = words.and_list(writers) or "sekreteraren"
        return (
            f"Tiden för synpunkter gick ut {words.deadline(self.comments_by)}. "
            f"Kontakta {whom} om något är fel."
        )
