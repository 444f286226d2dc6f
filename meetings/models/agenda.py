"""The agenda of one meeting: headings, items, sub-items, and how each ended (utfall)."""

import uuid

from django.db import models, transaction
from django.db.models import F, Q

from .. import clock, sentences
from ..errors import DomainError
from .agenda_queries import AgendaItemQuerySet
from .item_facts import Described
from .item_outcome import Concluding
from .item_place import Placed
from .item_undo import Undoable
from .revision import Revision, kept


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


class AgendaItem(Described, Placed, Concluding, Undoable, models.Model):
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
    # After these the matter goes on somewhere.
    MOVING = sentences.MOVING

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
    legal_basis = models.CharField("rättslig grund", max_length=120, blank=True)
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
    version = models.PositiveIntegerField(default=1)
    is_late = models.BooleanField("tillkom på mötet", default=False)
    late_accepted = models.BooleanField("parterna godtar att frågan tas upp", default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Omedelbar justering: the protocol in which the item is out for signing, or signed already.
    locked_in = models.ForeignKey(
        "meetings.Protocol", models.PROTECT, null=True, blank=True, related_name="locked_items"
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
                condition=Q(late_accepted=False) | Q(is_late=True), name="item_accepted_is_late"
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

    @property
    def is_moved(self):
        """The matter goes on somewhere: see `ItemTarget`."""
        return self.outcome in self.MOVING

    # --- Writing ----------------------------------------------------------------------------

    def next_place(self) -> int:
        """The order of a row added last."""
        return (self.entries.aggregate(last=models.Max("order"))["last"] or 0) + 1

    @transaction.atomic
    def add_entry(
        self, text, *, by, ref=None, save_id=None, act=None, kind="note", after=None, typed="",
        **facts,
    ):  # fmt: skip
        """A new row, last or after another one. `facts` as in `Entry.describe`.

        The `ref` is made in the form: the same form sent twice gives the same row, once. Rows of
        one `act` are undone together. `typed`: the whole line that the words were read from.
        """
        self.meeting.require_writable(self)
        ref = ref or uuid.uuid4()
        known = self.entries.model.objects.filter(ref=ref).select_related("item").first()
        if known and known.item.meeting_id == self.meeting_id and known.began_as(text, typed):
            return known
        if known:  # other words in a form sent again, or a ref of another meeting: a row of its own
            own = {"ref": uuid.uuid5(ref, typed or text), "kind": kind, "after": after}
            return self.add_entry(text, by=by, act=act, typed=typed, **own, **facts)
        facts = {name: told for name, told in facts.items() if told}
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
            facts={"became": kept({"kind": kind, **facts}), **({"typed": typed} if typed else {})},
            version=entry.version,
            save_id=save_id,
            act=act or save_id,
        )
        entry.note_position("Ingen oenighet", by=by)
        return entry

    def added_as(self, ref, typed):
        """The row that this very line gave when it was sent before, or None."""
        same = Q(revisions__facts__typed=typed) | Q(revisions__after=typed.strip())
        return self.entries.filter(same, ref=ref, revisions__kind=Revision.Kind.ADDED).first()

    @transaction.atomic
    def open_round(self, *, by, act=None) -> None:
        """An empty row for each party that is there and has none; empty prints the group's word.

        An item that was no runda becomes one. All of it is one `act`, undone as one.
        """
        self.meeting.require_writable(self)
        act = act or uuid.uuid4()
        if not self.is_round:
            self.describe(by=by, act=act, is_round=True)
        rows = self.entries.filter(deleted_at__isnull=True, voices__role="speaks")
        have = set(rows.values_list("voices__party", flat=True))
        for party in self.meeting.present_parties():
            if party.pk not in have:
                self.add_entry("", by=by, act=act, speaks=[party])

    @transaction.atomic
    def cite(self, basis, *, by, act=None) -> None:
        """One more legal basis (“MBL 11”), unless the item has it."""
        self.meeting.require_writable(self)
        self.refresh_from_db(fields=["legal_basis"])
        has = [one.strip() for one in self.legal_basis.split(",") if one.strip()]
        if basis in has:
            return
        together = ", ".join([*has, basis])
        if len(together) > self._meta.get_field("legal_basis").max_length:
            raise DomainError("Punkten har för många rättsliga grunder.", field="text")
        self.describe(by=by, act=act, legal_basis=together)

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
