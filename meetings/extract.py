"""A protokollsutdrag: chosen items of a frozen text, and the proof that they stand in it.

The bytes hold the facts and the chosen items as they were frozen, salts and all, and for all the
rest a digest. Whoever has them can work out the original's kontrollkod without seeing more than
the extract shows: see `document.digests`. Of the people only those are named whom the items name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings import document
from meetings.document import Document, Item

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is said of the extract itself."""

    number: str  # “FG 2/2024 utdrag 1”
    certified_by: str
    title: str = ""
    certified_on: date | None = None
    concerns: str = ""  # what it was made for
    sent_to: tuple[str, ...] = ()  # Beslutet ska skickas till


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract read back. `document` holds the chosen items and nobody but whom they name."""

    document: Document
    certificate: Certificate
    original: str  # the kontrollkod of the text that it comes from
    left_out: int  # items of the original, sub-items too, that it does not show


def make(frozen: bytes, refs: Collection[str], certificate: Certificate) -> bytes:
    """Canonical bytes of the extract of these items.

    A sub-item comes with its item's own heading and rows, which its digest rests on. Raises
    ValueError when no item of the text has any of the refs.
    """
    raw = json.loads(frozen)
    sections = [_section(section, refs) for section in raw.get("sections", [])]
    if not any("item" in part for section in sections for part in section["items"]):
        raise ValueError("an extract needs an item")
    parts = document.digests(raw)
    people = ("people_salt", "sections", *document.PEOPLE)
    told = {
        "number": certificate.number,
        "certified_by": certificate.certified_by,
        "title": certificate.title,
        "certified_on": certificate.certified_on and certificate.certified_on.isoformat(),
        "concerns": certificate.concerns,
        "sent_to": list(certificate.sent_to),
    }
    extract = {
        "schema": raw["schema"],
        "extract": {key: value for key, value in told.items() if value},
        "original": document.fingerprint(raw),
        "facts": {key: value for key, value in raw.items() if key not in people},
        "people": parts["people"],
        "sections": sections,
    }
    extract["named"] = _named(raw, extract)
    return document.canonical(extract)


def is_extract(content: bytes) -> bool:
    return b'"extract":{' in content and "extract" in json.loads(content)


def fingerprint_of(content: bytes) -> str:
    """The extract's own kontrollkod, 64 hex digits: of everything that it says."""
    return document.digest(json.loads(content))


def is_proven(content: bytes) -> bool:
    """Whether the facts and items are, sign for sign, those under the original's kontrollkod."""
    raw = json.loads(content)
    sections = [
        {
            "heading": section.get("heading", ""),
            "empty_words": section.get("empty_words", ""),
            "items": [_digest(part) for part in section["items"]],
        }
        for section in raw["sections"]
    ]
    whole = {
        "facts": document.digest(raw["facts"]),
        "people": raw["people"],
        "sections": sections,
    }
    return bool(document.digest(whole) == raw["original"])


def read(content: bytes) -> Extract:
    """The extract in these bytes."""
    raw = json.loads(content)
    told = raw["extract"]
    day = told.get("certified_on")
    return Extract(
        document=_document(raw),
        certificate=Certificate(
            number=told.get("number", ""),
            certified_by=told.get("certified_by", ""),
            title=told.get("title", ""),
            certified_on=date.fromisoformat(day) if day else None,
            concerns=told.get("concerns", ""),
            sent_to=tuple(told.get("sent_to", ())),
        ),
        original=raw["original"],
        left_out=sum("digest" in part for part in _parts(raw)),
    )


def decisions(item: Item) -> tuple[document.Entry, ...]:
    """The item's decisions: its numbered Beslut points."""
    return tuple(entry for entry in item.entries if entry.kind == "decision")


# --- The parts -----------------------------------------------------------------------------------


def _section(section: Plain, refs: Collection[str]) -> Plain:
    return {
        "heading": section.get("heading", ""),
        "empty_words": section.get("empty_words", ""),
        "items": [_part(item, refs) for item in section.get("items", [])],
    }


def _part(item: Plain, refs: Collection[str]) -> Plain:
    """The item as it is if it was chosen, or one below it; otherwise its digest."""
    children = [_part(child, refs) for child in item.get("children", [])]
    if item["ref"] in refs or any("item" in child for child in children):
        alone = {key: value for key, value in item.items() if key != "children"}
        return {"item": alone, "children": children}
    return {"digest": document.item_digest(item)}


def _digest(part: Plain) -> str:
    """As `document.item_digest`, of a part that may be left out."""
    if "digest" in part:
        return str(part["digest"])
    return document.digest([part["item"], [_digest(child) for child in part["children"]]])


def _parts(raw: Plain) -> Iterator[Plain]:
    for section in raw["sections"]:
        for part in section["items"]:
            yield part
            yield from part.get("children", [])


def _plain(part: Plain) -> Plain:
    children = [_plain(child) for child in part["children"] if "item" in child]
    return {**part["item"], **({"children": children} if children else {})}


def _document(raw: Plain) -> Document:
    sections = [
        {**section, "items": [_plain(part) for part in section["items"] if "item" in part]}
        for section in raw["sections"]
    ]
    shown = raw["facts"] | raw.get("named", {})
    shown |= {"sections": [section for section in sections if section["items"]]}
    return document.read(document.canonical(shown))


def _named(raw: Plain, extract: Plain) -> Plain:
    """Those of the attendees whom the chosen items name, in the text or beside it."""
    words = json.dumps(extract["sections"], ensure_ascii=False)
    named = [one for one in raw.get("attendees", []) if one["name"] in words]
    return {"attendees": named} if named else {}
