"""A row of the minutes (stycke): its words, whose they are, and every change of them."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q

from .. import clock, document, words
from .adjuster import Adjuster
from .clash import sort_out
from .later_change import LaterChange
from .question import Answer, Question
from .revision import Revision, changed, kept
from .row_beside import Beside
from .row_joins import Joined
from .row_place import Placed
from .row_undo import Undoable


@dataclass(frozen=True)
class Saved:
    """The row's text is stored; `version` is the one to send with the next change."""

    version: int
    at: object


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the row first. Both texts are here; neither was thrown away.

    `base` is the text that mine was made from, or None for a version that never was.
    """

    mine: str
    theirs: str
    version: int
    by: str
    deleted: bool = False
    base: str | None = None


class EntryQuerySet(models.QuerySet):
    def standing(self):
        """Rows that have not been taken away."""
        return self.filter(deleted_at__isnull=True)

    def to_hang_on(self):
        """Rows that something may be said about, the last one first."""
        written = [kind for kind in Entry.WRITTEN if kind != Entry.Kind.SUBHEADING]
        return self.standing().filter(kind__in=written).order_by("-order", "-pk")

    def for_writer(self, user):
        """Each with `is_own`: whether this user added it."""
        added = Revision.objects.filter(entry=OuterRef("pk"), kind=Revision.Kind.ADDED, by=user)
        return self.annotate(is_own=Exists(added))

    def told_to(self, user):
        """With the row's item and meeting, and what the user is to them (see `Meeting.roles`).

        One query: a word is saved every few seconds.
        """
        group = OuterRef("item__meeting__group")
        serving = Adjuster.objects.serving().filter(attendee__user=user)
        return self.select_related("item__meeting__group").annotate(
            is_written=Exists(user.secretary_of.active().filter(group=group)),
            is_represented=Exists(user.mandates.active().filter(group=group)),
            is_adjusted=Exists(serving.filter(meeting=OuterRef("item__meeting"))),
        )


class Entry(Beside, Placed, Joined, Undoable, models.Model):
    class Kind(models.TextChoices):
        NOTE = "note", "Anteckning"
        QUESTION = "question", "Fråga"
        ANSWER = "answer", "Svar"
        DECISION = "decision", "Beslut"
        ACTION = "action", "Åtgärd"
        DISAGREEMENT = "disagreement", "Oenighet"
        ELECTION = "election", "Val"
        QUOTE = "quote", "Citat"
        SUBHEADING = "subheading", "Mellanrubrik"
        STATEMENT = "statement", "Protokollsanteckning"
        HAPPENING = "happening", "Händelse"

    class DecidedBy(models.TextChoices):
        EMPLOYER = "employer", "Arbetsgivaren"
        GROUP = "group", "Gruppen"

    # The kinds that a secretary chooses between: the others are made by the app or by a party.
    WRITTEN = tuple(kind for kind in Kind.values if kind not in ("statement", "happening"))
    WORDS = ("kind", "speaker", "decided_by", "source", "page")

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="entries")
    ref = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("slag", max_length=12, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField("text", blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    speaker = models.CharField("talare", max_length=120, blank=True)
    decided_by = models.CharField("beslut av", max_length=8, choices=DecidedBy.choices, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    page = models.CharField("sida", max_length=20, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "meetings.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "stycke"
        verbose_name_plural = "stycken"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["item", "order"], name="entry_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="entry_deletion_who_and_when",
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def meeting(self):
        return self.item.meeting

    def has_done(self, act) -> bool:
        """Whether this is an act that was done already."""
        return self.revisions.filter(act=act).exists()

    def began_as(self, text, typed="") -> bool:
        """Whether these were the words that the row was added with, or the line as it was typed."""
        same = Q(facts__typed=typed) if typed else Q(after=text)
        return self.revisions.filter(same, kind=Revision.Kind.ADDED).exists()

    # --- A saved word -----------------------------------------------------------------------

    def rewrite(
        self, text: str, *, base: int, save_id: uuid.UUID, by, act=None
    ) -> Saved | Conflict:
        """Store the row's new text, if nobody changed its words since version `base`.

        The same `save_id` again is the same save, however often it is sent. A row that was only
        moved, or got another sender, is no conflict. Raises WrongState when the text is locked.
        """
        try:
            with transaction.atomic():
                stored = self._rewrite(text, base, save_id, by, act)
                return stored or self._late(text, base, save_id, by, act)
        except IntegrityError:  # the save_id was stored between our two looks
            known = self._known(save_id)
            return known if self._stored(save_id, text) else self._conflict(text, base)

    def _rewrite(self, text, base, save_id, by, act):
        # The meeting's row is held so that no text can slip in while the minutes are frozen.
        self.item.meeting.require_writable()
        before, at = self.text, clock.now()
        unchanged = Entry.objects.standing().filter(pk=self.pk, version=base)
        if not unchanged.update(text=text, version=base + 1):
            return None
        self.text, self.version = text, base + 1
        Revision.objects.create(
            meeting_id=self.item.meeting_id,
            entry=self,
            kind=Revision.Kind.REWRITTEN,
            at=at,
            by=by,
            before=before,
            after=text,
            version=self.version,
            save_id=save_id,
            act=act or save_id,
        )
        return Saved(version=self.version, at=at)

    def _late(self, text, base, save_id, by, act):
        """The row is at another version: our own save again, a mere move, or somebody's words."""
        known = self._known(save_id)
        if known and self._stored(save_id, text):
            return known
        if known:  # the same form sent again with other words: they build on those that it stored
            base, save_id = max(base, known.version), uuid.uuid5(save_id, text)
            if self._stored(save_id, text):
                return self._known(save_id)
        self.refresh_from_db(fields=["text", "version", "deleted_at"])
        return self._met(base, text) or self._rewrite(text, self.version, save_id, by, act)

    def _met(self, base, text=None):
        """A Conflict, if the row is gone or its words have changed since version `base`."""
        since = self.revisions.filter(version__gt=base)
        if self.deleted_at or base > self.version or since.exclude(before=F("after")).exists():
            return self._conflict(text, base)
        return None

    def _known(self, save_id):
        mine = self.revisions.filter(save_id=save_id).first()
        return Saved(version=mine.version, at=mine.at) if mine else None

    def _stored(self, save_id, text):
        return self.revisions.filter(save_id=save_id, after=text).exists()

    def _text_at(self, version):
        """The words as they were then."""
        told = self.revisions.filter(version__lte=version).order_by("version").last()
        return told.after if told and version <= self.version else None

    def _conflict(self, text, base):
        was = self._text_at(base)
        now = Entry.objects.get(pk=self.pk)
        rewrites = now.revisions.exclude(before=F("after")).select_related("by")
        latest = (now.revisions if now.deleted_at else rewrites).order_by("version").last()
        return Conflict(
            mine=(was or "") if text is None else text,
            theirs=now.text,
            version=now.version,
            by=latest.by.name if latest else "",
            deleted=now.deleted_at is not None,
            base=was,
        )

    @transaction.atomic
    def bring_back(self, text: str, *, base: int, save_id: uuid.UUID, by) -> Saved | Conflict:
        """An earlier text, or words for a row that was taken away: the row stands with them."""
        self.item.meeting.require_writable()
        if self._stored(save_id, text):
            return self._known(save_id)
        self.restore(by=by, save_id=uuid.uuid5(save_id, "back"), act=save_id)
        return self.rewrite(text, base=base, save_id=save_id, by=by)

    # --- What else a row says ---------------------------------------------------------------

    @transaction.atomic
    def describe(self, *, by, save_id: uuid.UUID, act=None, **facts) -> None:
        """Set what stands beside the text. Known facts, all optional:

        kind, speaker, decided_by, source, page (words); speaks, concurs (parties in order);
        title, asked_of, answer_due, answer_due_words (of a question); answers (questions), result
        (of an answer); actions (dicts with responsible, what, due, due_words; replaces what was
        there).
        """
        self.item.meeting.require_writable()
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

    @transaction.atomic
    def describe_from(self, seen: int, *, by, save_id: uuid.UUID, act=None, **facts):
        """Describe from a form made of version `seen`; what somebody changed since then stays.

        Returns a list of what both have changed, of which nothing is stored.
        """
        self.item.meeting.require_writable()
        known = self._known(save_id)
        if known:  # the same form sent again: what is other in it now builds on what it stored
            seen, save_id = max(seen, known.version), uuid.uuid4()
        self.refresh_from_db(fields=self.WORDS)
        now = self.facts()
        write, clashes = sort_out(self, seen, facts, now)
        if any(now[name] != value for name, value in write.items()):
            self.describe(by=by, save_id=save_id, act=act, **write)
        return clashes

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

    # --- What it says -----------------------------------------------------------------------

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

    def value(self, *, speaks=(), concurs=(), answers=(), actions=()) -> document.Entry:
        """The row as the Document says it; wants `question` loaded.

        speaks, concurs: Parties of the Document; answers: pairs of the question's ref and result.
        """
        question = getattr(self, "question", None) if self.kind == self.Kind.QUESTION else None
        answers = answers if self.kind == self.Kind.ANSWER else ()
        return document.Entry(
            ref=str(self.ref),
            kind=self.kind,
            text=self.text,
            parties=tuple(speaks),
            concurs=tuple(concurs),
            speaker=self.speaker,
            decided_by=self.get_decided_by_display() if self.decided_by else "",
            title=question.title if question else "",
            asked_of=question.asked_of if question else "",
            answers=tuple(str(ref) for ref, _result in answers),
            result=answers[0][1] if answers else "",
            answer_due=question.answer_due if question else None,
            answer_due_words=question.answer_due_words if question else "",
            source=self.source,
            page=self.page,
            actions=tuple(action.value() for action in actions),
        )


class Voice(models.Model):
    """A party that speaks in a row, or concurs with it (instämmer), in the order it was named."""

    class Role(models.TextChoices):
        SPEAKS = "speaks", "har ordet"
        CONCURS = "concurs", "instämmer"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="voices")
    party = models.ForeignKey("meetings.Party", models.PROTECT, related_name="voices")
    role = models.CharField(max_length=8, choices=Role.choices)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "place"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "party", "role"], name="voice_once"),
        ]

    def __str__(self):
        return f"{self.party} {self.get_role_display()}"
