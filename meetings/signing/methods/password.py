"""Signing in once more, with the same password, in the moment of signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.signing.methods.base import (
    Answer,
    Attempt,
    Method,
    Own,
    Refused,
    RequestFacts,
    Step,
    Strength,
)

FIELD = "password"


class Password(Method):
    key = "password"
    label = "Ditt lösenord"
    # A password proves to us, not to others, who signed: eIDAS article 3(10), not 3(11).
    level = "enklare underskrift"
    plain = "bekräftad med inloggning och lösenord"
    strength = Strength.ONE_STEP
    asks = (FIELD,)
    about = "Visar att det är någon som kan ditt lösenord."

    def begin(self, attempt: Attempt, request_facts: RequestFacts) -> Step:
        return Step(ask=self.asks)

    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        require_password(answer.given, answer.own)
        return {}


def require_password(given: Mapping[str, str], own: Own) -> None:
    """Raises Refused unless the password is the signed-in user's own."""
    if own.check_password is None:
        raise TypeError("the password is asked for, so somebody must bring its check")
    password = given.get(FIELD, "")
    if not password:
        raise Refused("Skriv ditt lösenord. Inget är underskrivet.", field=FIELD)
    if not own.check_password(password):
        raise Refused("Lösenordet stämmer inte. Inget är underskrivet.", field=FIELD)
