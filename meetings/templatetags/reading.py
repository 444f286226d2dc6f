"""How the parts of a Document are gathered for the eye, for the partials of templates/documents/.

Nothing here adds a fact: it only puts words that the Document holds beside each other.
"""

import re
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import mark_safe

from meetings import sentences, words
from meetings.document import (
    Action,
    Attachment,
    Attendee,
    Document,
    Entry,
    Item,
    Party,
    Sitting,
)

register = template.Library()

# The class of a row's .blk and the icon beside its word on screen.
LOOKS = {
    "question": ("ask", "ask"),
    "answer": ("svar", ""),
    "decision": ("dec", "dec"),
    "action": ("act", "act"),
    "disagreement": ("dis", "dis"),
    "election": ("election", "people"),
    "quote": ("cit", ""),
    "statement": ("pa", "note"),
    "opinion": ("pa", "note"),
    "happening": ("hap", "clock"),
}


DATE = re.compile(rf"\d{{1,2}} (?:{'|'.join(words.MONTHS)})(?: \d{{4}})?")


LINK = re.compile(r'<a href="(?P<href>[^"]*)"[^>]*>(?P<name>.*?)</a>')
LONG_NAME = re.compile(r"(?<=\w{8})(?=förbund|anteckning)")


# --- Attendance --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    role: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Those who stand under one heading in the list of attendance."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the meeting with those who were there; a meeting of one day needs no heading."""

    heading: str
    gatherings: list[Gathering]


@register.filter
def days(document: Document) -> list[Day]:
    found = [
        Day(day_words(sitting), _gatherings(document, sitting.attendees, sitting.unrepresented))
        for sitting in document.sittings
    ]
    return found or [Day("", attendance(document))]


@register.filter
def attendance(document: Document) -> list[Gathering]:
    return _gatherings(document, document.attendees, document.unrepresented)


@register.filter
def day_words(sitting: Sitting) -> str:
    """“Tisdag 13 februari 2024 kl. 13.00–14.10, Rum Linden”."""
    hours = [words.clock_time(hour) for hour in (sitting.starts, sitting.ends) if hour]
    day = words.day_long(sitting.date) + (f" kl. {'–'.join(hours)}" if sitting.starts else "")
    return _sentence_case(_listed([day, sitting.place]))


def _gatherings(
    document: Document, attendees: tuple[Attendee, ...], unrepresented: tuple[Party, ...]
) -> list[Gathering]:
    """Employer, unions in the group's order, guests, the writer; then who was missing."""
    here = [someone for someone in attendees if someone.took_part]
    order = {party.name: place for place, party in enumerate(document.parties)}
    unions = sorted(
        (a for a in here if a.party and not a.party.employer),
        key=lambda a: order.get(a.party.name, len(order)),
    )
    employer = [a for a in here if a.party and a.party.employer]
    named = employer[0].party.name if employer else "Arbetsgivaren"
    gatherings = [
        (named, employer),
        ("De fackliga organisationerna", unions),
        ("Gäster", [a for a in here if a.is_guest]),
        ("Vid protokollet", [a for a in here if a.party is None and a.writes]),
        ("Förhinder", [a for a in attendees if a.presence == "excused"]),
        ("Frånvarande", [a for a in attendees if a.presence == "absent"]),
    ]
    found = [Gathering(head, tuple(map(_row, who))) for head, who in gatherings if who]
    if unrepresented:
        rows = tuple(Row(party.name) for party in unrepresented)
        found.append(Gathering("Utan företrädare på mötet", rows))
    return found


def _row(someone: Attendee) -> Row:
    party = someone.party
    # Under its own heading the employer's name is said already.
    named = party and not (party.employer and someone.took_part)
    role = [
        party.name if party and named else "",
        someone.organisation,
        someone.title,
        "ordförande" if someone.chairs and "ordförande" not in someone.title else "",
        "sekreterare" if someone.writes and "sekreterare" not in someone.title else "",
        f"ersätter {someone.serves_for}" if someone.serves_for else "",
    ]
    task = [
        "vald till justerare" if someone.adjusts else "",
        "på distans" if someone.presence == "remote" else "",
        someone.hours or _hours(someone),
        f"ej {someone.away}" if someone.away else "",
    ]
    return Row(someone.name, _listed(role), _sentence_case(_listed(task)))


def _hours(someone: Attendee) -> str:
    return _listed(
        [
            f"kom {words.clock_time(someone.came)}" if someone.came else "",
            f"gick {words.clock_time(someone.left)}" if someone.left else "",
        ]
    )


@register.filter
def attendance_in_short(document: Document) -> str:
    """“9 för arbetsgivaren, 7 för de fackliga organisationerna. Förhinder: Ledarna.”"""
    here = document.present
    employer = sum(1 for a in here if a.party and a.party.employer)
    unions = sum(1 for a in here if a.party and not a.party.employer)
    guests = sum(1 for a in here if a.is_guest)
    counted = [
        f"{employer} för arbetsgivaren" if employer else "",
        f"{unions} för de fackliga organisationerna" if unions else "",
        words.count(guests, "gäst,gäster") if guests else "",
    ]
    sentences = [_listed(counted)]
    excused = [a.name for a in document.attendees if a.presence == "excused"]
    if excused:
        sentences.append("Förhinder: " + words.and_list(excused))
    if document.unrepresented:
        names = words.and_list(party.name for party in document.unrepresented)
        sentences.append("Ingen på plats för " + names)
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


@register.filter
def adjuster_words(document: Document) -> str:
    """“Lars Wennberg (arbetsgivaren) och Mimmi Petrini (Vision)”."""
    return words.and_list(
        f"{a.name} ({a.party.in_sentence})"
        if a.attended
        else f"{_listed([a.name, a.title])} ({a.party.in_sentence}, deltog inte i mötet)"
        for a in document.adjusters
    )


@register.filter
def whole_dates(text: str) -> str:
    """“13 februari 2024” never parted by the end of a line."""
    return DATE.sub(lambda found: found[0].replace(" ", words.NO_BREAK), text)


@register.filter
def hyphenable(name: str) -> str:
    """A long word of the margin with its place to part: “Akademiker-förbundet”."""
    return LONG_NAME.sub("\u00ad", name)


@register.filter
def group_words(document: Document) -> str:
    return _listed([document.group, document.unit, document.authority])


# --- Rows --------------------------------------------------------------------------------------


@register.filter
def blk(entry: Entry) -> str:
    return LOOKS.get(entry.kind, ("", ""))[0]


@register.filter
def blk_icon(entry: Entry) -> str:
    return LOOKS.get(entry.kind, ("", ""))[1]


@register.simple_tag
def kind_words(document: Document | None, item: Item | None, entry: Entry) -> str:
    """“Fråga 2” where an item has several questions, “Svar på fråga 2” for what answers it."""
    if entry.kind == "question" and item is not None and (number := _number(item, entry.ref)):
        return f"{entry.kind_word} {number}"
    if entry.answers and item is not None and entry.kind != "statement":
        answered = _answered(document, item, entry)
        return f"{entry.kind_word or 'Svar'} på fråga {answered}" if answered else entry.kind_word
    return entry.kind_word


def _number(item: Item, ref: str) -> int:
    """Which question of the item it is; 0 when it is none, or the only one."""
    refs = [question.ref for question in item.questions]
    return refs.index(ref) + 1 if ref in refs and len(refs) > 1 else 0


def _answered(document: Document | None, item: Item, entry: Entry) -> str:
    """“1 och 2”, “3 i punkt 7”; nothing when the item has only this one question."""
    named = [str(number) for ref in entry.answers if (number := _number(item, ref))]
    here = {question.ref for question in item.questions}
    for other in document.items() if document else ():
        for ref in entry.answers:
            if ref not in here and any(ref == question.ref for question in other.questions):
                number = _number(other, ref)
                named.append(f"{number or ''} i punkt {other.number}".strip())
    return words.and_list(named) if named else ""


@register.simple_tag
def answering(document: Document | None, statement: Entry) -> str:
    """“svar på Kommunals”, of a statement, while what it answers stands in the minutes."""
    answered = [
        words.genitive(party.name)
        for item in (document.items() if document else ())
        for entry in item.entries
        for party in entry.parties
        if statement.kind == entry.kind == "statement" and entry.ref in statement.answers
    ]
    return f"svar på {words.and_list(answered)}" if answered else ""


@register.filter
def shows_title(entry: Entry) -> bool:
    """A question's short title is printed unless its own words already begin with it."""
    return bool(entry.title) and not entry.text.startswith(entry.title.rstrip(".… "))


@register.filter
def answer_stands(entry: Entry) -> str:
    """What an answer leaves: “Frågan är öppen till 12 mars”."""
    when = entry.answer_due_words
    if entry.answer_due:
        when = f"{when}, {words.day(entry.answer_due)}" if when else words.day(entry.answer_due)
    if entry.result in ("partly", "returns"):
        return f"Frågan är öppen till {when}" if when else "Frågan är öppen"
    return f"Svar till {when}" if when else ""


@register.filter(is_safe=True)
def with_addresses(html: str) -> str:
    """On paper nobody can press a link: the address stands behind its name."""

    def spelled(link: re.Match[str]) -> str:
        return link[0] if link["name"] == link["href"] else f"{link[0]} ({link['href']})"

    return mark_safe(LINK.sub(spelled, html))  # noqa: S308, the marks filter escaped it


@register.filter
def page_words(page: str) -> str:
    """“sid 20” for a bare number, otherwise as it was written."""
    return f"sid {page}" if page[:1].isdigit() else page


# --- Actions and outcomes ----------------------------------------------------------------------


@register.filter
def action_when(action: Action) -> str:
    """“1 mars”, or the words that were used when no day was named."""
    day = words.day(action.due) if action.due else ""
    return _listed([action.due_words, day])


@register.filter
def action_words(action: Action) -> str:
    """“Ylva Sandrén, 1 mars”; what is to be done stands first when the row does not say it."""
    who = _listed([action.responsible, action_when(action)])
    return ": ".join(part for part in (action.what, who) if part)


@dataclass(frozen=True, slots=True)
class Promise:
    """An action with the item that it hangs on."""

    action: Action
    item: Item

    @property
    def what(self) -> str:
        return self.action.what or f"Se {self.item.noted}"


@register.filter
def actions(document: Document) -> list[Promise]:
    """Every action of the document in reading order."""
    return [
        Promise(action, item)
        for item in document.items()
        for entry in item.entries
        for action in entry.actions
    ]


@register.filter
def outcome_facts(item: Item) -> list[str]:
    """What stands under an outcome's words: who disagrees, when samverkan ended, where it went."""
    outcome = item.outcome
    moved = f"Flyttas {sentences.moved_to(item.moved_to)}" if item.moved_to else ""
    if outcome is None:
        return [moved] if moved else []
    unnamed = [p.name for p in outcome.disagreeing if p.name not in outcome.words]
    facts = [
        f"Oeniga: {words.and_list(unnamed)}" if unnamed else "",
        f"Avslutades {outcome.concluded}" if outcome.concluded else "",
        moved,
    ]
    return [fact for fact in facts if fact]


@register.simple_tag(takes_context=True)
def thread_of(context: dict[str, Any], item: Item) -> dict[str, list[tuple[str, str]]]:
    """Links to where else the item was handled: only on a page, and never part of the text."""
    threads: dict[str, dict[str, list[tuple[str, str]]]] = context.get("threads") or {}
    return threads.get(item.ref, {})


@register.filter
def board_words(item: Item) -> str:
    """“Till socialnämnden 12 mars 2024”."""
    when = words.day_year(item.board_date) if item.board_date else ""
    place = f"Till {item.board}" if item.board else "Till nämnden" if when else ""
    return f"{place} {when}".strip()


# --- Attachments -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment with the item that it belongs to; None for one of the meeting's own."""

    attachment: Attachment
    item: Item | None


@register.filter
def annexes(document: Document) -> list[Annex]:
    """Every attachment of the document, by number."""
    return [Annex(attachment, item) for attachment, item in document.all_attachments()]


@register.filter
def attachment_facts(attachment: Attachment) -> str:
    """“budget.pdf, 12 sidor, 340 kB”."""
    if attachment.is_missing:
        return ""
    return _listed(
        [
            attachment.file_name,
            words.count(attachment.pages, "sida,sidor") if attachment.pages else "",
            words.file_size(attachment.size),
        ]
    )


@register.filter
def promise_words(attachment: Attachment) -> str:
    """“Utlovad av Mette Sundqvist, senast 15 mars”; nothing for a file that nobody promised."""
    if not attachment.promised_by:
        return ""
    when = _listed([attachment.due_words, words.day(attachment.due) if attachment.due else ""])
    by = f"Utlovad av {attachment.promised_by}"
    return f"{by}, senast {when}" if attachment.due else _listed([by, when])


def _listed(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.simple_tag(takes_context=True)
def corrections_of(context: dict[str, Any], entry: Entry | None, item: Item) -> list[int]:
    """The numbers of the rättelser of this row, or of the item for its heading."""
    by_ref: dict[str, list[int]] = context["corrections"]["by_ref"]
    return by_ref.get(entry.ref if entry else item.ref, [])
