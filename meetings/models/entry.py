"""A row of the minutes (stycke). Its life is told in `row_…`."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .. import document
from .adjuster import Adjuster
from .revision import Revision
from .row_beside import Beside
from .row_joins import Joined
from .row_place import Placed
from .row_undo import Undoable
from .row_words import Worded


class EntryQuerySet(models.QuerySet):
    def standing(self):
        """Rows that have not been taken away."""
        return self.filter(deleted_at__isnull=True)

    def noting(self, corrections):
        """{note_ref of a rättelse: the row by which a later meeting noted it}."""
        rows = self.standing().filter(ref__in=[one.note_ref for one in corrections])
        return {row.ref: row for row in rows.select_related("item__meeting__group")}

    def to_hang_on(self):
        """Rows that something may be said about, the last one first."""
        written = [kind for kind in Entry.WRITTEN if kind != Entry.Kind.SUBHEADING]
        return self.standing().filter(kind__in=written).order_by("-order", "-pk")

    def for_writer(self, user):
        """Each with `is_own`: whether this user added it."""
        added = Revision.objects.filter(entry=OuterRef("pk"), kind=Revision.Kind.ADDED, by=user)
        return self.annotate(is_own=Exists(added))

    def told_to(self, user):
        """With the row's item and meeting, and what the user is to them (see `Meeting.roles`).

        One query: a word is saved every few seconds.
        """
        group = OuterRef("item__meeting__group")
        serving = Adjuster.objects.serving().filter(attendee__user=user)
        return self.select_related("item__meeting__group").annotate(
            is_written=Exists(user.secretary_of.active().filter(group=group)),
            is_represented=Exists(user.mandates.active().filter(group=group)),
            is_adjusted=Exists(serving.filter(meeting=OuterRef("item__meeting"))),
        )


class Entry(Worded, Beside, Placed, Joined, Undoable, models.Model):
    class Kind(models.TextChoices):
        NOTE = "note", "Anteckning"
        QUESTION = "question", "Fråga"
        ANSWER = "answer", "Svar"
        DECISION = "decision", "Beslut"
        ACTION = "action", "Åtgärd"
        DISAGREEMENT = "disagreement", "Oenighet"
        ELECTION = "election", "Val"
        QUOTE = "quote", "Citat"
        SUBHEADING = "subheading", "Mellanrubrik"
        STATEMENT = "statement", "Protokollsanteckning"
        OPINION = "opinion", "Avvikande mening om lydelsen"
        HAPPENING = "happening", "Händelse"

    class DecidedBy(models.TextChoices):
        EMPLOYER = "employer", "Arbetsgivaren"
        GROUP = "group", "Gruppen"

    # The kinds that a secretary chooses between: the others are made by the app or by a party.
    WRITTEN = tuple(k for k in Kind.values if k not in ("statement", "opinion", "happening"))

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="entries")
    ref = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("slag", max_length=12, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField("text", blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    speaker = models.CharField("talare", max_length=120, blank=True)
    decided_by = models.CharField("beslut av", max_length=8, choices=DecidedBy.choices, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    page = models.CharField("sida", max_length=20, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "stycke"
        verbose_name_plural = "stycken"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["item", "order"], name="entry_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="entry_deletion_who_and_when",
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def meeting(self):
        return self.item.meeting

    def value(self, *, speaks=(), concurs=(), answers=(), actions=()) -> document.Entry:
        """The row as the Document says it; wants `question` loaded.

        speaks, concurs: Parties of the Document; answers: pairs of the question's ref and result.
        """
        question = getattr(self, "question", None) if self.kind == self.Kind.QUESTION else None
        answers = answers if self.kind == self.Kind.ANSWER else ()
        return document.Entry(
            ref=str(self.ref),
            kind=self.kind,
            text=self.text,
            parties=tuple(speaks),
            concurs=tuple(concurs),
            speaker=self.speaker,
            decided_by=self.get_decided_by_display() if self.decided_by else "",
            title=question.title if question else "",
            asked_of=question.asked_of if question else "",
            answers=tuple(str(ref) for ref, _result in answers),
            result=answers[0][1] if answers else "",
            answer_due=question.answer_due if question else None,
            answer_due_words=question.answer_due_words if question else "",
            source=self.source,
            page=self.page,
            actions=tuple(action.value() for action in actions),
        )
