"""Signing in once more, with the same password, in the moment of signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.signing.methods.base import Answer, Attempt, Method, Refused, RequestFacts, Step

FIELD = "password"


class Password(Method):
    key = "password"
    label = "Ditt lösenord"
    # A password proves to us, not to others, who signed: eIDAS article 3(10), not 3(11).
    level = "enklare underskrift"
    plain = "bekräftad med inloggning och lösenord"

    def begin(self, attempt: Attempt, request_facts: RequestFacts) -> Step:
        return Step(ask=(FIELD,))

    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        if answer.check is None:
            raise TypeError("the password method needs answer.check")
        password = answer.given.get(FIELD, "")
        if not password:
            raise Refused("Skriv ditt lösenord. Inget är underskrivet.", field=FIELD)
        if not answer.check(password):
            raise Refused("Lösenordet stämmer inte. Inget är underskrivet.", field=FIELD)
        return {}
