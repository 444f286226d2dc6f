"""Taking back what was done to an item of the agenda; see `row_undo`."""

from ..errors import DomainError
from .party import Party
from .revision import Revision, day_of, kept

Kind = Revision.Kind


class Undoable:
    def take_back(self, revision, *, by, save_id, act) -> None:
        """Undo the revision of this item; raise DomainError if somebody has gone on from it."""
        who = {"by": by, "save_id": save_id, "act": act}
        self.refresh_from_db()
        self.meeting = revision.meeting
        TAKING_BACK[revision.kind](self, revision, who)

    def _take_back_facts(self, revision, who):
        now = kept({name: getattr(self, name) for name in revision.became})
        self._require_same(now, revision)
        facts = dict(revision.was)
        if "continues" in facts:
            facts["continues"] = type(self).objects.filter(pk=facts["continues"]).first()
        if "objecting" in facts:
            facts["objecting"] = _parties(facts["objecting"])
        if "board_date" in facts:
            facts["board_date"] = day_of(facts["board_date"])
        self.describe(**facts, **who)

    def _take_back_outcome(self, revision, who):
        told = self.outcome_facts()
        self._require_same(kept(told), revision)
        told |= revision.was
        if "disagreeing" in revision.was:
            told["disagreeing"] = _parties(revision.was["disagreeing"])
        if "targets" in revision.was:
            told["targets"] = [
                {**fact, "day": day_of(fact["day"])} for fact in revision.was["targets"]
            ]
        self.set_outcome(told.pop("outcome"), **told, **who)

    def _take_back_move(self, revision, who):
        since = self.revisions.filter(kind=Kind.MOVED, version__gt=revision.version)
        if since.exclude(by=who["by"]).exists():
            raise self._changed_since(revision)
        was = revision.was
        self._put(was["after"], section_id=was["section"], parent_id=was["parent"], **who)

    def _take_back_standing(self, revision, who):
        """It was added or put back; it goes with its rows, unless others wrote in it."""
        theirs = Revision.objects.filter(entry__item=self, entry__deleted_at=None)
        if theirs.filter(pk__gt=revision.pk).exclude(by=who["by"]).exists():
            raise DomainError("Andra har skrivit i punkten sedan dess. Den är kvar.")
        self.take_off(**who)

    def _take_back_removal(self, revision, who):
        self.put_back(**who)

    def _require_same(self, now, revision):
        if any(now.get(name) != value for name, value in revision.became.items()):
            raise self._changed_since(revision)

    def _changed_since(self, revision):
        since = self.revisions.filter(version__gt=revision.version).select_related("by")
        latest = since.order_by("version").last()
        who = latest.by.name if latest and latest.by_id != revision.by_id else "Du"
        return DomainError(f"{who} har ändrat punkten sedan dess. Den är som den är nu.")


def _parties(keys):
    parties = Party.objects.in_bulk(keys)
    return [parties[key] for key in keys]


TAKING_BACK = {
    Kind.ADDED: Undoable._take_back_standing,
    Kind.RESTORED: Undoable._take_back_standing,
    Kind.DELETED: Undoable._take_back_removal,
    Kind.DESCRIBED: Undoable._take_back_facts,
    Kind.CONCLUDED: Undoable._take_back_outcome,
    Kind.MOVED: Undoable._take_back_move,
}
