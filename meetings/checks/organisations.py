"""Names of organisations and people as they are registered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..words import and_list
from .finding import Finding, Replace, SetItem
from .lexicon import MERGED, UNIONS
from .minutes import Minutes, Row, place_of
from .people import SPEAKS

WORD = re.compile(r"\b[A-ZÅÄÖ][\wÅÄÖåäöé]{4,}\b")
OFFICE = re.compile(r"\b([A-ZÅÄÖa-zåäö]{4,}?)(kontoret|förvaltningen)s?\b")


def misspelt(minutes: Minutes) -> Iterator[Finding]:
    """“AkademikerförbundetSSR”, “Komunal”: one slip from a registered name."""
    spelling = _Spelling(minutes.names.organisations)
    for row in minutes.rows:
        seen: set[str] = set()
        for found in spelling.slips(row.text):
            word, right = found
            if word.group() in seen or row.is_quoted:
                continue
            seen.add(word.group())
            yield Finding(
                rule="organisation",
                place=row.place,
                what=f"{word.group()} är inte så namnet skrivs",
                advice=f"Menar du {right}?",
                weight=44,
                fixes=(Replace(f"Skriv {right}", row.entry.ref, word.start(), word.end(), right),),
            )


class _Spelling:
    def __init__(self, names: frozenset[str]):
        self.names = names
        self.joined = {re.sub(r"[\s-]", "", name): name for name in names if " " in name}
        self.single = [name for name in names if " " not in name and len(name) >= 6]
        cased = [re.escape(name) for name in names if " " in name]
        self.cased = re.compile(rf"\b(?:{'|'.join(cased)})\b", re.IGNORECASE) if cased else None
        self.lower = {name.lower(): name for name in names if " " in name}

    def slips(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        for word in WORD.finditer(text):
            right = self._right(word.group())
            if right:
                yield word, right
        for found in self.cased.finditer(text) if self.cased else ():
            right = self.lower[found.group().lower()]
            if found.group() != right and found.group()[0].isupper():
                yield found, right

    def _right(self, word: str) -> str:
        bare = word.removesuffix("s")
        if word in self.names or bare in self.names:
            return ""
        if word in self.joined:
            return self.joined[word]
        for name in self.single:
            if not word.startswith(name) and word[0] == name[0] and _one_slip(word, name):
                return name
        return ""


def _one_slip(word: str, name: str) -> bool:
    """One letter too many, too few, another, or two that changed places."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    first = next((n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), None)
    if first is None:
        return len(word) < len(name)  # “Kommuna”; “Kommunala” is another word
    rest, right = word[first:], name[first:]
    swapped = rest[:2] == right[1::-1] and rest[2:] == right[2:]
    return rest[1:] == right[1:] or rest[1:] == right or rest == right[1:] or swapped


def unknown(minutes: Minutes) -> Iterator[Finding]:
    """An organisation has the word that is not registered here, or that has another name now."""
    known = minutes.names.organisations
    for row in minutes.rows:
        if row.is_quoted:
            continue
        for start, sentence in row.sentences:
            name = next((union for union in UNIONS if sentence.startswith(union + " ")), "")
            if not name or name in known or not SPEAKS.match(sentence[len(name) + 1 :]):
                continue
            yield _not_registered(minutes, row, start, name)


def _not_registered(minutes: Minutes, row: Row, start: int, name: str) -> Finding:
    now, since = MERGED.get(name, ("", 0))
    fixes: tuple[Replace, ...] = ()
    advice = "Skriv namnet som det är registrerat, eller be om att få det tillagt."
    if now and minutes.document.date.year >= since:
        advice = f"Organisationen heter {now} sedan {since}."
        fixes = (Replace(f"Skriv {now}", row.entry.ref, start, start + len(name), now),)
    what = f"{name} är ingen registrerad organisation"
    return Finding("organisation", row.place, what, advice, 46, fixes)


def offices(minutes: Minutes) -> Iterator[Finding]:
    """“Socialkontoret” and “Socialförvaltningen” in the same text."""
    forms: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in minutes.rows:
        for stem, end in OFFICE.findall(row.text):
            forms[stem.lower()].setdefault(stem.capitalize() + end, row)
    for words in forms.values():
        if len(words) > 1:
            rarest = min(words, key=lambda word: _rows_with(minutes, word))
            yield Finding(
                rule="office",
                place=words[rarest].place,
                what=f"{and_list(sorted(words))} står båda i texten",
                advice="Är det samma, skriv det på ett sätt.",
                weight=34,
            )


def _rows_with(minutes: Minutes, word: str) -> int:
    return sum(word[1:] in row.text for row in minutes.rows)


def given_names(minutes: Minutes) -> Iterator[Finding]:
    """A responsible person by given name alone, when that points at nobody or at several."""
    listed: dict[str, list[str]] = defaultdict(list)
    for someone in minutes.document.attendees:
        listed[someone.name.split()[0]].append(someone.name)
    text = " ".join(row.text for row in minutes.rows)
    seen: set[str] = set()
    for item in minutes.items:
        given = item.responsible.split()[0].strip(",") if item.responsible else ""
        alone = not re.match(rf"{re.escape(given)},? [A-ZÅÄÖ]", item.responsible)
        if not given or given in seen or not alone or len(listed[given]) == 1:
            continue
        if not _is_given_name(given, text, minutes):
            continue
        seen.add(given)
        people = list(dict.fromkeys(listed[given] or minutes.names.firsts.get(given, [])))
        yield Finding(
            rule="given_name",
            place=place_of(item),
            what=f"{given} står bara med förnamn",
            advice="Skriv hela namnet, så att det syns vem som menas.",
            weight=32,
            fixes=tuple(
                SetItem(f"Skriv {name}", item.ref, "responsible", name)
                for name in people[:2]
                if item.responsible == given
            ),
        )


def _is_given_name(word: str, text: str, minutes: Minutes) -> bool:
    """Known as one, or written with a capital inside a sentence: “… och Lina svarar”."""
    if word in minutes.names.firsts:
        return True
    if not word.istitle() or word in minutes.names.organisations:
        return False
    return bool(re.search(rf"[a-zåäö,] {re.escape(word)}\b(?! [A-ZÅÄÖ])", text))
