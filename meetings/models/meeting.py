"""One meeting's whole life, from the first planned day to the sealed protocol."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from .. import clock, document, words
from ..errors import DomainError
from ..permissions import Right, Role
from . import attendance, reading
from .adjourning import Adjourning
from .closing import Closing
from .correcting import Correcting
from .delivery import Delivery
from .elsewhere import SignedElsewhere
from .extract import HandedOut
from .group import Group
from .inquiry import Asked
from .line import Stop, stops_of
from .meeting_agenda import TakingUp
from .meeting_people import Attended
from .meeting_queries import MeetingQuerySet
from .meeting_row import Held
from .meeting_words import Named
from .opinion import Opined
from .parts import Parts
from .planning import Planned
from .private_note import PrivateNote
from .proposing import Proposing
from .protocol import Protocol
from .reopening import Reopening
from .replacing import Replacing
from .review import Review
from .signoff import Answered, Signoff
from .stance import Stance
from .state import FROZEN, PREPARING, READABLE, WRITABLE, State
from .statement_draft import StatementDraft


class Meeting(
    Planned,
    TakingUp,
    Attended,
    Adjourning,
    Review,
    Proposing,
    Parts,
    Signoff,
    SignedElsewhere,
    Opined,
    Answered,
    Stance,
    Asked,
    Replacing,
    Reopening,
    Closing,
    HandedOut,
    Correcting,
    Named,
    Held,
    models.Model,
):
    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings", verbose_name="grupp")
    state = models.CharField("läge", max_length=10, choices=State.choices, default=State.PLANNED)
    day = models.DateField("dag")
    starts = models.TimeField("börjar")
    ends = models.TimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=200, blank=True)
    annex_to = models.CharField("bilaga till", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    # The group's rules as they were when the meeting was planned.
    document_name = models.CharField(max_length=20, choices=Group.DocumentName.choices)
    who_adjusts = models.CharField(max_length=12, choices=Group.WhoAdjusts.choices)
    adjusting_unions = models.PositiveSmallIntegerField(default=2)
    stand_in = models.CharField(
        max_length=8, choices=Group.StandIn.choices, default=Group.StandIn.NAMED
    )
    layout = models.CharField(max_length=12, choices=Group.Layout.choices)
    legal_style = models.CharField(max_length=8, choices=Group.LegalStyle.choices)
    empty_words = models.CharField(max_length=60, blank=True)
    comments_days = models.PositiveSmallIntegerField("arbetsdagar för synpunkter")
    signing_days = models.PositiveSmallIntegerField("arbetsdagar för justering")
    silence = models.CharField(
        max_length=7, choices=Group.Silence.choices, default=Group.Silence.REMIND
    )
    due_at = models.TimeField("klockslag för tider")

    summons_by = models.DateField("kallelse senast")
    questions_by = models.DateTimeField("frågor anmäls senast")
    comments_by = models.DateTimeField("synpunkter senast", null=True, blank=True)
    sign_by = models.DateTimeField("justeras senast", null=True, blank=True)

    called_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    resumes_at = models.DateTimeField("fortsätter", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField("ute för synpunkter", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # The parties that a protocol was closed without; see `Closing`.
    not_signed_by = models.CharField("ej justerat av", max_length=300, blank=True)
    cancelled_because = models.CharField("varför", max_length=300, blank=True)

    # Whether chosen items are out for omedelbar justering or signed: see `AgendaItem.locked_in`.
    has_locked_items = models.BooleanField(default=False, editable=False)

    # How many times something was written: whoever follows asks whether it has grown.
    changes = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["group", "-day", "-id"], name="meeting_by_day"),
            models.Index(fields=["state", "day"], name="meeting_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, year__isnull=True)
                | Q(number__isnull=False, year__isnull=False),
                name="meeting_number_and_year",
            ),
            models.UniqueConstraint(fields=["group", "year", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="meeting_cancelled_because",
            ),
            models.CheckConstraint(
                condition=Q(review_at__isnull=True, comments_by__isnull=True)
                | Q(review_at__isnull=False, comments_by__isnull=False),
                name="meeting_review_and_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="review") | Q(review_at__isnull=False),
                name="meeting_in_review_since",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="meeting_ends_after_start",
                violation_error_message="Mötet slutar före det börjar.",
            ),
        ]

    def __str__(self):
        return f"{self.group} {words.day(self.day)}"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])

    # --- What happens to it -----------------------------------------------------------------

    @transaction.atomic
    def call(self, *, by):
        """Send the kallelse: the number is taken now and never used again, whatever happens."""
        self.require(State.PLANNED)
        attendance.gather(self)
        self._take_number()
        self.called_at = clock.now()
        event = self._enter(State.CALLED, "called", by=by, number=self.number)
        Delivery.plan(event, "summons", self.people())

    @transaction.atomic
    def cancel(self, *, by, because):
        self.require(State.PLANNED, State.CALLED)
        if not because.strip():
            raise DomainError("Skriv varför mötet ställs in.", field="because")
        was_called = self.state == State.CALLED
        self.cancelled_because = because.strip()
        PrivateNote.objects.of(self).delete()
        StatementDraft.objects.of(self).delete()
        event = self._enter(State.CANCELLED, "cancelled", by=by)
        if was_called:
            Delivery.plan(event, "cancelled", self.people())

    def _take_number(self):
        if self.number is None:
            self.year = self.day.year
            self.number = self.group.take_number(self.year)

    @transaction.atomic
    def start(self, *, by):
        self.require(State.PLANNED, State.CALLED)
        attendance.gather(self)
        self._take_number()
        self.began_at = clock.now()
        self._enter(State.ONGOING, "started", by=by, number=self.number)
        for item in self.items.standing().filter(is_round=True):
            item.open_round(by=by)
        self.note_corrections(by=by)

    @transaction.atomic
    def finish(self, *, by):
        """Avsluta mötet: from here on the minutes are written up (Renskrivs)."""
        self.require(State.ONGOING)
        self.require_not_adjourned()
        attendance.gather(self)
        self.ended_at = clock.now()
        self._enter(State.DRAFTED, "finished", by=by)

    # --- What others ask --------------------------------------------------------------------

    @property
    def roles(self) -> frozenset[Role]:
        """What the user of `visible_to` is to this meeting."""
        told = {
            Role.SECRETARY: self.is_written,
            Role.REPRESENTATIVE: self.is_represented,
            Role.ADJUSTER: self.is_adjusted,
        }
        return frozenset(role for role, is_so in told.items() if is_so)

    @property
    def is_preparing(self):
        return self.state in PREPARING

    @property
    def is_writable(self):
        return self.state in WRITABLE

    @property
    def is_frozen(self):
        return self.state in FROZEN

    @property
    def is_readable(self):
        """The text is locked and may be read by everybody in the group."""
        return self.state in READABLE

    @property
    def is_sealed(self):
        return self.state == State.SEALED

    @property
    def opens_files(self):
        """Whether the attachments of the text may be opened by the reader whom `access` let in."""
        return self.is_readable or Right.WRITE in getattr(self, "rights", ())

    @property
    def is_notes(self):
        return self.document_name == Group.DocumentName.NOTES

    @property
    def has_adjusters(self):
        return self.who_adjusts != Group.WhoAdjusts.NOBODY

    @property
    def begins(self) -> datetime:
        return clock.swedish(self.day, self.starts.hour, self.starts.minute)

    @property
    def protocol(self) -> Protocol | None:
        """The protocol that stands: the newest of the whole text that nobody sent back."""
        return self.protocols.whole().standing().order_by("pk").last()

    def stops(self) -> list[Stop]:
        """Mötets gång, for the line on every page of the meeting and the small one in lists."""
        return stops_of(self)

    def document(self) -> document.Document:
        """What the minutes say now, in a fixed number of queries."""
        return reading.document_of(self)

    def following(self):
        """The group's next meeting after this one, if it is planned."""
        later = self.group.meetings.standing().filter(day__gt=self.day)
        return later.order_by("day", "pk").first()

    def next_day(self):
        """The day of the group's next meeting after this one, or None while nobody knows it."""
        later = self.group.meetings.standing().filter(day__gt=self.day).order_by("day")
        return later.values_list("day", flat=True).first()
