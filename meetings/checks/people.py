"""Who was there, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Adjuster, Attendee
from ..words import and_list
from .finding import Finding, Place
from .minutes import Minutes, Row, place_of

SPEAKS = re.compile(
    r"\b(?:besökte|deltar|deltog|presenterar|presenterade|redogör|redogjorde|informerar|"
    r"informerade|berättar|berättade|frågar|frågade|undrar|undrade|svarar|svarade|menar|menade|"
    r"anser|ansåg|lyfter|lyfte|påpekar|påpekade|tar upp|tog upp|öppnar|öppnade|avslutar|avslutade|"
    r"föredrar|föredrog|föreslår|föreslog|meddelar|meddelade|påminner|påminde|efterlyser|"
    r"efterlyste|yrkar|yrkade)\b"
)


# --- Who was there -------------------------------------------------------------------------------


def nobody(minutes: Minutes) -> Iterator[Finding]:
    said = minutes.document
    if minutes.context.is_over and not said.present:
        yield Finding(
            rule="attendance",
            place=Place(fact="attendance"),
            what="ingen är markerad som närvarande",
            advice=_unsure(said.adjusters),
            weight=88,
        )


def _unsure(adjusters: tuple[Adjuster, ...]) -> str:
    if not adjusters:
        return "Markera vilka som var på mötet."
    return f"Då syns det inte att {and_list(a.name for a in adjusters)}, som justerar, var med."


def unnamed(minutes: Minutes) -> Iterator[Finding]:
    """Organisations that nobody came from, and nobody is named as excused."""
    said, known = minutes.document, minutes.context.mandates
    if not (minutes.context.is_over and said.present):
        return
    named = {someone.party.name for someone in said.attendees if someone.party}
    have = None if known is None else {mandate.party for mandate in known}
    missing = [
        party.name
        for party in said.unrepresented
        if party.name not in named and (have is None or party.name in have)
    ]
    if missing:
        yield Finding(
            rule="attendance",
            place=Place(fact="attendance"),
            what=f"det står inte vem som hade förhinder från {and_list(missing)}",
            advice="Markera förhinder för den som var kallad.",
            weight=30,
        )


def facts(minutes: Minutes) -> Iterator[Finding]:
    said = minutes.document
    told = {
        "plats": said.place,
        "ordförande": said.chair,
        "sekreterare": said.secretary,
        "sluttid": said.ends,
    }
    missing = [name for name, value in told.items() if not value]
    if minutes.context.is_over and missing:
        yield Finding(
            rule="facts",
            place=Place(fact="meeting"),
            what=f"{and_list(missing)} saknas",
            advice="Uppgifterna står överst i texten.",
            weight=40,
        )


# --- Who speaks ----------------------------------------------------------------------------------


def absent_speakers(minutes: Minutes) -> Iterator[Finding]:
    """Somebody who has the word though she was not there."""
    missing = {
        someone.name: someone for someone in minutes.document.attendees if not someone.took_part
    }
    seen: set[tuple[str, str]] = set()
    for row in minutes.rows:
        speaker = _speaker(row, missing)
        if speaker and (speaker.name, row.item.ref) not in seen:
            seen.add((speaker.name, row.item.ref))
            yield Finding(
                rule="speaker",
                place=row.place,
                what=f"{speaker.name} har ordet men står som frånvarande",
                advice="Ändra närvaron eller vem som har ordet.",
                weight=76,
            )


def _speaker(row: Row, missing: dict[str, Attendee]) -> Attendee | None:
    if row.entry.speaker in missing:
        return missing[row.entry.speaker]
    if row.is_quoted:
        return None
    for name, someone in missing.items():
        where = row.text.find(name)
        if where >= 0 and row.starts_sentence(where):
            follows = row.sentence_at(where)[len(name) :].lstrip()
            if SPEAKS.match(follows):
                return someone
    return None


def absent_parties(minutes: Minutes) -> Iterator[Finding]:
    missing = minutes.document.unrepresented
    for item in minutes.items:
        names = [p.name for entry in item.entries for p in entry.parties if p in missing]
        for name in dict.fromkeys(names):
            yield Finding(
                rule="speaker",
                place=place_of(item),
                what=f"{name} har ordet men ingen därifrån är närvarande",
                advice="Ändra närvaron eller avsändaren.",
                weight=76,
            )


def unknown_speakers(minutes: Minutes) -> Iterator[Finding]:
    """People who take part in the text but not in the attendance list, each item once."""
    said = minutes.document
    if not said.present:
        return
    listed = {someone.name for someone in said.attendees}
    for item in minutes.items:
        rows = [row for row in minutes.rows if row.item is item and not row.is_quoted]
        found = [(name, row) for row in rows for name in _acting(minutes, row, listed)]
        names = list(dict.fromkeys(name for name, _row in found))
        if names:
            yield Finding(
                rule="speaker",
                place=found[0][1].place,
                what=f"{and_list(names)} deltar men står inte i närvarolistan",
                advice="Lägg till som gäst, eller rätta namnet.",
                weight=68,
            )


def _acting(minutes: Minutes, row: Row, listed: set[str]) -> Iterator[str]:
    if row.entry.speaker and row.entry.speaker not in listed:
        yield row.entry.speaker
    for _start, sentence in row.sentences:
        verb = SPEAKS.search(sentence)
        if verb is None:
            continue
        for found in minutes.names.full_names(sentence[: verb.start()]):
            # The subject stands first, perhaps after another: “Olof Tappert från PAS och David …”.
            is_listed = found.group().endswith(tuple(listed))
            if not is_listed and _is_subject(sentence, found, verb):
                yield found.group()


def _is_subject(sentence: str, found: re.Match[str], verb: re.Match[str]) -> bool:
    before, between = sentence[: found.start()], sentence[found.end() : verb.start()]
    stands_first = not before.strip() or (before.rstrip().endswith(" och") and before[0].isupper())
    return stands_first and len(between.split()) <= 12 and "," not in between


SPEAKERS = (absent_speakers, absent_parties, unknown_speakers)
