"""Justering: freezing what the minutes say, who is to sign it, the acts, and the end of it."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from .. import checks, clock, document, words
from ..errors import DomainError, WrongState
from ..workdays import add_working_days
from . import checking
from .adjuster import Adjuster
from .delivery import Delivery
from .event import Event
from .later_change import LaterChange
from .private_note import PrivateNote
from .protocol import Protocol
from .reading_place import ReadingPlace
from .signature import Refusal, Signature
from .state import WRITABLE, State
from .statement_draft import StatementDraft


class Signoff:
    """The part of a meeting's life from chosen adjusters to the sealed file."""

    # --- Chosen -----------------------------------------------------------------------------

    @transaction.atomic
    def choose_adjusters(self, attendees, *, by) -> None:
        """Set who is to sign. Raises DomainError for somebody with no party or no sign-in."""
        self.require(*WRITABLE)
        self.require_no_open_part()
        for someone in attendees:
            if someone.meeting_id != self.pk or not someone.party_id:
                raise DomainError(f"{someone} företräder ingen part.", field="adjusters")
            if not someone.user_id:
                raise DomainError(f"{someone} har ingen inloggning.", field="adjusters")
        if attendees and all(someone.writes for someone in attendees):
            raise DomainError(
                "Den som för protokollet kan inte vara ensam om att justera det.",
                field="adjusters",
            )
        before = self._adjusters_words()
        chosen = {someone.pk for someone in attendees}
        for adjuster in self.adjusters.serving():
            if adjuster.attendee_id in chosen:
                chosen.discard(adjuster.attendee_id)
            else:
                chosen.discard(self._take_off(adjuster, chosen))
        Adjuster.objects.bulk_create(
            Adjuster(meeting=self, attendee=someone)
            for someone in attendees
            if someone.pk in chosen
        )
        Event.record(self, "adjusters_chosen", by=by, attendees=sorted(a.pk for a in attendees))
        LaterChange.note(self, "adjusters", by=by, before=before, after=self._adjusters_words())

    def _take_off(self, adjuster, chosen):
        """Let her go; whoever she stood in for goes too, unless that one is chosen again."""
        of_a_round = ("signatures", "refusals", "attempts", "closing_notices", "missing_signatures")
        used = Q(*((f"{rows}__isnull", False) for rows in of_a_round), _connector=Q.OR)
        if self.adjusters.filter(used, pk=adjuster.pk).exists():
            raise DomainError(
                f"{adjuster.attendee} har redan svarat och står kvar som justerare.",
                field="adjusters",
            )
        before = Adjuster.objects.filter(replaced_by=adjuster).first()
        if before:
            before.replaced_by = None
            before.save(update_fields=["replaced_by"])
        adjuster.delete()
        if before is None or before.attendee_id in chosen:
            return before and before.attendee_id
        return self._take_off(before, chosen)

    def _adjusters_words(self):
        return words.and_list(map(str, self.serving_adjusters())) or "Ingen vald"

    # --- Frozen -----------------------------------------------------------------------------

    @transaction.atomic
    def send_for_signing(self, *, by) -> Protocol:
        """Skicka till justering: freeze what the minutes say; the worker prints it.

        Raises DomainError for what stops it (see `obstacles`).
        """
        self.require(State.DRAFTED, State.REVIEW)
        if not self.has_adjusters:
            raise WrongState("Gruppen har inga justerare. Välj Gör klart i stället.")
        self.require_stances()
        self.require_no_open_part()
        self._stop_at_obstacles()
        self.sign_by = self.due_if_sent_now()
        return self._freeze("sent_for_signing", by)

    def due_if_sent_now(self) -> datetime:
        """The last moment to sign, counted from today in working days."""
        last = add_working_days(clock.today(), self.signing_days)
        return clock.swedish(last, self.due_at.hour, self.due_at.minute)

    @transaction.atomic
    def make_done(self, *, by) -> Protocol:
        """Gör klart: a group without adjusters locks its text with the authority's seal."""
        self.require(State.ONGOING, State.DRAFTED)
        if self.has_adjusters:
            raise WrongState("Gruppen har justerare. Välj Skicka till justering i stället.")
        self.require_not_adjourned()
        if self.ended_at is None:
            self.ended_at = clock.now()
        return self._freeze("made_done", by)

    def _freeze(self, verb, by):
        for one in self.statements.unplaced().with_places():
            raise DomainError(f"{one} är inte placerad i texten.")
        self.sent_at = clock.now()
        self._enter(State.PRINTING, verb, by=by)
        protocol = Protocol.freeze(self, by=by)
        Event.record(self, "frozen", by=by, fingerprint=protocol.fingerprint)
        return protocol

    def obstacles(self) -> list[checks.Finding]:
        """The only things that stop a text from being sent for signing: Kontroll says which.

        Where nobody at all is chosen the text would lie unsigned, so that stops it too.
        """
        return [one for one in checking.findings_of(self, is_over=True) if one.stops]

    def _stop_at_obstacles(self):
        obstacles = self.obstacles()
        if obstacles:
            raise DomainError(" ".join(one.sentence for one in obstacles))

    # --- As the round of its own whole text: see `Answered` ------------------------------------

    round_key = None  # in the facts of events: a side round says its key
    what = "protokollet"  # that is signed

    @property
    def meeting(self):
        return self

    def _record(self, verb, **told):
        return Event.record(self, verb, **told)

    def _open_again(self, verb, **told):
        """The text is written on again; what was signed stays on record."""
        self.sign_by = None
        return self._enter(State.DRAFTED, verb, **told)

    def _forget_what_was_private(self):
        PrivateNote.objects.of(self).delete()
        ReadingPlace.objects.of(self).delete()
        StatementDraft.objects.of(self).delete()


class Answered:
    """What happens in a round, from the print to the seal: a meeting is the round of its whole
    text, and a `SideRound` that of a part of it or of a rättelse.

    Both tell `meeting`, `protocol`, `state` and `has_adjusters`, hold the meeting's row in
    `require`, and record what happened with `_enter` and `_record`.
    """

    @transaction.atomic
    def printed(self, protocol, store) -> None:
        """The frozen PDF is made: open the signing, or go on to the seal. `store` adds the file.

        Does nothing the second time: a worker that was killed may do its work again.
        """
        self.require(State.PRINTING)
        file = store()
        if self.has_adjusters:
            event = self._enter(State.SIGNING, "printed", protocol=protocol.pk, sha256=file.sha256)
            Delivery.plan(event, "signing", [a.user for a in self.serving_adjusters()])
        else:
            self._enter(State.SEALING, "printed", protocol=protocol.pk, sha256=file.sha256)

    # --- Signed -----------------------------------------------------------------------------

    @transaction.atomic
    def sign(self, attempt, *, evidence: dict, level: str) -> Signature:
        """One act of justering. The last one sends the protocol to sealing.

        Two adjusters may answer at the same moment: the meeting's row is held, so that exactly one
        of them is the last.
        """
        self.require(State.SIGNING)
        adjuster, protocol = attempt.adjuster, attempt.protocol
        self._require_signable(attempt, adjuster, protocol)
        said = protocol.document()
        named = self.as_frozen(adjuster, said)
        signature = Signature.objects.create(
            protocol=protocol,
            adjuster=adjuster,
            attempt=attempt,
            party=adjuster.party,
            party_name=named.party.name,
            user=attempt.user,
            name=named.name,
            at=clock.now(),
            fingerprint=protocol.fingerprint,
            pdf_sha256=attempt.pdf_sha256,
            disagreements=noted_disagreements(said, named.party),
            **attempt.words,
            method=attempt.method,
            level=level,
            evidence=evidence,
        )
        event = self._record(
            "signed",
            by=attempt.user,
            signature=signature.pk,
            fingerprint=protocol.fingerprint,
            evidence=document.digest(evidence),
        )
        Delivery.plan(event, "receipt", [attempt.user])
        self.tell_of_words(event, signature)
        if not self.waiting_adjusters():
            self._enter(State.SEALING, "all_signed", by=attempt.user)
        return signature

    def _require_signable(self, attempt, adjuster, protocol):
        if protocol != self.protocol or protocol.is_void:
            raise WrongState("Texten har ändrats sedan du läste den. Läs den igen.")
        attempt.refresh_from_db(fields=["failed_at"])  # she may have given it up meanwhile
        if attempt.fingerprint != protocol.fingerprint or not attempt.is_live:
            raise DomainError("Tiden gick ut. Läs texten och försök igen.")
        self._require_serving(adjuster, attempt.user)
        self.require_words_allowed(attempt)
        if protocol.signatures.filter(adjuster=adjuster).exists():
            raise DomainError("Du har redan justerat protokollet.")

    def _require_serving(self, adjuster, user):
        serving = Adjuster.objects.serving().filter(pk=adjuster.pk, meeting=self.meeting)
        if not serving.exists() or adjuster.attendee.user_id != user.pk:
            raise DomainError("Du är inte vald till justerare.")

    def as_frozen(self, adjuster, said: document.Document) -> document.Adjuster:
        """The adjuster by name, title and party of the text that is out for signing.

        By place, since names may be alike and a party may have been renamed since. Whoever took
        somebody's place after the text was locked signs for the party as it stands there.
        """
        locked = self.protocol.frozen_at
        chosen = self.meeting.adjusters.serving_at(locked).order_by(
            "attendee__order", "attendee_id"
        )
        keys = list(chosen.values_list("attendee", flat=True))
        holder = adjuster.place_at(locked)
        named = said.adjusters[keys.index(holder.attendee_id)]
        return named if holder == adjuster else replace(adjuster.value(), party=named.party)

    @transaction.atomic
    def send_back(
        self, adjuster, *, by, item: document.Item, reason: str, protocol: Protocol | None = None
    ) -> Refusal:
        """Nej, texten stämmer inte: void what is signed, open the text, tell everybody.

        `protocol` is the text that was read: another that has taken its place is not sent back.
        """
        self.require(State.SIGNING)
        if not reason.strip():
            raise DomainError("Skriv vad som inte stämmer.", field="reason")
        self._require_serving(adjuster, by)
        if protocol is not None and protocol != self.protocol:
            raise WrongState("Texten har ändrats sedan du läste den. Läs den igen.")
        protocol = self.protocol
        if protocol.signatures.filter(adjuster=adjuster).exists():
            raise DomainError("Du har redan justerat protokollet.")
        refusal = Refusal.objects.create(
            protocol=protocol,
            adjuster=adjuster,
            by=by,
            at=clock.now(),
            item_ref=item.ref,
            item_number=item.number,
            reason=reason.strip(),
        )
        event = self._open_again("sent_back", by=by, refusal=refusal.pk, item=item.ref)
        Delivery.plan(event, "sent_back", self.meeting.people())
        return refusal

    @transaction.atomic
    def remind(self, adjuster, *, by) -> None:
        """A reminder to somebody who has not signed; at the most one a day each."""
        self.require(State.SIGNING)
        if adjuster.pk not in {a.pk for a in self.waiting_adjusters()}:
            raise DomainError(f"{adjuster.attendee} har redan justerat.")
        if self.reminded_on(adjuster) == clock.today():
            raise DomainError(f"{adjuster.attendee} är redan påmind i dag.")
        event = self._record("reminded", by=by, adjuster=adjuster.pk)
        Delivery.plan(event, "reminder", [adjuster.user])

    @transaction.atomic
    def remind_all(self, *, by) -> list[Adjuster]:
        """A reminder to everybody who has not signed and has not been reminded today."""
        self.require(State.SIGNING)
        reminded = self.reminders()
        late = [a for a in self.waiting_adjusters() if reminded.get(a.pk) != clock.today()]
        for adjuster in late:
            self.remind(adjuster, by=by)
        return late

    def reminded_on(self, adjuster):
        """The day of the last reminder in this round, or None."""
        return self.reminders().get(adjuster.pk)

    def reminders(self) -> dict[int, date]:
        """{key of an adjuster: the day of her last reminder in this round}."""
        events = self.meeting.events.filter(verb="reminded", at__gte=self.sent_at).order_by("seq")
        own = (event for event in events if event.facts.get("round") == self.round_key)
        return {event.facts["adjuster"]: clock.local(event.at).date() for event in own}

    # --- Sealed -----------------------------------------------------------------------------

    @transaction.atomic
    def close(self, protocol, store) -> None:
        """The sealed file is made and verified: the meeting is closed. `store` adds the files."""
        self.require(State.SEALING)
        sealed = store()
        self._forget_what_was_private()
        self.sealed_at = clock.now()
        event = self._enter(State.SEALED, "sealed", protocol=protocol.pk, sha256=sealed.sha256)
        Delivery.plan(event, "closed", self.meeting.people())

    # --- Who is waited for ------------------------------------------------------------------

    def serving_adjusters(self):
        return list(self.meeting.adjusters.serving().with_people())

    def waiting_adjusters(self):
        """Those who have not signed the protocol that stands."""
        protocol = self.protocol
        signed = (
            set(protocol.signatures.values_list("adjuster_id", flat=True)) if protocol else set()
        )
        return [adjuster for adjuster in self.serving_adjusters() if adjuster.pk not in signed]

    def adjuster_for(self, user) -> Adjuster | None:
        return self.meeting.adjusters.serving().with_people().filter(attendee__user=user).first()


def noted_disagreements(said: document.Document, party) -> list[str]:
    """The lines that stand at the party's signature, taken from the frozen text."""
    return [f"Oenighet under {item.noted}" for item in said.disagreements_of(party.name)]
