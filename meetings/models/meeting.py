"""One meeting's whole life, from the first planned day to the sealed protocol."""

import re
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse

from .. import clock, document, words
from ..errors import DomainError, WrongState
from ..permissions import Right, Role
from . import attendance, planning, reading
from .adjourning import Adjourning
from .attendee import Attendee
from .delivery import Delivery
from .event import Event
from .group import Group
from .line import Stop, stops_of
from .meeting_queries import MeetingQuerySet
from .private_note import PrivateNote
from .protocol import Protocol
from .revision import Revision
from .signoff import Signoff
from .state import FROZEN, PREPARING, READABLE, WRITABLE, State
from .user import User

COUNT_THE_CHANGE = (
    "UPDATE meetings_meeting SET changes = changes + 1 WHERE id = %s"
    " RETURNING state, changes, ended_at"
)


class Meeting(Adjourning, Signoff, models.Model):
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
    layout = models.CharField(max_length=12, choices=Group.Layout.choices)
    legal_style = models.CharField(max_length=8, choices=Group.LegalStyle.choices)
    empty_words = models.CharField(max_length=60, blank=True)
    comments_days = models.PositiveSmallIntegerField("arbetsdagar för synpunkter")
    signing_days = models.PositiveSmallIntegerField("arbetsdagar för justering")
    due_at = models.TimeField("klockslag för tider")

    summons_by = models.DateField("kallelse senast")
    questions_by = models.DateTimeField("frågor anmäls senast")
    sign_by = models.DateTimeField("justeras senast", null=True, blank=True)

    called_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    resumes_at = models.DateTimeField("fortsätter", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField("varför", max_length=300, blank=True)

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
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="meeting_ends_after_start",
                violation_error_message="Mötet slutar före det börjar.",
            ),
        ]

    def __str__(self):
        return f"{self.group} {words.day(self.day)}"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])

    # --- Planned and called -----------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def plan(
        cls, group, *, by, day, starts, ends=None, place="", annex_to="", taking_up=(), **rules
    ):
        """A new meeting with the agenda, people and rules of its group.

        `taking_up`: items of other meetings that were moved here (see `AgendaItem.moved_to`).
        `rules` overrides the group's days: summons_days, questions_days, comments_days,
        signing_days. Raises DomainError for a day that has been, or days in the wrong order.
        """
        if day < clock.today():
            raise DomainError("Välj en dag som inte har varit.", field="day")
        meeting = planning.plan(
            cls,
            group,
            by=by,
            day=day,
            starts=starts,
            ends=ends,
            place=place,
            annex_to=annex_to,
            **rules,
        )
        for item in taking_up:
            meeting.take_up(item, by=by)
        return meeting

    @classmethod
    def plan_many(cls, group, *, by, days, starts, ends=None, place=""):
        """A meeting on each of the days, all of them or none; returns the new ones.

        A day when the group meets already is passed over, so that a form sent twice makes nothing
        twice.
        """
        with transaction.atomic():
            Group.objects.select_for_update().get(pk=group.pk)
            taken = set(group.meetings.standing().values_list("day", flat=True))
            return [
                cls.plan(group, by=by, day=day, starts=starts, ends=ends, place=place)
                for day in dict.fromkeys(days)
                if day not in taken
            ]

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
        event = self._enter(State.CANCELLED, "cancelled", by=by)
        if was_called:
            Delivery.plan(event, "cancelled", self.people())

    def _take_number(self):
        if self.number is None:
            self.year = self.day.year
            self.number = self.group.take_number(self.year)

    # --- The meeting ------------------------------------------------------------------------

    @transaction.atomic
    def start(self, *, by):
        self.require(State.PLANNED, State.CALLED)
        attendance.gather(self)
        self._take_number()
        self.began_at = clock.now()
        self._enter(State.ONGOING, "started", by=by, number=self.number)
        for item in self.items.standing().filter(is_round=True):
            item.open_round(by=by)

    @transaction.atomic
    def finish(self, *, by):
        """Avsluta mötet: from here on the minutes are written up (Renskrivs)."""
        self.require(State.ONGOING)
        self.require_not_adjourned()
        attendance.gather(self)
        self.ended_at = clock.now()
        self._enter(State.DRAFTED, "finished", by=by)

    @transaction.atomic
    def add_item(
        self,
        heading,
        *,
        by=None,
        section=None,
        parent=None,
        after=None,
        save_id=None,
        act=None,
        **facts,
    ):
        """A new item last under its heading (or after another), or a sub-item of `parent`.

        With `by` it can be undone; the agenda that a meeting is planned with cannot. Items of one
        `act` are undone together. After the kallelse an item is late: the parties say whether it is
        taken up.
        """
        self.require_writable()
        if not heading.strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        if parent is not None and parent.parent_id:
            raise DomainError("En underpunkt kan inte ha egna underpunkter.", field="parent")
        last = self.items.aggregate(last=models.Max("order"))["last"] or 0
        place = after.order if after is not None else last
        facts["legal_basis"] = words.canonical_legal(facts.get("legal_basis", ""))
        facts.setdefault("is_late", self.called_at is not None and parent is None)
        self.items.filter(order__gt=place).update(order=F("order") + 1)
        item = self.items.create(
            heading=heading.strip(),
            section=parent.section if parent is not None else section,
            parent=parent,
            order=place + 1,
            **facts,
        )
        if by is not None:
            item._revise(Revision.Kind.ADDED, by=by, save_id=save_id, act=act)
        return item

    @transaction.atomic
    def take_up(self, item, *, by):
        """Take up what another meeting moved here: a new item that continues it, never a copy."""
        self.require_writable()
        known = self.items.standing().filter(continues=item).first()
        if known is not None:
            return known
        heading = item.section.heading if item.section else ""
        facts = ("responsible", "legal_basis", "case_number", "board", "board_date")
        return self.add_item(
            item.heading,
            section=self.sections.filter(heading=heading).first() or self.sections.first(),
            by=by,
            continues=item,
            **{name: getattr(item, name) for name in facts},
        )

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
        last = self.attendees.aggregate(last=models.Max("order"))["last"] or 0
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
    def state_words(self):
        """The state as people say it; a closed meeting says how it was closed."""
        if self.state == State.SEALED and not self.has_adjusters:
            return "Klart"
        if self.state == State.PRINTING and not self.has_adjusters:
            return "Låses"
        if self.is_adjourned:
            return f"Ajournerat till {words.day_short(self.resumes_at)}"
        return self.get_state_display()

    @property
    def title(self):
        return f"{self.document_name} från {self.group.in_sentence} den {words.day_year(self.day)}"

    @property
    def number_words(self):
        """“FG 2/2024”, or nothing before the number is taken."""
        return f"{self.group.code} {self.number}/{self.year}" if self.number else ""

    @property
    def file_name(self):
        """“protokoll-FG-2-2024”: the group and the number, and never a person."""
        which = self.number_words or f"{self.group.code} {self.day.isoformat()}"
        return re.sub(r"\W+", "-", f"{self.document_name.lower()} {which}").strip("-")

    @property
    def begins(self) -> datetime:
        return clock.swedish(self.day, self.starts.hour, self.starts.minute)

    @property
    def is_late(self):
        """A deadline has passed that somebody must do something about."""
        if self.state == State.SIGNING:
            return self.sign_by is not None and self.sign_by < clock.now()
        return self.state == State.PLANNED and self.summons_by < clock.today()

    @property
    def signed_words(self) -> str:
        """“5 av 6” have signed. Wants `with_signers`."""
        signed = sum(adjuster.has_signed for adjuster in self.signers)
        return f"{signed} av {len(self.signers)}"

    @property
    def days_late(self) -> int:
        by = clock.local(self.sign_by).date() if self.sign_by else self.summons_by
        return (clock.today() - by).days

    @property
    def late_words(self) -> str:
        """“1 dag försenat”, for a meeting that `is_late`."""
        days = self.days_late
        return f"{words.count(days, 'dag,dagar')} försenat" if days else "Försenat sedan i dag"

    @property
    def protocol(self) -> Protocol | None:
        """The protocol that stands: the newest that nobody sent back."""
        return self.protocols.standing().order_by("pk").last()

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

    def people(self):
        """Everybody who is told: secretaries, representatives and adjusters, each once."""
        return User.objects.filter(is_active=True).filter(
            Q(pk__in=self.group.secretaries.active().values("user"))
            | Q(pk__in=self.group.representatives.active().values("user"))
            | Q(pk__in=self.adjusters.serving().values("attendee__user"))
        )

    def next_day(self):
        """The day of the group's next meeting after this one, or None while nobody knows it."""
        later = self.group.meetings.standing().filter(day__gt=self.day).order_by("day")
        return later.values_list("day", flat=True).first()

    def present_parties(self):
        """Parties with somebody there, the employer first, then in the group's order.

        At the current sitting: a runda asks those who are in the room.
        """
        there = self.in_room().filter(presence__in=Attendee.TOOK_PART).values("party")
        rows = self.group.party_rows.filter(party__in=there).select_related("party")
        return [row.party for row in rows.order_by("-party__is_employer", "order")]

    # --- Holding the row --------------------------------------------------------------------

    def require(self, *states) -> None:
        """Hold the meeting's row and read its state anew; raise WrongState if it is another."""
        self._hold()
        if self.state not in states:
            raise WrongState(f"Mötet har gått vidare: {self.state_words}. Läs in sidan igen.")

    def require_writable(self) -> None:
        """Hold the row while a word is saved, so that nothing is frozen in between.

        Counting the change holds the row as a SELECT FOR UPDATE would, and tells the followers in
        the same statement.
        """
        with connection.cursor() as cursor:
            cursor.execute(COUNT_THE_CHANGE, [self.pk])
            ((self.state, self.changes, ended),) = cursor.fetchall()
        if ended and self.ended_at is None:  # while the page stood open: see `LaterChange`
            self.refresh_from_db(fields=["ended_at"])
        self._refuse_locked()

    def require_open_text(self) -> None:
        """Hold the row for what is no part of the text: nobody who follows is told."""
        self._hold()
        self._refuse_locked()

    def _refuse_locked(self):
        if self.state not in WRITABLE:
            raise WrongState("Texten är låst och kan inte ändras.")

    def _hold(self):
        Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        self.refresh_from_db()

    def _enter(self, state, verb, *, by=None, **facts):
        was, self.state = self.state, state
        self.changes = F("changes") + 1  # another object of this meeting may have counted meanwhile
        self.save()
        self.refresh_from_db(fields=["changes"])
        return Event.record(self, verb, by=by, was=was, **facts)
