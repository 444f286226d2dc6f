"""Attendance in motion: somebody comes, leaves, is away for a while and comes back."""

import uuid
from datetime import time

from django.db import models, transaction

from ..errors import DomainError
from .happening import Happening, place_at

UNMARKED = "unmarked"  # a revision keeps no empty facts

CAME, LEFT, AWAY = Happening.Kind.CAME, Happening.Kind.LEFT, Happening.Kind.AWAY


class InTheRoom(models.Model):
    """The part of an attendee that moves while the meeting goes on.

    `came` and `left` are what her happenings come to; the happenings are the truth.
    """

    came = models.TimeField("kom", null=True, blank=True)
    left = models.TimeField("gick", null=True, blank=True)

    class Meta:
        abstract = True

    @transaction.atomic
    def comes(self, at: time, *, by, item=None) -> Happening:
        """She came, or came back. Told in the item, or where the meeting was at that hour.

        Whoever is told of already is not told of twice: two writers may press at once.
        """
        self._hold()
        last = self.hours().last()
        if self.took_part and last and last.kind == CAME:
            return last
        was = {} if self.took_part else {"was": self.presence or UNMARKED}
        if was:
            self._set_presence(self.Presence.PRESENT, by=by)
        return self._note(CAME, at, item, by, **was)

    @transaction.atomic
    def leaves(self, at: time, *, by, item=None) -> Happening:
        self._hold()
        last = self.hours().last()
        if last and last.kind == LEFT:
            return last
        if not self.took_part:
            raise DomainError(f"{self} är inte på mötet.")
        away, act = self.away_now(), uuid.uuid4()
        if away and item is not None:
            away.correct(until=item, by=by, act=act)
        return self._note(LEFT, at, item, by, act=act)

    @transaction.atomic
    def steps_out(self, item, *, by) -> Happening:
        """Away from this item on, until `is_back` says otherwise."""
        self._hold()
        if not self.is_here:
            raise DomainError(f"{self} är inte på mötet.")
        away = self.away_now()
        if away is None:
            away = Happening.note(AWAY, item, by=by, attendee=self)
        return away

    @transaction.atomic
    def is_back(self, item, *, by) -> Happening | None:
        """Back after this item; the happening that is closed, or None if she was not away."""
        self._hold()
        away = self.away_now()
        if away:
            away.correct(until=item, by=by)
        return away

    @transaction.atomic
    def was_away(self, item, until, *, by) -> Happening:
        """Away during these items, told afterwards."""
        self._hold()
        if not self.took_part:
            raise DomainError(f"{self} är inte på mötet.")
        known = self.happenings.standing().filter(kind=AWAY, entry__item=item, until=until)
        return known.first() or Happening.note(AWAY, item, by=by, attendee=self, until=until)

    def _note(self, kind, at, item, by, **told):
        if item is None:
            item, told["after"] = place_at(self.meeting, self.day, at)
        happening = Happening.note(kind, item, by=by, attendee=self, at=at, **told)
        self.count_hours(by=by)
        return happening

    def unmark_to(self, presence, *, by) -> None:
        """She was marked by the happening that is undone, and by nothing else."""
        if not self.happenings.standing().exists():
            self._set_presence("" if presence == UNMARKED else presence, by=by)

    def _set_hour(self, kind, at, *, by):
        """What the list of attendance says: one hour, or none."""
        told = self.hours().filter(kind=kind)
        if at is None:
            for happening in told:
                happening.remove(by=by)
        elif told:
            told.last().correct(at=at, by=by)
        else:
            self._note(kind, at, None, by)
        self.refresh_from_db(fields=["came", "left"])

    def hours(self):
        """When she came and left, in the order of the clock."""
        told = self.happenings.standing().filter(kind__in=(CAME, LEFT))
        return told.select_related("entry__item").order_by("at", "pk")

    def away_now(self):
        told = self.happenings.standing().filter(kind=AWAY, until__isnull=True)
        return told.select_related("entry__item").first()

    def count_hours(self, *, by) -> None:
        """Let `came` and `left` be what stands; called by every verb of a happening.

        Whoever came or left is there, also when that is put back after she was marked as away.
        """
        hours = list(self.hours())
        self.came = next((h.at for h in reversed(hours) if h.kind == CAME), None)
        self.left = next((h.at for h in reversed(hours) if h.kind == LEFT), None)
        self.save(update_fields=["came", "left"])
        if hours and not self.took_part:
            self._set_presence(self.Presence.PRESENT, by=by)

    @property
    def has_left(self):
        """She went and has not come back."""
        return self.left is not None and (self.came is None or self.left > self.came)

    @property
    def is_here(self):
        return self.took_part and not self.has_left
