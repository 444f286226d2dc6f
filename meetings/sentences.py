"""The sentences of the minutes: filled from the group's phrases, and held against an item's utfall.

Words in, words out; what an utfall means is said by its kind (see `AgendaItem.OutcomeKind`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import document, words

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")

# What may stand between braces in a phrase, as it is told to whoever writes phrases.
PLACEHOLDERS = (
    *("rubrik", "ansvarig", "datum", "nästa möte"),
    *("organisation", "parter", "nämnd", "mål"),
)

MOVING = ("moved", "negotiation", "reinforced", "other_level")

# What a group without phrases of its own is offered; the first whose places can be filled.
OUTCOME_PHRASES: dict[str, tuple[str, ...]] = {
    "agreed": ("{rubrik} samverkades.",),
    "disagreed": ("{rubrik} samverkades i oenighet.",),
    "moved": ("Frågan flyttas {mål}.", "Frågan flyttas."),
    "negotiation": ("Frågan lyfts till förhandling enligt MBL.",),
    "reinforced": ("Frågan går vidare till förstärkt samverkan.",),
    "other_level": ("Frågan lyfts {mål}.", "Frågan lyfts till en annan nivå."),
    "filed": ("{rubrik} läggs till handlingarna.",),
}
ROW_PHRASES: tuple[tuple[str, str], ...] = (
    ("", "{ansvarig} informerade."),
    ("", "Informationen noteras."),
    ("", "Inget nytt att rapportera."),
    ("", "Frågan tas upp igen på nästa möte, {nästa möte}."),
    ("", "{organisation} har inget att invända."),
    ("decision", "Arbetsgivaren beslutar enligt förslaget."),
    ("action", "Arbetsgivaren återkommer med besked senast {nästa möte}."),
)


# --- Filled --------------------------------------------------------------------------------------


def fill(phrase: str, known: Mapping[str, str]) -> str:
    """The phrase with its places filled; what is not known stands as “[rubrik]”, to be written.

    A heading inside a sentence loses its capital, as in running text.
    """

    def filled(found: re.Match[str]) -> str:
        name = found[1].strip().lower()
        value = known.get(name, "")
        if name == "rubrik" and found.start() and phrase[found.start() - 2] not in ".:!?":
            value = document.in_sentence(value)
        return value or f"[{name}]"

    return PLACEHOLDER.sub(filled, phrase)


def proposed(phrases: Sequence[str], known: Mapping[str, str]) -> str:
    """The first phrase that can be filled whole, or the first with its places left open."""
    told = [fill(phrase, known) for phrase in phrases]
    whole = (
        one
        for one, phrase in zip(told, phrases, strict=True)
        if all(known.get(name.strip().lower()) for name in PLACEHOLDER.findall(phrase))
    )
    return next(whole, told[0] if told else "")


def moved_to(targets: Sequence[str]) -> str:
    """“till förvaltningsgruppen den 12 mars och till nämnden”."""
    return words.and_list(f"till {target}" for target in targets)


# --- Held against the utfall ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A party by every name that a sentence may use for it."""

    name: str
    aliases: tuple[str, ...] = ()
    employer: bool = False

    def stands_in(self, text: str) -> bool:
        return any(
            re.search(rf"(?<!\w)(?<!med )(?<!mot ){re.escape(alias)}s?(?!\w)", text, re.IGNORECASE)
            for alias in (self.name, *self.aliases)
            if alias
        )


NOT = r"(?:inte|ej|icke|ingen|inga|inget|utan|aldrig)"
NOT_BEFORE = r"(?<!\binte )(?<!\bej )(?<!\bingen )(?<!\binga )(?<!\butan )(?<!\bicke )"

# “Eniga om att …” is about one thing, and may well stand beside a disagreement about another.
AGREE = re.compile(rf"{NOT_BEFORE}\b(?:eniga?|enighet|ense|samsyn)\b(?! om att)", re.IGNORECASE)
NOT_AGREED = re.compile(
    rf"\b{NOT} (?:\w+ )?(?:eniga?|enighet|ense|samsyn|enas|enats)\b|\benades inte\b", re.IGNORECASE
)
OPPOSE = re.compile(
    rf"{NOT_BEFORE}\b(?:oeniga?|oenighet(?:en|er|erna)?|avvikande mening|"
    r"reserverar sig|reserverade sig|motsätter sig|motsatte sig)\b",
    re.IGNORECASE,
)
COOPERATED = re.compile(
    r"\bsamverkades\b(?! (?:inte|ej)\b)|\bhar samverkats\b|"
    r"\b(?:är|blev) samverka(?:d|de|t)\b(?! (?:inte|ej)\b)",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\bsamverkan (?:är |anses |har |i frågan (?:är )?)?(?:avslutad\b|avslutats\b)|"
    r"\bsamverkan avslutades\b(?! inte\b)",
    re.IGNORECASE,
)
MATTER = r"(?:frågan|ärendet|punkten|samverkan)"
PUT_OFF = r"(?:flytta(?:s|des)|bordl(?:äggs|ades)|skjuts upp|sköts upp|återremittera(?:s|des))"
PUTS_OFF = re.compile(
    rf"\b{MATTER} {PUT_OFF}\b|^{PUT_OFF}\b|\bbordl(?:äggs|ades)\b|"
    r"\bflytta(?:s|des) till (?:nästa|nästkommande|kommande) \w*möte\b|"
    rf"\b{MATTER} tas upp igen\b",
    re.IGNORECASE,
)
TO_NEGOTIATION = re.compile(
    r"\b(?:lyfts|lyftes|går|gick|hänskjuts) (?:vidare )?"
    r"till (?:\w+ )?(?:mbl-|central )?förhandling|"
    r"\bpåkalla(?:r|de|s|des) (?:\w+ )?förhandling",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[.;:!?]\s+|\n+|\s+(?:men|medan)\s+", re.IGNORECASE)

CHANGE = "Ändra meningen eller utfallet."


def contradiction(
    kind: str, sentence: str, *, disagreeing: Iterable[str] = (), parties: Iterable[Named] = ()
) -> str:
    """What in the writer's own sentence says otherwise than the utfall, in Swedish; or nothing.

    `disagreeing`: names of the parties that are ticked; `parties`: all that may be named. What can
    be read in two ways passes: a false alarm costs more than a remark left out.
    """
    text = " ".join(sentence.split())
    if kind == "agreed":
        return _against_agreed(text)
    if kind == "disagreed":
        return _against_disagreed(text) or _other_parties(text, set(disagreeing), list(parties))
    if kind in MOVING:
        return _against_moved(text)
    if kind == "filed" and (ENDED.search(text) or _opposes(text)):
        return f"Meningen säger hur samverkan slutade, men inte utfallet. {CHANGE}"
    return ""


def _opposes(text: str) -> bool:
    return bool(OPPOSE.search(text) or NOT_AGREED.search(text))


def _against_agreed(text: str) -> str:
    if _opposes(text):
        return f"Meningen talar om oenighet, men utfallet är att parterna är eniga. {CHANGE}"
    return _goes_on(text)


def _against_disagreed(text: str) -> str:
    if _opposes(text):
        return _goes_on(text)
    if AGREE.search(text):
        return f"Meningen säger att parterna är eniga, men utfallet är att de är oeniga. {CHANGE}"
    if COOPERATED.search(text):
        return (
            "Meningen säger att frågan samverkades, men inte att parterna är oeniga. "
            "Skriv till exempel ”samverkades i oenighet”, eller ändra utfallet."
        )
    return _goes_on(text)


def _goes_on(text: str) -> str:
    """A matter that is put off has not ended; one sentence may say both, of different parts."""
    if COOPERATED.search(text) or ENDED.search(text):
        return ""
    if PUTS_OFF.search(text):
        return f"Meningen säger att frågan skjuts upp, men utfallet att den är avslutad. {CHANGE}"
    if TO_NEGOTIATION.search(text) and not _opposes(text):
        return f"Meningen säger att frågan går till förhandling, men inte utfallet. {CHANGE}"
    return ""


def _against_moved(text: str) -> str:
    if PUTS_OFF.search(text) or TO_NEGOTIATION.search(text) or re.search(r"\blyfts\b", text):
        return ""
    if ENDED.search(text) or COOPERATED.search(text):
        return (
            f"Meningen säger att samverkan är avslutad, men utfallet att den går vidare. {CHANGE}"
        )
    return ""


def _other_parties(text: str, ticked: set[str], parties: list[Named]) -> str:
    """The sentence names others as disagreeing than those who are ticked."""
    clauses = [clause for clause in CLAUSE.split(text) if _opposes(clause)]
    if any(AGREE.search(one) or re.search(r"\b(?:utom|övriga)\b", one, re.I) for one in clauses):
        return ""
    unions = [party for party in parties if not party.employer]
    named = {party.name for party in unions if any(party.stands_in(one) for one in clauses)}
    extra = [party.name for party in unions if party.name in named - ticked]
    if extra:
        is_are = "är oenig" if len(extra) == 1 else "är oeniga"
        return f"Meningen säger att {words.and_list(extra)} {is_are}, men det är inte ikryssat."
    said = {party.name for party in parties if party.stands_in(text)}
    left_out = [party.name for party in unions if party.name in ticked - said] if named else []
    if left_out:
        return f"{words.and_list(left_out)} är ikryssad som oenig, men nämns inte i meningen."
    return ""
