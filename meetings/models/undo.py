"""Ångra and Gör om: what a writer did last on the desk, taken back as one act."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from ..errors import DomainError
from .revision import Revision

Kind = Revision.Kind

# How far back a writer can go without a pause for thought.
MOST = 100

OF_ROW = {
    Kind.ADDED: "Stycket tillagt",
    Kind.REWRITTEN: "Texten ändrad",
    Kind.DESCRIBED: "Stycket ändrat",
    Kind.MOVED: "Stycket flyttat",
    Kind.DELETED: "Stycket borttaget",
    Kind.RESTORED: "Stycket tillbaka",
    Kind.SPLIT: "Stycket delat",
    Kind.MERGED: "Styckena ihopslagna",
}
OF_ITEM = {
    Kind.ADDED: "Punkten tillagd",
    Kind.DESCRIBED: "Punkten ändrad",
    Kind.CONCLUDED: "Utfallet ändrat",
    Kind.MOVED: "Punkten flyttad",
    Kind.DELETED: "Punkten borttagen",
    Kind.RESTORED: "Punkten tillbaka",
}


@dataclass(frozen=True)
class Act:
    """What can be taken back: its key, its words, and the item that it happened in."""

    key: uuid.UUID
    words: str
    item: int


@dataclass(frozen=True)
class Offer:
    """What the writer may undo (`back`) and do again (`again`), each an Act or None."""

    back: Act | None = None
    again: Act | None = None


def offer(meeting, user) -> Offer:
    """One query: it stands on every answer of the desk."""
    latest = list(
        Revision.objects.filter(meeting=meeting, by=user)
        .exclude(kind=Kind.ADDED, item=None, after="")  # the fields of a runda
        .order_by("-pk")
        .values("act", "kind", "entry_id", "entry__item", "item", "is_undo", "undone_by")[:MOST]
    )
    undone = {row["act"]: row for row in reversed(latest) if row["is_undo"]}
    back = next((r for r in latest if not r["is_undo"] and not r["undone_by"]), None)
    return Offer(_act(back, latest), _again(latest, undone))


def _again(latest, undone):
    """The last undo, until something else is done."""
    redone = {row["undone_by"] for row in undone.values()}
    for row in latest:
        if row["is_undo"] and not row["undone_by"]:
            first = next((r for r in reversed(latest) if r["undone_by"] == row["act"]), row)
            told = _act(first, latest)
            return Act(row["act"], told.words, told.item)
        if not row["is_undo"] and row["act"] not in redone:
            return None
    return None


def _act(row, latest):
    if row is None:
        return None
    whole = [one for one in latest if one["act"] == row["act"]]
    words = _told([(one["kind"], one["entry_id"] is not None) for one in whole])
    return Act(row["act"], words, row["item"] or row["entry__item"])


def _told(changes):
    """The words of an act: those of its first change, or how many rows it added."""
    kind, is_row = changes[-1]
    if kind == Kind.ADDED and is_row and len(changes) > 1:
        return f"{len(changes)} stycken tillagda"
    return (OF_ROW if is_row else OF_ITEM)[kind]


@dataclass(frozen=True)
class Undone:
    """What was taken back, in words, and the change that it made last of all."""

    words: str
    revision: Revision


@transaction.atomic
def take_back(meeting, act: uuid.UUID, *, by) -> Undone:
    """Undo all that one act of the writer's own changed, newest first; or do an undone one again.

    The same act again is the same undo. Raises DomainError when somebody has gone on from it.
    """
    meeting.require_writable()
    undoing = uuid.uuid5(act, "undo")
    mine = Revision.objects.filter(meeting=meeting, by=by).order_by("-pk")
    done = list(mine.filter(act=act).select_related("item", "entry__item"))
    if not mine.filter(act=undoing).exists():
        meeting.require_open_items(one.item_id or one.entry.item_id for one in done)
        if not done or any(revision.undone_by for revision in done):
            raise DomainError("Det är redan ångrat.")
        for revision in done:
            _take_back_one(meeting, revision, undoing, by)
        mine.filter(act=undoing).update(is_undo=not done[0].is_undo)
    return _undone(done, mine.filter(act=undoing).select_related("item", "entry__item"))


def _undone(done, made):
    if not done[0].is_undo:
        return Undone(f"Ångrat: {_words(done).lower()}", made.first())
    first = Revision.objects.filter(undone_by=done[0].act).order_by("pk")
    return Undone(f"Gjort om: {_words(list(first)[::-1]).lower()}", made.first())


def _words(revisions):
    """Of an act, its changes newest first."""
    return _told([(one.kind, one.entry_id is not None) for one in revisions])


def _take_back_one(meeting, revision, undoing, by):
    revision.meeting = meeting
    revisions = [revision]
    if revision.kind == Kind.REWRITTEN:
        revisions = _typed_together(revision)
        revision.before = revisions[-1].before
    subject = revision.entry or revision.item
    subject.take_back(revision, by=by, save_id=uuid.uuid5(revision.save_id, "undo"), act=undoing)
    Revision.objects.filter(pk__in=[one.pk for one in revisions]).update(undone_by=undoing)


def _typed_together(last) -> list[Revision]:
    """The saves in a row of which this is the last: what was typed is one change, not ten."""
    together = [last]
    earlier = last.entry.revisions.filter(version__lt=last.version).order_by("-version")
    for revision in earlier.iterator(chunk_size=20):
        if not revision.goes_on_in(together[-1]):
            break
        together.append(revision)
    return together
