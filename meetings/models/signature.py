"""The acts of justering: an attempt, the signature itself, and sending the text back."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from django.db import models
from django.db.models import Q

from .. import clock, document

# Time to read the consent line and answer; a redirect to an identity provider fits in it.
ATTEMPT_LASTS = timedelta(minutes=15)
NOTE_MAX = 120

# How a signature was made that was not made here; the keys of the others are in signing/methods.
PAPER, UPLOADED = "paper", "upload"


def new_nonce():
    return secrets.token_hex(32)


class SigningAttemptQuerySet(models.QuerySet):
    def together(self, attempt):
        """All that are signed by the same act, in order; she may read many and answer once."""
        same = Q(batch=attempt.batch) if attempt.batch else Q(pk=attempt.pk)
        return self.filter(same, user=attempt.user_id).select_related(
            "adjuster__meeting__group",
            "adjuster__attendee__party",
            "protocol__meeting__group",
            "signature",
        )

    def in_one_go(self, user, batch: str):
        """Those that the user signed together, in the order that they were read."""
        told = ("adjuster__attendee__party", "protocol__meeting__group", "protocol__side_round")
        return self.filter(user=user, batch=batch).select_related("signature", *told).order_by("pk")

    def given_up(self, user, protocol):
        """The last try at this text that she left without signing, or None."""
        return self.filter(user=user, protocol=protocol, failed_at__isnull=False).last()

    def bring(self, nonce: str, answer: dict) -> None:
        """An answer from elsewhere, for as long as the attempt lives."""
        same = self.filter(nonce=nonce, failed_at__isnull=True, expires_at__gt=clock.now())
        same.filter(signature__isnull=True).update(returned=answer)

    def take_step(self, step: dict, keep: dict) -> None:
        self.update(step=step, outside=keep, returned={})

    def fail(self) -> None:
        """Nothing is signed by these any more: another try is another attempt."""
        self.filter(failed_at__isnull=True).update(failed_at=clock.now())
        self.forget()

    def forget(self) -> None:
        """What an e-ID said is more than anybody needs once it has been answered to."""
        self.update(step={}, outside={}, returned={})

    def left_behind(self):
        """Begun elsewhere and never come back from."""
        return self.filter(expires_at__lt=clock.now()).exclude(step={}, outside={}, returned={})


class SigningAttempt(models.Model):
    """What a person is about to sign, before she has proved who she is. Survives redirects."""

    adjuster = models.ForeignKey("meetings.Adjuster", models.PROTECT, related_name="attempts")
    protocol = models.ForeignKey("meetings.Protocol", models.PROTECT, related_name="attempts")
    user = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    method = models.CharField(max_length=20)
    nonce = models.CharField(max_length=64, unique=True, default=new_nonce, editable=False)
    fingerprint = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    annex = models.TextField(blank=True)
    opinion_item = models.CharField(max_length=36, blank=True)
    opinion = models.TextField(blank=True)
    batch = models.CharField(max_length=64, blank=True)  # shared by what is signed in one go
    outside = models.JSONField(default=dict, blank=True)  # what a method keeps between its steps
    step = models.JSONField(default=dict, blank=True)  # what the person does next
    returned = models.JSONField(default=dict, blank=True)  # what she came back with from elsewhere
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = SigningAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("started_at")), name="attempt_expires_later"
            ),
        ]

    def __str__(self):
        return f"Försök {self.nonce[:8]}"

    @property
    def is_live(self):
        return self.failed_at is None and clock.now() < self.expires_at

    @property
    def is_signed(self):
        return hasattr(self, "signature")

    @property
    def words(self) -> dict[str, str]:
        """What she adds at her signature."""
        names = ("note", "annex", "opinion_item", "opinion")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def _rounds(of):
    if of.round_key:
        return {"protocol": of.protocol_id}
    return {"protocol__meeting": of, "protocol__scope": "whole"}


class SignatureQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(protocol__meeting=meeting)

    def in_rounds(self, of):
        """Those of a side round, or of every round of the meeting's whole text."""
        return self.filter(**_rounds(of))

    def with_party(self):
        return self.select_related("party", "registered_by")


class Signature(models.Model):
    """“Ja, jag justerar”: one row, with its evidence over the frozen digest. INSERT only."""

    protocol = models.ForeignKey("meetings.Protocol", models.PROTECT, related_name="signatures")
    adjuster = models.ForeignKey("meetings.Adjuster", models.PROTECT, related_name="signatures")
    attempt = models.OneToOneField(SigningAttempt, models.PROTECT, related_name="signature")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="signatures")
    user = models.ForeignKey("meetings.User", models.PROTECT, related_name="signatures")
    # As the frozen text has them: a party that takes another name has not signed under it.
    name = models.CharField("namn", max_length=120)
    party_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    disagreements = models.JSONField(default=list, blank=True)  # lines taken from the frozen text
    note = models.CharField("egen rad", max_length=NOTE_MAX, blank=True)
    annex = models.TextField("bilaga till underskriften", blank=True)
    # Avvikande mening om lydelsen: how the signer would have had the item, after two refusals.
    opinion_item = models.CharField(max_length=36, blank=True)
    opinion = models.TextField("avvikande mening om lydelsen", blank=True)
    # Who put in a paper, or a file that was signed in another service.
    registered_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    method = models.CharField(max_length=20)
    level = models.CharField(max_length=60)
    evidence = models.JSONField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "adjuster"], name="signature_once"),
            models.CheckConstraint(
                condition=Q(opinion="", opinion_item="") | ~Q(opinion="") & ~Q(opinion_item=""),
                name="signature_opinion_and_item",
            ),
        ]

    def __str__(self):
        return f"{self.name} för {self.party_name}"

    @property
    def frozen_party(self) -> document.Party:
        """The party by the name that it has in the signed text."""
        return replace(self.party.value(), name=self.party_name)

    @property
    def notes(self):
        """What stands at the signature: recorded disagreements first, then the own words."""
        own = (self.note, self.opinion and f"{self.opinion_words}: {self.opinion}")
        return [*self.disagreements, *filter(None, own)]

    @property
    def opinion_words(self):
        """“Avvikande mening om lydelsen i punkt 8”."""
        item = self.protocol.document().item(self.opinion_item)
        return f"Avvikande mening om lydelsen i punkt {item.number}"

    @property
    def reason(self):
        """For the signature in the file: what was done, with what, bound by a digest if long."""
        annex = hashlib.sha256(self.annex.encode()).hexdigest() if self.annex else ""
        return "; ".join(["Justering", *self.notes, *([f"Bilaga, SHA-256 {annex}"] * bool(annex))])

    @property
    def is_made_here(self):
        return self.registered_by_id is None

    @property
    def state_words(self):
        """“Justerat”, “Justerat på papper” or “Underskrivet i Underskriftstjänsten”."""
        if self.method == PAPER:
            return "Justerat på papper"
        if self.method == UPLOADED:
            return f"Underskrivet i {self.evidence['service']}"
        return "Justerat"


class RefusalQuerySet(models.QuerySet):
    def of(self, meeting):
        return self.filter(protocol__meeting=meeting)

    def in_rounds(self, of):
        """Those of a side round, or of every round of the meeting's whole text."""
        return self.filter(**_rounds(of))

    def whole(self):
        """Those of the whole text."""
        return self.filter(protocol__scope="whole")

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_round(self):
        """With who sent back, and the text and signatures that became void by it."""
        return self.select_related(
            "by", "adjuster__attendee__party", "protocol__meeting__group"
        ).prefetch_related("protocol__signatures__party")


class Refusal(models.Model):
    """“Nej, texten stämmer inte”: voids the protocol, with item and reason. INSERT only.

    Without an adjuster it was the secretary who opened the text again.
    """

    protocol = models.ForeignKey("meetings.Protocol", models.PROTECT, related_name="refusals")
    adjuster = models.ForeignKey(
        "meetings.Adjuster", models.PROTECT, null=True, blank=True, related_name="refusals"
    )
    by = models.ForeignKey("meetings.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    item_ref = models.CharField(max_length=36, blank=True)
    item_number = models.CharField("punkt", max_length=12, blank=True)
    reason = models.TextField("vad stämmer inte")

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = "skickat tillbaka"
        verbose_name_plural = "skickat tillbaka"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol"], name="refusal_voids_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="refusal_has_reason"),
            models.CheckConstraint(
                condition=Q(adjuster__isnull=True) | ~Q(item_ref=""), name="refusal_names_item"
            ),
        ]

    def __str__(self):
        return f"{self.who} skickade tillbaka punkt {self.item_number}".removesuffix(" punkt ")

    @property
    def is_reopening(self):
        """Whether the secretary opened the text again, without anybody's Nej."""
        return self.adjuster_id is None

    @property
    def who(self) -> str:
        return "Sekreteraren" if self.is_reopening else str(self.adjuster.party)

    @property
    def past(self) -> str:
        """“Vision skickade tillbaka punkt 17”, in a list of what has been."""
        if not self.is_reopening:
            return f"{self.who} skickade tillbaka punkt {self.item_number}"
        return f"{self.who} öppnade texten igen{self._about}"

    @property
    def news(self) -> str:
        """“Vision har skickat tillbaka protokollet: punkt 17”, while it is what goes on."""
        text = "anteckningarna" if self.protocol.meeting.is_notes else "protokollet"
        did = f"öppnat {text} igen" if self.is_reopening else f"skickat tillbaka {text}"
        return f"{self.who} har {did}{self._about}"

    @property
    def _about(self):
        return f": punkt {self.item_number}" if self.item_number else ""

    @property
    def name(self) -> str:
        """The person's name."""
        return self.by.name if self.is_reopening else self.adjuster.attendee.name
