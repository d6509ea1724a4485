"""Passages of a version as keyed hashes with their lengths, and how many differ between two versions."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Final

from export.changes.counted import Counted, Leaf, counted
from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.lru_cache import LruCache
from server.paper.press import Press
from server.secrets.tokens import Seal
from server.storage.readings import Position

# Of a passage: among 4,000 of a note two are alike by accident once in 10^12 notes.
HASH_BYTES: Final = 8
# Larger where other words count as changed: rows of an older one are made anew.
_RULES: Final = b"\x02"
# Behind it how many words it has, as 16 bits: of more it has as many.
_WORDS_BYTES: Final = 2
_MOST_WORDS: Final = 0xFFFF
_BYTES: Final = HASH_BYTES + _WORDS_BYTES
# A row of 20 kB. A longer note is laid out again each time it has changed.
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
        """The hash and the length of each passage, one behind the other.

        Raises BadCard, ExportError, BusyError.
        """
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

    async def by_words(self, before: str, after: str, asker: Asker) -> Counted:
        """How much has changed from one text to the other. Raises as `of`."""
        brief = await self._press.read(after, printed_at=_NO_TIME)
        async with self._few:
            return await self._press.counted(replace(brief, previous=before), asker)


def to_row(hashes: bytes) -> bytes | None:
    """As a row keeps them; None for too many."""
    return _RULES + hashes if len(hashes) <= _MOST_KEPT * _BYTES else None


def from_row(row: bytes | None) -> bytes | None:
    """The inverse; None where they were made by other rules."""
    return row[1:] if row is not None and row[:1] == _RULES else None


def changed(before: bytes, after: bytes) -> Counted | None:
    """How many passages differ between two versions; None where the words within them have to say."""
    return counted(_leaves(before), _leaves(after))


def _leaves(row: bytes) -> Sequence[Leaf]:
    parts = (row[at : at + _BYTES] for at in range(0, len(row), _BYTES))
    return [Leaf(part[:HASH_BYTES], int.from_bytes(part[HASH_BYTES:], "big")) for part in parts]


def _hashes(key: bytes, leaves: Sequence[Leaf]) -> bytes:
    return b"".join(_hash(key, leaf) for leaf in leaves)


def _hash(key: bytes, leaf: Leaf) -> bytes:
    said = leaf.key.encode() if isinstance(leaf.key, str) else leaf.key
    words = min(leaf.words, _MOST_WORDS).to_bytes(_WORDS_BYTES, "big")
    return blake2b(said, key=key, digest_size=HASH_BYTES).digest() + words
