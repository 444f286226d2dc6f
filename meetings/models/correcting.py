"""Rätta: what a closed meeting may still do, and how the next one notes it."""

import uuid
from dataclasses import replace

from django.db import transaction

from .. import clock, words
from ..document import Document, Entry, Item, Section
from ..errors import DomainError, WrongState
from .correction import WORDS_MAX, Correction
from .delivery import Delivery
from .event import Event
from .protocol import Protocol
from .side_round import SideRound
from .state import State

PREVIOUS = "föregående"  # “Föregående protokoll”, “Genomgång av föregående möte”


class Correcting:
    @transaction.atomic
    def correct(
        self, *, new, reason, by, old="", item=None, entry=None, signed=False
    ) -> Correction:
        """Put the locked text right: at once and noted at the next meeting, or `signed` anew.

        Of a row (`entry` of the frozen `item`) the old words are those that hold now; of anything
        else `old` says what stands there. Sent twice it is one. Raises DomainError for a reason or
        a change that lacks.
        """
        self.require(State.SEALED)
        protocol = self.protocol
        if protocol is None:
            raise WrongState("Protokollet är gallrat.")
        if entry is not None:
            old = protocol.words_of(entry)
        last = protocol.corrections.order_by("number").last()
        correction = Correction(
            protocol=protocol,
            number=last.number + 1 if last else 1,
            item_ref=item.ref if item else "",
            item_number=item.number if item else "",
            entry_ref=entry.ref if entry else "",
            old=old.strip(),
            new=new.strip(),
            reason=reason.strip(),
            by=by,
            at=clock.now(),
        )
        if last and _is_again(correction, last, signed):
            return last
        _require_words(correction)
        if signed:
            correction.signed = self._send_to_be_signed(correction, item)
        correction.save(force_insert=True)
        self._tell_of_correction(correction)
        return correction

    def _send_to_be_signed(self, correction, item):
        if not self.has_adjusters:
            raise WrongState("Gruppen har inga justerare.")
        if self.side_rounds.open().filter(scope=Protocol.Scope.CORRECTION).exists():
            raise DomainError("En rättelse är redan ute för justering. Vänta tills den är klar.")
        said = self.protocol.document()
        said = replace(text_of(correction, said, item), adjusters=self.document().adjusters)
        by, scope = correction.by, Protocol.Scope.CORRECTION
        protocol = Protocol.freeze(self, by=by, said=said, scope=scope)
        a_round = SideRound.begin(protocol, sign_by=self.due_if_sent_now())
        Event.record(self, "frozen", by=by, fingerprint=protocol.fingerprint, round=a_round.pk)
        return protocol

    def _tell_of_correction(self, correction):
        """Of one that is signed the adjusters hear by its round, and all when it is sealed."""
        event = Event.record(self, "corrected", by=correction.by, correction=correction.pk)
        if not correction.is_signed:
            Delivery.plan(event, "corrected", self.people())
            self._note_where_people_sit(correction.by)

    def _note_where_people_sit(self, by):
        later = self.group.meetings.filter(state=State.ONGOING, day__gte=self.day)
        for meeting in later.exclude(pk=self.pk).order_by("day", "pk")[:1]:
            meeting.note_corrections(by=by)

    @transaction.atomic
    def note_corrections(self, *, by) -> None:
        """Write the light rättelser since last time under Föregående protokoll, each once."""
        for correction in Correction.objects.to_note(self):
            item = self._item_about_the_last_meeting()
            if item:
                item.add_entry(_noted(correction), by=by, ref=correction.note_ref)

    def _item_about_the_last_meeting(self):
        """The first item where nothing is called so."""
        items = list(self.items.standing().filter(parent__isnull=True))
        named = (item for item in items if PREVIOUS in item.heading.casefold())
        return next(named, items[0] if items else None)


def _is_again(correction, last, signed):
    """The same form once more; a rättelse that was sent back may be sent out anew."""
    same = ["by_id", "item_ref", "entry_ref", "new", "reason"]
    same += [] if correction.entry_ref else ["old"]  # the old words of a row are the new ones now
    is_standing = last.is_signed == signed and (last.is_in_force or last.is_open)
    return is_standing and all(getattr(correction, one) == getattr(last, one) for one in same)


def _require_words(correction):
    for field in ("old", "new", "reason"):
        if len(getattr(correction, field)) > WORDS_MAX:
            raise DomainError(f"Texten får ha högst {WORDS_MAX} tecken.", field=field)
    if correction.old == correction.new:
        raise DomainError("Det står så redan. Ändra texten.", field="new")
    if not correction.reason:
        raise DomainError("Skriv varför det rättas.", field="reason")


def text_of(correction, said: Document, item: Item | None) -> Document:
    """What is signed: the old words and the new, under the item where they stand."""

    def row(name, kind, text):
        return Entry(ref=str(uuid.uuid5(correction.note_ref, name)), kind=kind, text=text)

    number = f"Rättelse {correction.number}"
    of = said.number or f"mötet {words.day_year(said.date)}"
    code = words.kontrollkod(correction.protocol.fingerprint)
    rows = (
        row("of", "note", f"Rättelsen gäller texten med kontrollkod {code}. Den ändras inte."),
        row("old heading", "subheading", "Så stod det"),
        row("old", "quote", correction.old),
        row("new heading", "subheading", "Så ska det stå"),
        row("new", "note", correction.new),
        row("why heading", "subheading", "Skäl"),
        row("why", "note", correction.reason),
    )
    place = Item(
        ref=item.ref if item else str(uuid.uuid5(correction.note_ref, "item")),
        number=item.number if item else "",
        heading=item.heading if item else "Uppgifter om mötet",
        entries=rows,
    )
    return replace(
        said,
        name="Rättelse",
        title=f"{number} av {of}",
        number=f"{said.number}, {number.lower()}".removeprefix(", "),
        layout="numbered",
        comments_due=None,
        signing_due=None,
        attendees=(),
        unrepresented=(),
        sittings=(),
        attachments=(),
        sections=(Section(items=(place,)),),
    )


def _noted(correction):
    """The row's words. What people typed is told as it is."""
    meeting = correction.protocol.meeting
    of = meeting.number_words or f"mötet {words.day_year(meeting.day)}"
    parts = (
        f"Rättelse {correction.number} av {of}, {correction.place}.",
        f"Så stod det: {correction.old or '–'}",
        f"Så ska det stå: {correction.new or '–'}",
        f"Skäl: {correction.reason}",
    )
    return "\n\n".join(parts)
