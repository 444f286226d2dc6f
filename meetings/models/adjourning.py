"""Ajournering: a pause, or another day on which the same meeting goes on."""

from django.db import transaction

from .. import clock, words
from ..errors import DomainError, WrongState
from . import attendance
from .delivery import Delivery
from .event import Event
from .happening import Happening
from .sitting import Sitting
from .state import State


class Adjourning:
    """The part of a meeting's life between its days. The meeting stays open all along."""

    @transaction.atomic
    def adjourn(self, at, *, by, item, ends=None, party=None) -> Happening:
        """A pause from this hour; `party` asked for it, or the chair when it is None."""
        self._require_going_on()
        paused = self._pause()
        if paused and ends is None:
            return paused
        _require_order(at, ends)
        facts = {"at": at, "ends": ends, "party": party}
        known = Happening.objects.of(self).standing().filter(kind="adjourned", **facts).first()
        return known or Happening.note("adjourned", item, by=by, **facts)

    @transaction.atomic
    def adjourn_to(self, day, starts, *, by, item, at, ends=None, place="", party=None) -> Sitting:
        """The meeting goes on another day: everybody is told, and marked anew when it does.

        Adjourned already, it is the new day that changes; the same form again tells nobody again.
        """
        self._require_going_on(also_adjourned=True)
        if day <= self.last_day():
            last = words.day_weekday(self.last_day())
            raise DomainError(f"Välj en dag efter {last}.", field="day")
        _require_order(starts, ends)
        facts = {"day": day, "starts": starts, "ends": ends, "place": place.strip()}
        sitting = self.sittings.coming().last()
        if sitting is None:
            sitting = self.sittings.create(**facts)
            facts = {"at": at, "party": party, "sitting": sitting}
            Happening.note("adjourned", item, by=by, **facts)
        else:
            sitting.adjournment.correct(by=by, at=at, party=party)
            if all(getattr(sitting, name) == value for name, value in facts.items()):
                return sitting
            for name, value in facts.items():
                setattr(sitting, name, value)
            sitting.save()
        self._tell_of(sitting, "adjourned", by)
        return sitting

    @transaction.atomic
    def resume(self, *, by, at=None) -> None:
        """The pause is over, or the further day begins: see `attendance.gather`."""
        self.require(State.ONGOING)
        sitting, pause = self.sittings.coming().last(), self._pause()
        if sitting:
            sitting.began_at, self.resumes_at = clock.now(), None
            sitting.save(update_fields=["began_at"])
            self.save(update_fields=["resumes_at"])
            attendance.gather(self)
            Event.record(self, "resumed", by=by, sitting=sitting.pk)
        elif pause:
            ends = at or words.local(clock.now()).time().replace(second=0, microsecond=0)
            pause.correct(by=by, ends=max(ends, _next_minute(pause.at)))
        else:
            raise WrongState("Mötet är inte ajournerat. Läs in sidan igen.")

    @transaction.atomic
    def withdraw_adjournment(self, happening, *, by) -> None:
        """It was no adjournment after all; a further day that has not begun is called off."""
        self.require(State.ONGOING, State.DRAFTED, State.REVIEW)
        sitting = happening.sitting
        if sitting:
            sitting.refresh_from_db()  # another writer may have begun it while the page stood open
        if sitting and sitting.began_at:
            raise DomainError("Det fortsatta mötet har redan börjat.")
        happening.remove(by=by)
        if sitting and sitting.called_off_at is None:
            sitting.called_off_at, self.resumes_at = clock.now(), None
            sitting.save(update_fields=["called_off_at"])
            self.save(update_fields=["resumes_at"])
            event = Event.record(self, "sitting_called_off", by=by, sitting=sitting.pk)
            Delivery.plan(event, "sitting_off", self.people())

    @transaction.atomic
    def put_adjournment_back(self, happening, *, by) -> None:
        sitting = happening.sitting
        if sitting:
            self._require_going_on()
            sitting.called_off_at = None
            sitting.save(update_fields=["called_off_at"])
            self._tell_of(sitting, "adjourned", by)
        happening.put_back(by=by)

    def _tell_of(self, sitting, verb, by):
        self.resumes_at = sitting.begins
        self.save(update_fields=["resumes_at"])
        event = Event.record(self, verb, by=by, sitting=sitting.pk, day=sitting.day.isoformat())
        Delivery.plan(event, "sitting", self.people())

    def _require_going_on(self, *, also_adjourned=False):
        self.require(State.ONGOING)
        if self.is_adjourned and not also_adjourned:
            raise WrongState(f"Mötet är redan ajournerat till {words.deadline(self.resumes_at)}.")

    def require_not_adjourned(self) -> None:
        """A meeting that goes on another day is neither ended nor made done before that."""
        if self.is_adjourned:
            raise WrongState(
                f"Mötet är ajournerat till {words.deadline(self.resumes_at)}. "
                "Återuppta det, eller ta bort ajourneringen."
            )

    def _pause(self):
        told = Happening.objects.of(self).standing().in_order()
        pauses = told.filter(kind="adjourned", ends__isnull=True, sitting__isnull=True)
        return pauses.last()

    # --- What others ask ----------------------------------------------------------------------

    @property
    def is_adjourned(self):
        """To another day that has not begun."""
        return self.resumes_at is not None

    def sitting_now(self) -> Sitting | None:
        """The further day that goes on, or went on last; None on the meeting's own first day."""
        return self.sittings.begun().last()

    def last_day(self):
        sitting = self.sitting_now()
        return sitting.day if sitting else self.day

    def in_room(self):
        """The attendees of the current sitting. `attendees` are those of every day."""
        return self.attendees.filter(sitting=self.sitting_now())


def _require_order(at, ends):
    if ends is not None and ends <= at:
        raise DomainError("Klockslaget för slut ligger före början.", field="ends")


def _next_minute(at):
    if at.minute < 59:
        return at.replace(minute=at.minute + 1)
    return at.replace(hour=at.hour + 1, minute=0) if at.hour < 23 else at
