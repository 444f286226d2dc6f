"""A synpunkt: what a party says about a paragraph before the text is locked, and what became of it.

It belongs to a place in a Version by the refs of the Document, so it finds its paragraph again when
that has been moved.
"""

import uuid

from django.db import models
from django.db.models import Q

from .. import document
from ..errors import DomainError

TEXT_MAX = 10_000

# Rows that nobody words anew: a party's own, and what the meeting's happenings tell.
NOT_REWORDED = ("statement", "opinion", "happening")


class CommentQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(version__meeting=meeting)

    def standing(self):
        """Without those that their authors took back."""
        return self.filter(withdrawn_at__isnull=True)

    def new(self):
        """Those that the secretary has not taken a stance on."""
        return self.standing().filter(state=Comment.State.NEW)

    def with_people(self):
        return self.select_related("party", "by", "answered_by", "version").defer(
            "version__content"
        )


class Comment(models.Model):
    class Kind(models.TextChoices):
        REMARK = "remark", "Kommentar"
        WORDING = "wording", "Förslag på ny text"

    class State(models.TextChoices):
        NEW = "new", "Ny"
        TAKEN = "taken", "Införd"
        PARTLY = "partly", "Delvis införd"
        KEPT = "kept", "Inte införd"

    # Made in the form: a synpunkt that is sent twice is one.
    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey("meetings.Version", models.PROTECT, related_name="comments")
    # The place: a row of an item, the item as a whole, or (both empty) the people and the facts.
    item_ref = models.CharField(max_length=36, blank=True)
    entry_ref = models.CharField(max_length=36, blank=True)
    item_number = models.CharField("punkt", max_length=12, blank=True)
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="comments")
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="comments")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField("synpunkt")  # the remark, or the whole row as it ought to be worded
    before = models.TextField(blank=True)  # the row as its author read it, of a new wording
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField("läge", max_length=8, choices=State.choices, default=State.NEW)
    answer = models.TextField("svar", blank=True)  # what the author is told
    answered_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "synpunkt"
        verbose_name_plural = "synpunkter"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(kind="remark") | (Q(kind="wording") & ~Q(entry_ref="")),
                name="comment_words_a_row",
            ),
            models.CheckConstraint(
                condition=Q(state="new", answered_by__isnull=True, answered_at__isnull=True)
                | (
                    Q(state__in=["taken", "partly", "kept"])
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="comment_answered_by_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | ~Q(answer=""), name="comment_kept_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(state="new"),
                name="comment_withdrawn_unanswered",
            ),
        ]

    def __str__(self):
        return f"Synpunkt {self.pk}"  # never the words: they would end up in a log

    @property
    def is_new(self):
        return self.state == self.State.NEW and self.withdrawn_at is None

    @property
    def proposes(self):
        """Whether it gives a new wording, rather than says something about the one that stands."""
        return self.kind == self.Kind.WORDING

    @property
    def place_words(self) -> str:
        """“punkt 6”, by its number when the synpunkt was given."""
        return f"punkt {self.item_number}" if self.item_number else "närvaro och tider"


def place_in(version, item: str, entry: str) -> tuple[str, document.Entry | None]:
    """The item's number and the row, by their refs; raises DomainError for what is not there."""
    if not item:
        return "", None
    try:
        found = version.document().item(item)
        row = next(row for row in found.entries if row.ref == entry) if entry else None
    except (KeyError, StopIteration):
        raise DomainError("Stycket finns inte i texten du läste. Läs in sidan igen.") from None
    return found.number, row


def said(text: str, kind: str, row: document.Entry | None) -> str:
    """What was typed, as it is kept; raises DomainError when it says nothing new about the row."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DomainError("Skriv din synpunkt.", field="text")
    if len(text) > TEXT_MAX:
        raise DomainError(f"Skriv högst {TEXT_MAX} tecken.", field="text")
    if kind == Comment.Kind.WORDING:
        if row is None or row.kind in NOT_REWORDED:
            no = "Det går inte att föreslå ny text här. Välj Kommentera."
            raise DomainError(no, field="text")
        if text == row.text.strip():
            no = "Texten är oförändrad. Ändra den eller välj Kommentera."
            raise DomainError(no, field="text")
    return text
