"""The agenda of one meeting: headings, items, sub-items, and how each ended (utfall)."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q

from .. import clock, document
from ..errors import DomainError
from .later_change import LaterChange
from .revision import Revision, told


class MeetingSection(models.Model):
    """A heading of the group, copied to the meeting when it was planned."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="sections")
    heading = models.CharField("rubrik", max_length=80)
    empty_words = models.CharField("när den är tom", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "heading"], name="meeting_section_once"),
        ]

    def __str__(self):
        return self.heading


class AgendaItemQuerySet(models.QuerySet):
    def standing(self):
        """Items that have not been taken off the agenda."""
        return self.filter(deleted_at__isnull=True)

    def key_of(self, ref):
        """The key of the item that a frozen Document knows by this ref, or None."""
        return self.filter(ref=ref).values_list("pk", flat=True).first()


class AgendaItem(models.Model):
    class OutcomeKind(models.TextChoices):
        AGREED = "agreed", "Samverkan avslutad, parterna är eniga"
        DISAGREED = "disagreed", "Samverkan avslutad, oeniga"
        MOVED = "moved", "Flyttas"
        NEGOTIATION = "negotiation", "Lyfts till MBL-förhandling"
        REINFORCED = "reinforced", "Förstärkt samverkan"
        OTHER_LEVEL = "other_level", "Till annan nivå"
        FILED = "filed", "Läggs till handlingarna"

    class Concluded(models.TextChoices):
        AT_MEETING = "meeting", "vid mötet"
        AT_SIGNING = "signing", "vid justeringen"

    # Only these two end samverkan; the seven days for central negotiation run from that moment.
    CONCLUDING = (OutcomeKind.AGREED, OutcomeKind.DISAGREED)

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="items")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.ForeignKey(
        MeetingSection, models.PROTECT, null=True, blank=True, related_name="items"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField(default=0)
    heading = models.CharField("rubrik", max_length=200)
    responsible = models.CharField("ansvarig", max_length=120, blank=True)
    legal_basis = models.CharField("rättslig grund", max_length=60, blank=True)
    case_number = models.CharField("diarienummer", max_length=60, blank=True)
    board = models.CharField("nämnd", max_length=120, blank=True)
    board_date = models.DateField("till nämnden", null=True, blank=True)
    is_round = models.BooleanField("runda", default=False)
    outcome = models.CharField("utfall", max_length=12, choices=OutcomeKind.choices, blank=True)
    outcome_sentence = models.CharField("mening", max_length=300, blank=True)
    concluded = models.CharField(
        "samverkan avslutad", max_length=8, choices=Concluded.choices, blank=True
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_in"
    )
    moved_to = models.CharField("flyttas till", max_length=200, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["meeting", "order"], name="item_in_order")]
        constraints = [
            models.CheckConstraint(condition=~Q(heading=""), name="item_has_heading"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="item_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="item_deletion_who_and_when",
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def concludes_samverkan(self):
        return self.outcome in self.CONCLUDING

    # --- Writing ----------------------------------------------------------------------------

    def next_place(self) -> int:
        """The order of a row added last."""
        return (self.entries.aggregate(last=models.Max("order"))["last"] or 0) + 1

    @transaction.atomic
    def add_entry(self, text, *, by, ref=None, save_id=None, kind="note", after=None, **facts):
        """A new row, last or after another one. `facts` as in `Entry.describe`.

        The `ref` is made in the form: the same form sent twice gives the same row, once.
        """
        self.meeting.require_writable()
        ref = ref or uuid.uuid4()
        known = self.entries.model.objects.filter(ref=ref).select_related("item").first()
        if known and known.item.meeting_id == self.meeting_id and known.began_as(text):
            return known
        if known:  # other words in a form sent again, or a ref of another meeting: a row of its own
            ref = uuid.uuid4()
        place = self.next_place()
        if after is not None:
            place = after.order + 1
            self.entries.filter(order__gte=place).update(order=F("order") + 1)
        entry = self.entries.create(ref=ref, kind=kind, text=text, order=place)
        entry.item = self
        entry._describe(**facts)
        Revision.objects.create(
            entry=entry,
            kind=Revision.Kind.ADDED,
            at=clock.now(),
            by=by,
            after=text,
            facts=told({"kind": kind, **facts}),
            version=entry.version,
            save_id=save_id or uuid.uuid4(),
        )
        return entry

    @transaction.atomic
    def open_round(self, *, by) -> None:
        """An empty row for each party that is there and has none; empty prints the group's word."""
        self.meeting.require_writable()
        rows = self.entries.filter(deleted_at__isnull=True, voices__role="speaks")
        have = set(rows.values_list("voices__party", flat=True))
        for party in self.meeting.present_parties():
            if party.pk not in have:
                self.add_entry("", by=by, speaks=[party])

    # --- The item itself --------------------------------------------------------------------

    FACTS = (
        *("heading", "section", "responsible", "legal_basis"),
        *("case_number", "board", "board_date", "is_round"),
    )

    @transaction.atomic
    def describe(self, *, by, **facts) -> None:
        """Set any of FACTS. Sub-items follow when the item goes under another heading."""
        self.meeting.require_writable()
        if "heading" in facts and not facts["heading"].strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        given = [name for name in self.FACTS if name in facts]
        for name in given:
            setattr(self, name, facts[name])
        self.save(update_fields=given)
        if "section" in given:
            self.children.update(section=self.section)

    @transaction.atomic
    def set_outcome(self, outcome, *, by, sentence="", concluded="", disagreeing=(), moved_to=""):
        """How the item ended. Clears it when `outcome` is empty.

        Only an outcome that ends samverkan has a moment when it ended, and only disagreement names
        parties; raises DomainError when it names none.
        """
        self.meeting.require_writable()
        if outcome == self.OutcomeKind.DISAGREED and not disagreeing:
            raise DomainError("Ange vilken organisation som är oenig.", field="disagreeing")
        before = self.outcome_words()
        self.outcome, self.outcome_sentence = outcome, sentence.strip() if outcome else ""
        ends = outcome in self.CONCLUDING
        self.concluded = (concluded or self.Concluded.AT_MEETING) if ends else ""
        self.moved_to = moved_to.strip()
        self.save(update_fields=["outcome", "outcome_sentence", "concluded", "moved_to"])
        self.positions.all().delete()
        if outcome == self.OutcomeKind.DISAGREED:
            Position.objects.bulk_create(Position(item=self, party=p) for p in disagreeing)
        LaterChange.note(
            self.meeting, "outcome", by=by, item=self, before=before, after=self.outcome_words()
        )

    def outcome_words(self) -> str:
        """How the item ended, in one line: what is told when it is changed after the meeting."""
        if not self.outcome:
            return "Inget utfall"
        words = self.get_outcome_display()
        if self.outcome == self.OutcomeKind.DISAGREED:
            words += ": " + ", ".join(one.party.name for one in self.positions.with_party())
        moved = f"till {self.moved_to}" if self.moved_to else ""
        when = f"avslutades {self.get_concluded_display()}" if self.concluded else ""
        said = f"”{self.outcome_sentence}”" if self.outcome_sentence else ""
        return ", ".join(part for part in (words, moved, when, said) if part)

    @transaction.atomic
    def move(self, *, by, up: bool) -> None:
        """One step up or down among the items under the same heading (or parent)."""
        self.meeting.require_writable()
        same = AgendaItem.objects.standing().filter(
            meeting=self.meeting_id, section=self.section_id, parent=self.parent_id
        )
        rows = list(same)
        here = next((n for n, row in enumerate(rows) if row.pk == self.pk), None)
        there = None if here is None else here - 1 if up else here + 1
        if there in range(len(rows)):
            one, other = rows[here], rows[there]
            one.order, other.order = other.order, one.order
            AgendaItem.objects.bulk_update([one, other], ["order"])

    @transaction.atomic
    def take_off(self, *, by) -> None:
        """Take the item off the agenda with all its rows; `put_back` undoes it."""
        self.meeting.require_writable()
        self.deleted_at, self.deleted_by = clock.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])

    @transaction.atomic
    def put_back(self, *, by) -> None:
        self.meeting.require_writable()
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])

    # --- What it says -----------------------------------------------------------------------

    def outcome_value(self, disagreeing) -> document.Outcome | None:
        """`disagreeing`: Parties of the Document, in order."""
        if not self.outcome:
            return None
        words = self.get_outcome_display()
        if self.outcome == self.OutcomeKind.DISAGREED and disagreeing:
            words += ": " + ", ".join(party.name for party in disagreeing)
        return document.Outcome(
            kind=self.outcome,
            words=words,
            sentence=self.outcome_sentence,
            disagreeing=tuple(disagreeing),
            concluded=self.get_concluded_display() if self.concluded else "",
        )


class PositionQuerySet(models.QuerySet):
    def with_party(self):
        return self.select_related("party")


class Position(models.Model):
    """A party that disagreed when samverkan in the item ended."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="positions")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="positions")

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["party__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "party"], name="position_once"),
        ]

    def __str__(self):
        return f"{self.party} är oenig"
