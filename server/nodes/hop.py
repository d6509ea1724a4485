"""Signed heads of a forwarded request and of its answer: each good once, for one node, within seconds.

`v1.<JSON, base64url>.<MAC>`. That of a request covers the method and the path with its query too; that of an
answer the nonce of its request, the status and all headers but those of the body.
"""

import binascii
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from server.nodes.once import Once
from server.nodes.seals import derived, is_mac_of, mac_of

Said = TypeVar("Said")

HEADER: Final = "X-Pochette-Hop"
"""Of a request and its answer: the signed head; or, of an answer, that this node does not own the thing."""
ELSEWHERE: Final = "elsewhere"
NO_BODY: Final = "none"
STREAMED: Final = "streamed"

WINDOW_MS: Final = 5_000
_OF_ANSWERS: Final = b"answers of nodes"
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
    said = _written(asdict(hop))
    return f"{_VERSION}.{said}.{mac_of(key, method, path, said)}"


class Hops:
    """Checks heads. Each is good once."""

    def __init__(self, key: bytes, *, now_ms: Callable[[], int], number: Callable[[], int]) -> None:
        self._key = key
        self._number = number
        self._once = Once(WINDOW_MS, now_ms)

    def check(self, value: str, method: str, path: str) -> Hop:
        """What a head says. Raises ForgedError, StaleError."""
        version, said, mac = _parts(value)
        if version != _VERSION or not is_mac_of(mac, self._key, method, path, said):
            raise ForgedError
        hop = _read(said, Hop)
        if hop.receiver != self._number():
            raise StaleError
        if not self._once.is_new(hop.nonce, hop.at):
            raise ForgedError
        return hop


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The head of an answer, as the owner gave it: nothing else of what came with its body is believed."""

    status: int
    reason: str
    headers: list[list[str]]


def vouch(key: bytes, hop: Hop, answered: Answered) -> str:
    """The header's value in the answer to a forwarded request; good for that request alone."""
    said = _written(asdict(answered))
    return f"{_VERSION}.{said}.{mac_of(derived(key, _OF_ANSWERS), hop.nonce, said)}"


def vouched(key: bytes, nonce: str, value: str, status: int) -> Answered:
    """What the node that got the request with this nonce has answered. Raises ForgedError."""
    version, said, mac = _parts(value)
    if version != _VERSION or not is_mac_of(mac, derived(key, _OF_ANSWERS), nonce, said):
        raise ForgedError
    answered = _read(said, Answered)
    if answered.status != status:
        raise ForgedError
    return answered


def _parts(value: str) -> tuple[str, str, str]:
    version, _, rest = value.partition(".")
    said, _, mac = rest.partition(".")
    return version, said, mac


def _written(facts: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(facts, separators=(",", ":")).encode()).decode()


def _read(said: str, of: type[Said]) -> Said:
    """Raises ForgedError, also for what a node of another version said."""
    try:
        return of(**json.loads(urlsafe_b64decode(said)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise ForgedError from error
