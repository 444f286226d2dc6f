"""The round of a protocol that is not the whole text: chosen items, or a signed rättelse."""

import re
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .. import clock
from ..errors import WrongState
from .event import Event
from .opinion import Opined
from .reopening import Reopening
from .signoff import Answered


class SideRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=SideRound.OPEN)

    def in_the_press(self):
        """Rounds that wait for a worker to print or seal."""
        return self.filter(state__in=(SideRound.State.PRINTING, SideRound.State.SEALING))

    def with_meeting(self):
        return self.select_related("meeting__group", "protocol")


class SideRound(Answered, Opined, Reopening, models.Model):
    """It goes its own way beside the meeting, whose own state says nothing about it.

    Held under the meeting's row like everything else; ended when the text was sent back. What
    happens in it are the verbs of `Answered`, the same as in the round of the whole text.
    """

    class State(models.TextChoices):
        PRINTING = "printing", "Förbereds för justering"
        SIGNING = "signing", "Under justering"
        SEALING = "sealing", "Låses"
        SEALED = "sealed", "Justerat"
        ENDED = "ended", "Skickat tillbaka"

    OPEN = (State.PRINTING, State.SIGNING, State.SEALING)

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="side_rounds")
    protocol = models.OneToOneField("meetings.Protocol", models.PROTECT, related_name="side_round")
    # The protocol's, kept here so that the database can hold one open round of each.
    scope = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTING)
    sent_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = SideRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "omgång för en del"
        verbose_name_plural = "omgångar för delar"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["part", "correction"]), name="side_round_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["printing", "signing", "sealing", "sealed", "ended"]),
                name="side_round_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sealed", sealed_at__isnull=False)
                | (~Q(state="sealed") & Q(sealed_at__isnull=True)),
                name="side_round_sealed_and_when",
            ),
            models.UniqueConstraint(
                fields=["meeting", "scope"],
                condition=Q(state__in=["printing", "signing", "sealing"]),
                name="side_round_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("side_round", args=[self.meeting_id, self.pk])

    @classmethod
    def begin(cls, protocol, *, sign_by) -> "SideRound":
        """The worker prints the protocol, and its round goes on. The caller holds the meeting."""
        return cls.objects.create(
            meeting=protocol.meeting,
            protocol=protocol,
            scope=protocol.scope,
            sent_at=protocol.frozen_at,
            sign_by=sign_by,
        )

    # --- As a round: see `Answered` -----------------------------------------------------------

    has_adjusters = True
    # Closed by everybody who was to sign it, or not at all.
    not_signed_by, is_closed_without, outcome_words = "", False, "Justerat"

    @cached_property
    def what(self) -> str:
        """What is signed, inside a sentence: “punkt 5 och 7”, “rättelsen”."""
        return self.protocol.document().part or "rättelsen"

    @property
    def is_part(self):
        return self.scope == "part"

    @property
    def is_sealed(self):
        return self.state == self.State.SEALED

    @property
    def is_readable(self):
        return self.state in (self.State.SIGNING, self.State.SEALING, self.State.SEALED)

    @property
    def is_moving(self):
        return self.state in (self.State.PRINTING, self.State.SEALING)

    @property
    def file_name(self):
        return self.meeting.file_name + "-" + re.sub(r"\W+", "-", self.what)

    @property
    def round_key(self):
        return self.pk

    def serving_adjusters(self):
        """Whoever was to sign it: of a sealed one those who did, whoever has taken over since."""
        people = self.meeting.adjusters.with_people()
        if self.is_sealed:
            return list(people.filter(signatures__protocol=self.protocol_id))
        return list(people.serving_at(self.sent_at))

    def require(self, *states) -> None:
        """Hold the meeting's row and read this round's state anew; raise WrongState otherwise."""
        self.meeting.require(self.meeting.state)
        self.refresh_from_db(fields=["state", "sealed_at"])
        if self.state not in states:
            raise WrongState(f"Den här delen har gått vidare: {self.get_state_display()}.")

    def _enter(self, state, verb, **told):
        was, self.state = self.state, state
        self.save(update_fields=["state", "sealed_at"])
        return self._record(verb, was=was, **told)

    def _record(self, verb, **told):
        return Event.record(self.meeting, verb, round=self.pk, **told)

    def tell_frozen(self, *, by):
        self._record("frozen", by=by, fingerprint=self.protocol.fingerprint)

    def _open_again(self, verb, **told):
        """The items are written on again."""
        self.protocol.locked_items.update(locked_in=None)
        self.meeting.has_locked_items = self.meeting.items.filter(locked_in__isnull=False).exists()
        self.meeting.save(update_fields=["has_locked_items"])
        return self._enter(self.State.ENDED, verb, **told)

    def _forget_what_was_private(self):
        """That belongs to the meeting, which goes on."""

    @property
    def is_late(self):
        return self.state == self.State.SIGNING and self.sign_by < clock.now()
