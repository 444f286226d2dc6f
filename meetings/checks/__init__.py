"""Kontroll: whether what the minutes say hangs together. One small function per rule.

`check(document, context)` knows no database and stops nothing but the sending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..document import Document
from . import (
    adjusters,
    days,
    deadlines,
    motion,
    organisations,
    outcomes,
    people,
    privacy,
    questions,
    statements,
    wording,
)
from .finding import (
    AcceptLate,
    AddAdjuster,
    AddRow,
    Context,
    Disagreed,
    Finding,
    Fix,
    HandedIn,
    ItemFix,
    Mandate,
    NameSender,
    Organisation,
    Place,
    Replace,
    RowFix,
    SetItem,
    short_digest,
)
from .minutes import Minutes

__all__ = [
    "RULES",
    "RULE_NAMES",
    "AcceptLate",
    "AddAdjuster",
    "AddRow",
    "Context",
    "Disagreed",
    "Finding",
    "Fix",
    "HandedIn",
    "ItemFix",
    "Mandate",
    "NameSender",
    "Organisation",
    "Place",
    "Replace",
    "RowFix",
    "SetItem",
    "check",
    "short_digest",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of remark that a group may mute, by the name it is listed under."""

    key: str
    name: str
    find: tuple[Callable[[Minutes], Iterator[Finding]], ...]
    is_off: bool = False  # until the group asks for it
    stops: bool = False  # may not be muted


RULES = (
    Rule("adjuster_missing", "Part utan justerare", (adjusters.missing,), stops=True),
    Rule(
        "disagreement_nameless",
        "Oenighet utan organisation",
        (outcomes.without_organisation,),
        stops=True,
    ),
    Rule(
        "outcome_missing", "Utfall saknas enligt 11 § MBL", (outcomes.without_outcome,), stops=True
    ),
    Rule(
        "statement_unplaced",
        "Protokollsanteckning utan plats",
        (statements.unplaced,),
        stops=True,
    ),
    Rule("personal_number", "Personnummer", (privacy.personal_numbers,)),
    Rule("health", "Uppgifter om hälsa", (privacy.health,)),
    Rule("weekday", "Veckodag och datum", (days.weekdays,)),
    Rule("meeting_day", "Mötets dag", (days.meeting_day, days.title_day)),
    Rule("year", "Fel år", (days.years, days.looks_back)),
    Rule("deadline", "Tider för synpunkter och justering", (deadlines.deadlines,)),
    Rule("promise", "Dagar före mötet", (deadlines.promises, deadlines.board_day)),
    Rule("attendance", "Närvaro", (people.nobody, people.unnamed)),
    Rule("facts", "Uppgifter överst i texten", (people.facts,)),
    Rule("adjuster", "Justerare utan närvaro eller mandat", (adjusters.unfit,)),
    Rule("speaker", "Talare som inte var där", people.SPEAKERS),
    Rule("organisation", "Organisationers namn", (organisations.misspelt, organisations.unknown)),
    Rule("office", "Förvaltningens namn", (organisations.offices,)),
    Rule("given_name", "Bara förnamn", (organisations.given_names,)),
    Rule("outcome_contradicted", "Utfall mot oenighet", (outcomes.contradicted,)),
    Rule("left_alone", "Part som gått före utfallet", (motion.left_alone,)),
    Rule("late_item", "Punkter som tillkom på mötet", (motion.late_items,)),
    Rule("no_way_on", "Oenighet utan utfall", (outcomes.no_way_on,)),
    Rule("question", "Frågor utan svar eller dag", (questions.unanswered,)),
    Rule("still_open", "Avslutad samverkan med öppna frågor", (questions.still_open,)),
    Rule("returns", "”Återkommer” utan dag", (questions.returns,)),
    Rule("attachment", "Bilagor som saknas", (wording.attachments,)),
    Rule("residue", "Rester av mallen", (wording.residue,)),
    Rule("twice", "Samma sak två gånger", (wording.twice,)),
    Rule("diary_number", "Diarienummer på två sätt", (wording.diary_numbers,)),
    Rule("gap", "Luckor i nummer", (wording.gaps,)),
    Rule("empty", "Tomma punkter", (wording.empty_items,)),
    Rule("abbreviation", "Förkortningar", (wording.abbreviations,), is_off=True),
)
RULE_NAMES = {rule.key: rule.name for rule in RULES}


def check(document: Document, context: Context) -> tuple[Finding, ...]:
    """Everything to look at, the heaviest first, then in the order of the text."""
    minutes = Minutes.of(document, context)
    found = [
        finding
        for rule in RULES
        if _is_asked(rule, context)
        for find in rule.find
        for finding in find(minutes)
    ]
    order = {item.ref: number for number, item in enumerate(minutes.items)}
    return tuple(
        sorted(found, key=lambda one: (-one.weight, order.get(one.place.item, -1), one.rule))
    )


def _is_asked(rule: Rule, context: Context) -> bool:
    if rule.stops:
        return True
    return rule.key in context.wanted if rule.is_off else rule.key not in context.muted
