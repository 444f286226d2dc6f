"""Protokollsanteckning: a party's own text in the minutes, also the employer's.

While it is a draft nobody but the party's own people sees it (see `statement_draft`): no Document,
mail, log or register knows that it is there. Handed in it is locked: the database itself refuses to
change a word of it, and the minutes read it from here whatever happens to the row where the
secretary has placed it.
"""

import uuid

from django.db import models, transaction
from django.db.models import Q

from .. import clock, document, words
from ..errors import DomainError
from .delivery import Delivery
from .entry import Entry
from .event import Event
from .party import Party

LONGEST = 2000  # characters


def parties_of(user, meeting):
    """The parties that the user speaks for in the meeting's group today, in order."""
    mandates = meeting.group.representatives.active().filter(user=user)
    in_group = meeting.group.party_rows.values("party")
    own = Party.objects.filter(pk__in=mandates.values("party")).filter(pk__in=in_group)
    return own.order_by("-is_employer", "order", "pk")


def require_own(party, meeting, by):
    if not parties_of(by, meeting).filter(pk=party.pk).exists():
        raise DomainError(f"Du företräder inte {party.value().in_sentence} i gruppen.")


def place_in(meeting, item, answers):
    """Both of this meeting, or nothing."""
    if item is not None and (item.meeting_id != meeting.pk or item.deleted_at):
        raise DomainError("Välj en punkt som finns på dagordningen.", field="item")
    if answers is not None and answers.meeting_id != meeting.pk:
        raise ValueError("an answer stays in its meeting")
    return item, answers


class StatementQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(meeting=meeting)

    def standing(self):
        """Those that their party has not taken back."""
        return self.filter(placement__taken_back_at__isnull=True)

    def placed(self):
        """Those that stand in the text."""
        row = "placement__entry"
        there = {
            f"{row}__isnull": False,
            f"{row}__deleted_at__isnull": True,
            f"{row}__item__deleted_at__isnull": True,
        }
        off = Q(**{f"{row}__item__parent__deleted_at__isnull": False})
        return self.standing().filter(**there).exclude(off)

    def unplaced(self):
        """Those that the secretary has not found a place for, or whose item was taken off."""
        return self.standing().exclude(pk__in=self.placed().values("pk"))

    def with_places(self):
        place = ("placement__entry__item__parent", "placement__taken_back_by")
        return self.select_related("party", "item", "answers__party", "by", *place)

    def in_order(self):
        return self.order_by("pk")


class Statement(models.Model):
    """What a party has handed in. Rows are only ever added (see `locks`)."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="statements")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="statements")
    ref = models.UUIDField(unique=True, editable=False)
    item = models.ForeignKey(  # where the party would have it; the secretary decides
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "protokollsanteckning"
        verbose_name_plural = "protokollsanteckningar"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_words"),
        ]

    def __str__(self):
        return f"{words.genitive(self.party.name)} protokollsanteckning"

    def digest(self) -> str:
        """Proves the words without showing them: the ref, which nobody can guess, is its salt."""
        return document.digest({"ref": str(self.ref), "text": self.text})

    def said(self, parties) -> dict:
        """What the row of it says in the Document; `parties`: Document parties by key."""
        return {
            "kind": Entry.Kind.STATEMENT,
            "text": self.text,
            "parties": (parties[self.party_id],),
            "concurs": (),
            "answers": (str(self.answers.ref),) if self.answers_id else (),
        }

    # --- What happens to it -----------------------------------------------------------------

    @transaction.atomic
    def place(self, item, *, by) -> None:
        """Let it stand last in the item, or right after the statement that it answers there."""
        self.meeting.require_writable()
        item, _answers = place_in(self.meeting, item, None)
        if item is None:
            raise DomainError("Välj en punkt.", field="item")
        item.meeting = self.meeting
        placement = self._standing()
        if placement.entry_id is None:
            row = {"ref": self.ref, "kind": Entry.Kind.STATEMENT, "after": self._answered_in(item)}
            placement.entry = item.add_entry("", by=by, **row)
            placement.save(update_fields=["entry"])
        else:
            row = placement.entry
            row.item.meeting = self.meeting
            row.restore(by=by, save_id=uuid.uuid4())
            row.move_to(item, by=by, save_id=uuid.uuid4())
        Event.record(self.meeting, "statement_placed", by=by, **self._facts(), item=str(item.ref))

    @transaction.atomic
    def take_back(self, *, by) -> None:
        """Its party wants it out of the minutes, before they are locked. It stays on record."""
        self.meeting.require_writable()
        require_own(self.party, self.meeting, by)
        placement = self._standing()
        placement.taken_back_at, placement.taken_back_by = clock.now(), by
        placement.save(update_fields=["taken_back_at", "taken_back_by"])
        if placement.entry_id:
            placement.entry.item.meeting = self.meeting
            placement.entry.delete_row(by=by, save_id=uuid.uuid4())
        self._tell("statement_taken_back", "statement_back", by=by)

    def _standing(self):
        placement = Placement.objects.select_related("entry__item").get(statement=self)
        if placement.taken_back_at:
            raise DomainError(f"{self.party} har tagit tillbaka sin protokollsanteckning.")
        return placement

    def _answered_in(self, item):
        if self.answers_id is None:
            return None
        return item.entries.standing().filter(placement__statement=self.answers_id).first()

    def _facts(self):
        return {"statement": self.pk}

    def _tell(self, verb, kind, *, by, **facts):
        event = Event.record(self.meeting, verb, by=by, **self._facts(), **facts)
        Delivery.plan(event, kind, self.meeting.people().exclude(pk=by.pk))


class Placement(models.Model):
    """Where a handed-in statement stands in the text, or that its party took it back."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="placement")
    entry = models.OneToOneField(
        "meetings.Entry", models.PROTECT, null=True, blank=True, related_name="placement"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="placement_taken_back_who_and_when",
            ),
        ]

    def __str__(self):
        return str(self.statement)

    @property
    def item(self):
        """The item where it stands, or None."""
        row = self.entry
        if self.taken_back_at or row is None or row.deleted_at or row.item.deleted_at:
            return None
        return None if row.item.parent and row.item.parent.deleted_at else row.item
