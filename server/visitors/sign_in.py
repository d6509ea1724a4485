"""Sign-in under way, sealed in the `state` that the provider sends back: no process has to remember it.

The state is good for ten minutes, for the device that left with it. What the provider must repeat (nonce)
and what it has to be shown (PKCE verifier) are made of it with the key of the instance.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import Final

from server.ids import DeviceId
from server.secrets.tokens import Seal, text_of

LASTS_MS: Final = 600_000
_SALT_BYTES: Final = 16
_UNTIL_BYTES: Final = 8
_SAID_BYTES: Final = _SALT_BYTES + _UNTIL_BYTES
# 24 bytes that are said, and 32 of proof.
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{74}[AEIMQUYcgkosw048]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One that has left for the provider from a device, or has come back; `until` in ms since 1970."""

    state: str
    until: int
    nonce: str
    verifier: str = field(repr=False)

    @property
    def challenge(self) -> str:
        """RFC 7636, 4.2."""
        return text_of(hashlib.sha256(self.verifier.encode()).digest())

    @property
    def hash(self) -> bytes:
        """What is kept of one that has come back."""
        return hashlib.sha256(self.state.encode()).digest()


def leaving(seal: Seal, device: DeviceId, now: int) -> SignIn:
    until = now + LASTS_MS
    said = secrets.token_bytes(_SALT_BYTES) + until.to_bytes(_UNTIL_BYTES, "big")
    return _sign_in(seal, text_of(said + seal.of_sign_in(device, said)), until)


def coming_back(seal: Seal, device: DeviceId, state: str, now: int) -> SignIn | None:
    """The sign-in with this state; None where it was not this device's, is over or was never begun."""
    if _FORM.fullmatch(state) is None:
        return None
    given = urlsafe_b64decode(f"{state}=")
    said, proof = given[:_SAID_BYTES], given[_SAID_BYTES:]
    until = int.from_bytes(said[_SALT_BYTES:], "big")
    if not seal.proves_sign_in(proof, device, said) or until <= now:
        return None
    return _sign_in(seal, state, until)


def _sign_in(seal: Seal, state: str, until: int) -> SignIn:
    nonce, verifier = (text_of(seal.part_of_sign_in(part, state)) for part in ("nonce", "verifier"))
    return SignIn(state=state, until=until, nonce=nonce, verifier=verifier)
