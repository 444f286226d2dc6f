"""How an item ended (utfall): set as one thing, with a sentence that cannot say otherwise."""

from django.db import transaction

from .. import document, sentences
from ..errors import DomainError
from .clash import Clash
from .later_change import LaterChange
from .revision import Revision, changed, kept
from .target import ItemTarget


class Concluding:
    @transaction.atomic
    def set_outcome(
        self, outcome, *, by, sentence="", concluded="", disagreeing=(), targets=(),
        save_id=None, act=None,
    ):  # fmt: skip
        """How the item ended. Clears it when `outcome` is empty.

        Only an outcome that ends samverkan has a moment when it ended, only one that does not has
        `targets` (see `targets_read`), and only disagreement names parties; raises DomainError when
        it names none, or when the sentence says otherwise than the outcome.
        """
        self.meeting.require_writable(self)
        if outcome == self.OutcomeKind.DISAGREED and not disagreeing:
            raise DomainError("Ange vilken organisation som är oenig.", field="disagreeing")
        self._require_said_alike(outcome, sentence, disagreeing)
        self.refresh_from_db(fields=["outcome", "outcome_sentence", "concluded"])
        before, was = self.outcome_words(), self.outcome_facts()
        self.outcome, self.outcome_sentence = outcome, sentence.strip() if outcome else ""
        ends = outcome in self.CONCLUDING
        self.concluded = (concluded or self.Concluded.AT_MEETING) if ends else ""
        self.save(update_fields=["outcome", "outcome_sentence", "concluded"])
        self._set_beside(outcome, disagreeing, targets)
        facts = changed(kept(was), kept(self.outcome_facts()))
        if facts:
            self._revise(Revision.Kind.CONCLUDED, facts, by=by, save_id=save_id, act=act)
        LaterChange.note(
            self.meeting, "outcome", by=by, item=self, before=before, after=self.outcome_words()
        )

    @transaction.atomic
    def set_outcome_from(self, seen: int, outcome, *, by, act=None, **told) -> list[Clash]:
        """Set it from a form made of version `seen`, unless somebody has set another since then.

        The utfall is one thing: it is never put together of what two writers meant.
        """
        self.meeting.require_writable(self)
        self.refresh_from_db(fields=["outcome", "outcome_sentence", "concluded"])
        since = self.revisions.filter(version__gt=seen, kind=Revision.Kind.CONCLUDED)
        first, last = since.first(), since.select_related("by").last()
        mine, now = self._as_told(outcome, **told), self.outcome_facts()
        seen_then = {**kept(now), **first.was} if first else kept(now)
        if first and kept(mine) in (seen_then, kept(now)):
            return []  # she left it as it was, or they mean the same
        if not first or seen_then == kept(now):
            self.set_outcome(outcome, by=by, act=act, **told)
            return []
        names = [name for name in mine if kept(mine[name]) != kept(now[name])]
        return [Clash(name, mine[name], now[name], last.by.name) for name in names]

    def _as_told(self, outcome, sentence="", concluded="", disagreeing=(), targets=()):
        """What would be stored of a form, as `outcome_facts` tells it."""
        ends = outcome in self.CONCLUDING
        return {
            "outcome": outcome,
            "sentence": sentence.strip() if outcome else "",
            "concluded": (concluded or self.Concluded.AT_MEETING.value) if ends else "",
            "disagreeing": list(disagreeing) if outcome == self.OutcomeKind.DISAGREED else [],
            "targets": list(targets) if outcome in self.MOVING else [],
        }

    def _require_said_alike(self, outcome, sentence, disagreeing):
        """The sentence is the writer's own, but it cannot say that the item ended otherwise."""
        if not (outcome and sentence.strip()):
            return
        told = sentences.contradiction(
            outcome,
            sentence,
            disagreeing=[party.name for party in disagreeing],
            parties=[party.named() for party in self.meeting.group.parties_in_order()],
        )
        if told:
            raise DomainError(told, field="sentence")

    def _set_beside(self, outcome, disagreeing, targets):
        self.positions.all().delete()
        for party in disagreeing if outcome == self.OutcomeKind.DISAGREED else ():
            self.positions.create(party=party)
        self.targets.all().delete()
        ItemTarget.objects.bulk_create(
            ItemTarget(item=self, order=order, **fact)
            for order, fact in enumerate(targets if outcome in self.MOVING else ())
        )

    def outcome_words(self) -> str:
        """How the item ended, in one line: what is told when it is changed after the meeting."""
        if not self.outcome:
            return "Inget utfall"
        told = self.get_outcome_display()
        if self.outcome == self.OutcomeKind.DISAGREED:
            told += ": " + ", ".join(one.party.name for one in self.positions.with_party())
        moved = sentences.moved_to([one.said(self.meeting) for one in self.targets.in_order()])
        when = f"avslutades {self.get_concluded_display()}" if self.concluded else ""
        said = f"”{self.outcome_sentence}”" if self.outcome_sentence else ""
        return ", ".join(part for part in (told, moved, when, said) if part)

    def outcome_facts(self) -> dict:
        """How it ended, as `set_outcome` takes it."""
        return {
            "outcome": self.outcome,
            "sentence": self.outcome_sentence,
            "concluded": self.concluded,
            "disagreeing": [one.party for one in self.positions.with_party()],
            "targets": [one.facts() for one in self.targets.all()],
        }

    def outcome_value(self, disagreeing) -> document.Outcome | None:
        """`disagreeing`: Parties of the Document, in order."""
        if not self.outcome:
            return None
        told = self.get_outcome_display()
        if self.outcome == self.OutcomeKind.DISAGREED and disagreeing:
            told += ": " + ", ".join(party.name for party in disagreeing)
        return document.Outcome(
            kind=self.outcome,
            words=told,
            sentence=self.outcome_sentence,
            disagreeing=tuple(disagreeing),
            concluded=self.get_concluded_display() if self.concluded else "",
        )
