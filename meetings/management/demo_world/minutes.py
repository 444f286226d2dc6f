"""Reads the texts in `texts/`: what was said at each meeting, in a form that is easy to write.

    Förhinder: Kim Berg                         facts of the meeting, one on each line
    Tjänstgör: Roza Amini för Kim Berg
    Gick: David Renström +45                    so many minutes after the start, or 13.45
    Ajournering: +30 +40 kommunal

    # Ekonomi                                   an item; facts on the lines below it
    ansvarig: Johan Storm
    utfall: eniga

    ## Taxor för fritidshem                     a sub-item
    bilaga: Taxor | Förslag till taxor          a file, and the words in it
    utlovad: Jämförelse | Johan Storm           a file that somebody has promised

    A paragraph alone is a note.

    [fråga kommunal, vision; titel Scheman; svar nästa möte; id schema]
    A row of another kind, with its parties; facts after semicolons.

Within a text, {+10} is the day so many working days after the meeting, {förra} and {nästa} the
group's meetings before and after, {år+1} and {månad-1} counted from the meeting's own.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"

KINDS = {
    "anteckning": "note",
    "fråga": "question",
    "svar": "answer",
    "beslut": "decision",
    "åtgärd": "action",
    "oenighet": "disagreement",
    "val": "election",
    "citat": "quote",
    "rubrik": "subheading",
}
OWN_TEXTS = ("Egen text", "Egen text som väntar", "Eget utkast")
MEETING_FACTS = (
    *("Synpunkt", "Läst klart"),
    *("Förhinder", "Frånvarande", "På distans", "Tjänstgör", "Kom", "Gick", "Gäst"),
    *("Ajournering", "Justerare", "Egen rad", "Tillbaka"),
    *OWN_TEXTS,
)
WHOLE_LINES = ("Gäst", "Egen rad", "Tillbaka", *OWN_TEXTS)
ITEM_FACTS = (
    *("ansvarig", "lagrum", "dnr", "nämnd", "rubrik"),
    *("utfall", "oeniga", "mening", "flyttas till", "bilaga", "utlovad"),
)
ROW_FACTS = (
    *("talare", "instämmer", "titel", "till", "svar", "id", "på", "källa", "sida", "åtgärd"),
    *("besvarad", "delvis", "återkommer"),
)

FACT = re.compile(r"([\wåäöÅÄÖ ]+): (.+)")
HEAD = re.compile(r"\[(.+)\]")


@dataclass
class Row:
    kind: str = "note"
    who: list[str] = field(default_factory=list)  # keys of parties; of a decision, who decided
    facts: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def fact(self, name: str) -> str:
        return next((value for key, value in self.facts if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.facts if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _value in self.facts)


@dataclass
class Item:
    heading: str
    is_sub: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Minutes:
    facts: list[tuple[str, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """Every value of the fact: of each line, and each name between commas on it."""
        lines = [value for key, value in self.facts if key == name]
        if name in WHOLE_LINES:
            return lines
        return [part.strip() for line in lines for part in line.split(",")]


def load(name: str) -> Minutes:
    """The minutes in `texts/<name>.txt`. Raises ValueError for a word that means nothing."""
    try:
        return parse((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}.txt: {error}") from error


def parse(text: str) -> Minutes:
    minutes = Minutes()
    for block in _blocks(text):
        if block.startswith("#"):
            minutes.items.append(_item(block, minutes))
        elif not minutes.items:
            minutes.facts += [_fact(line, MEETING_FACTS) for line in block.split("\n")]
        else:
            _say(minutes.items[-1], block)
    return minutes


def _blocks(text):
    """Parts between blank lines; a row's own head begins a new one even without a blank line."""
    text = re.sub(r"\n(?=\[.+\]$)", "\n\n", text.strip(), flags=re.MULTILINE)
    return [part.strip("\n") for part in re.split(r"\n{2,}", text) if part.strip()]


def _item(block, minutes):
    """An item: its heading and facts; what follows them in the same block is its first row."""
    first, *lines = block.split("\n")
    marks, heading = first.split(" ", 1)
    item = Item(heading.strip(), is_sub=marks == "##")
    while lines and FACT.fullmatch(lines[0]) and FACT.fullmatch(lines[0])[1] in ITEM_FACTS:
        key, value = _fact(lines.pop(0), ITEM_FACTS)
        item.facts[key] = value
    if lines:
        _say(item, "\n".join(lines))
    return item


def _fact(line, known):
    found = FACT.fullmatch(line)
    if not found or found[1] not in known:
        raise ValueError(f"”{line}” är ingen uppgift som finns")
    return found[1], found[2].strip()


def _say(item, block):
    """A row; a list belongs to the row before it."""
    first, _, rest = block.partition("\n")
    head = HEAD.fullmatch(first)
    if head:
        item.rows.append(_row(head[1], rest))
    elif item.rows and block.startswith("- "):
        item.rows[-1].text += f"\n{block}"
    else:
        item.rows.append(Row(text=block))


def _row(head, text):
    first, *rest = [part.strip() for part in head.split(";")]
    word, _, who = first.partition(" ")
    if word not in KINDS:
        raise ValueError(f"”{word}” är inget slags stycke")
    row = Row(KINDS[word], [part.strip() for part in who.split(",") if part.strip()], text=text)
    for part in rest:
        key, _, value = part.partition(" ")
        if key not in ROW_FACTS:
            raise ValueError(f"”{part}” är ingen uppgift om ett stycke")
        row.facts.append((key, value.strip()))
    return row
