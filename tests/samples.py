"""Real minutes as test input: a gold file of the samples read into a Document.

The gold holds an item's words but not its rows. They are cut here where a question, a disagreement
or another party's turn begins, so that every word stays, in order.
"""

import json
import os
import re
import uuid
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

from meetings.document import (
    Action,
    Adjuster,
    Attendee,
    Document,
    Entry,
    Item,
    Outcome,
    Party,
    Section,
)

FOLDER = Path(
    os.environ.get("SAMVERKAN_SAMPLES") or Path(__file__).parents[2] / "shared" / "samples"
)
EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
ALIASES = {"SSR": "Akademikerförbundet SSR", "VF": "Vårdförbundet"}
OUTCOMES = {
    "filed": "Läggs till handlingarna",
    "concluded": "Samverkan avslutad, parterna är eniga",
    "deferred": "Flyttas",
}
LAYOUTS = {"000": "table", "001": "sectioned", "002": "sectioned"}


def sample(number: str) -> Path:
    """The gold file “003”; FileNotFoundError when this machine has no samples."""
    for path in FOLDER.glob(f"{number}_*.json"):
        return path
    raise FileNotFoundError(f"no sample {number} in {FOLDER}")


def document_from(path: Path) -> Document:
    gold = json.loads(path.read_text())
    adjusters = tuple(Adjuster(a["name"], _party(a["party"])) for a in gold["adjusters"])
    attendees = tuple(_attendee(a, adjusters) for a in gold["attendees"])
    named = [a.party for a in attendees if a.party]
    is_minutes = gold["document_kind"] == "protokoll"
    name = "Protokoll" if is_minutes else "Minnesanteckningar"
    day = date.fromisoformat(gold["date"] or "2024-02-13")
    return Document(
        name=name,
        title=gold["title"] or f"{name} {day}",
        group=gold["group"] or "Samverkansgruppen",
        kind_of_group="förvaltningsgrupp" if is_minutes else "samverkansgrupp",
        date=day,
        authority=gold["authority"] or "",
        unit=gold["unit"] or "",
        number=gold["number"] or "FG 2/2024",
        starts=_time(gold["start_time"]),
        ends=_time(gold["end_time"]),
        place=gold["place"] or "",
        chair=gold["chair"] or "",
        secretary=gold["secretary"] or "Karin Ek, sekreterare",
        layout=LAYOUTS.get(path.name[:3], "numbered"),
        adjusted=bool(adjusters),
        parties=tuple(dict.fromkeys([EMPLOYER, *named])),
        attendees=attendees,
        unrepresented=tuple(_party(a["party"]) for a in gold["absent"] if not a["name"]),
        adjusters=adjusters,
        sections=_sections(gold),
        facts_salt="f" * 32,
        people_salt="p" * 32,
    )


# --- People ------------------------------------------------------------------------------------


def _party(name: str) -> Party:
    full = ALIASES.get(name, name)
    if full == "Arbetsgivaren":
        return EMPLOYER
    return Party(full, {"Sveriges Lärare": "Sv. Lärare"}.get(full, name))


def _attendee(person: dict, adjusters: tuple[Adjuster, ...]) -> Attendee:
    guest = person["role"] == "guest"
    party = _party(person["party"]) if person["party"] and not guest else None
    return Attendee(
        name=person["name"],
        presence="present",
        title=person["title"] or "",
        party=party,
        organisation=(person["party"] or "") if guest else "",
        chairs=person["role"] == "chair",
        writes=person["role"] == "secretary",
        adjusts=person["name"] in {adjuster.name for adjuster in adjusters},
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


# --- Items -------------------------------------------------------------------------------------


def _sections(gold: dict) -> tuple[Section, ...]:
    items = [_item(gold, index) for index in range(len(gold["items"]))]
    parents = [raw["parent_index"] for raw in gold["items"]]
    tops: dict[str, list[Item]] = {heading: [] for heading in gold["sections"] or [""]}
    number = 0
    for index, raw in enumerate(gold["items"]):
        if parents[index] is not None:
            continue
        number += 1
        below = [items[child] for child, parent in enumerate(parents) if parent == index]
        printed = raw["number"] or str(number)
        children = (
            replace(child, number=f"{printed}.{place}") for place, child in enumerate(below, 1)
        )
        item = replace(items[index], number=printed, children=tuple(children))
        tops.setdefault(raw["section"] or "", []).append(item)
    return tuple(
        Section(heading, f"Inget under {heading}", tuple(items))
        for heading, items in tops.items()
        if heading or items
    )


def _item(gold: dict, index: int) -> Item:
    raw = gold["items"][index]
    heading = raw["title"] or "Utan rubrik"
    words = OUTCOMES.get(raw["outcome"])
    return Item(
        ref=_ref(gold, index),
        number=str(index),
        heading=heading,
        responsible=raw["responsible"] or "",
        legal_basis=tuple(raw["legal_basis"]),
        outcome=Outcome(raw["outcome"], words) if words else None,
        moved_to=(raw["deferred_to"],) if raw["deferred_to"] else (),
        empty_words="Inget att ta upp",
        entries=tuple(_entries(gold, index)),
        salt=f"{index:032}",
    )


def _ref(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr([str(part)[:200] for part in parts])))


# --- Rows --------------------------------------------------------------------------------------


@dataclass
class Cut:
    start: int
    kind: str
    party: str
    title: str = ""


def _entries(gold: dict, index: int) -> list[Entry]:
    text = gold["items"][index]["text"] or ""
    cuts = _cuts(gold, index, text)
    ends = [cut.start for cut in cuts[1:]] + [len(text)]
    rows: list[Entry] = []
    for cut, end in zip(cuts, ends, strict=True):
        words = text[cut.start : end].strip()
        if words:
            rows.append(_entry(gold, index, cut, words, rows))
    return rows


def _cuts(gold: dict, index: int, text: str) -> list[Cut]:
    """Where rows begin: at a marked sentence, after it, and where another party has the word."""
    cuts = {0: Cut(0, "note", "")}
    names = {p["party"] for p in gold["attendees"] if p["party"]} | set(ALIASES)
    names |= {name.split()[-1] for name in names} | {"Arbetsgivaren"}
    turns = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for turn in re.finditer(rf"(?:^|(?<=[.?!] ))({turns}) ", text):
        kind = "answer" if turn[1] == "Arbetsgivaren" else "note"
        cuts[turn.start()] = Cut(turn.start(), kind, turn[1])
    for kind, found in (
        ("question", gold["questions"]),
        ("disagreement", [p for p in gold["positions"] if p["position"] == "disagree"]),
    ):
        for mark in found:
            start = text.find(mark["quote"]) if mark["item_index"] == index else -1
            if start < 0:
                continue
            party = mark.get("party") or mark.get("asked_by") or ""
            cuts[start] = Cut(start, kind, party, mark.get("gist", ""))
            end = start + len(mark["quote"])
            cuts.setdefault(end + (text[end : end + 1] == " "), Cut(end, "note", ""))
    return sorted(cuts.values(), key=lambda cut: cut.start)


def _entry(gold: dict, index: int, cut: Cut, words: str, before: list[Entry]) -> Entry:
    asked = [row.ref for row in before if row.kind == "question"]
    kind = "note" if cut.kind == "answer" and not asked else cut.kind
    actions = tuple(
        Action(action["owner"] or "", due_words="nästa möte" if action["due"] else "")
        for action in gold["actions"]
        if action["item_index"] == index and action["quote"] in words and action["owner"]
    )
    return Entry(
        ref=_ref(gold["source"], index, cut.start, words),
        kind=kind,
        text=words,
        parties=(_party(cut.party),) if cut.party else (),
        title=cut.title if kind == "question" else "",
        answers=tuple(asked[-1:]) if kind == "answer" else (),
        result="answered" if kind == "answer" else "",
        actions=actions,
    )
