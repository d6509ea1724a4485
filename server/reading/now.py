"""Texts of many notes as they are on disk now, read in one transaction."""

from collections.abc import Collection
from contextlib import suppress

from aiohttp import web

from crdt.compaction import LoadError
from server.errors import GoneError, ReloadingError
from server.ids import NoteId
from server.live.keys import ROOMS
from server.reading.readings import READINGS


async def texts_now(app: web.Application, notes: Collection[NoteId]) -> dict[NoteId, str]:
    """By note; none of the trash, and none that cannot be read now."""
    rooms = app[ROOMS]
    if not notes:
        return {}
    on_disk = [note for note in notes if not rooms.is_open(note)]
    found = await app[READINGS].texts.latest(on_disk) if on_disk else {}
    for note in notes:
        # In memory, or damaged: then its loading puts aside what is.
        if note not in found:
            with suppress(LoadError, ReloadingError, GoneError):
                found[note] = await rooms.markdown(note)
    return found
