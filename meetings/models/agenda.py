"""The agenda of one meeting: headings, items, sub-items, and how each ended (utfall)."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q

from .. import clock, document
from ..errors import DomainError
from .item_undo import Undoable
from .later_change import LaterChange
from .revision import Revision, changed, kept


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

    def keys_by_ref(self) -> dict[str, int]:
        return {str(ref): pk for ref, pk in self.values_list("ref", "pk")}

    def key_of(self, ref):
        """The key of the item that a frozen Document knows by this ref, or None."""
        return self.filter(ref=ref).values_list("pk", flat=True).first()


class AgendaItem(Undoable, models.Model):
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
    version = models.PositiveIntegerField(default=1)
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
    def add_entry(
        self, text, *, by, ref=None, save_id=None, act=None, kind="note", after=None, **facts
    ):
        """A new row, last or after another one. `facts` as in `Entry.describe`.

        The `ref` is made in the form: the same form sent twice gives the same row, once. Rows of
        one `act` are undone together.
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
        save_id = save_id or uuid.uuid4()
        Revision.objects.create(
            meeting_id=self.meeting_id,
            entry=entry,
            kind=Revision.Kind.ADDED,
            at=clock.now(),
            by=by,
            after=text,
            facts={"became": kept({"kind": kind, **facts})},
            version=entry.version,
            save_id=save_id,
            act=act or save_id,
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
    def describe(self, *, by, save_id=None, act=None, **facts) -> None:
        """Set any of FACTS. Sub-items follow when the item goes under another heading."""
        self.meeting.require_writable()
        if "heading" in facts and not facts["heading"].strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        given = [name for name in self.FACTS if name in facts]
        self.refresh_from_db(fields=given)
        was = {name: getattr(self, name) for name in given}
        for name in given:
            setattr(self, name, facts[name])
        self.save(update_fields=given)
        if "section" in given:
            self.children.update(section=self.section)
        facts = changed(kept(was), kept({name: getattr(self, name) for name in given}))
        if facts:
            self._revise(Revision.Kind.DESCRIBED, facts, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def set_outcome(
        self, outcome, *, by, sentence="", concluded="", disagreeing=(), moved_to="",
        save_id=None, act=None,
    ):  # fmt: skip
        """How the item ended. Clears it when `outcome` is empty.

        Only an outcome that ends samverkan has a moment when it ended, and only disagreement names
        parties; raises DomainError when it names none.
        """
        self.meeting.require_writable()
        if outcome == self.OutcomeKind.DISAGREED and not disagreeing:
            raise DomainError("Ange vilken organisation som är oenig.", field="disagreeing")
        self.refresh_from_db(fields=["outcome", "outcome_sentence", "concluded", "moved_to"])
        before = self.outcome_words()
        was = self.outcome_facts()
        self.outcome, self.outcome_sentence = outcome, sentence.strip() if outcome else ""
        ends = outcome in self.CONCLUDING
        self.concluded = (concluded or self.Concluded.AT_MEETING) if ends else ""
        self.moved_to = moved_to.strip()
        self.save(update_fields=["outcome", "outcome_sentence", "concluded", "moved_to"])
        self.positions.all().delete()
        if outcome == self.OutcomeKind.DISAGREED:
            Position.objects.bulk_create(Position(item=self, party=p) for p in disagreeing)
        facts = changed(kept(was), kept(self.outcome_facts()))
        if facts:
            self._revise(Revision.Kind.CONCLUDED, facts, by=by, save_id=save_id, act=act)
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

    def outcome_facts(self) -> dict:
        """How it ended, as `set_outcome` takes it."""
        return {
            "outcome": self.outcome,
            "sentence": self.outcome_sentence,
            "concluded": self.concluded,
            "moved_to": self.moved_to,
            "disagreeing": [one.party for one in self.positions.with_party()],
        }

    @transaction.atomic
    def move(self, *, by, up: bool, save_id=None, act=None) -> None:
        """One step up or down among the items under the same heading (or parent)."""
        self.meeting.require_writable()
        rows = list(self._beside().values_list("pk", flat=True))
        if self.pk not in rows or self._known(save_id):
            return
        rest = rows.index(self.pk) + (-1 if up else 1)
        if rest not in range(len(rows)):
            return
        rows.remove(self.pk)
        self._put(rows[rest - 1] if rest else None, by=by, save_id=save_id, act=act)

    def _beside(self):
        """The standing items under the same heading (or parent), this one among them."""
        return AgendaItem.objects.standing().filter(
            meeting=self.meeting_id, section=self.section_id, parent=self.parent_id
        )

    def _place(self) -> dict:
        """Where it stands, as a revision keeps it: `after` is the item above, or None."""
        rows = list(self._beside().values_list("pk", flat=True))
        here = rows.index(self.pk) if self.pk in rows else 0
        above = rows[here - 1] if here else None
        return {"section": self.section_id, "parent": self.parent_id, "after": above}

    def _put(self, after, *, by, save_id=None, act=None, **under) -> None:
        """Stand after another item (its key), or first among those beside it.

        `under`: another section_id and parent_id. Sub-items follow.
        """
        was = self._place()
        for name, key in under.items():
            setattr(self, name, key)
        rows = [row for row in self.meeting.items.only("order") if row.pk != self.pk]
        beside = set(self._beside().values_list("pk", flat=True))
        first = next((n for n, row in enumerate(rows) if row.pk in beside), len(rows))
        place = next((n for n, row in enumerate(rows, 1) if row.pk == after), first)
        rows.insert(place, self)
        moved = [row for order, row in enumerate(rows, 1) if _ordered(row, order)]
        AgendaItem.objects.bulk_update(moved, ["order"])
        self.save(update_fields=["section", "parent", "order"])
        self.children.update(section=self.section_id)
        became = {"section": self.section_id, "parent": self.parent_id, "after": after}
        facts = {"was": was, "became": became}
        self._revise(Revision.Kind.MOVED, facts, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def take_off(self, *, by, save_id=None, act=None) -> None:
        """Take the item off the agenda with all its rows; `put_back` undoes it."""
        self.meeting.require_writable()
        self.refresh_from_db(fields=["deleted_at"])
        if self.deleted_at or self._known(save_id):
            return
        self.deleted_at, self.deleted_by = clock.now(), by
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Revision.Kind.DELETED, by=by, save_id=save_id, act=act)

    @transaction.atomic
    def put_back(self, *, by, save_id=None, act=None) -> None:
        self.meeting.require_writable()
        self.refresh_from_db(fields=["deleted_at"])
        if not self.deleted_at or self._known(save_id):
            return
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])
        self._revise(Revision.Kind.RESTORED, by=by, save_id=save_id, act=act)

    def _known(self, save_id):
        return save_id is not None and self.revisions.filter(save_id=save_id).exists()

    def _revise(self, kind, facts=None, *, by, save_id=None, act=None) -> None:
        AgendaItem.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version"])
        save_id = save_id or uuid.uuid4()
        Revision.objects.create(
            meeting_id=self.meeting_id,
            item=self,
            kind=kind,
            at=clock.now(),
            by=by,
            facts=facts or {},
            version=self.version,
            save_id=save_id,
            act=act or save_id,
        )

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


def _ordered(row, order) -> bool:
    """Give the row its order; whether it had another."""
    was, row.order = row.order, order
    return was != order


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
