"""Pictures that a device takes along: those that a text shows, and no other that its note keeps."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from aiohttp import web

from crdt.compaction import LoadError
from export.note.pictures import named_in
from server.errors import ReloadingError
from server.ids import NoteId
from server.jobs.lru_cache import LruCache
from server.live.keys import ROOMS
from server.live.rooms import NoSuchNoteError
from server.storage.carrying import Picture, Source

NAMED: web.AppKey[LruCache[frozenset[str]]] = web.AppKey("named_pictures")
"""The pictures that a text names, by note, epoch and row of its journal."""
MOST_NAMED: Final = 20_000


async def shown(app: web.Application, sources: Iterable[Source]) -> dict[NoteId, tuple[Picture, ...]]:
    """By note; a text is read where its note keeps pictures, once for each change."""
    found: dict[NoteId, tuple[Picture, ...]] = {}
    for source in sources:
        if source.pictures:
            named = await _named(app, source)
            found[source.note] = tuple(one for one in source.pictures if one.id in named)
    return found


async def _named(app: web.Application, source: Source) -> frozenset[str]:
    """None of a note that is gone or cannot be read now: its page says so itself."""
    cache, key = app[NAMED], (source.note, source.epoch, source.seq)
    named = cache.get(key)
    if named is None:
        named = frozenset()
        with suppress(LoadError, ReloadingError, NoSuchNoteError):
            named = named_in(await app[ROOMS].markdown(source.note))
            cache.keep(key, named)
    return named
