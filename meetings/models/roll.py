"""The people of a meeting as its Document names them, day by day when it has several."""

from collections import defaultdict
from dataclasses import replace

from .. import document, words
from .happening import Happening

CAME, LEFT, AWAY = Happening.Kind.CAME, Happening.Kind.LEFT, Happening.Kind.AWAY


class Roll:
    """Answers the Document's fields from rows that were fetched already.

    `numbers`: what each item is called, by its key in reading order; `said`: the Document's
    parties by key; `in_group`: keys of the group's parties in order.
    """

    def __init__(self, meeting, people, sittings, happenings, *, numbers, said, in_group):
        self.meeting, self.people, self.numbers = meeting, people, numbers
        self.sittings = [sitting for sitting in sittings if sitting.began_at]
        self.said, self.in_group = said, in_group
        self.moves = defaultdict(list)
        self.adjourned = {}
        for happening in happenings:
            if happening.attendee_id:
                self.moves[happening.attendee_id].append(happening)
            elif happening.sitting_id:
                self.adjourned[happening.sitting_id] = happening
        self.same = defaultdict(list)  # the rows of one person, a row for each day
        for someone in people:
            self.same[_who(someone)].append(someone)

    def fields(self) -> dict:
        return {
            "chair": _named(a for a in self.people if a.chairs and not a.is_missing),
            "secretary": _named(a for a in self.people if a.writes and not a.is_missing),
            "ends": self._ends(0),
            "attendees": self._everybody(),
            "unrepresented": self._unrepresented(self._on(self._last)),
            "sittings": self._days(),
            "adjusters": self._adjusters(),
        }

    @property
    def _last(self):
        return self.sittings[-1].pk if self.sittings else None

    def _on(self, sitting):
        return [someone for someone in self.people if someone.sitting_id == sitting]

    # --- Days -----------------------------------------------------------------------------------

    def _days(self):
        if not self.sittings:
            return ()
        days = [(None, self.meeting), *((sitting.pk, sitting) for sitting in self.sittings)]
        return tuple(
            document.Sitting(
                date=day.day,
                starts=day.starts,
                ends=self._ends(number),
                place=day.place if day.place != self.meeting.place else "",
                attendees=self._values(self._on(key)),
                unrepresented=self._unrepresented(self._on(key)),
            )
            for number, (key, day) in enumerate(days)
        )

    def _ends(self, number):
        """When that day ended: by the adjournment to the next, or as the meeting did."""
        if number < len(self.sittings):
            adjourned = self.adjourned.get(self.sittings[number].pk)
            return adjourned.at if adjourned else None
        day = self.sittings[-1] if self.sittings else self.meeting
        if self.meeting.ended_at:
            ended = words.local(self.meeting.ended_at)
            if ended.date() == day.day:
                return ended.time().replace(second=0, microsecond=0)
        return day.ends

    # --- People ---------------------------------------------------------------------------------

    def _everybody(self):
        """Each once. Of several days, the last one that she took part in says how."""
        if not self.sittings:
            return self._values(self.people)
        rows = []
        for same in self.same.values():
            there = [someone for someone in same if someone.took_part]
            marked = [someone for someone in same if someone.presence]
            rows += (there or marked or same)[-1:]
        hourless = {"came": None, "left": None, "hours": "", "away": ""}
        return tuple(replace(value, **hourless) for value in self._values(rows))

    def _values(self, people):
        """Those who were marked; a substitute who was never called in says nothing."""
        names = {someone.pk: someone.name for someone in self.people}
        return tuple(
            someone.value(
                self.said.get(someone.party_id),
                names,
                adjusts=self._adjusts(someone),
                hours=self._hours(someone),
                away=self._away(someone),
            )
            for someone in people
            if someone.presence and not (someone.is_substitute and not someone.took_part)
        )

    def _adjusts(self, someone):
        return any(row.adjusts for row in self.same[_who(someone)])

    def _hours(self, someone):
        moves = [h for h in self.moves[someone.pk] if h.kind != AWAY]
        if [h.kind for h in moves] in ([], [CAME], [LEFT], [CAME, LEFT]):
            return ""
        return ", ".join(h.words_now() for h in moves)

    def _away(self, someone):
        away = [h.away(self.numbers) for h in self.moves[someone.pk] if h.kind == AWAY]
        first, *rest = [said for said in away if said] or [""]
        return words.and_list([first, *(said.removeprefix("punkt ") for said in rest)])

    def _unrepresented(self, people):
        """Parties with nobody there on that day; of the Document, on the current one."""
        there = {someone.party_id for someone in people if someone.took_part}
        if not there:
            return ()
        return tuple(self.said[pk] for pk in self.in_group if pk not in there)

    def _adjusters(self):
        return tuple(
            document.Adjuster(
                name=someone.name,
                party=self.said[someone.party_id],
                title=someone.title,
                attended=any(row.took_part for row in self.same[_who(someone)]),
            )
            for someone in self.people
            if someone.adjusts
        )


def _who(someone):
    """What makes two days' rows the same person."""
    return (someone.user_id, someone.party_id) if someone.user_id else (None, someone.name)


def _named(people):
    named = (f"{a.name}, {a.title}" if a.title else a.name for a in people)
    return words.and_list(dict.fromkeys(named))
