"""Taking back what was done to a row, one revision at a time; `undo` says in what order."""

from ..errors import DomainError
from .party import Party
from .question import Question
from .revision import Revision, changed, day_of, kept

Kind = Revision.Kind


class Undoable:
    """Each change back is a change of its own, with a revision that can itself be taken back."""

    def take_back(self, revision, *, by, save_id, act) -> None:
        """Undo the revision of this row; raise DomainError if somebody has gone on from it."""
        who = {"by": by, "save_id": save_id, "act": act}
        self.refresh_from_db(fields=["text", "version", "deleted_at", "item"])
        self.item.meeting = revision.meeting
        if self.kind == self.Kind.STATEMENT and revision.kind == Kind.DELETED:
            raise DomainError("Placera protokollsanteckningen på sidan Protokollsanteckningar.")
        if self.kind == self.Kind.HAPPENING:
            self.happening.entry = self
            self.happening.take_back(revision, **who)
        else:
            self.take_back_row(revision, who)

    def take_back_row(self, revision, who) -> None:
        """The row itself; the caller has read it anew."""
        TAKING_BACK[revision.kind](self, revision, who)

    def _take_back_words(self, revision, who):
        self._require_words(revision)
        if self.deleted_at:
            raise DomainError("Stycket är borttaget. Ta tillbaka det under Borttaget först.")
        self.rewrite(revision.before, base=self.version, **who)

    def _take_back_standing(self, revision, who):
        """It was added or brought back; it goes, unless there are other words in it now."""
        self._require_words(revision)
        self.delete_row(**who)

    def _take_back_deletion(self, revision, who):
        self.restore(**who)

    def _take_back_facts(self, revision, who):
        now = kept(self.facts())
        if any(now.get(name) != value for name, value in revision.became.items()):
            raise self._changed_since(revision)
        position = self.position_words()
        self._describe(**restored(revision.was))
        self._revise(Kind.DESCRIBED, facts=changed(revision.became, revision.was), **who)
        self.note_position(position, by=who["by"])

    def _take_back_move(self, revision, who):
        since = self.revisions.filter(kind=Kind.MOVED, version__gt=revision.version)
        if since.exclude(by=who["by"]).exists() or self.item_id != revision.became["item"]:
            raise self._changed_since(revision)
        item = revision.meeting.items.standing().filter(pk=revision.was["item"]).first()
        if item is None:
            raise DomainError("Punkten är borttagen. Ta tillbaka den under Borttaget först.")
        item.meeting = revision.meeting
        self._put(item, revision.was["after"], **who)

    def _require_words(self, revision):
        if self.text != revision.after:
            raise self._changed_since(revision)

    def _changed_since(self, revision):
        """The “no” that names whoever went on from the revision."""
        since = self.revisions.filter(version__gt=revision.version).select_related("by")
        latest = since.order_by("version").last()
        who = latest.by.name if latest and latest.by_id != revision.by_id else "Du"
        return DomainError(f"{who} har ändrat stycket sedan dess. Texten är som den är nu.")


TAKING_BACK = {
    Kind.ADDED: Undoable._take_back_standing,
    Kind.RESTORED: Undoable._take_back_standing,
    Kind.DELETED: Undoable._take_back_deletion,
    Kind.REWRITTEN: Undoable._take_back_words,
    Kind.SPLIT: Undoable._take_back_words,
    Kind.MERGED: Undoable._take_back_words,
    Kind.DESCRIBED: Undoable._take_back_facts,
    Kind.MOVED: Undoable._take_back_move,
}


def restored(was: dict) -> dict:
    """Facts as `Entry.describe` takes them, from what a revision kept."""
    facts = dict(was)
    for role in ("speaks", "concurs"):
        if role in facts:
            parties = Party.objects.in_bulk(facts[role])
            facts[role] = [parties[key] for key in facts[role]]
    if "answers" in facts:
        facts["answers"] = list(Question.objects.filter(pk__in=facts["answers"]).order_by("pk"))
    if "answer_due" in facts:
        facts["answer_due"] = day_of(facts["answer_due"])
    if "actions" in facts:
        facts["actions"] = [{**one, "due": day_of(one["due"])} for one in facts["actions"]]
    return facts
