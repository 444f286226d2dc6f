"""What is hung on a row that stands already: who instämmer with it, and what somebody is to do."""

from django.db import transaction

from .. import words
from ..errors import DomainError


class Beside:
    @transaction.atomic
    def concur(self, parties, *, by, save_id) -> None:
        """The parties instämmer too, each once. Raises DomainError for whoever speaks herself."""
        self.item.meeting.require_writable()
        voices = list(self.voices.select_related("party"))
        speaking = {voice.party for voice in voices if voice.role == "speaks"}
        own = words.and_list(party.name for party in parties if party in speaking)
        if own:
            raise DomainError(f"{own} har själv ordet i stycket.", field="text")
        concurring = [voice.party for voice in voices if voice.role == "concurs"]
        new = [party for party in parties if party not in concurring]
        self.describe(by=by, save_id=save_id, concurs=[*concurring, *new])

    @transaction.atomic
    def promise(self, actions, *, by, save_id) -> None:
        """More that somebody is to do: actions as `describe` takes them."""
        self.item.meeting.require_writable()
        standing = [action.facts() for action in self.actions.all()]
        self.describe(by=by, save_id=save_id, actions=[*standing, *actions])
