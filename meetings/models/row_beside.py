"""What stands beside the words of a row: its kind, whose they are, what they ask and promise."""

import uuid

from django.db import transaction

from .. import words
from ..errors import DomainError
from .clash import sort_out
from .later_change import LaterChange
from .question import Answer, Question
from .revision import Revision, changed, kept
from .voice import Voice


class Beside:
    """The part of a row's life that is not its text."""

    WORDS = ("kind", "speaker", "decided_by", "source", "page")

    def facts(self) -> dict:
        """What stands beside the text now, as `describe` takes it."""
        voices = list(self.voices.select_related("party"))
        answers = list(self.given_answers.select_related("question__entry"))
        question = Question.objects.filter(entry=self).first() or Question()
        return {
            **{name: getattr(self, name) for name in self.WORDS},
            **{name: getattr(question, name) for name in Question.FACTS},
            "speaks": [voice.party for voice in voices if voice.role == Voice.Role.SPEAKS],
            "concurs": [voice.party for voice in voices if voice.role == Voice.Role.CONCURS],
            "answers": [answer.question for answer in answers],
            "result": answers[0].result if answers else "",
            "actions": [action.facts() for action in self.actions.all()],
        }

    @transaction.atomic
    def describe(self, *, by, save_id: uuid.UUID, act=None, **facts) -> None:
        """Set what stands beside the text. Known facts, all optional:

        kind, speaker, decided_by, source, page (words); speaks, concurs (parties in order);
        title, asked_of, answer_due, answer_due_words (of a question); answers (questions), result
        (of an answer); actions (dicts with responsible, what, due, due_words; replaces what was
        there).
        """
        self.item.meeting.require_writable(self.item)
        if self._known(save_id):
            return
        was, position = kept(self.facts()), self.position_words()
        self._describe(**facts)
        now = kept(self.facts())
        self.note_position(position, by=by)
        became = {name: now[name] for name in facts if name in now}
        self._revise(
            Revision.Kind.DESCRIBED, by=by, save_id=save_id, act=act, facts=changed(was, became)
        )

    def _describe(self, **facts):
        given = [name for name in self.WORDS if name in facts]
        for name in given:
            setattr(self, name, facts[name])
        if given:
            self.save(update_fields=given)
        for role in ("speaks", "concurs"):
            if role in facts:
                self._voices(role, facts[role])
        if self.kind == self.Kind.QUESTION:
            asked = {name: facts[name] for name in Question.FACTS if name in facts}
            Question.objects.update_or_create(entry=self, defaults=asked)
        if "answers" in facts:
            self.given_answers.all().delete()
            result = facts.get("result") or Answer.Result.ANSWERED
            Answer.objects.bulk_create(
                Answer(entry=self, question=question, result=result)
                for question in facts["answers"]
            )
        if "actions" in facts:
            self.actions.all().delete()
            for action in facts["actions"]:
                self.actions.create(**action)

    def _voices(self, role, parties):
        self.voices.filter(role=role).delete()
        Voice.objects.bulk_create(
            Voice(entry=self, party=party, role=role, place=place)
            for place, party in enumerate(parties)
        )

    @transaction.atomic
    def describe_from(self, seen: int, *, by, save_id: uuid.UUID, act=None, **facts):
        """Describe from a form made of version `seen`; what somebody changed since then stays.

        Returns a list of what both have changed, of which nothing is stored.
        """
        self.item.meeting.require_writable(self.item)
        known = self._known(save_id)
        if known:  # the same form sent again: what is other in it now builds on what it stored
            seen, save_id = max(seen, known.version), uuid.uuid4()
        self.refresh_from_db(fields=self.WORDS)
        now = self.facts()
        write, clashes = sort_out(self, seen, facts, now)
        if any(now[name] != value for name, value in write.items()):
            self.describe(by=by, save_id=save_id, act=act, **write)
        return clashes

    @transaction.atomic
    def concur(self, parties, *, by, save_id) -> None:
        """The parties instämmer too, each once. Raises DomainError for whoever speaks herself."""
        self.item.meeting.require_writable(self.item)
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
        self.item.meeting.require_writable(self.item)
        standing = [action.facts() for action in self.actions.all()]
        self.describe(by=by, save_id=save_id, actions=[*standing, *actions])

    def position_words(self) -> str:
        """Who disagrees according to this row: what is told when that is changed afterwards."""
        if self.kind != self.Kind.DISAGREEMENT or self.deleted_at:
            return "Ingen oenighet"
        voices = self.voices.filter(role=Voice.Role.SPEAKS).select_related("party")
        return f"Oenig: {words.and_list(voice.party.name for voice in voices) or 'ingen angiven'}"

    def note_position(self, before: str, *, by) -> None:
        """Write down, after the meeting, that the row names others who disagree."""
        told = {"before": before, "after": self.position_words(), "item": self.item}
        LaterChange.note(self.item.meeting, "position", by=by, **told)
