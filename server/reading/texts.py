"""What a note said at a version that a device was shown: made from the journal, in a thread."""

import asyncio
from functools import partial
from typing import Final

from crdt.compaction import LoadError, load
from server.ids import NoteId
from server.jobs.lru_cache import LruCache
from server.storage import Db, Engine, readings
from server.storage.readings import Parts, Position

_KEPT_BYTES: Final = 16 * 1024 * 1024
_AT_ONCE: Final = 2


class Texts:
    """Computed two at a time; the latest are cached."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._few = asyncio.Semaphore(_AT_ONCE)
        self.forget()

    async def at(self, note: NoteId, position: Position) -> str | None:
        """The Markdown; None where that version was erased from, or is pruned. Raises LoadError."""
        kept, key = self._kept, (note, position)
        # Asked each time: what is cached may be erased since.
        if not await self._engine.read(partial(_is_there, note=note, position=position)):
            return None
        if (text := kept.get(key)) is not None:
            return text
        async with self._few:
            if (text := kept.get(key)) is None:
                parts = await self._engine.read(partial(readings.parts, note=note, position=position))
                if parts is None:
                    return None
                text = await asyncio.to_thread(_text, parts)
                kept.keep(key, text)
        return text

    def forget(self) -> None:
        """Make each anew the next time."""
        self._kept: LruCache[str] = LruCache(_KEPT_BYTES, len)


def _is_there(db: Db, *, note: NoteId, position: Position) -> bool:
    now = readings.standing(db, [note]).get(note)
    return now is not None and now.has(position)


def _text(parts: Parts) -> str:
    try:
        document, _ = load(*parts)
    except LoadError:
        if parts.snapshot is None:
            raise
        # The next opening of the note puts such a snapshot aside.
        raise LoadError("a snapshot does not give its note") from None
    return document.markdown()
