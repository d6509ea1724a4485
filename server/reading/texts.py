"""Texts of a note at versions that devices were shown: made from the journal, in a thread."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import partial
from typing import Final

from crdt.compaction import LoadError, load
from server.ids import NoteId
from server.jobs.lru_cache import LruCache
from server.storage import Db, Engine, readings
from server.storage.latest import latest
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

    async def latest(self, notes: Collection[NoteId]) -> dict[NoteId, str]:
        """What they say on disk now, read in one transaction; none of the trash, and none that is damaged."""
        kept = self._kept
        found = await self._engine.read(partial(latest, notes=notes, is_known=kept.__contains__))
        known = {note: kept.get((note, at)) for note, at in found.positions.items()}
        texts = {note: text for note, text in known.items() if text is not None}
        if found.parts:
            async with self._few:
                made = await asyncio.to_thread(_texts, found.parts)
            for note, text in made.items():
                kept.keep((note, found.positions[note]), text)
            texts |= made
        return texts

    def forget(self) -> None:
        """Make each anew the next time."""
        self._kept: LruCache[str] = LruCache(_KEPT_BYTES, len)


def _is_there(db: Db, *, note: NoteId, position: Position) -> bool:
    now = readings.standing(db, [note]).get(note)
    return now is not None and now.has(position)


def _texts(found: Mapping[NoteId, Parts]) -> dict[NoteId, str]:
    """Of those whose parts make a note."""
    made: dict[NoteId, str] = {}
    for note, parts in found.items():
        with suppress(LoadError):
            made[note] = _text(parts)
    return made


def _text(parts: Parts) -> str:
    try:
        document, _ = load(*parts)
    except LoadError:
        if parts.snapshot is None:
            raise
        # The next opening of the note puts such a snapshot aside.
        raise LoadError("a snapshot does not give its note") from None
    return document.markdown()
