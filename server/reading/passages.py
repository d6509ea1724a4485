"""Passages of a version as keyed hashes, and how many differ between two versions."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Final

from export.note.since import Counted, counted
from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.lru_cache import LruCache
from server.paper.press import Press
from server.secrets.tokens import Seal
from server.storage.readings import Position

# Of a passage: among 4,000 of a note two are alike by accident once in 10^12 notes.
HASH_BYTES: Final = 8
# Larger where other words count as changed: rows of an older one are made anew.
_RULES: Final = b"\x01"
# A row of 16 kB. A longer note is laid out again each time it has changed.
_MOST_KEPT: Final = 2048
_KEPT_BYTES: Final = 8 * 1024 * 1024
# Laid out at once for lists: pages come first.
_AT_ONCE: Final = 2
# No time is printed in a passage.
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Passages:
    """Lays a version of a note out once, however many ask; the latest are cached."""

    def __init__(self, press: Press, seal: Seal) -> None:
        self._press = press
        self._seal = seal
        self._kept: LruCache[bytes] = LruCache(_KEPT_BYTES, len)
        self._few = asyncio.Semaphore(_AT_ONCE)

    def known(self, note: NoteId, position: Position) -> bytes | None:
        """Those of a version that was laid out lately."""
        return self._kept.get((note, position))

    async def of(self, note: NoteId, position: Position, text: str, asker: Asker) -> bytes:
        """The hash of each passage, one behind the other. Raises BadCard, ExportError, BusyError."""
        key = (note, position)
        if (found := self._kept.get(key)) is not None:
            return found
        async with self._few:
            if (found := self._kept.get(key)) is None:
                brief = await self._press.read(text, printed_at=_NO_TIME)
                leaves = await self._press.leaves(brief, asker)
                found = await asyncio.to_thread(partial(_hashes, self._seal.of_passages(note), leaves))
                self._kept.keep(key, found)
        return found


def to_row(hashes: bytes) -> bytes | None:
    """As a row keeps them; None for too many."""
    return _RULES + hashes if len(hashes) <= _MOST_KEPT * HASH_BYTES else None


def from_row(row: bytes | None) -> bytes | None:
    """The inverse; None where they were made by other rules."""
    return row[1:] if row is not None and row[:1] == _RULES else None


def changed(before: bytes, after: bytes) -> Counted:
    """How many passages differ between two versions."""
    return counted(_split(before), _split(after))


def _split(hashes: bytes) -> Sequence[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def _hashes(key: bytes, leaves: Sequence[str]) -> bytes:
    return b"".join(blake2b(leaf.encode(), key=key, digest_size=HASH_BYTES).digest() for leaf in leaves)
