"""What became of one try to send something, and who tries."""

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


Outcome = Left | Later | Refused


class Carrier(Protocol):
    """One way out."""

    async def carry(self, sending: Sending, /) -> Outcome: ...


MOST_ANSWER = 300


def answered(*said: object) -> str:
    """What another server said, as one printable line of at most MOST_ANSWER characters."""
    text = " ".join(" ".join(str(one) for one in said).split())
    return "".join(character for character in text if character.isprintable())[:MOST_ANSWER]
