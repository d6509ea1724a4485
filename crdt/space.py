"""Space: the most text that a note may hold, and whether an edit still fits."""

from typing import Final, Protocol

from crdt.blocks import STRING, Block, joined, read_blocks
from crdt.inspector import Edit, Inspector
from crdt.ranges import Ranges

NO_LIMIT: Final = 1 << 62


class FullError(Exception):
    """An edit for which the note has no room; nothing of it is applied."""


class Measured(Protocol):
    """A note, as far as it matters here."""

    def size(self) -> int:
        """The bytes of the text in UTF-8."""


class Space:
    """`limit` is in bytes of the text in UTF-8. What is deleted makes room; what adds nothing always fits.

    Measuring a text costs more than taking a keystroke in: as long as even all bytes that came would fit,
    nobody measures.
    """

    __slots__ = ("_at_most", "_inspector", "_note", "limit")

    def __init__(self, note: Measured, inspector: Inspector, limit: int) -> None:
        self.limit = limit
        self._note = note
        self._inspector = inspector
        self._at_most = note.size()

    def has(self, size: int) -> bool:
        """Count what cannot add more than `size` bytes, if even that certainly fits."""
        if self._at_most + size > self.limit:
            return False
        self._at_most += size
        return True

    def make(self, edit: Edit) -> None:
        """Count an edit that is about to be applied. Raises FullError."""
        self._at_most += len(edit.content)
        if self._at_most > self.limit:
            self._measure(edit)

    def _measure(self, edit: Edit) -> None:
        added = _added(edit)
        size = self._note.size()
        # A deleted unit frees one byte at least; how many it was, only the document could tell.
        if added and size + added - self._inspector.deletes(edit) > self.limit:
            self._at_most = size
            raise FullError
        self._at_most = size + added


def _added(edit: Edit) -> int:
    """The bytes of the text that the edit writes and does not take back itself."""
    taken_back = {client: _ranges(ranges) for client, ranges in edit.deletes.items()}
    return sum(
        _left_of(block, taken_back.get(client))
        for client, blocks in read_blocks(edit.content).sections
        for block in blocks
        if block.kind == STRING
    )


def _left_of(block: Block, taken_back: Ranges | None) -> int:
    text = block.text
    if taken_back is not None:
        for start, end in taken_back:
            if start < block.end and end > block.clock:
                at, to = max(start - block.clock, 0), min(end - block.clock, block.length)
                text = text[:at] + "\0" * (to - at) + text[to:]
        text = text.replace("\0", "")
    return len(joined(text).encode())


def _ranges(ranges: list[tuple[int, int]]) -> Ranges:
    made = Ranges()
    for start, end in ranges:
        made.add(start, end)
    return made
