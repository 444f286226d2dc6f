"""“Närvaro just nu” on the desk: who is there, who has left, and what one press can tell."""

from collections import defaultdict
from dataclasses import dataclass, field

from .. import words
from ..checks.presence import gone_too_soon
from ..forms.happenings import PressForm
from ..models import Attendee, Happening

# What can be told of somebody, as the buttons say it and as the form names it.
CAME, LEFT, AWAY, BACK = ("kom", "Kom"), ("gick", "Gick"), ("borta", "Borta"), ("tillbaka", "Åter")


@dataclass
class Someone:
    attendee: Attendee
    away: Happening | None
    numbers: dict[int, str]

    @property
    def state(self) -> str:
        who = self.attendee
        if self.away and who.is_here:
            return f"borta {self.away.away(self.numbers)}"
        if who.has_left:
            return f"gick {words.clock_time(who.left)}"
        if not who.took_part:
            return who.get_presence_display().lower() if who.presence else "inte markerad"
        came = f"kom {words.clock_time(who.came)}" if who.came else ""
        remote = "på distans" if who.presence == who.Presence.REMOTE else ""
        return ", ".join(filter(None, (remote, came)))

    @property
    def presses(self):
        """(name, word, whether it has an hour) of each button."""
        if not self.attendee.is_here:
            return [(*CAME, True)]
        return [(*LEFT, True), (*(BACK if self.away else AWAY), False)]


@dataclass
class InRoom:
    """The people of the current sitting by party, and the remark when a party has nobody left."""

    benches: list = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    count: int = 0
    form: PressForm | None = None
    pause: Happening | None = None


def in_room(draft, form=None) -> InRoom:
    """From what the desk has read; no further queries."""
    here, numbers = draft.in_room(), _numbers(draft)
    standing = [h for h in draft.happenings.values() if h.is_standing]
    away = {h.attendee_id: h for h in standing if h.kind == h.Kind.AWAY and h.is_open}
    by_party = defaultdict(list)
    for attendee in here:
        by_party[attendee.party_id].append(Someone(attendee, away.get(attendee.pk), numbers))
    names = {party.pk: party.name for party in draft.parties}
    benches = [(name, by_party.pop(pk)) for pk, name in names.items() if pk in by_party]
    others = [someone for people in by_party.values() for someone in people]
    if others:
        benches.append(("Sekreterare och gäster", others))
    return InRoom(
        benches=benches,
        remarks=list(gone_too_soon(draft.document)),
        count=sum(attendee.is_here for attendee in here),
        form=form or PressForm(),
        pause=next((h for h in standing if h.kind == h.Kind.ADJOURNED and h.is_open), None),
    )


def _numbers(draft):
    return {draft.items[item.ref].pk: item.number for item in draft.document.items()}


def agenda_choices(draft):
    """(key, “4 Ekonomi”) of every item in order, for the forms."""
    numbers = _numbers(draft)
    named = {item.pk: item.heading for item in draft.items.values()}
    return [(pk, f"{number} {named[pk]}") for pk, number in numbers.items()]
