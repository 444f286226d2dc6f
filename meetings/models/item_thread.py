"""One matter through several meetings, for whoever may see them: live beside a text, not in it."""

from collections import defaultdict
from dataclasses import dataclass, field

from .agenda import AgendaItem
from .item_words import earlier_words
from .numbering import numbers_in
from .state import State


@dataclass(frozen=True)
class Told:
    """An item of another meeting, as it is named in this one."""

    item: AgendaItem
    number: str
    words: str


@dataclass
class Thread:
    earlier: list[Told] = field(default_factory=list)
    later: list[Told] = field(default_factory=list)


def threads_of(meeting, seen) -> dict[str, Thread]:
    """{ref of an item of the meeting: where else it was handled}, among the meetings `seen`.

    Two queries, and one for the numbers when there is something to tell.
    """
    seen = seen.exclude(state=State.CANCELLED).values("pk")
    items = AgendaItem.objects.standing()
    # (ref here, which way, the item there)
    rows = [
        (item.ref, "earlier", item.continues)
        for item in items.filter(meeting=meeting, continues__meeting__in=seen).with_earlier()
    ] + [
        (item.continues.ref, "later", item)
        for item in items.filter(continues__meeting=meeting, meeting__in=seen)
        .with_place()
        .select_related("continues")
        .order_by("meeting__day", "order")
    ]
    numbers = numbers_in({item.meeting_id for _ref, _way, item in rows}) if rows else {}
    threads: dict[str, Thread] = defaultdict(Thread)
    for ref, way, item in rows:
        number = numbers.get(item.pk, "")
        told = Told(item, number, earlier_words(item, number, of=meeting))
        getattr(threads[str(ref)], way).append(told)
    return dict(threads)
