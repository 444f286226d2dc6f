"""A person at one meeting, with the name, title and party that she had on that day."""

import uuid

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from .. import document
from ..errors import DomainError
from .adjuster import Adjuster
from .in_the_room import InTheRoom
from .later_change import LaterChange

KEPT = object()  # an argument that leaves what it is about as it is


class AttendeeQuerySet(models.QuerySet):
    def telling_adjusters(self):
        """Each with `adjusts`: whether she is chosen to sign."""
        serving = Adjuster.objects.serving().filter(attendee=OuterRef("pk"))
        return self.annotate(adjusts=Exists(serving))


class Attendee(InTheRoom):
    class Presence(models.TextChoices):
        UNKNOWN = "", "Inte markerad"
        PRESENT = "present", "Här"
        REMOTE = "remote", "På distans"
        EXCUSED = "excused", "Förhinder"
        ABSENT = "absent", "Frånvarande"

    TOOK_PART = (Presence.PRESENT, Presence.REMOTE)

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="attendees")
    # Nobody's is the meeting's own first day; a further day has attendees of its own.
    sitting = models.ForeignKey(
        "meetings.Sitting", models.PROTECT, null=True, blank=True, related_name="attendees"
    )
    representative = models.ForeignKey(
        "meetings.Representative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    user = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    party = models.ForeignKey(
        "meetings.Party", models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    name = models.CharField("namn", max_length=120)
    title = models.CharField("titel", max_length=120, blank=True)
    organisation = models.CharField("organisation", max_length=120, blank=True)
    presence = models.CharField(
        "närvaro", max_length=8, choices=Presence.choices, blank=True, default=Presence.UNKNOWN
    )
    serves_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="served_by"
    )
    is_substitute = models.BooleanField(default=False)
    chairs = models.BooleanField("ordförande", default=False)
    writes = models.BooleanField("sekreterare", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = "deltagare"
        verbose_name_plural = "deltagare"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="attendee_has_name"),
            models.CheckConstraint(
                condition=Q(presence__in=["", "present", "remote", "excused", "absent"]),
                name="attendee_presence_known",
            ),
            models.UniqueConstraint(
                fields=["meeting", "representative"],
                condition=Q(sitting__isnull=True),
                name="attendee_mandate_once",
            ),
            models.UniqueConstraint(
                fields=["sitting", "representative"], name="sitting_mandate_once"
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(chairs=True, sitting__isnull=True),
                name="meeting_one_chair",
            ),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(chairs=True), name="sitting_one_chair"
            ),
            # A guest has no party standing; whoever has a mandate has the party of it.
            models.CheckConstraint(
                condition=Q(representative__isnull=True) | Q(party__isnull=False),
                name="attendee_mandate_has_party",
            ),
        ]

    def __str__(self):
        return self.name

    # --- Närvaro ----------------------------------------------------------------------------

    @transaction.atomic
    def mark(self, presence, *, by, serves_for=KEPT, came=KEPT, left=KEPT) -> None:
        """Here, remote, excused, absent or not marked; for whom a substitute serves; came, left.

        What is not told stays as it is. Whoever was not there neither came nor left. Raises
        DomainError when a substitute would serve for somebody of another party, or for somebody
        who is there.
        """
        self._hold()
        if serves_for not in (KEPT, None):
            self._require_can_serve(serves_for)
        came = self.came if came is KEPT else came
        left = self.left if left is KEPT else left
        if (came, left) != (self.came, self.left) and came and left and left <= came:
            raise DomainError("Klockslaget för gick ligger före kom.", field="left")
        if presence not in self.TOOK_PART:
            self._was_never_there(by)
            came = left = None
        self._set_presence(presence, by=by, serves_for=serves_for)
        self._set_hours(came, left, by=by)

    def _was_never_there(self, by):
        act = uuid.uuid4()
        for happening in self.happenings.standing().select_related("entry__item"):
            happening.remove(by=by, act=act)
        self.refresh_from_db(fields=["came", "left"])

    def _hold(self):
        """Read what another writer may have marked while the page stood open."""
        self.meeting.require_writable()
        self.refresh_from_db(fields=["presence", "serves_for", "came", "left"])

    def _set_presence(self, presence, *, by, serves_for=KEPT):
        before = self.presence_words()
        if serves_for is not KEPT:
            self.serves_for = serves_for
        self.presence = presence
        if not self.took_part:
            self.serves_for = None
        self.save(update_fields=["presence", "serves_for"])
        self.note_change(before, by=by)
        if self.is_here:  # whoever is there herself has nobody in her place
            self._dismiss(self.served_by.all(), by=by)

    def _set_hours(self, came, left, *, by):
        if came != self.came:
            self._set_hour("came", came, by=by)
        if left != self.left:
            self._set_hour("left", left, by=by)

    def _dismiss(self, stand_ins, *, by):
        for stand_in in stand_ins:
            stand_in.meeting, before = self.meeting, stand_in.presence_words()
            stand_in.serves_for = None
            stand_in.save(update_fields=["serves_for"])
            stand_in.note_change(before, by=by)

    def note_change(self, before: str, *, by) -> None:
        """Write down, after the meeting, that she is marked in another way than in these words."""
        told = {"before": before, "after": self.presence_words()}
        LaterChange.note(self.meeting, "attendance", by=by, attendee=self, **told)

    def presence_words(self) -> str:
        """How she was marked, in one line: what is told when it is changed after the meeting."""
        serves = f", ersätter {self.serves_for}" if self.serves_for else ""
        return self.get_presence_display() + serves

    @transaction.atomic
    def is_replaced_by(self, stand_in, *, by) -> None:
        """Let a substitute serve for this person, or nobody. Who serves is there."""
        self.meeting.require_writable()
        self._dismiss(self.served_by.exclude(pk=stand_in.pk if stand_in else None), by=by)
        if stand_in is not None and stand_in.serves_for_id != self.pk:
            stand_in.meeting = self.meeting
            here = stand_in.presence if stand_in.took_part else self.Presence.PRESENT
            stand_in.mark(here, by=by, serves_for=self)

    def _require_can_serve(self, someone):
        if someone.meeting_id != self.meeting_id or someone.party_id != self.party_id:
            raise DomainError(f"{someone} företräder en annan part.", field="serves_for")
        if self.party_id is None or someone.pk == self.pk:
            raise DomainError(f"{self} kan inte ersätta {someone}.", field="serves_for")
        if someone.is_here:
            raise DomainError(f"{someone} är själv på mötet.", field="serves_for")

    @transaction.atomic
    def take_away(self, *, by) -> None:
        """Remove a guest who never came. Whoever has a mandate is marked, never removed."""
        self.meeting.require_writable()
        if not self.is_guest:
            raise DomainError(f"{self} har ett mandat. Markera förhinder i stället.")
        if self.happenings.exists():
            raise DomainError(f"{self} har kommit eller gått. Markera frånvarande i stället.")
        told = {"before": f"Gäst, {self.get_presence_display()}", "after": "Borttagen"}
        LaterChange.note(self.meeting, "attendance", by=by, attendee=self, **told)
        self.later_changes.update(attendee=None)
        self.delete()

    @property
    def took_part(self):
        return self.presence in self.TOOK_PART

    @property
    def day(self):
        """The day that she attends: the meeting's, or that of its further sitting."""
        return self.sitting.day if self.sitting else self.meeting.day

    @property
    def attended(self):
        """Whether she took part at any sitting; whoever did may certify the minutes."""
        if self.took_part:
            return True
        rows = Attendee.objects.filter(meeting=self.meeting_id, user=self.user_id)
        return rows.filter(party=self.party_id, presence__in=self.TOOK_PART).exists()

    @property
    def is_missing(self):
        """Known not to be there; whoever is not marked yet may still come."""
        return self.presence in (self.Presence.EXCUSED, self.Presence.ABSENT)

    @property
    def is_guest(self):
        return self.party_id is None and not self.writes

    def value(
        self, party, names: dict[int, str], adjusts: bool, hours="", away=""
    ) -> document.Attendee:
        """The attendee as the Document says it.

        `party` is the Document's own; `names` joins attendees' keys with their names; `hours` and
        `away` are told of whoever came or left more than once, or was away for some items.
        """
        return document.Attendee(
            name=self.name,
            presence=self.presence,
            title=self.title,
            party=party,
            organisation=self.organisation,
            serves_for=names.get(self.serves_for_id, ""),
            chairs=self.chairs,
            writes=self.writes,
            adjusts=adjusts,
            came=self.came,
            left=self.left,
            hours=hours,
            away=away,
        )
