"""How dates, numbers, § and lists are written in Swedish, on every page, paper and mail.

Moments may be dates, datetimes, times or the ISO strings of a frozen Document. An aware datetime is
shown in Swedish time; a naive one is taken as the wall clock it was written from.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SWEDISH_TIME = ZoneInfo("Europe/Stockholm")
NO_BREAK = "\u00a0"

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
SHORT_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = (
    *("jan", "feb", "mars", "apr", "maj", "juni"),
    *("juli", "aug", "sep", "okt", "nov", "dec"),
)
NUMBERS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)

Moment = date | datetime | time | str


# --- Days and hours ----------------------------------------------------------------------------


def local(value: date | datetime | str) -> datetime:
    """The wall clock in Sweden, naive. A bare date becomes its midnight."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value.astimezone(SWEDISH_TIME).replace(tzinfo=None) if value.tzinfo else value


def weekday(value: date | str) -> str:
    """“tisdag”."""
    return WEEKDAYS[local(value).weekday()]


def weekday_short(value: date | str) -> str:
    """“tis”, “tors”, where there is little room."""
    return SHORT_WEEKDAYS[local(value).weekday()]


def day(value: date | str) -> str:
    """“13 februari”."""
    when = local(value)
    return f"{when.day} {MONTHS[when.month - 1]}"


def day_short(value: date | str) -> str:
    """“13 feb”, for lists; mars, maj, juni and juli are short enough to stay whole."""
    when = local(value)
    return f"{when.day} {SHORT_MONTHS[when.month - 1]}"


def month_short(value: date | str) -> str:
    """“feb”."""
    return SHORT_MONTHS[local(value).month - 1]


def day_year(value: date | str) -> str:
    """“13 februari 2024”."""
    return f"{day(value)} {local(value).year}"


def day_weekday(value: date | str) -> str:
    """“tisdag 13 februari”."""
    return f"{weekday(value)} {day(value)}"


def day_long(value: date | str) -> str:
    """“tisdag 13 februari 2024”."""
    return f"{weekday(value)} {day_year(value)}"


def clock_time(value: Moment) -> str:
    """“13.00”: Swedish hours have a full stop."""
    if isinstance(value, str) and re.match(r"\d\d:", value):
        value = time.fromisoformat(value)
    when = value if isinstance(value, time) else local(value)
    return f"{when.hour:02}.{when.minute:02}"


def deadline(value: datetime | str) -> str:
    """“torsdag 15 februari kl. 13.00”: a deadline always says its weekday."""
    return f"{day_weekday(value)} kl. {clock_time(value)}"


def due(value: datetime | str, now: datetime) -> str:
    """A deadline seen from now: “i dag, fredag, kl. 16.00”, “i morgon, lördag, kl. 9.00” …"""
    days = (local(value).date() - local(now).date()).days
    near = {-1: "i går", 0: "i dag", 1: "i morgon"}.get(days)
    return f"{near}, {weekday(value)}, kl. {clock_time(value)}" if near else deadline(value)


def since(value: datetime | str, now: datetime) -> str:
    """“kl. 13.00” when it was today; a meeting left open overnight says which day it began."""
    if local(value).date() == local(now).date():
        return f"kl. {clock_time(value)}"
    return f"{day_weekday(value)} kl. {clock_time(value)}"


def stamp(value: datetime | str) -> str:
    """“2024-02-16 kl. 09.02”, for evidence: sorts, and nobody can read it as another day."""
    return f"{local(value):%Y-%m-%d} kl. {clock_time(value)}"


# --- Law, numbers and names --------------------------------------------------------------------

SECTION = re.compile(r"(?P<law>[^\W\d_]+) (?:(?P<chapter>\d+):)?(?P<section>\d+(?: ?[a-z])?)")


def legal(basis: str, style: str = "section") -> str:
    """“MBL 11” → “11 § MBL”, or “MBL § 11” in the style `law`; “AML 6:9” → “6 kap. 9 § AML”.

    Several are separated by commas. What is written in another way stays as it is written.
    """
    return and_list(_section(part.strip(), style) for part in basis.split(","))


def _section(basis: str, style: str) -> str:
    found = SECTION.fullmatch(basis)
    if not found:
        return basis
    law, chapter, section = found.group("law", "chapter", "section")
    section = section.replace(" ", NO_BREAK)
    if chapter:
        place = f"{chapter}{NO_BREAK}kap. {section}{NO_BREAK}§"
    else:
        place = f"§{NO_BREAK}{section}" if style == "law" else f"{section}{NO_BREAK}§"
    return f"{law} {place}" if style == "law" else f"{place} {law}"


ANY_SECTION = re.compile(
    r"(?:(?P<first>[A-Za-zÅÄÖåäö]{2,}) )?(?:(?P<chapter>\d+) ?(?::|kap\.?,?) ?)?"
    r"(?:§ ?)?(?P<section>\d+(?: ?[a-z])?)(?: ?§)?(?: (?P<last>[A-Za-zÅÄÖåäö]{2,}))?"
)


def canonical_legal(basis: str) -> str:
    """“11 § mbl”, “MBL § 11” and “§ 11” → “MBL 11”; “6 kap. 9 § AML” → “AML 6:9”.

    Several are separated by commas; each stands once. What is no section stays as it is written.
    """
    parts = (" ".join(part.replace(NO_BREAK, " ").split()) for part in basis.split(","))
    return ", ".join(dict.fromkeys(_canonical(part) for part in parts if part))


def _canonical(basis: str) -> str:
    found = ANY_SECTION.fullmatch(basis)
    if not found or (found["first"] and found["last"]) or basis.isdecimal():
        return basis
    law = found["first"] or found["last"] or ("AML" if found["chapter"] else "MBL")
    if not law.isupper() and law.lower() not in ("mbl", "aml", "las", "fml"):
        return basis
    law = law.upper()
    section = re.sub(r" (?=[a-z])", "", found["section"])
    return f"{law} {found['chapter']}:{section}" if found["chapter"] else f"{law} {section}"


def kontrollkod(digest: str, groups: int | None = None) -> str:
    """“3f9a7c21 b0d458e6 …” in groups of eight; with `groups` only the first so many."""
    return " ".join(re.findall(".{1,8}", digest)[:groups])


def count(number: int, forms: str) -> str:
    """“1 punkt”, “2 punkter” from the forms “punkt,punkter”."""
    one, many = forms.split(",")
    return f"{number} {one if number == 1 else many}"


def file_size(size: int) -> str:
    """“340 kB”, “2,4 MB”: thousands, as the shops and the file managers count."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NO_BREAK}kB"
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + f"{NO_BREAK}MB"


def spelled(number: int) -> str:
    """“tre” up to twelve, then digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def and_list(names: Iterable[str]) -> str:
    """“Vision, SACO och Kommunal”."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} och {last}" if first else last


def genitive(name: str) -> str:
    """“Kommunals”, “Sveriges Lärares”, “SACO:s”; a name that ends in s, x or z stays as it is."""
    if name[-1:].lower() in ("", "s", "x", "z"):
        return name
    last = name.split()[-1]
    return f"{name}:s" if len(last) > 1 and last.isupper() else f"{name}s"
