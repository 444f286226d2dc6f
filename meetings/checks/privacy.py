"""What should not stand in minutes that many may read: personnummer, and health beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .finding import Finding, Replace
from .lexicon import NO_GIVEN_NAME
from .minutes import Minutes, Row
from .names import LOWER, WORD

NUMBER = re.compile(
    r"(?<![\d-])(?P<century>18|19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?P<mark>[-+ ]?)(?P<last>\d{4})(?![\d-])"
)
SAMORDNINGSNUMMER = 60  # is added to the day
NO_NUMBER_OF_A_PERSON = re.compile(r"(?:dnr|diarie\w*|ärende\w*|tfn|tel\w*|mobil\w*)\W*$", re.I)
SAYS_SO = re.compile(r"(?:person|samordnings)nummer|\bpnr\b|\bfödd", re.IGNORECASE)

STATE = (
    r"(?:långtids)?sjukskriven|sjukskrivna|sjuk|gravid|utbränd|utmattad|deprimerad|alkoholist|"
    r"missbrukare|föräldraledig på grund av"
)
SUBJECT = rf"(?P<name>{WORD}(?: {WORD})*)"
IS_ILL = re.compile(
    rf"\b{SUBJECT} (?:är|var|blev|blir|har blivit|har varit|är nu|har länge varit)"
    rf"(?: [{LOWER}]+){{0,2}} (?:{STATE})\b"
)
HAS_ILLNESS = re.compile(
    rf"\b{SUBJECT} (?:(?:har|fick|har fått|lider av)(?: [{LOWER}]+){{0,2}} "
    r"(?:diagnos\w*|cancer|depression|utmattning\w*)"
    r"|(?:genomgår|genomgick) (?:en )?(?:rehabilitering|operation|behandling))\b"
)
OWN_ILLNESS = re.compile(
    rf"\b{SUBJECT} (?:sjukskrivning|sjukfrånvaro|rehabilitering|diagnos|graviditet|missbruk)\b"
)


# --- Personnummer --------------------------------------------------------------------------------


def personal_numbers(minutes: Minutes) -> Iterator[Finding]:
    """Also samordningsnummer, with and without century and mark. The number is never repeated."""
    for row in minutes.rows:
        for found in NUMBER.finditer(row.text):
            if _is_personal(found, minutes.document.date):
                yield _personal_number(row, found)


def holds_personal_number(text: str, today: date) -> bool:
    """Whether a number of its own in the text is somebody's; digits of a digest are nobody's."""
    return any(
        _is_personal(found, today)
        and not text[found.start() - 1 : found.start()].isalnum()
        and not text[found.end() : found.end() + 1].isalnum()
        for found in NUMBER.finditer(text)
    )


def _is_personal(found: re.Match[str], today: date) -> bool:
    before = found.string[max(0, found.start() - 30) : found.start()]
    if NO_NUMBER_OF_A_PERSON.search(before):
        return False
    run = not (found["century"] or found["mark"])
    if run and found.group().startswith("0") and not SAYS_SO.search(before):
        return False  # “0701234567” is rather a telephone
    born = _born(found, today)
    return born is not None and born <= today and _luhn(found)


def _born(found: re.Match[str], today: date) -> date | None:
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    day -= SAMORDNINGSNUMMER if day > SAMORDNINGSNUMMER else 0
    century = int(found["century"]) if found["century"] else today.year // 100
    if not found["century"] and century * 100 + year > today.year:
        century -= 1
    try:
        return date(century * 100 + year, month, day)
    except ValueError:
        return None


def _luhn(found: re.Match[str]) -> bool:
    digits = "".join(found[part] for part in ("year", "month", "day", "last"))
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _personal_number(row: Row, found: re.Match[str]) -> Finding:
    return Finding(
        rule="personal_number",
        place=row.place,
        what="personnummer i texten",
        advice="Ta bort eller skriv om.",
        weight=96,
        fixes=(
            Replace("Ta bort numret", row.entry.ref, *found.span(), "(personnumret är borttaget)"),
        ),
    )


# --- Health --------------------------------------------------------------------------------------


def health(minutes: Minutes) -> Iterator[Finding]:
    """Somebody's illness, told with the name. Words about illness in general are no matter."""
    for row in minutes.rows:
        names = dict.fromkeys(_ill(minutes, row))
        for name in names:
            yield Finding(
                rule="health",
                place=row.place,
                what=f"uppgift om hälsa vid namnet {name}",
                advice="Skriv om så att det inte går att se vem det gäller.",
                weight=74,
            )


def _ill(minutes: Minutes, row: Row) -> Iterator[str]:
    for pattern in (IS_ILL, HAS_ILLNESS):
        for found in pattern.finditer(row.text):
            name = found["name"]
            starts = row.starts_sentence(found.start())
            if name.split()[0] in NO_GIVEN_NAME:  # “Eftersom Anne-Lie är …”
                name, starts = name.partition(" ")[2], False
            if name and minutes.names.is_name(name, starts_sentence=starts):
                yield name
    for found in OWN_ILLNESS.finditer(row.text):
        bare = found["name"].removesuffix("s")
        known = minutes.names.known
        if bare in known or bare in minutes.names.firsts or found["name"] in known:
            yield bare
