"""Ways to identify the person who signs; each is a plug around an attempt."""

from __future__ import annotations

from meetings.signing.methods.base import (
    Answer,
    Attempt,
    Evidence,
    Method,
    NotYet,
    Own,
    Refused,
    RequestFacts,
    Step,
    Strength,
)
from meetings.signing.methods.code import Code
from meetings.signing.methods.passkey import Passkey
from meetings.signing.methods.password import Password

__all__ = [
    "Answer",
    "Attempt",
    "Evidence",
    "Method",
    "NotYet",
    "Own",
    "Refused",
    "RequestFacts",
    "Step",
    "Strength",
    "get",
    "offered",
]

METHODS: dict[str, Method] = {method.key: method for method in (Password(), Code(), Passkey())}


def get(key: str) -> Method:
    """The method with this key, as stored on attempts and in evidence. KeyError if unknown."""
    return METHODS[key]


def offered(own: Own, demand: int = Strength.ONE_STEP) -> list[Method]:
    """Those that the person is ready for and that are strong enough, the strongest first."""
    ready = (one for one in METHODS.values() if one.strength >= demand and one.is_ready(own))
    return sorted(ready, key=lambda one: -one.strength)
