"""What stands round the Document on paper: which print it is, who signed, what it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from meetings.extract import Extract

Variant = Literal["draft", "frozen", "sealed", "copy", "extract", "disclosure"]


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as the last page tells of it."""

    name: str
    title: str
    party_words: str  # “för Kommunal”
    at: datetime  # aware; printed in Swedish time
    how: str  # in plain words: “inloggning och lösenord”
    level: str  # “enkel elektronisk underskrift”
    notes: tuple[str, ...] = ()  # recorded disagreements, then the signer's own line
    attended: bool = True
    where: str = ""  # “på papper 16 februari 2024, registrerat av Karin Ek”; empty when made here
    digest: str = ""  # SHA-256 of the paper's or the other service's file
    party: str = ""  # “Kommunal”
    annex: str = ""  # longer words, on a page of their own
    instead_of: str = ""  # whose place among the chosen the signer took


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Somebody whose signature is missing. `reason` is her party's own, word for word."""

    name: str
    party: str
    noticed_at: datetime  # aware
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF. `relationship` is a word of ISO 32000-2, 7.11.3."""

    name: str
    content: bytes
    description: str
    relationship: str = "Unspecified"
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is said on a copy for handing out: who decided what is masked, and on which grounds."""

    decided_by: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """Everything on paper that the Document does not say. The same pair gives the same bytes.

    `frozen` are the Document's stored bytes, attached as they are; without them the Document is
    written anew. `made` must be aware: it is the file's own date, so never `now()` at a reprint.
    """

    variant: Variant
    made: datetime
    text_day: date
    fingerprint: str = ""
    signatures: tuple[Signed, ...] = ()
    missing: tuple[Unsigned, ...] = ()
    outcome: str = ""  # “Justerat”, “Klart”, “Avslutat, ej justerat av Kommunal”
    secretary: str = ""
    sent: str = ""  # who locked the text and when: the secretary's own act
    locked_at: datetime | None = None
    chain_head: str = ""
    address: str = ""  # “https://…/validera/”
    attachments: tuple[Attached, ...] = ()
    frozen: bytes = b""
    extract: Extract | None = None
    disclosure: Disclosure | None = None

    def __post_init__(self) -> None:
        moments = [self.made, self.locked_at, *(signed.at for signed in self.signatures)]
        moments += [one.noticed_at for one in self.missing]
        if any(moment and moment.tzinfo is None for moment in moments):
            raise ValueError("every moment of an imprint must be aware")

    @property
    def is_draft(self) -> bool:
        return self.variant == "draft"

    @property
    def is_copy(self) -> bool:
        return self.variant == "copy"

    @property
    def is_bare(self) -> bool:
        """Whether the print carries no files: neither data nor a signed original."""
        return self.variant in ("draft", "copy", "disclosure")

    @property
    def is_closed(self) -> bool:
        """Whether the page about signing or locking belongs to this print."""
        return self.variant in ("sealed", "copy")

    @property
    def token(self) -> str:
        """Stands uncompressed in the file, so that verifying can find it without a parser."""
        told = {"samverkan": self.fingerprint, "kedja": self.chain_head}
        return " ".join(f"{name}-{value}" for name, value in told.items() if value)

    @property
    def shown_address(self) -> str:
        """The address as it is read aloud: without scheme and last slash."""
        return self.address.partition("://")[2].rstrip("/") or self.address

    @property
    def check_address(self) -> str:
        """Where the QR code leads: the same page, with the kontrollkod filled in."""
        return f"{self.address}?kontrollkod={self.fingerprint}" if self.address else ""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """The ways in which the signers were identified, with their levels, each once."""
        here = (signed for signed in self.signatures if not signed.where)
        return tuple(dict.fromkeys((signed.how, signed.level) for signed in here))

    @property
    def annexes(self) -> tuple[Signed, ...]:
        """The signatures at which something longer was left."""
        return tuple(signed for signed in self.signatures if signed.annex)
