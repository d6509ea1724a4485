"""Updates that some editor could have made, drawn without one: each block stands between two neighbours.

Unlike an editor's they come from many client ids at once, born deleted, in pieces, twice, or half known.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.yjs import DELETED, STRING, Place, block, update

_TEXTS: Final = ("x", "mot ", "é", "\n", "😀", "👨‍👩‍👧", "a😀b", "long " * 12)


@dataclass
class Sense:
    """Keeps the order of all characters, deleted ones too, as the updates that were let through make it."""

    chance: random.Random
    order: list[Place] = field(default_factory=list)
    clients: list[int] = field(default_factory=list)
    past: list[bytes] = field(default_factory=list)
    _next: list[Place] = field(default_factory=list)
    _drawn: bytes = b""

    def draw(self, clocks: Mapping[int, int]) -> bytes:
        """One update; it is in `order` once `let_through` is called."""
        chance = self.chance
        if not self.clients or chance.random() < 0.02:
            self.clients = [*self.clients[-7:], chance.randrange(1, 1 << 32)]
        self._next = list(self.order)
        if self.past and chance.random() < 0.05:
            self._drawn = chance.choice(self.past)
            return self._drawn
        writers = chance.sample(self.clients, min(chance.choice((0, 1, 1, 1, 2, 3)), len(self.clients)))
        sections = [
            (writer, clocks.get(writer, 0), self._blocks(writer, clocks.get(writer, 0))) for writer in writers
        ]
        deletes = self._deletes(clocks) if not sections or chance.random() < 0.3 else None
        self._drawn = update(sections, deletes)
        return self._drawn

    def let_through(self) -> None:
        """The update drawn last was taken in."""
        self.order = self._next
        self.past = [*self.past[-40:], self._drawn]

    def put_first(self, client: int, start: int, end: int) -> None:
        """Somebody else wrote at the very beginning."""
        self.order[:0] = [(client, clock) for clock in range(start, end)]

    def _blocks(self, writer: int, clock: int) -> list[bytes]:
        blocks = []
        for _ in range(self.chance.choice((1, 1, 1, 2, 3, 8))):
            at = self.chance.randint(0, len(self._next))
            left = self._next[at - 1] if at else None
            right = self._next[at] if at < len(self._next) else None
            kind = self.chance.choice((STRING,) * 9 + (DELETED,))
            content: str | int = self.chance.choice(_TEXTS) if kind == STRING else self.chance.randint(1, 9)
            blocks.append(block(kind, content, left, right))
            length = content if isinstance(content, int) else len(content.encode("utf-16-le")) // 2
            self._next[at:at] = [(writer, one) for one in range(clock, clock + length)]
            clock += length
        return blocks

    def _deletes(self, clocks: Mapping[int, int]) -> dict[int, list[tuple[int, int]]]:
        deletes = {}
        for client in self.chance.sample(list(clocks), min(len(clocks), self.chance.randint(1, 3))):
            start = self.chance.randrange(max(1, clocks[client]))
            if length := min(self.chance.randint(1, 6), clocks[client] - start):
                deletes[client] = [(start, length)]
        return deletes
