"""Fråga sekreteraren: a question about the locked text. It stops nothing and voids nothing."""

from django.db import models, transaction
from django.db.models import Q

from .. import clock, document
from ..errors import DomainError
from .delivery import Delivery
from .event import Event
from .state import READABLE

INQUIRY_MAX = 2000


class InquiryQuerySet(models.QuerySet):
    def seen_by(self, user, *, writes: bool):
        """The secretary sees every question, everybody else her own."""
        return self if writes else self.filter(by=user)

    def unanswered(self):
        return self.filter(answered_at__isnull=True)

    def waiting_for(self, user):
        """What the user, as secretary of the group today, has to answer."""
        groups = user.secretary_of.active().values("group")
        return self.unanswered().filter(meeting__group__in=groups)

    def with_people(self):
        return self.select_related("by", "party", "answered_by", "meeting__group")


class Inquiry(models.Model):
    """Whoever reads the text asks about an item, or about all of it; the secretary answers.

    The item is told by ref and number, never by a key: the question outlives the text it was about.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="inquiries")
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="inquiries")
    party = models.ForeignKey("meetings.Party", models.PROTECT, null=True, related_name="+")
    item_ref = models.CharField(max_length=36, blank=True)
    item_number = models.CharField("punkt", max_length=12, blank=True)
    text = models.TextField("fråga")
    # “Fel i protokollet”, said of a text that is sealed: the secretary may correct it.
    is_fault = models.BooleanField("fel i texten", default=False)
    asked_at = models.DateTimeField()
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga till sekreteraren"
        verbose_name_plural = "frågor till sekreteraren"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_asks"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="inquiry_answered_by_and_when",
            ),
        ]

    def __str__(self):
        # Never the words: they would end up in a log.
        return f"{'Fel i' if self.is_fault else 'Fråga om'} {self.place}"

    @property
    def place(self):
        """“punkt 17”, or what the document is called."""
        if self.item_number:
            return f"punkt {self.item_number}"
        return "anteckningarna" if self.meeting.is_notes else "protokollet"

    @property
    def anchor(self):
        """Where the item stands on the reading page, as `document.Item.anchor`."""
        return "p" + self.item_number.replace(".", "-")

    @property
    def is_answered(self):
        return self.answered_at is not None

    @transaction.atomic
    def reply(self, text: str, *, by) -> None:
        """The secretary's answer; the first that comes stands. Raises DomainError without words."""
        self.meeting.require(self.meeting.state)
        self.refresh_from_db(fields=["answer", "answered_by", "answered_at"])
        if self.is_answered:
            raise DomainError(f"{self.answered_by.name} har redan svarat.", field="text")
        if not text.strip():
            raise DomainError("Skriv ett svar.", field="text")
        self.answer, self.answered_by, self.answered_at = text.strip(), by, clock.now()
        self.save(update_fields=["answer", "answered_by", "answered_at"])
        event = Event.record(self.meeting, "inquiry_answered", by=by, inquiry=self.pk)
        Delivery.plan(event, "inquiry_answer", [self.by])


class Asked:
    """The part of a meeting's life that is questions about its locked text."""

    @transaction.atomic
    def ask(self, text: str, *, by, item: document.Item | None = None, is_fault=False) -> Inquiry:
        """Fråga sekreteraren, or say that the text is wrong. Sent twice it is one.

        Needs a text that is locked.
        """
        self.require(*READABLE)
        if not text.strip():
            what = "Skriv vad som är fel." if is_fault else "Skriv din fråga."
            raise DomainError(what, field="text")
        place = {"item_ref": item.ref if item else "", "item_number": item.number if item else ""}
        place["is_fault"] = is_fault
        same = self.inquiries.unanswered().filter(by=by, text=text.strip(), **place).first()
        if same:
            return same
        inquiry = self.inquiries.create(
            by=by, party=self._party_of(by), text=text.strip(), asked_at=clock.now(), **place
        )
        event = Event.record(self, "asked_secretary", by=by, inquiry=inquiry.pk)
        Delivery.plan(event, "inquiry", self.secretary_users())
        return inquiry

    def _party_of(self, user):
        """For whom the user speaks: as on the meeting's day, or else today; None for HR."""
        there = self.attendees.filter(user=user, party__isnull=False)
        today = self.group.representatives.active().filter(user=user)
        found = there.select_related("party").first() or today.select_related("party").first()
        return found and found.party

    def secretary_users(self):
        """Who writes for the group today."""
        writers = self.group.secretaries.active().select_related("user")
        return [secretary.user for secretary in writers]
