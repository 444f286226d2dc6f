"""The rows of a meeting, read as a Document in a fixed number of queries."""

from collections import defaultdict

from django.conf import settings

from .. import document, words
from .entry import Entry

KIND_OF_GROUP = {
    "central": "central samverkansgrupp",
    "department": "förvaltningsgrupp",
    "local": "samverkansgrupp",
}


def document_of(meeting) -> document.Document:
    attendees = list(meeting.attendees.select_related("party"))
    adjusters = meeting.serving_adjusters()
    parties = [row.party for row in _parties(meeting)]
    return document.Document(
        name=meeting.document_name,
        title=meeting.title,
        group=meeting.group.name,
        kind_of_group=KIND_OF_GROUP[meeting.group.level],
        date=meeting.day,
        authority=settings.AUTHORITY_NAME,
        unit=meeting.group.unit,
        number=meeting.number_words,
        annex_to=meeting.annex_to,
        starts=meeting.starts,
        ends=_ended(meeting),
        place=meeting.place,
        chair=_named(a for a in attendees if a.chairs),
        secretary=_named(a for a in attendees if a.writes),
        layout=meeting.layout,
        adjusted=meeting.has_adjusters,
        signing_due=_wall(meeting.sign_by),
        parties=tuple(party.value() for party in parties),
        attendees=_attendees(attendees, adjusters),
        unrepresented=_unrepresented(attendees, parties),
        adjusters=tuple(adjuster.value() for adjuster in adjusters),
        sections=_sections(meeting),
    )


def _parties(meeting):
    rows = meeting.group.party_rows.select_related("party")
    return rows.order_by("-party__is_employer", "order")


def _wall(moment):
    return words.local(moment) if moment else None


def _ended(meeting):
    if meeting.ended_at:
        ended = words.local(meeting.ended_at)
        if ended.date() == meeting.day:
            return ended.time().replace(second=0, microsecond=0)
    return meeting.ends


def _named(people):
    return words.and_list(f"{a.name}, {a.title}" if a.title else a.name for a in people)


def _attendees(attendees, adjusters):
    """Those who were marked; a substitute who was never called in says nothing."""
    names = {a.pk: a.name for a in attendees}
    chosen = {adjuster.attendee_id for adjuster in adjusters}
    return tuple(
        attendee.value(names, adjusts=attendee.pk in chosen)
        for attendee in attendees
        if attendee.presence and not (attendee.is_substitute and not attendee.took_part)
    )


def _unrepresented(attendees, parties):
    there = {a.party_id for a in attendees if a.took_part}
    if not there:
        return ()
    return tuple(party.value() for party in parties if party.pk not in there)


def _sections(meeting):
    """Items in order under their headings, numbered 1, 2, 3 … through the whole document."""
    items = meeting.items.standing().prefetch_related("positions__party")
    entries = _entries(meeting)
    below = defaultdict(list)
    for item in items:
        below[item.parent_id].append(item)
    headings = list(meeting.sections.all())
    under = defaultdict(list)
    known = {section.pk for section in headings}
    for item in below[None]:
        under[item.section_id if item.section_id in known else None].append(item)
    number = iter(range(1, len(items) + 1))
    sections = []
    if under[None] or not headings:
        sections.append(
            document.Section(items=_numbered(meeting, under[None], below, entries, number))
        )
    for section in headings:
        sections.append(
            document.Section(
                heading=section.heading,
                empty_words=section.empty_words,
                items=_numbered(meeting, under[section.pk], below, entries, number),
            )
        )
    return tuple(sections)


def _numbered(meeting, items, below, entries, number):
    values = []
    for item in items:
        own = str(next(number))
        children = tuple(
            _item(meeting, child, f"{own}.{place}", entries)
            for place, child in enumerate(below[item.pk], 1)
        )
        values.append(_item(meeting, item, own, entries, children))
    return tuple(values)


def _item(meeting, item, number, entries, children=()):
    empty = meeting.empty_words
    return document.Item(
        ref=str(item.ref),
        number=number,
        heading=item.heading,
        responsible=item.responsible,
        legal_basis=tuple(
            words.legal(basis.strip(), meeting.legal_style)
            for basis in item.legal_basis.split(",")
            if basis.strip()
        ),
        case_number=item.case_number,
        board=item.board,
        board_date=item.board_date,
        outcome=item.outcome_value([p.party.value() for p in item.positions.all()]),
        moved_to=(item.moved_to,) if item.moved_to else (),
        is_round=item.is_round,
        empty_words=empty,
        entries=tuple(
            entry.value(empty if item.is_round else "")
            for entry in entries[item.pk]
            if entry.text or item.is_round
        ),
        children=children,
    )


def _entries(meeting):
    """Rows by item, in order."""
    rows = (
        Entry.objects.standing()
        .filter(item__meeting=meeting)
        .select_related("question")
        .prefetch_related("voices__party", "given_answers__question__entry", "actions")
        .order_by("order", "pk")
    )
    by_item = defaultdict(list)
    for row in rows:
        by_item[row.item_id].append(row)
    return by_item
