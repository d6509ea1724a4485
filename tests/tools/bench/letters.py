"""Encodes single letters as Yjs updates of one client id.

The generator keeps no document: it knows the neighbours of its letters and writes the bytes itself.
Source: Yjs `encodeStateAsUpdate`, version 1.
"""

from typing import Final

from crdt.varint import write_buffer, write_varint

Place = tuple[int, int]
"""The id of a letter: client id and clock."""

ROOT: Final = b"\x01" + write_buffer(b"body")
_ONE_SECTION: Final = b"\x01\x01"
_NOTHING_DELETED: Final = b"\x00"
_STRING, _HAS_LEFT, _HAS_RIGHT = 4, 0x80, 0x40


def text_of(client: int, text: str) -> bytes:
    """An update that inserts a whole text into an empty note."""
    return (
        _ONE_SECTION
        + write_varint(client)
        + b"\x00"
        + bytes((_STRING,))
        + ROOT
        + write_buffer(text.encode())
        + _NOTHING_DELETED
    )


class Letters:
    """Types between two existing letters, or into an empty note."""

    def __init__(self, client: int, *, between: tuple[Place, Place] | None = None) -> None:
        self.client = client
        self.clock = 0
        self._head = _ONE_SECTION + write_varint(client)
        self._first = bytes((_STRING,)) + ROOT
        self._more = bytes((_STRING | _HAS_LEFT,)) + write_varint(client)
        self._right = b""
        if between is not None:
            left, right = (write_varint(client) + write_varint(clock) for client, clock in between)
            self._right = right
            self._first = bytes((_STRING | _HAS_LEFT | _HAS_RIGHT,)) + left + right
            self._more = bytes((_STRING | _HAS_LEFT | _HAS_RIGHT,)) + write_varint(client)

    def type(self) -> bytes:
        """The update of the next letter."""
        clock = self.clock
        self.clock = clock + 1
        if clock == 0:
            return self._head + b"\x00" + self._first + b"\x01x\x00"
        return (
            self._head
            + write_varint(clock)
            + self._more
            + write_varint(clock - 1)
            + self._right
            + b"\x01x\x00"
        )
