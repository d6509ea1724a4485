"""Fast path for typing: an update that continues the last one of its client is recognized by its bytes.

In it an editor says no more than "these characters follow my last one". Behind what the inspector has just
let through there is one spelling of that; whatever differs in a byte is read as any other update is.
Source: Yjs `src/structs/Item.js`, `mergeWith`, which joins two such blocks into one that says the same.
"""

from typing import Final

from crdt.inspector import Edit
from crdt.update import MAX_CLOCK
from crdt.varint import write_varint

_ONE_BLOCK: Final = b"\x01\x01"
_AFTER: Final = b"\x84"
_BETWEEN: Final = b"\xc4"
_NO_DELETIONS: Final = b"\x00"
# Up to here a number is spelled in one byte.
_SHORT: Final = 0x7F


class Typist:
    """The next typed character follows clock `clock` - 1 of `client` and stays before the place `right`."""

    __slots__ = ("_end", "_head", "_tie", "client", "clock")

    def __init__(self, client: int, clock: int, right: tuple[int, int] | None) -> None:
        self.client = client
        self.clock = clock
        name = write_varint(client)
        self._head = _ONE_BLOCK + name
        self._tie = (_AFTER if right is None else _BETWEEN) + name
        self._end = b"" if right is None else write_varint(right[0]) + write_varint(right[1])

    @property
    def place(self) -> bytes:
        """How an update begins that types on here: all but its text."""
        clock = self.clock
        return self._head + write_varint(clock) + self._tie + write_varint(clock - 1) + self._end

    def reads(self, update: bytes) -> bytes | None:
        """The text, ASCII, of an update that does nothing but to type on here; it is not taken as typed."""
        place = self.place
        at = len(place)
        size = len(update) - at - 2
        if not (0 < size <= _SHORT and update.startswith(place) and update[at] == size and update[-1] == 0):
            return None
        text = update[at + 1 : -1]
        return text if text.isascii() and 0 not in text and self.clock + size <= MAX_CLOCK else None


def typist_after(edit: Edit) -> Typist | None:
    """The state of typing after an edit that inserts one text; None after any other."""
    if len(edit.sections) != 1 or edit.deletes:
        return None
    (section,) = edit.sections
    if section.blocks != 1 or section.born_deleted:
        return None
    return Typist(section.client, section.end, section.rights[0] if section.rights else None)


def writes_under(update: bytes) -> int:
    """The client id of an update that begins as one that types on does; -1 for any other."""
    if not update.startswith(_ONE_BLOCK):
        return -1
    client = shift = 0
    for byte in update[2:9]:
        client |= (byte & _SHORT) << shift
        if byte <= _SHORT:
            return client
        shift += 7
    return -1


def typed(place: bytes, text: bytes) -> bytes:
    """The update that types `text`, ASCII, at a place."""
    return place + write_varint(len(text)) + text + _NO_DELETIONS
