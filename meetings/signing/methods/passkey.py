"""A passkey or security key that signs the very text: its challenge is made from the digests.

The browser hands the challenge to the key, and the key signs it inside the person's own device.
What it gave is kept with the public key, so that anybody can check it later without us.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from meetings.signing.methods.base import (
    Answer,
    Attempt,
    Evidence,
    Method,
    Own,
    Refused,
    RequestFacts,
    Step,
    Strength,
    statement,
)

FIELD = "credential"
PREFIX = b"samverkan-underskrift-v1\0"
REFUSED = "Nyckeln kunde inte bekräfta att det är du. Inget är underskrivet. Börja om."


class Passkey(Method):
    key = "passkey"
    label = "Din nyckel"
    # Bound to the text and under her sole control, but we know her by our own register alone.
    level = "enklare underskrift, bunden till texten"
    plain = "bekräftad med inloggning och nyckel som skrev under texten"
    strength = Strength.BOUND
    about = (
        "Nyckeln skriver under just den här texten. Det går att kontrollera i efterhand utan oss."
    )

    def is_ready(self, own: Own) -> bool:
        return bool(own.keys)

    def begin(self, attempt: Attempt, request_facts: RequestFacts) -> Step:
        bound = [statement(one) for one in (attempt, *request_facts.together)]
        options = _options(challenge_for(bound), request_facts.own)
        return Step(public_key=options, keep={"bound": bound})

    def prove(self, attempt: Attempt, answer: Answer) -> Mapping[str, Any]:
        bound = attempt.outside.get("bound") or []
        if statement(attempt) not in bound:
            raise Refused(REFUSED)
        response = _parsed(answer.given.get(FIELD, ""))
        public_key = _verified(response, challenge_for(bound), answer.own)
        told = response["response"]
        return {
            "bound": bound,
            "site": answer.own.site,
            "public_key": public_key,
            "credential": response["rawId"],
            "client_data": told["clientDataJSON"],
            "authenticator_data": told["authenticatorData"],
            "signature": told["signature"],
        }

    def still_proves(self, evidence: Evidence, attempt: Attempt) -> bool:
        proof = evidence.get("proof") or {}
        is_about = statement(attempt) in (proof.get("bound") or [])
        return super().still_proves(evidence, attempt) and is_about and key_signed(proof)


def challenge_for(bound: Sequence[Mapping[str, str]]) -> bytes:
    """What the key signs: 32 bytes that name every text, its print and the words at the name."""
    canonical = json.dumps([dict(one) for one in bound], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(PREFIX + canonical.encode()).digest()


def key_signed(proof: Mapping[str, Any]) -> bool:
    """Whether the key in the proof signed what the proof names, its owner present and verified."""
    from cryptography.exceptions import InvalidSignature
    from fido2 import cbor
    from fido2.cose import CoseKey
    from fido2.utils import websafe_decode
    from fido2.webauthn import AuthenticatorData, CollectedClientData

    try:
        told = CollectedClientData(websafe_decode(proof["client_data"]))
        device = AuthenticatorData(websafe_decode(proof["authenticator_data"]))
        key = CoseKey.parse(cbor.decode(websafe_decode(proof["public_key"])))
        key.verify(device + told.hash, websafe_decode(proof["signature"]))
        site = hashlib.sha256(proof["site"].encode()).digest()
        challenge = challenge_for(proof["bound"])
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
        return False
    was_there = device.is_user_present() and device.is_user_verified()
    is_ours = device.rp_id_hash == site and told.type == CollectedClientData.TYPE.GET
    return bool(told.challenge == challenge and was_there and is_ours)


# --- The library ---------------------------------------------------------------------------------


def _server(own: Own) -> Any:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(PublicKeyCredentialRpEntity(id=own.site, name=own.site))


def _credentials(own: Own) -> list[Any]:
    from fido2.webauthn import AttestedCredentialData

    return [AttestedCredentialData(key) for key in own.keys]


def _options(challenge: bytes, own: Own) -> dict[str, Any]:
    """As navigator.credentials.get wants them, bytes in base64url."""
    options, _state = _server(own).authenticate_begin(
        credentials=_credentials(own), user_verification="required", challenge=challenge
    )
    asked: dict[str, Any] = json.loads(json.dumps(dict(options)))["publicKey"]
    return asked


def _parsed(given: str) -> dict[str, Any]:
    """The browser's answer. Raises Refused for what is no answer of a key."""
    try:
        response = json.loads(given)
        told = response["response"]
        names = ("clientDataJSON", "authenticatorData", "signature")
        is_text = all(isinstance(told[name], str) for name in names)
        if not (is_text and isinstance(response["rawId"], str)):
            raise TypeError(given)
    except (ValueError, TypeError, KeyError) as broken:
        raise Refused(REFUSED) from broken
    return {**response, "id": response["rawId"], "type": "public-key"}


def _verified(response: dict[str, Any], challenge: bytes, own: Own) -> str:
    """The public key (COSE, base64url) that made the answer; Refused unless it is one of hers."""
    from fido2 import cbor
    from fido2.utils import websafe_encode

    state = {"challenge": websafe_encode(challenge), "user_verification": "required"}
    try:
        found = _server(own).authenticate_complete(state, _credentials(own), response)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Refused(REFUSED) from wrong
    return websafe_encode(cbor.encode(dict(found.public_key)))
