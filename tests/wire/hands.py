"""Whoever writes in a note with a program of their own: what a test may ask of them, whatever they use."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Self

from pycrdt import Text

from tests.wire.node import Peer

_PIECES = ("a", "e ", "\n", "é", "œ", "— ", "😀", "👨‍👩‍👧 ", "**gras** ", "## Titre\n", "« oui »")
LONGEST = 4000


class Draw(NamedTuple):
    """What the next edit is, drawn before it is known what it will find; each from 0 to below 1."""

    kind: float
    place: float
    piece: float

    @classmethod
    def by(cls, chance: random.Random) -> Self:
        return cls(chance.random(), chance.random(), chance.random())


@dataclass(slots=True)
class Seen:
    """What a hand has lived through. `closes` are those by the server or the network."""

    edits: int = 0
    opened: int = 0
    resyncs: int = 0
    closes: list[int] = field(default_factory=list)
    text: str = ""

    @property
    def refusals(self) -> list[int]:
        """The closes after which one may not come back."""
        return [code for code in self.closes if 4400 <= code < 4500]


class Hand(Protocol):
    """Somebody who writes."""

    async def edit(self, draw: Draw, /) -> None: ...

    async def write(self, text: str, /) -> None:
        """At the end."""

    async def leave(self) -> None: ...

    async def come_back(self) -> None: ...

    async def sees(self, marks: Sequence[str], /) -> None:
        """Return once the text holds all of these."""

    async def seen(self) -> Seen: ...


class NodeHand:
    """A program of `peers/` that types: `stock.mjs` or `ours.mjs`."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer

    async def edit(self, draw: Draw, /) -> None:
        await self.peer.ask("edit", **draw._asdict())

    async def write(self, text: str, /) -> None:
        await self.peer.ask("write", text=text)

    async def leave(self) -> None:
        await self.peer.ask("leave")

    async def come_back(self) -> None:
        await self.peer.ask("comeBack")

    async def sees(self, marks: Sequence[str], /) -> None:
        await self.peer.ask("until", marks=marks)

    async def seen(self) -> Seen:
        state = await self.peer.ask("state")
        return Seen(state["updates"], state["opened"], state["resyncs"], state["closes"], state["text"])


def edit(text: Text, draw: Draw) -> None:
    """The same edits as those of `peers/typing.mjs`, without the taking back."""
    characters = str(text)
    at = int(draw.place * (len(characters) + 1))
    start = len(characters[:at].encode())
    if draw.kind < 0.7 and len(characters) < LONGEST:
        text.insert(start, _PIECES[int(draw.piece * len(_PIECES))])
    elif some := characters[at : at + 1 + int(draw.piece * 6)].encode():
        del text[start : start + len(some)]
