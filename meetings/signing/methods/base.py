"""What a way to identify is: it begins an attempt, perhaps elsewhere, and completes it.

A password is asked for and answered in one request. An e-ID sends the person away and back
(`Step.go_to`), or waits for a phone (`Step.poll_after`, then `NotYet` until it is done). All three
are the same two calls, because what must be remembered between them lives on the attempt.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from meetings.errors import DomainError

# JSON-able. Stored with the signature for as long as the protocol exists, so it holds nothing
# secret and no more about the person than the method proved.
Evidence = dict[str, Any]


class Refused(DomainError):
    """The person is not proven to be who they say; the reason is read by them."""


class Attempt(Protocol):
    """One person's try to sign one frozen protocol; the stored row fits as it is."""

    @property
    def nonce(self) -> str:
        """Random, used once; binds whatever comes back to this attempt."""

    @property
    def fingerprint(self) -> str:
        """The kontrollkod of the text that is signed."""

    @property
    def pdf_sha256(self) -> str:
        """The digest of the frozen PDF that was read."""

    @property
    def expires_at(self) -> datetime: ...

    @property
    def outside(self) -> Mapping[str, Any]:
        """What `begin` asked to have remembered (`Step.keep`)."""


@dataclass(frozen=True)
class RequestFacts:
    """What a method may need to know about the request that begins it."""

    return_to: str = ""  # absolute address to come back to
    same_device: bool = True


@dataclass(frozen=True)
class Step:
    """What the person does next: fill in fields, go somewhere, or wait."""

    ask: tuple[str, ...] = ()
    go_to: str = ""
    poll_after: float | None = None
    show: str = ""  # shown while waiting, such as a QR code's content
    keep: Mapping[str, Any] = field(default_factory=dict)


class NotYet(Exception):
    """The answer is not there yet; take this step and call `complete` again."""

    def __init__(self, step: Step):
        super().__init__("not yet")
        self.step = step


@dataclass(frozen=True)
class Answer:
    """What came back: form fields or the query of a redirect, and the moment it came.

    `check` tells whether a password is the signed-in user's own; the caller brings it, with its
    limits on how often it may be asked.
    """

    given: Mapping[str, str]
    at: datetime
    check: Callable[[str], bool] | None = None


class Method(ABC):
    key: ClassVar[str]  # stored; never changed once used
    label: ClassVar[str]  # “Ditt lösenord”: what the person is asked for
    level: ClassVar[str]  # what the law calls a signature made this way
    plain: ClassVar[str]  # on the signature page, after who and when

    @abstractmethod
    def begin(self, attempt: Attempt, request_facts: RequestFacts) -> Step:
        """Tell what the person does first."""

    def complete(self, attempt: Attempt, answer: Answer) -> Evidence:
        """Evidence that the person approved exactly these digests.

        Raises Refused with a sentence for the person, or NotYet. Using up the nonce in the same
        transaction as the signature is the caller's part.
        """
        if answer.at >= attempt.expires_at:
            raise Refused("Det tog för lång tid. Inget är underskrivet. Börja om.")
        proof = self.prove(attempt, answer)
        evidence = {
            "method": self.key,
            "level": self.level,
            "plain": self.plain,
            "at": answer.at.astimezone(UTC).isoformat(),
            "nonce": attempt.nonce,
            "digests": {"document": attempt.fingerprint, "pdf": attempt.pdf_sha256},
        }
        return evidence | ({"proof": dict(proof)} if proof else {})

    @abstractmethod
    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        """What this method can show for itself later, JSON-able; empty if nothing."""
