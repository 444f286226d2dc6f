"""The rows of a meeting, read as a Document in a fixed number of queries.

People write on the same reading: a `Draft` is the Document with what only the writer needs beside
it, from the same queries.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import time

from django.conf import settings
from django.db.models import CharField, F, OuterRef, Subquery, Value

from .. import document, words
from .action import Action
from .agenda import AgendaItem, MeetingSection, Position
from .attachment import Attachment
from .attendee import Attendee
from .entry import Entry
from .group import GroupParty
from .happening import Happening
from .item_words import earlier_in, late_words, targets_in
from .party import Party
from .question import Answer, Question
from .roll import Roll
from .settled import Settled, renumbered, settled_in
from .sitting import Sitting
from .target import Objection
from .voice import Voice

KIND_OF_GROUP = {
    "central": "central samverkansgrupp",
    "department": "förvaltningsgrupp",
    "local": "samverkansgrupp",
}

ANSWERS = "answers"  # beside the roles of a Voice

# What happened in the room, of the rows that tell of it.
HAPPENED = ("happening__attendee", "happening__party", "happening__sitting")
STATED = "placement__statement__answers"


@dataclass(frozen=True)
class Draft:
    """A meeting while it is written: its Document, rows without words included.

    Joined by `ref` with what the Document does not say: the rows and items themselves.
    """

    document: document.Document
    items: dict[str, AgendaItem]
    entries: dict[str, Entry]
    parties: list[Party]
    attendees: list[Attendee]
    sections: list[MeetingSection]
    attachments: list[Attachment]
    sittings: list[Sitting]
    happenings: dict[int, Happening]  # by the key of its row; also of rows that were taken away

    def in_room(self) -> list[Attendee]:
        """The attendees of the current sitting."""
        begun = [sitting.pk for sitting in self.sittings if sitting.began_at]
        now = begun[-1] if begun else None
        return [someone for someone in self.attendees if someone.sitting_id == now]

    def removed_items(self) -> list[AgendaItem]:
        """Taken off the agenda, the latest first."""
        return _latest_removed(self.items)

    def removed_entries(self) -> list[Entry]:
        """Taken away from items that still stand, the latest first; a party's own has its page."""
        return [
            entry
            for entry in _latest_removed(self.entries)
            if not (entry.item.deleted_at or hasattr(entry, "placement"))
        ]


def _latest_removed(rows):
    removed = [row for row in rows.values() if row.deleted_at]
    return sorted(removed, key=lambda row: row.deleted_at, reverse=True)


def parties_of(meeting) -> list[Party]:
    """The parties of the meeting's group, in their order."""
    return [party for party in _parties(meeting) if party.place is not None]


def document_of(meeting) -> document.Document:
    return _document(meeting, _Rows.of(meeting), _says_something)


def draft_of(meeting) -> Draft:
    rows = _Rows.of(meeting)
    return Draft(
        document=_document(meeting, rows, lambda entry, item: True),
        items={str(item.ref): item for item in rows.items},
        entries={str(entry.ref): entry for entry in rows.all_entries},
        parties=[rows.parties[pk] for pk in rows.in_group],
        attendees=rows.attendees,
        sections=rows.sections,
        attachments=rows.all_attachments,
        sittings=rows.sittings,
        happenings=rows.happenings,
    )


def _says_something(entry, item):
    return bool(entry.text or entry.actions or entry.answers or item.is_round)


# --- Fetched -----------------------------------------------------------------------------------


@dataclass
class _Rows:
    """Everything of a meeting, each table once."""

    attendees: list
    parties: dict[int, Party]
    in_group: list[int]
    said: dict[int, document.Party]
    sections: list
    items: list
    all_entries: list
    all_attachments: list
    earlier: dict[int, str]
    targets: dict[int, tuple[str, ...]]
    parts: dict[int, Settled] = field(default_factory=dict)
    sittings: list = field(default_factory=list)
    happenings: dict[int, Happening] = field(default_factory=dict)
    entries: dict[int, list] = field(default_factory=lambda: defaultdict(list))
    voices: dict = field(default_factory=lambda: defaultdict(list))
    answers: dict[int, list] = field(default_factory=lambda: defaultdict(list))
    actions: dict[int, list] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, meeting):
        parties = {party.pk: party for party in _parties(meeting)}
        items = list(
            meeting.items.select_related(
                *("deleted_by", "continues__meeting__group", "continues__section")
            )
        )
        own = {item.pk: item for item in items}
        rows = cls(
            attendees=list(meeting.attendees.telling_adjusters()),
            parties=parties,
            in_group=[pk for pk, party in parties.items() if party.place is not None],
            said={pk: party.value() for pk, party in parties.items()},
            sections=list(meeting.sections.all()),
            items=items,
            all_entries=list(
                Entry.objects.filter(item__meeting=meeting)
                .select_related("question", "deleted_by", STATED, *HAPPENED)
                .order_by("order", "pk")
            ),
            all_attachments=list(meeting.attachments.select_related("file__stored")),
            earlier=earlier_in(meeting, items),
            targets=targets_in(meeting) if any(item.is_moved for item in items) else {},
            parts=settled_in(items),
        )
        rows._gather_happenings()
        for entry in rows.all_entries:
            entry.item = own[entry.item_id]
            if not entry.deleted_at:
                rows.entries[entry.item_id].append(entry)
        rows._gather(meeting)
        return rows

    def attached_to(self, item_pk) -> tuple[document.Attachment, ...]:
        """What hangs on the item, or on the meeting itself (None)."""
        standing = (one for one in self.all_attachments if not one.deleted_at)
        return tuple(one.value() for one in standing if one.item_id == item_pk)

    def roll(self, meeting, numbers) -> Roll:
        standing = [h for h in self.happenings.values() if h.is_standing]
        told = {"numbers": numbers, "said": self.said, "in_group": self.in_group}
        return Roll(meeting, self.attendees, self.sittings, standing, **told)

    def _gather_happenings(self):
        """They come with their rows; a further day comes with the adjournment to it."""
        happened = [entry.happening for entry in self.all_entries if hasattr(entry, "happening")]
        self.happenings = {one.entry_id: one for one in sorted(happened, key=_in_order)}
        days = [one.sitting for one in happened if one.sitting and not one.sitting.called_off_at]
        self.sittings = sorted(days, key=lambda sitting: (sitting.day, sitting.starts, sitting.pk))

    def _gather(self, meeting):
        questions = [entry.question for entry in self.all_entries if hasattr(entry, "question")]
        asked = {question.pk: question.entry.ref for question in questions}
        voices = list(_voices(meeting))
        asked |= _asked_before(
            {key for _row, key, role, _place, _result in voices if role == ANSWERS} - asked.keys()
        )
        for row, key, role, _place, result in voices:
            if role == ANSWERS:
                self.answers[row].append((asked[key], result))
            else:
                self.voices[row, role].append(self.said[key])
        for action in Action.objects.filter(entry__item__meeting=meeting):
            self.actions[action.entry_id].append(action)


def _parties(meeting):
    """All parties, the employer first, then in the group's order; `place` is None outside it."""
    order = GroupParty.objects.filter(group=meeting.group_id, party=OuterRef("pk")).values("order")
    return Party.objects.annotate(place=Subquery(order)).order_by("-is_employer", "place", "order")


def _in_order(happening):
    """People's hours as they came, each day."""
    day = happening.attendee.sitting_id if happening.attendee else None
    return (day or 0, happening.at or time.min, happening.pk)


def _asked_before(keys):
    """The refs of questions of earlier meetings that are answered here; no query without any."""
    return (
        dict(Question.objects.filter(pk__in=keys).values_list("pk", "entry__ref")) if keys else {}
    )


def _voices(meeting):
    """(row, whose, role, place, result): who speaks and concurs in rows, what they answer, and who
    disagrees or objects in items. One query; of an answer `whose` is the key of its question.
    """
    here, nothing = {"entry__item__meeting": meeting}, Value("", CharField())
    spoken = Voice.objects.filter(**here)
    told = spoken.order_by().values_list("entry", "party", "role", "place", nothing)
    answers = Answer.objects.filter(**here).values_list(
        "entry", "question", Value(ANSWERS, CharField()), F("pk"), "result"
    )
    of_items = [
        rows.filter(item__meeting=meeting).values_list(
            "item", "party", Value(role, CharField()), F("party__order"), nothing
        )
        for rows, role in ((Position.objects, "disagrees"), (Objection.objects, "objects"))
    ]
    others = [rows.order_by() for rows in (answers, *of_items)]
    return told.union(*others, all=True).order_by("place")


# --- Said --------------------------------------------------------------------------------------


def _document(meeting, rows, belongs):
    """`belongs(entry value, item)` says which rows are part of it."""
    sections = _Sections(meeting, rows, belongs)
    parties = [rows.parties[pk] for pk in rows.in_group]
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
        place=meeting.place,
        layout=meeting.layout,
        adjusted=meeting.has_adjusters,
        comments_due=_wall(meeting.comments_by),
        signing_due=_wall(meeting.sign_by),
        parties=tuple(rows.said[party.pk] for party in parties),
        attachments=rows.attached_to(None),
        sections=sections.values(),
        **rows.roll(meeting, sections.numbers).fields(),
    )


def _wall(moment):
    return words.local(moment) if moment else None


class _Sections:
    """Items in order under their headings, numbered 1, 2, 3 … through the whole document."""

    def __init__(self, meeting, rows, belongs):
        self.meeting, self.rows, self.belongs = meeting, rows, belongs
        self.below = defaultdict(list)
        for item in rows.items:
            if not item.deleted_at:
                self.below[item.parent_id].append(item)
        self.under = defaultdict(list)
        known = {section.pk for section in rows.sections}
        for item in self.below[None]:
            self.under[item.section_id if item.section_id in known else None].append(item)
        self.numbers = self._numbers()

    def _numbers(self) -> dict[int, str]:
        """What each item is called, by its key in reading order."""
        numbers = {}
        headings = (None, *(section.pk for section in self.rows.sections))
        tops = [item for heading in headings for item in self.under[heading]]
        for count, item in enumerate(tops, 1):
            numbers[item.pk] = str(count)
            for place, child in enumerate(self.below[item.pk], 1):
                numbers[child.pk] = f"{count}.{place}"
        return numbers

    def values(self):
        sections = []
        if self.under[None] or not self.rows.sections:
            sections.append(document.Section(items=self._items(self.under[None])))
        for section in self.rows.sections:
            sections.append(
                document.Section(
                    heading=section.heading,
                    empty_words=section.empty_words,
                    items=self._items(self.under[section.pk]),
                )
            )
        return tuple(sections)

    def _items(self, items):
        return tuple(
            self._settled(item) or self._item(item, self._items(self.below[item.pk]))
            for item in items
        )

    def _settled(self, item):
        """What was certified at once, as it was certified, whatever became of the rows since."""
        part = self.rows.parts.get(item.locked_in_id)
        if part is None:
            return None
        said, number = part.said.item(str(item.ref)), self.numbers[item.pk]
        return renumbered(said, number, settled=part.words(said.number, number))

    def _item(self, item, children=()):
        return document.Item(
            ref=str(item.ref),
            number=self.numbers[item.pk],
            heading=item.heading,
            responsible=item.responsible,
            legal_basis=tuple(
                words.legal(basis.strip(), self.meeting.legal_style)
                for basis in item.legal_basis.split(",")
                if basis.strip()
            ),
            case_number=item.case_number,
            board=item.board,
            board_date=item.board_date,
            outcome=item.outcome_value(self.rows.voices[item.pk, "disagrees"]),
            earlier=self.rows.earlier.get(item.pk, ""),
            late=late_words(item, self.rows.voices[item.pk, "objects"]),
            moved_to=self.rows.targets.get(item.pk, ()),
            is_round=item.is_round,
            empty_words=self.meeting.empty_words,
            entries=self._entries(item),
            attachments=self.rows.attached_to(item.pk),
            children=children,
        )

    def _entries(self, item):
        values = (self._entry(entry) for entry in self.rows.entries[item.pk])
        return tuple(entry for entry in values if self.belongs(entry, item))

    def _entry(self, entry):
        rows = self.rows
        value = entry.value(
            speaks=rows.voices[entry.pk, Voice.Role.SPEAKS],
            concurs=rows.voices[entry.pk, Voice.Role.CONCURS],
            answers=rows.answers[entry.pk],
            actions=rows.actions[entry.pk],
        )
        if hasattr(entry, "placement"):
            return replace(value, **entry.placement.statement.said(rows.said))
        happening = rows.happenings.get(entry.pk)
        return replace(value, text=happening.sentence(self.numbers)) if happening else value
