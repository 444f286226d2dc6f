"""What stands before the words: a prefix (“f.”) and senders (“ssr, vision:”), in either order."""

import re

from .names import Names
from .values import AS_TEXT, Choice

PREFIXES = {
    "f": ("question", "Fråga"),
    "s": ("answer", "Svar"),
    "b": ("decision", "Beslut"),
    "å": ("action", "Åtgärd"),
    "o": ("disagreement", "Oenighet"),
}
# An å may also come as an a with a ring after it.
_PREFIX = re.compile(r"(?P<letter>[fsbo]|å|a\u030a)\.(?=\s)", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\s+\w\.")  # “f. d. chefen”, “s. k. samverkan”
_DIGIT = re.compile(r"\s+\d")
_CAPITAL = re.compile(r"\s+[A-ZÅÄÖ]")
_SENDERS = re.compile(r"(?P<names>[^:\n]{1,200}):(?=\s|$)")
_CONCURS = re.compile(r"\s*i\.[^\S\n]+(?P<names>[^:\n]{1,200}?)\s*:?\s*", re.IGNORECASE)
_BLANKS = re.compile(r"\s*")


def concurring(typed: str, names: Names) -> tuple[str, ...]:
    """“i. sl” alone: the parties that instämmer with the row above."""
    found = _CONCURS.fullmatch(typed)
    return names.parties(found["names"], "i. ") if found else ()


def read(typed: str, end: int, names: Names) -> tuple[int, str, tuple[str, ...]]:
    """Where the words begin, their kind and who speaks; the words end at `end`."""
    start, kind = _after_blanks(typed, 0, end), ""
    speaks: tuple[str, ...] = ()
    while True:
        prefix = None if kind else _prefix(typed, start, end, names)
        senders = None if speaks or prefix else _senders(typed, start, end, names)
        if prefix:
            start, kind = prefix
        elif senders:
            start, speaks = senders
        else:
            return start, kind, tuple(key for key in speaks if key)
        start = _after_blanks(typed, start, end)


def _prefix(typed: str, start: int, end: int, names: Names) -> tuple[int, str] | None:
    found = _PREFIX.match(typed, start)
    if not found or found.end() > end or _ABBREVIATED.match(typed, found.end()):
        return None
    kind, word = PREFIXES[found["letter"].lower().replace("a\u030a", "å")]
    # “s. 14” may be a page and “B. Lind” a person: only the writer knows.
    is_initial = found["letter"].isupper() and _CAPITAL.match(typed, found.end())
    if is_initial or _DIGIT.match(typed, found.end()):
        choices = Choice(kind, word), Choice(AS_TEXT, "Vanlig text")
        if names.answer(found[0], *choices) != kind:
            return None
    return found.end(), kind


def _senders(typed: str, start: int, end: int, names: Names) -> tuple[int, tuple[str, ...]] | None:
    found = _SENDERS.match(typed, start)
    if not found or found.end() > end:
        return None
    parties = names.parties(found["names"])
    return (found.end(), parties) if parties else None


def _after_blanks(typed: str, start: int, end: int) -> int:
    blanks = _BLANKS.match(typed, start, end)
    return blanks.end() if blanks else start
