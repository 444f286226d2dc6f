"""What the minutes say beside an item: where it was before, where it went, how a late one came."""

from collections import defaultdict

from .. import document, sentences, words
from .numbering import numbers_in
from .target import ItemTarget

CAME_LATE = "Tillkom på mötet."
ACCEPTED = "Parterna godtar att frågan tas upp."


def targets_in(meeting) -> dict[int, tuple[str, ...]]:
    """{key of an item: where it went}, in the order it was written; one query."""
    said = defaultdict(list)
    rows = ItemTarget.objects.filter(item__meeting=meeting).in_order()
    for target in rows:
        said[target.item_id].append(target.said(meeting))
    return {item: tuple(several) for item, several in said.items()}


def earlier_in(meeting, items) -> dict[int, str]:
    """{key of an item: where it was handled before}; one query when any was.

    Wants `continues__meeting__group` and `continues__section` loaded.
    """
    before = {item.pk: item.continues for item in items if item.continues_id}
    if not before:
        return {}
    numbers = numbers_in({earlier.meeting_id for earlier in before.values()})
    return {
        pk: earlier_words(earlier, numbers.get(earlier.pk, ""), of=meeting)
        for pk, earlier in before.items()
    }


def earlier_words(item, number="", *, of) -> str:
    """“information 16 januari i förvaltningsgruppen, punkt 7”, in the minutes of the meeting `of`.

    The group is told when it is another.
    """
    meeting = item.meeting
    heading = document.in_sentence(item.section.heading) if item.section else ""
    same_year = meeting.day.year == of.day.year
    day = words.day(meeting.day) if same_year else words.day_year(meeting.day)
    group = f"i {meeting.group.in_sentence}" if meeting.group_id != of.group_id else ""
    place = " ".join(part for part in (heading, day, group) if part)
    return f"{place}, punkt {number}" if number else place


def late_words(item, objecting) -> str:
    """“Tillkom på mötet. Kommunal godtar inte att frågan tas upp.” `objecting`: Parties."""
    if not item.is_late:
        return ""
    if objecting:
        names = words.and_list(
            party.name if place == 0 else party.in_sentence for place, party in enumerate(objecting)
        )
        return f"{CAME_LATE} {names} godtar inte att frågan tas upp."
    return f"{CAME_LATE} {ACCEPTED}" if item.late_accepted else CAME_LATE


def places_of(item, *, disagreeing=(), targets=(), board="") -> dict[str, str]:
    """What fills the places of a phrase about the item; see `sentences.PLACEHOLDERS`.

    `targets`: facts of ItemTargets that need not be stored yet.
    """
    meeting = item.meeting
    following = meeting.following()
    return {
        "rubrik": item.heading,
        "ansvarig": item.responsible,
        "datum": words.day(meeting.day),
        "nästa möte": words.day(following.day) if following else "",
        "parter": words.and_list(party.name for party in disagreeing),
        "nämnd": board or item.board,
        "mål": sentences.moved_to([ItemTarget(**fact).said(meeting) for fact in targets]),
    }
