"""A file that was signed in another service, looked at before the secretary may put it in."""

import re
from dataclasses import asdict

from ..errors import DomainError, WrongState
from ..models import SealedFile
from ..signing import outside

NOT_OURS = (
    "Filen är inte den låsta texten. Ladda ner pdf:en här i Samverkan och skriv under just den "
    "filen i den andra tjänsten."
)
UNREADABLE = "Filen går inte att läsa. Den är trasig eller låst med lösenord."
UNSIGNED = "Filen är den låsta texten men är inte underskriven."
CHANGED = "Filen är ändrad på annat sätt än med en underskrift."
BROKEN = "Underskriften i filen är bruten."


def signature_in(content: bytes, meeting, adjuster, protocol=None) -> dict:
    """What is told of the adjuster's signature in the file. Raises DomainError beside the file."""
    protocol = protocol or meeting.protocol
    frozen = protocol and protocol.file(SealedFile.Kind.FROZEN)
    if frozen is None:
        raise WrongState("Texten är inte ute för justering längre.")
    named = meeting.as_frozen(adjuster, protocol.document())
    return asdict(_of(named.name, _examined(content, bytes(frozen.content))))


def _examined(content, frozen):
    try:
        found = outside.examine(content, frozen)
    except outside.NotOurs:
        raise DomainError(NOT_OURS, field="file") from None
    except outside.Unreadable:
        raise DomainError(UNREADABLE, field="file") from None
    if not found:
        raise DomainError(UNSIGNED, field="file")
    if not all(one.adds_nothing_else for one in found):
        raise DomainError(CHANGED, field="file")
    return found


def _of(name, found):
    """The signature of that name; services write it in other ways (“BERG, Kim Anna”)."""
    first, *_middle, last = [*_words(name)] * 2
    hers = [one for one in found if {first, last} <= set(_words(one.name))]
    if not hers:
        signers = ", ".join(one.name or "någon utan namn" for one in found)
        raise DomainError(f"Filen är underskriven av {signers}, inte av {name}.", field="file")
    intact = [one for one in hers if one.is_intact]
    if not intact:
        raise DomainError(BROKEN, field="file")
    return intact[-1]


def _words(name):
    return re.findall(r"[\w-]+", name.casefold())
