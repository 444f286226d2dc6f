"""What happened in the room: somebody came, left or was away, the meeting was adjourned.

Each stands as a row of kind `happening` in the item where it happened. Its sentence is generated
from what is kept here, so that a corrected hour or another order of the items is right at once.
"""

import uuid
from datetime import time

from django.db import models, transaction
from django.db.models import Q

from .. import clock, words
from ..errors import DomainError
from .entry import Entry
from .later_change import LaterChange
from .revision import Revision, changed

FACTS = ("at", "ends", "until", "party")


class HappeningQuerySet(models.QuerySet):
    def standing(self):
        """Those whose row has not been taken away."""
        return self.filter(entry__deleted_at__isnull=True)

    def of(self, meeting):
        return self.filter(entry__item__meeting=meeting)

    def in_order(self):
        """With row, person, party and sitting; people's hours as they came, each day."""
        told = self.select_related("entry", "attendee", "party", "sitting")
        return told.order_by("attendee__sitting", "at", "pk")


class Happening(models.Model):
    class Kind(models.TextChoices):
        CAME = "came", "Kom"
        LEFT = "left", "Gick"
        AWAY = "away", "Borta"
        ADJOURNED = "adjourned", "Ajournering"

    OF_PEOPLE = (Kind.CAME, Kind.LEFT, Kind.AWAY)

    entry = models.OneToOneField("meetings.Entry", models.PROTECT, related_name="happening")
    kind = models.CharField("vad", max_length=9, choices=Kind.choices)
    attendee = models.ForeignKey(
        "meetings.Attendee", models.PROTECT, null=True, blank=True, related_name="happenings"
    )
    at = models.TimeField("klockan", null=True, blank=True)
    ends = models.TimeField("slut", null=True, blank=True)
    # Away from the item where the row stands, to this one; nobody has said that she is back yet.
    until = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who asked for the adjournment; nobody means the chair.
    party = models.ForeignKey(
        "meetings.Party", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sitting = models.OneToOneField(
        "meetings.Sitting", models.PROTECT, null=True, blank=True, related_name="adjournment"
    )

    objects = HappeningQuerySet.as_manager()

    class Meta:
        verbose_name = "händelse i rummet"
        verbose_name_plural = "händelser i rummet"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="adjourned", attendee__isnull=True)
                | (~Q(kind="adjourned") & Q(attendee__isnull=False)),
                name="happening_who",
            ),
            models.CheckConstraint(
                condition=Q(kind="away", at__isnull=True) | (~Q(kind="away") & Q(at__isnull=False)),
                name="happening_when",
            ),
        ]

    def __str__(self):
        return self.sentence({})

    @property
    def ref(self):
        return self.entry.ref

    @property
    def meeting(self):
        return self.entry.item.meeting

    # --- Told ---------------------------------------------------------------------------------

    @classmethod
    def note(cls, kind, item, *, by, after=None, act=None, was="", **facts) -> "Happening":
        """A new happening with its row, last in the item (or after a row of it).

        `was`: how its person was marked before, when this marked her. The caller holds the
        meeting's row.
        """
        if item is None or item.deleted_at:
            raise DomainError("Punkten är borttagen. Välj en annan punkt.")
        happening = cls(kind=kind, **facts)
        row = {"kind": Entry.Kind.HAPPENING, "after": after, "act": act, "was": was}
        happening.entry = item.add_entry(happening.sentence({}), by=by, **row)
        happening.save(force_insert=True)
        happening._tell(by, "Inte antecknat", happening.words_now())
        return happening

    @transaction.atomic
    def correct(self, *, by, item=None, act=None, **facts) -> None:
        """Another hour (at, ends), item (where the row stands), end (until) or asker (party)."""
        self._hold()
        before, act = self.words_now(), act or uuid.uuid4()
        if item is not None and item.pk != self.entry.item_id:
            item.meeting = self.meeting
            last = item.entries.values_list("pk", flat=True).last()
            self.entry._put(item, last, by=by, save_id=uuid.uuid4(), act=act)
        self._say_anew(facts, by=by, save_id=uuid.uuid4(), act=act)
        self._settle(by, before)

    def _say_anew(self, facts, **who):
        was = self._kept()
        for name, value in facts.items():
            setattr(self, name, value)
        if self.ends and self.ends <= self.at:
            raise DomainError("Klockslaget för slut ligger före början.", field="ends")
        told = changed(was, self._kept())
        if told:
            self.save(update_fields=FACTS)
            Entry.objects.filter(pk=self.entry_id).update(text=self.sentence({}))
            self.entry._revise(Revision.Kind.DESCRIBED, facts=told, **who)

    @transaction.atomic
    def remove(self, *, by, act=None) -> None:
        """It never happened. The row stays as a tombstone; `put_back` undoes it."""
        self._hold()
        if self.is_standing:
            before = self.words_now()
            self.entry.delete_row(by=by, save_id=uuid.uuid4(), act=act)
            self._settle(by, before)

    @transaction.atomic
    def put_back(self, *, by) -> None:
        self._hold()
        if not self.is_standing:
            self.entry.restore(by=by, save_id=uuid.uuid4())
            self._settle(by, "Borttaget")

    def take_back(self, revision, *, by, save_id, act) -> None:
        """As `Undoable.take_back`: what is undone here is the happening, its row follows."""
        self._hold()
        who = {"by": by, "save_id": save_id, "act": act}
        before = self.words_now() if self.is_standing else "Borttaget"
        if self.sitting_id:
            raise DomainError("Det fortsatta mötet är utlyst. Ta bort det under Ajournera.")
        if revision.kind == Revision.Kind.DESCRIBED:
            now = self._kept()
            if any(now[name] != value for name, value in revision.became.items()):
                raise self.entry._changed_since(revision)
            self._say_anew(_told_again(revision.was), **who)
        else:
            self.entry.take_back_row(revision, who)
        self._settle(by, before)
        if self.attendee and revision.kind == Revision.Kind.ADDED and "was" in revision.became:
            self.attendee.unmark_to(revision.became["was"], by=by)

    def _hold(self):
        """Two writers may correct the same thing: the second reads what the first left."""
        meeting = self.meeting
        meeting.require_writable(self.entry.item)
        self.refresh_from_db(fields=["entry", "attendee", "sitting", *FACTS])
        self.entry.item.meeting = meeting
        if self.attendee:
            self.attendee.meeting = meeting

    def _settle(self, by, before):
        if self.attendee:
            self.attendee.count_hours(by=by)
        self._tell(by, before, self.words_now() if self.is_standing else "Borttaget")

    def _tell(self, by, before, after):
        told = {"before": before, "after": after, "attendee": self.attendee}
        LaterChange.note(self.meeting, "attendance", by=by, **told)

    def _kept(self) -> dict:
        """The facts as a revision keeps them."""
        return {
            "at": self.at and self.at.isoformat(),
            "ends": self.ends and self.ends.isoformat(),
            "until_id": self.until_id,
            "party_id": self.party_id,
        }

    # --- What it says -------------------------------------------------------------------------

    @property
    def is_standing(self):
        return self.entry.deleted_at is None

    @property
    def is_open(self):
        """She is still away; the meeting is still adjourned."""
        if self.kind == self.Kind.AWAY:
            return self.until_id is None
        return self.kind == self.Kind.ADJOURNED and self.sitting_id is None and not self.ends

    def sentence(self, numbers: dict[int, str]) -> str:
        """`numbers`: what each item is called now, by its key and in reading order."""
        if self.kind == self.Kind.CAME:
            return f"{self.attendee} kom kl. {words.clock_time(self.at)}."
        if self.kind == self.Kind.LEFT:
            return f"{self.attendee} lämnade mötet kl. {words.clock_time(self.at)}."
        if self.kind == self.Kind.AWAY:
            away = self.away(numbers)
            if not away:
                return f"{self.attendee} deltog inte i hela mötet."
            return f"{self.attendee} deltog inte {away if away[:4] == 'från' else f'i {away}'}."
        return f"Mötet ajournerades kl. {self._hours()} på begäran av {self._asker()}."

    def away(self, numbers: dict[int, str]) -> str:
        """“punkt 4–7”, “punkt 4”, “från punkt 4”; nothing when the items are gone."""
        if not numbers:
            return ""
        order = list(numbers)
        ends = [self.entry.item_id, self.until_id]
        known = sorted((pk for pk in ends if pk in numbers), key=order.index)
        if not known:
            return ""
        first, last = numbers[known[0]], numbers[known[-1]]
        if self.until_id is None:
            return f"från punkt {first}"
        return f"punkt {first}–{last}" if first != last else f"punkt {first}"

    def _hours(self):
        begins = words.clock_time(self.at)
        if self.sitting:
            return f"{begins} till {words.deadline(self.sitting.begins)}"
        return f"{begins}–{words.clock_time(self.ends)}" if self.ends else begins

    def _asker(self):
        return self.party.value().in_sentence if self.party else "ordföranden"

    def words_now(self) -> str:
        """“gick 14.30”, as it is told beside a name."""
        if self.kind == self.Kind.ADJOURNED:
            return f"Ajournering kl. {self._hours()} på begäran av {self._asker()}"
        if self.kind == self.Kind.AWAY:
            item = f"från punkten {self.entry.item}"
            return f"{item} till {self.until}" if self.until else f"borta {item}"
        return f"{self.get_kind_display().lower()} {words.clock_time(self.at)}"


def _told_again(kept: dict) -> dict:
    hours = {"at", "ends"}
    return {k: time.fromisoformat(v) if v and k in hours else v for k, v in kept.items()}


def place_at(meeting, day, at):
    """(item, row) where the meeting was at that hour of the day: the row that was last written.

    Before the first row of the day it is (the first item, None).
    """
    moment = clock.swedish(day, at.hour, at.minute).replace(second=59)
    begun = clock.swedish(day, 0)
    row = (
        Entry.objects.standing()
        .exclude(kind=Entry.Kind.HAPPENING)  # told afterwards, it says nothing of where they were
        .filter(
            item__meeting=meeting,
            item__deleted_at__isnull=True,
            revisions__kind=Revision.Kind.ADDED,
            revisions__at__range=(begun, moment),
            revisions__after__gt="",  # not the fields of a runda, opened when the meeting began
        )
        .order_by("revisions__at", "revisions__pk")
        .last()
    )
    item = row.item if row else meeting.items.standing().filter(parent__isnull=True).first()
    if item is None:
        raise DomainError("Lägg till en punkt på dagordningen först.")
    item.meeting = meeting
    return item, row and _after_what_happened(row)


def _after_what_happened(row):
    """The row, or the last of the happenings that follow right upon it."""
    for below in row.item.entries.standing().filter(order__gt=row.order):
        if below.kind != Entry.Kind.HAPPENING:
            break
        row = below
    return row
