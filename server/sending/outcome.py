"""Outcome of one delivery attempt, and the protocol of a carrier."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from server.storage.sendings import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The other server has taken it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Not now; `why` is a code of ours, `answer` what was said. `is_of_all`: nothing goes that way now."""

    why: str
    answer: str = ""
    is_of_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Never, as it is."""

    why: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """The connection broke during delivery: it may or may not have left."""

    answer: str = ""


Outcome = Left | Later | Refused | Unsure

# To be awaited before the first byte that could make something leave. Raises GoneError where it may no more.
Handing = Callable[[], Awaitable[None]]


class GoneError(Exception):
    """What was to leave was taken back in the last moment."""


class Carrier(Protocol):
    """One way out. Where what leaves twice does harm, it says before it hands over, by `handing`."""

    async def carry(self, sending: Sending, handing: Handing, /) -> Outcome: ...


MOST_ANSWER = 300


def answered(*said: object) -> str:
    """What another server said, as one printable line of at most MOST_ANSWER characters."""
    text = " ".join(" ".join(str(one) for one in said).split())
    return "".join(character for character in text if character.isprintable())[:MOST_ANSWER]
