"""The real samples as Kontroll meets them: their Document as printed, and what is wrong there.

`tests/samples.py` fills in what a whole protocol needs; here nothing is filled in that the paper
does not say. Guests that only the text names are not in the attendance list, the facts at the top
stand as a row, and a question that the gold holds for answered is answered by the row after it.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date

from meetings.checks import Context, Organisation
from meetings.document import Document, Entry, Item, Party
from meetings.policy import Rule
from tests.samples import FOLDER, document_from, sample

NUMBERS = ("000", "001", "002", "003", "004")
# Two samples name no day. Their own papers do: a board on 25 April 2019, another on 28 November.
DAYS = {"000": date(2019, 4, 10), "004": date(2024, 6, 19)}


@dataclass(frozen=True)
class Truth:
    """Something truly wrong in a sample, from findings.json or the gold's own open questions."""

    rule: str
    severity: str
    certain: bool
    words: str


def gold_of(number):
    return json.loads(sample(number).read_text())


def checked(number) -> tuple[Document, Context]:
    gold, said = gold_of(number), document_from(sample(number))
    optional = {person["name"] for person in gold["attendees"] if person.get("optional")}
    said = replace(
        said,
        date=DAYS.get(number, said.date),
        title=gold["title"] or "",
        number=gold["number"] or "",
        secretary=gold["secretary"] or "",
        attendees=tuple(one for one in said.attendees if one.name not in optional),
    )
    said = _answered(said, gold)
    return _with_printed_facts(said, number), _context(said, gold)


def _answered(said: Document, gold) -> Document:
    answered = [q["quote"] for q in gold["questions"] if q["answered"]]
    sections = []
    for section in said.sections:
        items = (_item(item, answered, gold) for item in section.items)
        sections.append(replace(section, items=tuple(items)))
    return replace(said, sections=tuple(sections))


def _item(item: Item, answered, gold) -> Item:
    dashes = {i["title"] for i in gold["items"] if i["empty"]}
    entries = list(item.entries)
    if item.heading in dashes and not entries:
        entries = [Entry(ref=f"{item.ref}-dash", kind="note", text="–")]
    replied = {ref for entry in entries for ref in entry.answers}
    for place, entry in enumerate(entries[:-1]):
        is_open = entry.kind == "question" and entry.ref not in replied
        if is_open and any(quote.startswith(entry.text[:40]) for quote in answered):
            after = entries[place + 1]
            if after.kind in ("note", "answer"):
                refs = (*after.answers, entry.ref)
                entries[place + 1] = replace(after, kind="answer", answers=refs, result="answered")
    decided = [found for found in gold["decisions"] if found["section_no"] == item.number]
    for found in decided:
        texts = [*found["points"], *found["basis"]]
        entries += [Entry(f"{item.ref}-{n}", "decision", text) for n, text in enumerate(texts)]
    case = next((found["record_number"] for found in decided), "")
    children = tuple(_item(child, answered, gold) for child in item.children)
    return replace(item, entries=tuple(entries), children=children, case_number=case)


def _with_printed_facts(said: Document, number) -> Document:
    """“Tidpunkt: 13 januari 2024 kl. 13:00” as the paper has it, first under the first item."""
    text = sample(number).with_suffix(".txt").read_text()
    found = re.search(r"\*\*Tidpunkt:\*\*\s+(.+)", text)
    if not found:
        return said
    first, *rest = said.sections
    item, *others = first.items
    row = Entry(ref=f"{item.ref}-facts", kind="note", text=f"Tidpunkt: {found[1]}")
    item = replace(item, entries=(row, *item.entries))
    return replace(said, sections=(replace(first, items=(item, *others)), *rest))


def _context(said: Document, gold) -> Context:
    parties = {p.name: p for p in (*said.parties, *said.unrepresented)}
    for asked in gold["questions"]:
        name = {"SSR": "Akademikerförbundet SSR"}.get(asked["asked_by"], asked["asked_by"])
        parties.setdefault(name, Party(name, asked["asked_by"]))
    aliases = {"Akademikerförbundet SSR": ("SSR",), "Vårdförbundet": ("VF",)}
    return Context(
        today=said.date,
        organisations=tuple(Organisation(p, aliases.get(p.name, ())) for p in parties.values()),
        attachments=tuple(gold["attachments_mentioned"]),
        who_signs=Rule(employer=True, each_union=True)
        if said.attendees and said.adjusters
        else Rule(),
    )


# --- What is true ------------------------------------------------------------------------------


def truths(number) -> list[Truth]:
    listed = json.loads((FOLDER / "findings.json").read_text())["findings"]
    told = [
        Truth(one["rule"], one["severity"], one["certain"], one["msg"])
        for one in listed
        if one["seed"] == number
    ]
    # The gold says itself which questions were left without an answer.
    told += [
        Truth("QUESTION_OPEN", "warn", False, asked["quote"][:60])
        for asked in gold_of(number)["questions"]
        if not asked["answered"]
    ]
    return told


def invented(number) -> tuple[Document, Context]:
    """The invented samples; nothing is listed as wrong in them but one misprinted deadline."""
    path = FOLDER / "synthetic" / f"{number}.json"
    gold = json.loads(path.read_text())
    said = _answered(document_from(path), gold)
    due = gold["signing"]["comments_due"]
    first, *rest = said.sections
    row = Entry(f"{number}-due", "note", f"Synpunkter lämnas senast {due}.")
    item = replace(first.items[-1], entries=(*first.items[-1].entries, row))
    first = replace(first, items=(*first.items[:-1], item))
    said = replace(said, sections=(first, *rest), chair=gold["chair"] or "")
    return said, replace(_context(said, gold), who_signs=Rule())
