"""What a signer adds to her signature: a line, an annex, or how she would have had the wording.

The words are hers alone: nobody edits them, and those who signed before have not signed under them.
"""

from collections import Counter

from .. import document
from ..errors import DomainError, WrongState
from .delivery import Delivery
from .signature import Refusal

ANNEX_MAX = 10_000
OPINION_MAX = 2_000
TWICE = 2


class Opined:
    """The part of a signing that is the signer's own words."""

    def disputed_items(self, said: document.Document) -> list[document.Item]:
        """Items that were sent back twice, in whichever round: nobody can agree on the wording."""
        refs = Refusal.objects.of(self.meeting).values_list("item_ref", flat=True)
        times = Counter(refs)
        return [item for item in said.items() if times[item.ref] >= TWICE]

    def require_words_allowed(self, attempt) -> None:
        """Raises DomainError for words that may not stand at this signature."""
        if len(attempt.annex) > ANNEX_MAX:
            raise DomainError(f"Bilagan får ha högst {ANNEX_MAX} tecken.", field="annex")
        if not attempt.opinion:
            return
        if len(attempt.opinion) > OPINION_MAX:
            raise DomainError(f"Texten får ha högst {OPINION_MAX} tecken.", field="opinion")
        disputed = self.disputed_items(attempt.protocol.document())
        if attempt.opinion_item not in {item.ref for item in disputed}:
            raise WrongState("Punkten har inte skickats tillbaka två gånger.")

    def tell_of_words(self, event, signature) -> None:
        """Everybody is told of what the others have not signed under."""
        if signature.annex or signature.opinion:
            Delivery.plan(event, "annex", self.meeting.people())
