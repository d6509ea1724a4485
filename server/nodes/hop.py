"""Signed head of a forwarded request: good once, for one node, within seconds.

`v1.<JSON, base64url>.<MAC>`; the MAC covers the method and the path with its query too.
"""

import binascii
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

HEADER: Final = "X-Pochette-Hop"
"""Of a request: the signed head. Of an answer with 421: this node does not own the thing."""
NO_BODY: Final = "none"
STREAMED: Final = "streamed"

WINDOW_MS: Final = 5_000
_MOST_SEEN: Final = 200_000
_VERSION: Final = "v1"


class ForgedError(Exception):
    """No node of this instance made this head for this request, or not just now."""


class StaleError(Exception):
    """It was made for another incarnation than ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """Who sends, to whom, when (ms of the database's clock), and what the sender knows of the browser.

    `body` is "none", its count of bytes, or "streamed" where nobody knows that beforehand.
    """

    sender: int
    receiver: int
    at: int
    nonce: str
    body: str
    scheme: str
    host: str
    client: str


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


def sign(key: bytes, method: str, path: str, hop: Hop) -> str:
    """The header's value."""
    said = urlsafe_b64encode(json.dumps(asdict(hop), separators=(",", ":")).encode()).decode()
    return f"{_VERSION}.{said}.{_mac(key, method, path, said)}"


class Hops:
    """Checks heads. Nonces are remembered for as long as their head would pass."""

    def __init__(self, key: bytes, *, now_ms: Callable[[], int], number: Callable[[], int]) -> None:
        self._key = key
        self._now_ms = now_ms
        self._number = number
        self._seen: dict[str, int] = {}

    def check(self, value: str, method: str, path: str) -> Hop:
        """What a head says. Raises ForgedError, StaleError."""
        version, _, rest = value.partition(".")
        said, _, mac = rest.partition(".")
        expected = _mac(self._key, method, path, said)
        if version != _VERSION or not hmac.compare_digest(_bytes(mac), _bytes(expected)):
            raise ForgedError
        try:
            hop = Hop(**json.loads(urlsafe_b64decode(said)))
        except (ValueError, TypeError, binascii.Error) as error:
            raise ForgedError from error
        if hop.receiver != self._number():
            raise StaleError
        now = self._now_ms()
        if abs(now - hop.at) > WINDOW_MS or hop.nonce in self._seen:
            raise ForgedError
        self._remember(hop.nonce, now)
        return hop

    def _remember(self, nonce: str, now: int) -> None:
        """The oldest come first; a head passes for the window before its time and after it."""
        over = now - 2 * WINDOW_MS
        while self._seen:
            first = next(iter(self._seen))
            if self._seen[first] >= over:
                break
            del self._seen[first]
        if len(self._seen) >= _MOST_SEEN:
            raise ForgedError
        self._seen[nonce] = now


def _bytes(said: str) -> bytes:
    """Whatever a header may hold: aiohttp reads what is no UTF-8 as surrogates."""
    return said.encode(errors="surrogateescape")


def _mac(key: bytes, method: str, path: str, said: str) -> str:
    return hmac.digest(key, _bytes(f"{method} {path} {said}"), "sha256").hex()
