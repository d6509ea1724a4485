"""The cookie of a device: a secret of which only the hash is kept, and a generation that only we count up.

The first is the secret alone; each later one adds its generation and a proof, made with a key of the device.
Nothing in the database opens anything: it has the key and the hash, never the secret.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Final

KEY_BYTES: Final = 32
_SECRET_BYTES: Final = 32
_PROOF_BYTES: Final = 16
_FORM: Final = re.compile(r"([A-Za-z0-9_-]{43})(?:\.([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{22}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """What a browser brings, or is given."""

    secret: str
    generation: int = 0
    proof: str = ""

    @property
    def hash(self) -> bytes:
        """What is kept of the secret."""
        return hashlib.sha256(self.secret.encode("ascii")).digest()

    @property
    def value(self) -> str:
        return f"{self.secret}.{self.generation}.{self.proof}" if self.generation else self.secret

    def next(self, key: bytes) -> "Cookie":
        """The one that is given after it: the same whenever it is asked for, so that tabs do not compete."""
        return replace(self, generation=self.generation + 1, proof=_proof(key, self.generation + 1))

    def is_made_with(self, key: bytes) -> bool:
        """Whether its generation is one that was given."""
        return self.generation == 0 or hmac.compare_digest(self.proof, _proof(key, self.generation))


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieClaim:
    """A cookie that came, and since when its device must have been here, and be made: ms since 1970."""

    cookie: Cookie
    seen_after: int
    made_after: int


def new_cookie() -> Cookie:
    return Cookie(secret=_text(secrets.token_bytes(_SECRET_BYTES)))


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def read_cookie(value: str) -> Cookie | None:
    """None for a value that is none of ours."""
    match = _FORM.fullmatch(value)
    if match is None:
        return None
    return Cookie(secret=match[1], generation=int(match[2] or 0), proof=match[3] or "")


def _proof(key: bytes, generation: int) -> str:
    return _text(hmac.digest(key, b"cookie %d" % generation, "sha256")[:_PROOF_BYTES])


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")
