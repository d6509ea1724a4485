"""Updates of Yjs written block by block, and drawn ones: valid in form, nonsense in content.

Yjs writes the blocks of a client in the order of their clocks, and so do these; all else is drawn.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from crdt.varint import write_buffer, write_varint

Place = tuple[int, int]

GC, DELETED, STRING = 0, 1, 4
_TEXTS: Final = ("x", "mot ", "é", "\n", "# ", "😀", "👨‍👩‍👧", "a😀b", "long " * 12)


def number(*numbers: int) -> bytes:
    """Integers as the wire spells them."""
    return b"".join(map(write_varint, numbers))


def block(kind: int, content: str | int, left: Place | None = None, right: Place | None = None) -> bytes:
    """One block: the content is a text, or the length of what is not shown."""
    written = write_buffer(content.encode()) if isinstance(content, str) else number(content)
    if kind == GC:
        return number(GC) + written
    info = kind | (0x80 if left else 0) | (0x40 if right else 0)
    origins = b"".join(number(*place) for place in (left, right) if place)
    return bytes((info,)) + (origins or b"\x01\x04body") + written


def update(
    sections: Sequence[tuple[int, int, Sequence[bytes]]] = (),
    deletes: Mapping[int, Sequence[tuple[int, int]]] | None = None,
) -> bytes:
    """Sections are (client, first clock, blocks); deletions are client -> (start, length)."""
    out = number(len(sections))
    for client, start, blocks in sections:
        out += number(len(blocks), client, start) + b"".join(blocks)
    out += number(len(deletes or {}))
    for client, ranges in (deletes or {}).items():
        out += number(client, len(ranges)) + b"".join(number(*one) for one in ranges)
    return out


@dataclass
class Nonsense:
    """Draws updates over what a note knows, under client ids that nobody else uses."""

    chance: random.Random
    clients: list[int] = field(default_factory=list)

    def draw(self, clocks: Mapping[int, int]) -> bytes:
        """One update; `clocks` are those of the note, in which `self.clients` may write."""
        if not self.clients or self.chance.random() < 0.01:
            self.clients = [*self.clients[-7:], self.chance.randrange(1, 1 << 32)]
        chance = self.chance
        count = chance.choice((0, 1, 1, 1, 1, 2, 3))
        writers = chance.sample(self.clients, min(count, len(self.clients)))
        known = {client: clock for client, clock in clocks.items() if clock}
        ends = dict(known)
        if chance.random() < 0.02:
            # Blocks that point at what the same update brings later, in a ring perhaps.
            ends |= {writer: known.get(writer, 0) + 2 for writer in writers}
        sections = []
        for writer in writers:
            start = known.get(writer, 0)
            if start and chance.random() < 0.03:
                start = chance.randrange(start)
            blocks, ends[writer] = self._blocks(writer, start, ends)
            sections.append((writer, start, blocks))
        return update(sections, self._deletes(ends) if chance.random() < 0.3 or not sections else None)

    def let_through(self) -> None:
        """Nothing is kept of what was drawn."""

    def put_first(self, client: int, start: int, end: int) -> None:
        """Nor of what others write."""

    def _blocks(self, writer: int, start: int, ends: Mapping[int, int]) -> tuple[list[bytes], int]:
        chance, clock, blocks = self.chance, start, []
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            places = {**ends, writer: clock}
            left, right = self.a_place(places), self.a_place(places)
            if left == right:
                right = None
            kind = chance.choice((STRING,) * 8 + (DELETED, GC))
            content: str | int = chance.choice(_TEXTS) if kind == STRING else chance.randint(1, 9)
            blocks.append(block(kind, content, left, right))
            clock += len(content.encode("utf-16-le")) // 2 if isinstance(content, str) else content
        return blocks, clock

    def a_place(self, clocks: Mapping[int, int]) -> Place | None:
        """Any character of the note, or none."""
        clients = [client for client, clock in clocks.items() if clock]
        if not clients or self.chance.random() < 0.2:
            return None
        client = self.chance.choice(clients[-12:])
        return client, self.chance.randrange(clocks[client])

    def _deletes(self, clocks: Mapping[int, int]) -> dict[int, list[tuple[int, int]]]:
        chance = self.chance
        known = [client for client, clock in clocks.items() if clock]
        deletes = {}
        for client in chance.sample(known, min(len(known), chance.randint(1, 3))):
            ranges, at = [], 0
            for _ in range(chance.randint(1, 3)):
                start = at + chance.randrange(max(1, clocks[client] - at))
                length = chance.randint(1, 6)
                if start + length > clocks[client]:
                    break
                ranges.append((start, length))
                at = start + length + 1
            if ranges:
                deletes[client] = ranges
        return deletes


# Applied one by one, and all at once, it gives two texts: no editor makes such origins.
CONTRARY: Final = (
    update([(9, 0, [block(STRING, "ab")])]),
    update([(12, 0, [block(STRING, "w", (9, 0))])]),
    update([(12, 1, [block(STRING, "x", (12, 0))])]),
    update([(12, 2, [block(STRING, "y", (12, 1))])]),
    update([(15, 0, [block(STRING, "z", (12, 2), (12, 1))])]),
    update([(3, 0, [block(STRING, "w", (15, 0))])]),
)
