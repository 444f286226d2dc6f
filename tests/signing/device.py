"""A passkey in software, as a browser would speak to it: registers, and signs what it is given."""

import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


class Device:
    def __init__(self, site="localhost", origin="http://localhost:8000"):
        self.site, self.origin = site, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(id(self)).encode()).digest()[:16]
        self.verifies = True

    @property
    def credential(self) -> bytes:
        """Attested credential data: what a registration leaves with us."""
        public = ES256.from_cryptography_key(self.key.public_key())
        return bytes(AttestedCredentialData.create(Aaguid.NONE, self.id, public))

    def register(self, options) -> str:
        told = self._told(CollectedClientData.TYPE.CREATE, options["challenge"])
        data = self._data(FLAG.AT, AttestedCredentialData(self.credential))
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=told, attestationObject=attested)

    def sign(self, options, *, origin="", challenge=None) -> str:
        """The answer to navigator.credentials.get, as the script sends it."""
        asked = challenge or options["challenge"]
        told = self._told(CollectedClientData.TYPE.GET, asked, origin)
        data = self._data()
        signature = self.key.sign(bytes(data) + told.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=data, signature=signature)

    def _told(self, kind, challenge, origin=""):
        return CollectedClientData.create(kind, challenge, origin or self.origin)

    def _data(self, more=0, credential=b""):
        flags = FLAG.UP | more | (FLAG.UV if self.verifies else 0)
        site = hashlib.sha256(self.site.encode()).digest()
        return AuthenticatorData.create(site, flags, 1, credential)

    def _answer(self, **response):
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {name: websafe_encode(bytes(one)) for name, one in response.items()},
            }
        )
