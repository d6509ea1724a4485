"""The notes of a classeur as rows, those in memory as they are now."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from crdt.compaction import LoadError
from export.note.title import name_of
from server.errors import GoneError, ReloadingError
from server.ids import BinderId
from server.live.rooms import Rooms
from server.storage import Engine, binder_list
from server.storage.binder_list import Listed


async def listed(engine: Engine, rooms: Rooms, binder: BinderId) -> list[Listed]:
    """The notes of a classeur, those in memory as they are now."""
    rows = await engine.read(partial(binder_list.listed, binder=binder))
    at = {row.note: row for row in rows}
    loaded = {note: one for note, one in rooms.loaded().items() if note in at}
    writers = [one.wrote and next(reversed(one.wrote)) for one in loaded.values()]
    people = await engine.read(partial(binder_list.people, visitors=[one for one in writers if one]))
    for note, one in loaded.items():
        row = at[note]
        if one.seq > row.titled_seq:
            with suppress(ReloadingError):
                row.title = name_of(await one.markdown())
                row.titled_seq = one.seq
        if one.wrote:
            by = next(reversed(one.wrote))
            row.changed_at = one.wrote[by]
            row.by, (row.name, row.colour) = by, people.get(by, ("", 0))
    return rows


async def freshen(engine: Engine, rooms: Rooms, seen: Sequence[Listed]) -> None:
    """Read the titles that a server could not keep before it ended; they are kept once the note is closed."""
    behind = set(await engine.read(partial(binder_list.untold, seen=seen)))
    for row in seen:
        if row.note in behind:
            with suppress(LoadError, ReloadingError, GoneError):
                row.title = name_of(await rooms.markdown(row.note))
