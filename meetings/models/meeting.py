"""One meeting's whole life, from the first planned day to the sealed protocol."""

from datetime import datetime
from itertools import groupby

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from .. import clock, document, words
from ..errors import DomainError, WrongState
from ..permissions import Role
from ..workdays import add_working_days
from . import planning, reading
from .adjuster import Adjuster
from .attendee import Attendee
from .delivery import Delivery
from .event import Event
from .group import Group
from .protocol import Protocol
from .signature import Refusal, Signature
from .state import FROZEN, OPEN, READABLE, WRITABLE, State
from .user import User


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


class Meeting(models.Model):
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
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField("varför", max_length=300, blank=True)

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
    def plan(cls, group, *, by, day, starts, ends=None, place="", annex_to="", **rules):
        """A new meeting with the agenda, people and rules of its group.

        `rules` overrides the group's days: summons_days, questions_days, comments_days,
        signing_days. Raises DomainError for a day that has been, or days in the wrong order.
        """
        if day < clock.today():
            raise DomainError("Välj en dag som inte har varit.", field="day")
        return planning.plan(
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

    @transaction.atomic
    def call(self, *, by):
        """Send the kallelse: the number is taken now and never used again, whatever happens."""
        self.require(State.PLANNED)
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
        self._take_number()
        self.began_at = clock.now()
        self._enter(State.ONGOING, "started", by=by, number=self.number)
        for item in self.items.standing().filter(is_round=True):
            item.open_round(by=by)

    @transaction.atomic
    def finish(self, *, by):
        """Avsluta mötet: from here on the minutes are written up (Renskrivs)."""
        self.require(State.ONGOING)
        self.ended_at = clock.now()
        self._enter(State.DRAFTED, "finished", by=by)

    @transaction.atomic
    def add_item(self, heading, *, section=None, parent=None, after=None, **facts):
        """A new item last under its heading (or after another), or a sub-item of `parent`."""
        self.require_writable()
        if not heading.strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        if parent is not None and parent.parent_id:
            raise DomainError("En underpunkt kan inte ha egna underpunkter.", field="parent")
        last = self.items.aggregate(last=models.Max("order"))["last"] or 0
        place = after.order if after is not None else last
        self.items.filter(order__gt=place).update(order=F("order") + 1)
        return self.items.create(
            heading=heading.strip(),
            section=parent.section if parent is not None else section,
            parent=parent,
            order=place + 1,
            **facts,
        )

    @transaction.atomic
    def mark_all_present(self, *, by) -> None:
        """Everybody regular who is not marked yet is here."""
        self.require_writable()
        self.attendees.filter(presence="", is_substitute=False).update(
            presence=Attendee.Presence.PRESENT
        )

    @transaction.atomic
    def add_guest(self, *, name, organisation="", title="", presence="present", by) -> Attendee:
        """A guest has an organisation and no party standing."""
        self.require_writable()
        if not name.strip():
            raise DomainError("Skriv gästens namn.", field="name")
        last = self.attendees.aggregate(last=models.Max("order"))["last"] or 0
        return self.attendees.create(
            name=name.strip(),
            organisation=organisation.strip(),
            title=title.strip(),
            presence=presence,
            order=last + 1,
        )

    # --- Frozen -----------------------------------------------------------------------------

    @transaction.atomic
    def send_for_signing(self, *, by) -> Protocol:
        """Skicka till justering: freeze what the minutes say; the worker prints it.

        Raises DomainError for the three things that stop it (see `obstacles`).
        """
        self.require(State.DRAFTED, State.REVIEW)
        if not self.has_adjusters:
            raise WrongState("Gruppen har inga justerare. Välj Gör klart i stället.")
        self._stop_at_obstacles()
        self.sign_by = clock.swedish(
            add_working_days(clock.today(), self.signing_days),
            self.due_at.hour,
            self.due_at.minute,
        )
        return self._freeze("sent_for_signing", by)

    @transaction.atomic
    def make_done(self, *, by) -> Protocol:
        """Gör klart: a group without adjusters locks its text with the authority's seal."""
        self.require(State.ONGOING, State.DRAFTED)
        if self.has_adjusters:
            raise WrongState("Gruppen har justerare. Välj Skicka till justering i stället.")
        if self.ended_at is None:
            self.ended_at = clock.now()
        return self._freeze("made_done", by)

    def _freeze(self, verb, by):
        self.sent_at = clock.now()
        self._enter(State.PRINTING, verb, by=by)
        protocol = Protocol.freeze(self, by=by)
        Event.record(self, "frozen", by=by, fingerprint=protocol.fingerprint)
        return protocol

    def obstacles(self) -> list[str]:
        """The only three things that stop a text from being sent for signing, in Swedish."""
        items = list(self.document().items())
        return [
            *self._parties_without_adjuster(),
            *(
                f"Oenigheten i punkt {item.number} saknar organisation."
                for item in items
                if any(not entry.parties for entry in item.disagreements)
            ),
            *(
                f"Punkt {item.number} gäller {item.legal_basis[0]} men har inget utfall."
                for item in items
                if item.outcome is None and not item.children and _is_negotiated(item)
            ),
        ]

    def _parties_without_adjuster(self):
        chosen = {adjuster.party.pk for adjuster in self.serving_adjusters()}
        if self.who_adjusts == Group.WhoAdjusts.EACH_PARTY:
            for party in self.present_parties():
                if party.pk not in chosen:
                    yield (f"{party} ska justera enligt gruppens regel men har ingen justerare.")
        elif not chosen:
            yield "Ingen justerare är vald."

    def _stop_at_obstacles(self):
        obstacles = self.obstacles()
        if obstacles:
            raise DomainError(" ".join(obstacles))

    @transaction.atomic
    def printed(self, protocol, store) -> None:
        """The frozen PDF is made: open the signing, or go on to the seal. `store` adds the file.

        Does nothing the second time: a worker that was killed may do its work again.
        """
        self.require(State.PRINTING)
        file = store()
        if self.has_adjusters:
            event = self._enter(State.SIGNING, "printed", protocol=protocol.pk, sha256=file.sha256)
            Delivery.plan(event, "signing", [a.user for a in self.serving_adjusters()])
        else:
            self._enter(State.SEALING, "printed", protocol=protocol.pk, sha256=file.sha256)

    # --- Signed -----------------------------------------------------------------------------

    @transaction.atomic
    def sign(self, attempt, *, evidence: dict, level: str) -> Signature:
        """One act of justering. The last one sends the protocol to sealing.

        Two adjusters may answer at the same moment: the meeting's row is held, so that exactly one
        of them is the last.
        """
        self.require(State.SIGNING)
        adjuster, protocol = attempt.adjuster, attempt.protocol
        self._require_signable(attempt, adjuster, protocol)
        said = protocol.document()
        signature = Signature.objects.create(
            protocol=protocol,
            adjuster=adjuster,
            attempt=attempt,
            party=adjuster.party,
            user=attempt.user,
            name=adjuster.attendee.name,
            at=clock.now(),
            fingerprint=protocol.fingerprint,
            pdf_sha256=attempt.pdf_sha256,
            disagreements=noted_disagreements(said, adjuster.party),
            note=attempt.note,
            method=attempt.method,
            level=level,
            evidence=evidence,
        )
        event = Event.record(
            self,
            "signed",
            by=attempt.user,
            signature=signature.pk,
            fingerprint=protocol.fingerprint,
            evidence=document.digest(evidence),
        )
        Delivery.plan(event, "receipt", [attempt.user])
        if not self.waiting_adjusters():
            self._enter(State.SEALING, "all_signed", by=attempt.user)
        return signature

    def _require_signable(self, attempt, adjuster, protocol):
        if protocol.meeting_id != self.pk or protocol.is_void:
            raise WrongState("Texten har ändrats sedan du läste den. Läs den igen.")
        if attempt.fingerprint != protocol.fingerprint or not attempt.is_live:
            raise DomainError("Tiden gick ut. Läs texten och försök igen.")
        serving = Adjuster.objects.serving().filter(pk=adjuster.pk, meeting=self)
        if not serving.exists() or adjuster.attendee.user_id != attempt.user_id:
            raise DomainError("Du är inte vald till justerare.")
        if protocol.signatures.filter(adjuster=adjuster).exists():
            raise DomainError("Du har redan justerat protokollet.")

    @transaction.atomic
    def send_back(self, adjuster, *, by, item: document.Item, reason: str) -> Refusal:
        """Nej, texten stämmer inte: void what is signed, open the text, tell everybody."""
        self.require(State.SIGNING)
        if not reason.strip():
            raise DomainError("Skriv vad som inte stämmer.", field="reason")
        protocol = self.protocol
        if protocol.signatures.filter(adjuster=adjuster).exists():
            raise DomainError("Du har redan justerat protokollet.")
        refusal = Refusal.objects.create(
            protocol=protocol,
            adjuster=adjuster,
            by=by,
            at=clock.now(),
            item_ref=item.ref,
            item_number=item.number,
            reason=reason.strip(),
        )
        self.sign_by = None
        event = self._enter(State.DRAFTED, "sent_back", by=by, refusal=refusal.pk, item=item.ref)
        Delivery.plan(event, "sent_back", self.people())
        return refusal

    @transaction.atomic
    def remind(self, adjuster, *, by) -> None:
        """A reminder to somebody who has not signed; at the most one a day each."""
        self.require(State.SIGNING)
        if adjuster.pk not in {a.pk for a in self.waiting_adjusters()}:
            raise DomainError(f"{adjuster.attendee} har redan justerat.")
        if self.reminded_on(adjuster) == clock.today():
            raise DomainError(f"{adjuster.attendee} är redan påmind i dag.")
        event = Event.record(self, "reminded", by=by, adjuster=adjuster.pk)
        Delivery.plan(event, "reminder", [adjuster.user])

    def reminded_on(self, adjuster):
        """The day of the last reminder in this round, or None."""
        last = (
            self.events.filter(verb="reminded", facts__adjuster=adjuster.pk, at__gte=self.sent_at)
            .order_by("seq")
            .last()
        )
        return clock.local(last.at).date() if last else None

    # --- Sealed -----------------------------------------------------------------------------

    @transaction.atomic
    def close(self, protocol, store) -> None:
        """The sealed file is made and verified: the meeting is closed. `store` adds the files."""
        self.require(State.SEALING)
        sealed = store()
        self.sealed_at = clock.now()
        event = self._enter(State.SEALED, "sealed", protocol=protocol.pk, sha256=sealed.sha256)
        Delivery.plan(event, "closed", self.people())

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
        return self.get_state_display()

    @property
    def title(self):
        return f"{self.document_name} från {self.group.in_sentence} den {words.day_year(self.day)}"

    @property
    def number_words(self):
        """“FG 2/2024”, or nothing before the number is taken."""
        return f"{self.group.code} {self.number}/{self.year}" if self.number else ""

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
    def days_late(self) -> int:
        by = clock.local(self.sign_by).date() if self.sign_by else self.summons_by
        return (clock.today() - by).days

    @property
    def protocol(self) -> Protocol | None:
        """The protocol that stands: the newest that nobody sent back."""
        return self.protocols.standing().order_by("pk").last()

    def document(self) -> document.Document:
        """What the minutes say now, in a fixed number of queries."""
        return reading.document_of(self)

    def serving_adjusters(self):
        return list(self.adjusters.serving().with_people())

    def waiting_adjusters(self):
        """Those who have not signed the protocol that stands."""
        protocol = self.protocol
        signed = (
            set(protocol.signatures.values_list("adjuster_id", flat=True)) if protocol else set()
        )
        return [adjuster for adjuster in self.serving_adjusters() if adjuster.pk not in signed]

    def adjuster_for(self, user) -> Adjuster | None:
        return self.adjusters.serving().with_people().filter(attendee__user=user).first()

    def people(self):
        """Everybody who is told: secretaries, representatives and adjusters, each once."""
        return User.objects.filter(
            Q(pk__in=self.group.secretaries.active().values("user"))
            | Q(pk__in=self.group.representatives.active().values("user"))
            | Q(pk__in=self.adjusters.serving().values("attendee__user"))
        )

    def present_parties(self):
        """Parties with somebody there, the employer first, then in the group's order."""
        there = self.attendees.filter(presence__in=Attendee.TOOK_PART).values("party")
        rows = self.group.party_rows.filter(party__in=there).select_related("party")
        return [row.party for row in rows.order_by("-party__is_employer", "order")]

    def proposed_adjusters(self):
        """Who the group's rule and last time's choice point at; the secretary decides.

        Present with a mandate on the day of the meeting, one for each party, never only the
        minute-taker.
        """
        if not self.has_adjusters:
            return []
        last = self._last_time()
        candidates = [
            someone
            for someone in self.attendees.select_related("party", "representative")
            if someone.took_part and someone.party_id and someone.user_id and not someone.writes
        ]
        candidates.sort(key=lambda a: (a.party_id, a.user_id not in last, a.chairs, a.order))
        firsts = [next(same) for _party, same in groupby(candidates, key=lambda a: a.party_id)]
        if self.who_adjusts == Group.WhoAdjusts.CHOSEN:
            firsts = [someone for someone in firsts if someone.user_id in last]
        return sorted(firsts, key=lambda someone: someone.order)

    def _last_time(self):
        previous = (
            self.group.meetings.filter(day__lt=self.day, adjusters__isnull=False)
            .order_by("-day")
            .first()
        )
        if previous is None:
            return set()
        return set(previous.adjusters.serving().values_list("attendee__user", flat=True))

    @transaction.atomic
    def choose_adjusters(self, attendees, *, by) -> None:
        """Set who is to sign. Raises DomainError for somebody with no party or no sign-in."""
        self.require(*WRITABLE)
        for someone in attendees:
            if someone.meeting_id != self.pk or not someone.party_id:
                raise DomainError(f"{someone} företräder ingen part.", field="adjusters")
            if not someone.user_id:
                raise DomainError(f"{someone} har ingen inloggning.", field="adjusters")
        chosen = {someone.pk for someone in attendees}
        used = Q(signatures__isnull=False) | Q(refusals__isnull=False) | Q(attempts__isnull=False)
        for adjuster in self.adjusters.serving():
            if adjuster.attendee_id in chosen:
                chosen.discard(adjuster.attendee_id)
            elif self.adjusters.filter(used, pk=adjuster.pk).exists():
                raise DomainError(
                    f"{adjuster.attendee} har redan svarat och står kvar som justerare.",
                    field="adjusters",
                )
            else:
                adjuster.delete()
        Adjuster.objects.bulk_create(
            Adjuster(meeting=self, attendee=someone)
            for someone in attendees
            if someone.pk in chosen
        )
        Event.record(self, "adjusters_chosen", by=by, attendees=sorted(a.pk for a in attendees))

    # --- Holding the row --------------------------------------------------------------------

    def require(self, *states) -> None:
        """Hold the meeting's row and read its state anew; raise WrongState if it is another."""
        self._hold()
        if self.state not in states:
            raise WrongState(f"Mötet har gått vidare: {self.state_words}. Läs in sidan igen.")

    def require_writable(self) -> None:
        """Hold the row while a word is saved, so that nothing is frozen in between."""
        self.state = (
            Meeting.objects.select_for_update(no_key=True, of=("self",))
            .values_list("state", flat=True)
            .get(pk=self.pk)
        )
        if self.state not in WRITABLE:
            raise WrongState("Texten är låst och kan inte ändras.")

    def _hold(self):
        Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        self.refresh_from_db()

    def _enter(self, state, verb, *, by=None, **facts):
        was, self.state = self.state, state
        self.save()
        return Event.record(self, verb, by=by, was=was, **facts)


def _is_negotiated(item: document.Item) -> bool:
    """Whether the item falls under the duty to negotiate first (11 § MBL)."""
    return any(
        {"11", "MBL"} <= set(basis.replace("\u00a0", " ").split()) for basis in item.legal_basis
    )


def noted_disagreements(said: document.Document, party) -> list[str]:
    """The lines that stand at the party's signature, taken from the frozen text."""
    return [f"Oenighet under {item.noted}" for item in said.disagreements_of(party.name)]
