"""Splits an update into its blocks, and joins blocks into an update again.

For updates that an inspector has let through, and off the way of a keystroke. Lengths and clocks count UTF-16
units; a text here has one character a unit, halves of pairs among them, so that it can be cut at clocks.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from crdt.varint import Reader, write_buffer, write_varint

GC: Final = 0
DELETED: Final = 1
STRING: Final = 4
SKIP: Final = 10
_HAS_LEFT, _HAS_RIGHT, _KIND = 0x80, 0x40, 0x1F
_ROOT: Final = b"\x01\x04body"

# A letter of which nothing is known but that it was there: no UTF-16 unit, so that no text holds it.
UNKNOWN: Final = "\U0010ffff"

Place = tuple[int, int]


class Block(NamedTuple):
    """`kind` is one of those above; `text` is empty unless it is STRING."""

    kind: int
    clock: int
    length: int
    left: Place | None = None
    right: Place | None = None
    text: str = ""

    @property
    def end(self) -> int:
        """The clock after it."""
        return self.clock + self.length

    def cut(self, client: int, start: int, end: int) -> "Block":
        """The part from clock `start` to before `end`, as Yjs splits a block of `client`."""
        left = self.left if start == self.clock else (client, start - 1)
        text = self.text[start - self.clock : end - self.clock]
        return Block(self.kind, start, end - start, left, self.right, text)


class Update(NamedTuple):
    """The new blocks of each client in order, and its deletions as they were encoded."""

    sections: list[tuple[int, list[Block]]]
    deletes: bytes


def read_blocks(update: bytes) -> Update:
    """An update of good form. Raises MalformedError."""
    reader = Reader(update)
    sections = []
    for _ in range(reader.varint()):
        count, client, clock = reader.varint(), reader.varint(), reader.varint()
        blocks = []
        for _ in range(count):
            block = _read(reader, clock)
            clock = block.end
            blocks.append(block)
        sections.append((client, blocks))
    return Update(sections, update[reader.at :])


def write_blocks(update: Update) -> bytes:
    """The inverse of `read_blocks`."""
    out = bytearray(write_varint(len(update.sections)))
    for client, blocks in update.sections:
        for number in (len(blocks), client, blocks[0].clock):
            out += write_varint(number)
        for block in blocks:
            out += _written(block)
    return bytes(out) + update.deletes


def deletions(encoded: bytes) -> Iterator[tuple[int, int, int]]:
    """`Update.deletes`, as (client, first clock, clock after the last)."""
    reader = Reader(encoded)
    for _ in range(reader.varint()):
        client = reader.varint()
        for _ in range(reader.varint()):
            start = reader.varint()
            yield client, start, start + reader.varint()


def units(text: str) -> str:
    """The text with one character a UTF-16 unit."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    encoded = text.encode("utf-16-le")
    return "".join(chr(encoded[at] | encoded[at + 1] << 8) for at in range(0, len(encoded), 2))


def joined(text: str) -> str:
    """The inverse of `units`."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read(reader: Reader, clock: int) -> Block:
    info = reader.byte()
    kind = info & _KIND
    if kind in (GC, SKIP):
        return Block(kind, clock, reader.varint())
    left = (reader.varint(), reader.varint()) if info & _HAS_LEFT else None
    right = (reader.varint(), reader.varint()) if info & _HAS_RIGHT else None
    if left is None and right is None:
        reader.varint()
        reader.buffer()
    if kind == DELETED:
        return Block(kind, clock, reader.varint(), left, right)
    text = units(reader.text())
    return Block(kind, clock, len(text), left, right, text)


def _written(block: Block) -> bytes:
    if block.kind in (GC, SKIP):
        return bytes((block.kind,)) + write_varint(block.length)
    info = block.kind | (_HAS_LEFT if block.left else 0) | (_HAS_RIGHT if block.right else 0)
    places: Iterable[Place] = [place for place in (block.left, block.right) if place]
    origins = b"".join(write_varint(number) for place in places for number in place) or _ROOT
    content = (
        write_buffer(joined(block.text).encode()) if block.kind == STRING else write_varint(block.length)
    )
    return bytes((info,)) + origins + content
