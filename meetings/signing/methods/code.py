"""The password and, besides, a one-time code from an app that only the person has (TOTP)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.signing.methods import password
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

FIELD = "code"


class Code(Method):
    key = "totp"
    label = "Lösenord och engångskod"
    # The secret behind the codes is ours as well, and a code says nothing about the text.
    level = "enklare underskrift, två steg"
    plain = "bekräftad med inloggning, lösenord och engångskod"
    strength = Strength.TWO_STEPS
    asks = (password.FIELD, FIELD)
    about = "Visar att det är någon som kan ditt lösenord och har din kodapp."

    def is_ready(self, own: Own) -> bool:
        return own.check_code is not None

    def begin(self, attempt: Attempt, request_facts: RequestFacts) -> Step:
        return Step(ask=self.asks)

    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        # The code can be used once only: it is not spent on a password that is wrong.
        password.require_password(answer.given, answer.own)
        if answer.own.check_code is None:
            raise Refused("Du har ingen kodapp. Inget är underskrivet.", field=FIELD)
        code = "".join(answer.given.get(FIELD, "").split())
        if not code:
            raise Refused("Skriv koden från din kodapp. Inget är underskrivet.", field=FIELD)
        if not answer.own.check_code(code):
            raise Refused(
                "Koden stämmer inte eller är redan använd. Vänta på nästa kod. "
                "Inget är underskrivet.",
                field=FIELD,
            )
        return {}
