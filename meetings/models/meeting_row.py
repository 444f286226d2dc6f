"""Holding a meeting's row: every verb reads its state anew, and one at a time goes on."""

from django.db import connection
from django.db.models import F

from ..errors import WrongState
from .event import Event
from .state import WRITABLE

COUNT_THE_CHANGE = (
    "UPDATE meetings_meeting SET changes = changes + 1 WHERE id = %s"
    " RETURNING state, changes, ended_at, has_locked_items"
)


class Held:
    """What a verb begins with (`require…`) and ends with (`_enter`), in its transaction."""

    def require(self, *states) -> None:
        """Hold the meeting's row and read its state anew; raise WrongState if it is another."""
        self._hold()
        if self.state not in states:
            raise WrongState(f"Mötet har gått vidare: {self.state_words}. Läs in sidan igen.")

    def require_writable(self, *items) -> None:
        """Hold the row while a word is saved, so that nothing is frozen in between.

        Counting the change holds the row as a SELECT FOR UPDATE would, and tells the followers in
        the same statement. `items` are those that are written in: none of them may be locked.
        """
        with connection.cursor() as cursor:
            cursor.execute(COUNT_THE_CHANGE, [self.pk])
            ((self.state, self.changes, ended, has_locked_items),) = cursor.fetchall()
        self.has_locked_items = bool(has_locked_items)
        if ended and self.ended_at is None:  # while the page stood open: see `LaterChange`
            self.refresh_from_db(fields=["ended_at"])
        self._refuse_locked()
        self.require_open_items(item.pk for item in items if item is not None)

    def require_open_items(self, keys) -> None:
        """None of these items may be out for omedelbar justering, or signed. Costs nothing else."""
        keys = list(keys) if self.has_locked_items else ()
        if keys and self.items.filter(pk__in=keys, locked_in__isnull=False).exists():
            raise WrongState("Punkten är låst för omedelbar justering och kan inte ändras.")

    def require_open_text(self) -> None:
        """Hold the row for what is no part of the text: nobody who follows is told."""
        self._hold()
        self._refuse_locked()

    def _refuse_locked(self):
        if self.state not in WRITABLE:
            raise WrongState("Texten är låst och kan inte ändras.")

    def _hold(self):
        type(self).objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        self.refresh_from_db()

    def _enter(self, state, verb, *, by=None, **facts):
        was, self.state = self.state, state
        self.changes = F("changes") + 1  # another object of this meeting may have counted meanwhile
        self.save()
        self.refresh_from_db(fields=["changes"])
        return Event.record(self, verb, by=by, was=was, became=state, **facts)
