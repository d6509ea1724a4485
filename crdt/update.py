"""Parses a Yjs update into its blocks and deletions; refuses what no honest editor of one text writes.

Only the form is judged here, without knowing the note; `inspector` judges what it means.
Source: Yjs `src/utils/encoding.js` (version 1 of the format) and `src/utils/DeleteSet.js`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from crdt.varint import MAX_INTEGER, MalformedError

ROOT: Final = b"body"
MAX_CLOCK: Final = (1 << 31) - 1
MAX_STRUCTS: Final = 200_000
BLOCKS_A_SLICE: Final = 128
# Reading so many takes some two milliseconds.
BLOCKS_A_PAUSE: Final = 8 * BLOCKS_A_SLICE
CLIENTS_A_PAUSE: Final = 512
RANGES_A_PAUSE: Final = 2048
EMPTY: Final = b"\x00\x00"

_GC, _DELETED, _STRING, _SKIP = 0, 1, 4, 10
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY, _KIND = 0x80, 0x40, 0x20, 0x1F

_NOWHERE: Final = slice(0, 0)

Place = tuple[int, int]


@dataclass(slots=True)
class Section:
    """The blocks of one client in one update, clocks `start` to before `end`; they are its bytes `span`.

    `cuts` are the byte and the clock of its first block and of each so many-th after it.
    """

    client: int
    start: int
    end: int
    blocks: int
    span: slice
    lefts: list[Place] = field(default_factory=list)
    rights: list[Place] = field(default_factory=list)
    low_surrogates: list[int] = field(default_factory=list)
    born_deleted: list[tuple[int, int]] = field(default_factory=list)
    skips: bool = False
    has_nul: bool = False
    cuts: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """An update of good form. Deletions are client -> sorted intervals that do not touch, from a byte on."""

    sections: list[Section]
    deletes: dict[int, list[tuple[int, int]]]
    deletes_at: int


def read_update(data: bytes, *, blocks_a_cut: int = BLOCKS_A_SLICE) -> Parsed:
    """The content of an update (version 1). Raises MalformedError with the rule that it breaks."""
    parsed = Parsed([], {}, 0)
    for _ in reading(data, parsed, blocks_a_cut=blocks_a_cut):
        pass
    return parsed


def reading(data: bytes, parsed: Parsed, *, blocks_a_cut: int = BLOCKS_A_SLICE) -> Iterator[None]:
    """Read an update into `parsed`, as `read_update` does, and pause some milliseconds of work later."""
    cursor = _Cursor(data)
    number = cursor.number
    budget = MAX_STRUCTS
    clients: set[int] = set()
    for _ in range(number()):
        opens_at = cursor.at
        count = number()
        if count == 0:
            raise MalformedError("a client is named without a block")
        budget -= count
        if budget < 0:
            raise MalformedError(f"more than {MAX_STRUCTS} blocks in one update")
        client = number()
        if client in clients:
            raise MalformedError("a client is named twice")
        clients.add(client)
        start = number()
        section = Section(client, start, start, count, _NOWHERE)
        for block in range(count):
            if block % blocks_a_cut == 0:
                section.cuts.append((cursor.at, section.end))
                if block % BLOCKS_A_PAUSE == BLOCKS_A_PAUSE - blocks_a_cut:
                    yield
            _read_block(cursor, section)
        section.span = slice(opens_at, cursor.at)
        parsed.sections.append(section)
        if len(clients) % CLIENTS_A_PAUSE == 0:
            yield
    parsed.deletes_at = cursor.at
    yield from _read_deletes(number, budget, parsed.deletes)
    if cursor.at != cursor.end:
        raise MalformedError("bytes are left after the end")


class _Cursor:
    """The same integers as `varint.Reader`, inlined: this is the way of every keystroke."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.end = len(data)
        self.at = 0

    def byte(self) -> int:
        if self.at >= self.end:
            raise MalformedError("the update ends too early")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        at = self.at
        if at >= self.end:
            raise MalformedError("the update ends too early")
        byte = self.data[at]
        at += 1
        if byte < 0x80:
            self.at = at
            return byte
        number = byte & 0x7F
        shift = 7
        while True:
            if at >= self.end:
                raise MalformedError("the update ends too early")
            byte = self.data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > 49:
                raise MalformedError("a number is longer than eight bytes")
        if byte == 0:
            raise MalformedError("a number is not in its shortest form")
        if number > MAX_INTEGER:
            raise MalformedError("a number is larger than 2^53 - 1")
        self.at = at
        return number


def _read_block(cursor: _Cursor, section: Section) -> None:
    number = cursor.number
    clock = section.end
    info = cursor.byte()
    kind = info & _KIND
    if info & _HAS_KEY:
        raise MalformedError("a block of text with a key")
    if kind == _SKIP:
        section.skips = True
    if kind in (_GC, _SKIP):
        if info != kind:
            raise MalformedError("a collected block with origins")
        length = number()
    elif kind in (_DELETED, _STRING):
        _read_origins(cursor, section, info)
        length = _read_text(cursor, section) if kind == _STRING else number()
    else:
        raise MalformedError(f"content of kind {kind}, where only text is written")
    if length < 1:
        raise MalformedError("a block of length zero")
    section.end = clock + length
    if section.end > MAX_CLOCK:
        raise MalformedError("a clock beyond 2^31 - 1")
    if kind in (_GC, _DELETED):
        section.born_deleted.append((clock, section.end))


def _read_origins(cursor: _Cursor, section: Section, info: int) -> None:
    number = cursor.number
    left: Place | None = None
    if info & _HAS_LEFT:
        left = (number(), number())
        if left[0] == section.client and left[1] >= section.end:
            raise MalformedError("a block whose origin comes after it")
        section.lefts.append(left)
    if info & _HAS_RIGHT:
        right = (number(), number())
        if right[0] == section.client and right[1] >= section.end:
            raise MalformedError("a block whose origin comes after it")
        if right == left:
            raise MalformedError("a block between one place and itself")
        section.rights.append(right)
    if not info & (_HAS_LEFT | _HAS_RIGHT):
        if number() != 1:
            raise MalformedError("a block inside another block")
        length = number()
        name = cursor.data[cursor.at : cursor.at + length]
        if name != ROOT:
            raise MalformedError("a root other than the text of the note")
        cursor.at += length


def _read_text(cursor: _Cursor, section: Section) -> int:
    """The length of the next string in UTF-16 units; its low surrogates go to the section."""
    size = cursor.number()
    end = cursor.at + size
    if end > cursor.end:
        raise MalformedError("the update ends too early")
    try:
        text = cursor.data[cursor.at : end].decode()
    except UnicodeDecodeError:
        raise MalformedError("a text that is not UTF-8") from None
    cursor.at = end
    if "\0" in text:
        section.has_nul = True
    length = len(text)
    if length == size or text.isascii():
        return length
    units = len(text.encode("utf-16-le")) >> 1
    if units != length:
        clock = section.end
        for character in text:
            if character > "\uffff":
                section.low_surrogates.append(clock + 1)
                clock += 1
            clock += 1
    return units


def _read_deletes(
    number: Callable[[], int], budget: int, deletes: dict[int, list[tuple[int, int]]]
) -> Iterator[None]:
    for _ in range(number()):
        client = number()
        if client in deletes:
            raise MalformedError("deletions name a client twice")
        count = number()
        if count == 0:
            raise MalformedError("deletions name a client without a range")
        budget -= count
        if budget < 0:
            raise MalformedError(f"more than {MAX_STRUCTS} blocks in one update")
        ranges = deletes[client] = []
        before = -1
        for _ in range(count):
            start = number()
            length = number()
            if length < 1 or start <= before:
                raise MalformedError("deletions that are empty, overlap or are not in order")
            before = start + length
            ranges.append((start, before))
            if len(ranges) % RANGES_A_PAUSE == 0:
                yield
