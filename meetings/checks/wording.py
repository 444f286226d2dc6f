"""What is left in the text that should not be, or missing that should be there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from ..document import Item
from ..words import and_list
from .finding import AddRow, Finding, Replace
from .lexicon import KNOWN_ABBREVIATIONS
from .minutes import Minutes, Row, place_of

ATTACHMENT = re.compile(
    r"\bse (?:även )?(?:bifogad\w*|bilag\w+|medföljande|separat bilaga)"
    r"|\bbifogas(?=[.\n]|$| protokollet| anteckningarna)"
    r"|\b(?:enligt|i) bilagan?\b(?!(?: \d+)? (?:till|i|av)\b)",  # of another paper
    re.IGNORECASE,
)
NUMBERED_ATTACHMENT = re.compile(r"\bbilaga (\d{1,2})\b(?! (?:till|i|av)\b)", re.IGNORECASE)
RESIDUE = re.compile(
    r"\[(?!\d{1,3}\]|x\]|X\]|sic\]| \])(?P<hole>[^\]\[\n]{0,60})\](?!\()"
    r"|\b[Xx]{2,6}\b|\bÅÅÅÅ\b|\bYYYY\b|[Kk]licka (?:eller tryck )?här|[Ll]orem ipsum|\bTODO\b"
    r"|\bTBD\b|\?{3,}|[Ff]yll i här|[Ss]kriv (?:din )?text här|(?<=\w)/titel\b"
    r"|\b[Ff]örnamn [Ee]fternamn\b|\{\{[^}]*\}\}|_{4,}"
)
ABBREVIATION = re.compile(r"\b[A-ZÅÄÖ]{2,6}\b(?!-)")
DIARY = re.compile(
    r"\b(?P<label>[Dd]nr|[Dd]\.?nr|[Dd]r\.? ?nr|[Dd]iarien(?:umme)?r)\b[.:]?\s*"
    r"(?P<prefix>[A-ZÅÄÖ]{1,6})[ -]?(?P<year>\d\d(?:\d\d)?)(?P<mark>[-/:])(?P<number>\d{1,6})"
)
CASE = re.compile(
    r"^(?:Dnr:? )?(?P<prefix>[A-ZÅÄÖ]{1,6})[ -]?(?P<year>\d\d(?:\d\d)?)"
    r"(?P<mark>[-/:])(?P<number>\d{1,6})"
)
# By the letters first in them: each way of writing, with an example.
Forms = defaultdict[str, dict[tuple[object, ...], str]]
LIST_NUMBER = re.compile(r"^\s*(\d{1,2})[.)]\s+\S", re.MULTILINE)
WORDS = re.compile(r"\w+")
SENTENCE_WORDS = 7  # a shorter one may well be said twice


# --- Missing -------------------------------------------------------------------------------------


def attachments(minutes: Minutes) -> Iterator[Finding]:
    """“Se bilaga” where nothing is attached; each item once."""
    outside = len(minutes.context.attachments)
    have = {one.number for one, _item in minutes.document.all_attachments()}
    have.update(range(1, outside + 1))
    seen = set()
    for row in minutes.rows:
        found = ATTACHMENT.search(row.text)
        numbers = [int(number) for number in NUMBERED_ATTACHMENT.findall(row.text)]
        if row.is_quoted or row.item.ref in seen or not (found or numbers):
            continue
        missing = [number for number in numbers if number not in have]
        if have and not missing:
            continue
        number = next(iter(missing), 0)
        seen.add(row.item.ref)
        told = f"bilaga {number}" if number else f"”{found.group().lower()}”" if found else ""
        yield Finding(
            rule="attachment",
            place=row.place,
            what=f"{told} men filen saknas",
            advice="Lägg till filen på punkten.",
            weight=50,
        )


def empty_items(minutes: Minutes) -> Iterator[Finding]:
    if not minutes.context.is_over:
        return
    for item in minutes.bare_items():
        silent = not any(entry.text or entry.actions for entry in item.entries)
        if silent and not (item.outcome or item.moved_to or item.is_round):
            words = "Inget att ta upp"
            yield Finding(
                rule="empty",
                place=place_of(item),
                what="inget är skrivet",
                advice=f"I texten står då ”{item.empty_words}”." if item.empty_words else "",
                weight=20,
                fixes=(AddRow(f"Skriv {words}", item.ref, words),)
                if item.empty_words != words
                else (),
            )


def gaps(minutes: Minutes) -> Iterator[Finding]:
    """Numbers that skip one: items, and lists inside a row."""
    yield from _gap_in(list(minutes.document.top_items()))
    for item in minutes.document.top_items():
        yield from _gap_in(list(item.children))
    for row in minutes.rows:
        numbers = [int(number) for number in LIST_NUMBER.findall(row.text)]
        missing = _missing(numbers)
        if missing and not row.is_quoted:
            yield Finding(
                rule="gap",
                place=row.place,
                what=f"nummer {missing} saknas i listan",
                advice="Se efter om något har fallit bort.",
                weight=38,
            )


def _gap_in(items: list[Item]) -> Iterator[Finding]:
    last = [item.number.rsplit(".", 1)[-1] for item in items]
    missing = _missing([int(number) for number in last if number.isdecimal()])
    if missing:
        after = next(
            item for item, number in zip(items, last, strict=True) if number == str(missing + 1)
        )
        yield Finding(
            rule="gap",
            place=place_of(after),
            what=f"numret före, {missing}, saknas",
            advice="Se efter om en punkt har fallit bort.",
            weight=38,
        )


def _missing(numbers: list[int]) -> int:
    """The number that a row of numbers from 1 skips, or 0."""
    if numbers[:1] != [1]:
        return 0
    for one, other in pairwise(numbers):
        if other == one + 2:
            return one + 1
        if other != one + 1:
            return 0
    return 0


# --- Left over -----------------------------------------------------------------------------------


def residue(minutes: Minutes) -> Iterator[Finding]:
    for row in minutes.rows:
        for found in RESIDUE.finditer(row.text):
            if row.is_quoted or row.in_quotes(found.start()):
                continue
            yield Finding(
                rule="residue",
                place=row.place,
                what=f"”{found.group()[:40]}” står kvar",
                advice="Skriv vad som ska stå där, eller ta bort det.",
                weight=60,
                fixes=_cut(row, found),
            )
            break


def _cut(row: Row, found: re.Match[str]) -> tuple[Replace, ...]:
    """Words for the reader may go at once; a hole in a sentence has to be filled."""
    if not found.group().lower().startswith(("klicka", "lorem", "skriv", "fyll", "todo", "{{")):
        return ()
    return (Replace("Ta bort det", row.entry.ref, *found.span(), ""),)


def twice(minutes: Minutes) -> Iterator[Finding]:
    """What a party said stands under two items, and goes on differently."""
    first: dict[tuple[str, ...], tuple[Row, str]] = {}
    seen: set[tuple[str, str]] = set()
    follows = _what_follows(minutes)
    for row in minutes.rows:
        words = tuple(WORDS.findall(row.sentences[0][1].casefold())) if row.sentences else ()
        if len(words) < SENTENCE_WORDS or not row.entry.parties or row.is_quoted:
            continue
        after = follows[row.entry.ref]
        if words not in first:
            first[words] = (row, after)
            continue
        earlier, then = first[words]
        pair = (earlier.item.ref, row.item.ref)
        if earlier.item is row.item or pair in seen:
            continue
        seen.add(pair)
        yield Finding(
            rule="twice",
            place=row.place,
            what=f"samma sak står också i punkt {earlier.item.number}",
            advice="Fortsättningen är en annan. Stämmer båda?"
            if then != after
            else "Räcker det på ett ställe?",
            weight=52 if then != after else 42,
        )


def _what_follows(minutes: Minutes) -> dict[str, str]:
    """The rest of the row and the next row of the same item, by the row's ref."""
    follows: dict[str, str] = {}
    for row, after in zip_longest(minutes.rows, minutes.rows[1:]):
        rest = row.text[row.sentences[1][0] :] if len(row.sentences) > 1 else ""
        after_it = after.text if after and after.item is row.item else ""
        follows[row.entry.ref] = " ".join(f"{rest} {after_it}".casefold().split())
    return follows


# --- Written in two ways -------------------------------------------------------------------------


def diary_numbers(minutes: Minutes) -> Iterator[Finding]:
    """“dr.nr SN 23-511” and “Dnr SN 2024-267”; “SOC 2025/44” and “SOC 2025/0044”."""
    forms: Forms = defaultdict(dict)
    places: dict[str, Row] = {}
    for row in minutes.rows:
        for found in DIARY.finditer(row.text):
            label = found["label"].lower().replace(" ", "").replace(".", "")
            _note(forms, found, "drnr" if label == "drnr" else "dnr")
            places.setdefault(found["prefix"], row)
    for item in minutes.items:
        found_case = CASE.match(item.case_number)
        if found_case:
            _note(forms, found_case, "dnr")
    for prefix, told in forms.items():
        if len(told) > 1 and prefix in places:
            yield Finding(
                rule="diary_number",
                place=places[prefix].place,
                what="diarienummer skrivs på två sätt",
                advice=f"{and_list(list(told.values())[:2])}. Välj det ena.",
                weight=54,
            )


def _note(
    forms: dict[str, dict[tuple[object, ...], str]], found: re.Match[str], label: str
) -> None:
    shape = (label, len(found["year"]), found["mark"])
    forms[found["prefix"]].setdefault(shape, found.group())


def abbreviations(minutes: Minutes) -> Iterator[Finding]:
    """Off by default: in a group that has met for years everybody knows them."""
    seen: set[str] = set()
    text = " ".join(row.text for row in minutes.rows)
    own = {word for name in minutes.names.organisations for word in name.split()}
    for row in minutes.rows:
        for found in ABBREVIATION.finditer(row.text):
            short = found.group()
            if short in seen or short in KNOWN_ABBREVIATIONS or short in own:
                continue
            seen.add(short)
            if not re.search(rf"\({short}\)|\b{short} \(", text):
                what = f"förkortningen {short} är inte förklarad"
                yield Finding("abbreviation", row.place, what, "Skriv ut den första gången.", 10)
