"""What a meeting is called, and how its state and its deadlines are said."""

import re

from .. import clock, words
from .state import State


class Named:
    """The words for a meeting, the same on every page, on paper and in mail."""

    @property
    def state_words(self):
        """The state as people say it; a closed meeting says how it was closed."""
        if self.state == State.SEALED:
            return self.outcome_words
        if self.state == State.PRINTING and not self.has_adjusters:
            return "Låses"
        if self.is_adjourned:
            return f"Ajournerat till {words.day_short(self.resumes_at)}"
        return self.get_state_display()

    @property
    def outcome_words(self):
        """How the text is closed: “Justerat” only by everybody who was to sign."""
        if self.not_signed_by:
            return f"Avslutat, ej justerat av {self.not_signed_by}"
        return "Justerat" if self.has_adjusters else "Klart"

    @property
    def is_closed_without(self) -> bool:
        """Sealed, and not by everybody who was to sign: never called Justerat."""
        return self.state == State.SEALED and bool(self.not_signed_by)

    @property
    def text_name(self):
        """“protokollet” or “anteckningarna”."""
        return "anteckningarna" if self.is_notes else "protokollet"

    @property
    def title(self):
        return f"{self.document_name} från {self.group.in_sentence} den {words.day_year(self.day)}"

    @property
    def number_words(self):
        """“FG 2/2024”, or nothing before the number is taken."""
        return f"{self.group.code} {self.number}/{self.year}" if self.number else ""

    @property
    def file_name(self):
        """“protokoll-FG-2-2024”: the group and the number, and never a person."""
        which = self.number_words or f"{self.group.code} {self.day.isoformat()}"
        return re.sub(r"\W+", "-", f"{self.document_name.lower()} {which}").strip("-")

    @property
    def signed_words(self) -> str:
        """“5 av 6” have signed. Wants `with_signers`."""
        signed = sum(adjuster.has_signed for adjuster in self.signers)
        return f"{signed} av {len(self.signers)}"

    @property
    def is_late(self):
        """A deadline has passed that somebody must do something about."""
        if self.state == State.SIGNING:
            return self.sign_by is not None and self.sign_by < clock.now()
        return self.state == State.PLANNED and self.summons_by < clock.today()

    @property
    def days_late(self) -> int:
        by = clock.local(self.sign_by).date() if self.sign_by else self.summons_by
        return (clock.today() - by).days

    @property
    def late_words(self) -> str:
        """“1 dag försenat”, for a meeting that `is_late`."""
        days = self.days_late
        return f"{words.count(days, 'dag,dagar')} försenat" if days else "Försenat sedan i dag"
