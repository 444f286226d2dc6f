"""What a way to identify is: it begins an attempt, perhaps elsewhere, and completes it.

A password is asked for and answered in one request. A passkey is asked by the browser
(`Step.public_key`). An e-ID sends the person away and back (`Step.go_to`), or waits for a phone
(`Step.poll_after`, then `NotYet` until it is done). All are the same two calls, because what must
be remembered between them lives on the attempt.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, ClassVar, Protocol

from meetings.checks.privacy import holds_personal_number
from meetings.errors import DomainError

# JSON-able. Stored with the signature for as long as the protocol exists, so it holds nothing
# secret and no more about the person than the method proved.
Evidence = dict[str, Any]


class Strength(IntEnum):
    """How much it takes to sign as somebody else. A group may demand at least one of these.

    None of them is what eIDAS calls an advanced signature: we know the person by what the authority
    has written down, and no more. A method with better ground says so in its own `level`.
    """

    ONE_STEP = 1
    TWO_STEPS = 2
    BOUND = 3

    @property
    def demand(self) -> str:
        """As a group's setting says it."""
        return {
            Strength.ONE_STEP: "Lösenord räcker",
            Strength.TWO_STEPS: "Lösenord och engångskod, eller starkare",
            Strength.BOUND: "Nyckel som skriver under just den texten",
        }[self]

    @property
    def needs(self) -> str:
        """What the person must have besides her password; empty if nothing."""
        return {
            Strength.ONE_STEP: "",
            Strength.TWO_STEPS: "en kodapp eller en nyckel",
            Strength.BOUND: "en nyckel",
        }[self]


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
    def words(self) -> Mapping[str, str]:
        """What the person adds at her signature; empty if nothing."""

    @property
    def expires_at(self) -> datetime: ...

    @property
    def outside(self) -> Mapping[str, Any]:
        """What `begin` asked to have remembered (`Step.keep`)."""


def statement(attempt: Attempt) -> dict[str, str]:
    """What exactly is approved, as digests: the text, its print, the own words, this very try."""
    words = json.dumps(dict(attempt.words), sort_keys=True, ensure_ascii=False)
    return {
        "document": attempt.fingerprint,
        "pdf": attempt.pdf_sha256,
        "nonce": attempt.nonce,
        "words": hashlib.sha256(words.encode()).hexdigest(),
    }


@dataclass(frozen=True)
class Own:
    """What the person has to prove herself with. Whoever brings the checks limits the tries."""

    check_password: Callable[[str], bool] | None = None
    check_code: Callable[[str], bool] | None = None  # None without a code app
    keys: tuple[bytes, ...] = ()  # attested credential data, as her authenticators gave it
    site: str = ""  # the host name that keys belong to


@dataclass(frozen=True)
class RequestFacts:
    """What a method may need to know about the request that begins it."""

    return_to: str = ""  # absolute address to come back to
    same_device: bool = True
    own: Own = field(default_factory=Own)
    together: tuple[Attempt, ...] = ()  # what else is signed by the same act


@dataclass(frozen=True)
class Step:
    """What the person does next: fill in fields, use a key, go somewhere, or wait."""

    ask: tuple[str, ...] = ()
    public_key: Mapping[str, Any] = field(default_factory=dict)  # for navigator.credentials.get
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
    """What came back: form fields or the query of a redirect, and the moment it came."""

    given: Mapping[str, str]
    at: datetime
    own: Own = field(default_factory=Own)


def _keep_out_personal_numbers(evidence: object, at: datetime) -> None:
    """Evidence lives as long as the protocol and is shared with it; a method that leaks is stopped.

    Raises ValueError. An e-ID names the person by the subject that its issuer gave us instead.
    """
    if isinstance(evidence, Mapping):
        for value in evidence.values():
            _keep_out_personal_numbers(value, at)
    elif isinstance(evidence, (list, tuple)):
        for value in evidence:
            _keep_out_personal_numbers(value, at)
    elif holds_personal_number(str(evidence), at.date()):
        raise ValueError("evidence must not hold a personnummer")


class Method(ABC):
    key: ClassVar[str]  # stored; never changed once used
    label: ClassVar[str]  # “Ditt lösenord”: what the person is asked for
    level: ClassVar[str]  # what the law calls a signature made this way
    plain: ClassVar[str]  # on the signature page, after who and when
    strength: ClassVar[Strength]
    about: ClassVar[str] = ""  # beside the choice: what this way proves, in plain words
    asks: ClassVar[tuple[str, ...]] = ()  # fields answered in the form itself: no step after it

    def is_ready(self, own: Own) -> bool:
        """Whether the person has what it takes."""
        return True

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
        evidence |= {"proof": dict(proof)} if proof else {}
        _keep_out_personal_numbers(evidence, answer.at)
        return evidence

    @abstractmethod
    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        """What this method can show for itself later, JSON-able; empty if nothing."""

    def cancel(self, attempt: Attempt) -> None:  # noqa: B027  (nothing to do for most)
        """The person will not go on: tell whoever was asked."""

    def still_proves(self, evidence: Evidence, attempt: Attempt) -> bool:
        """Whether stored evidence is about this attempt; needs neither network nor registers."""
        said = {"document": attempt.fingerprint, "pdf": attempt.pdf_sha256}
        return evidence.get("nonce") == attempt.nonce and evidence.get("digests") == said
