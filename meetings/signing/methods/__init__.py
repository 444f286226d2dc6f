"""Ways to identify the person who signs; each is a plug around an attempt."""

from __future__ import annotations

from meetings.signing.methods.base import (
    Answer,
    Attempt,
    Evidence,
    Method,
    NotYet,
    Refused,
    RequestFacts,
    Step,
)
from meetings.signing.methods.password import Password

__all__ = [
    "Answer",
    "Attempt",
    "Evidence",
    "Method",
    "NotYet",
    "Refused",
    "RequestFacts",
    "Step",
    "get",
]

METHODS: dict[str, Method] = {method.key: method for method in (Password(),)}


def get(key: str) -> Method:
    """The method with this key, as stored on attempts and in evidence. KeyError if unknown."""
    return METHODS[key]
