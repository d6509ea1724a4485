"""Notes of a classeur that are not as this device has read them: new ones, and those that changed since."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from aiohttp import web

from crdt.roles import Role
from server.binders.rows import listed
from server.clock import now_ms
from server.http.access import binder_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.reading.states import NO_STATE, State, states
from server.storage import binders
from server.storage.binder_list import Listed

# Only the latest changes are looked into: to count the passages of one, its text has to be laid out.
MOST: Final = 60
_NEWS: Final = frozenset({"new", "changed", "rewritten"})


def is_news(state: State) -> bool:
    """Whether there is something to read that this device has not been shown."""
    return state.kind in _NEWS


async def came_at(request: web.Request) -> int:
    """When this device came to the classeur first (ms since 1970): what is older is not new to it."""
    access = binder_access(request)
    if access.device is None:
        return now_ms()
    look = partial(binders.came_at, device=access.device, binder=access.binder_id)
    return await request.app[ENGINE].read(look)


def since(request: web.Request, rows: Iterable[Listed], at: int) -> list[Listed]:
    """The notes that changed after that, the latest first; none by who may edit and did it."""
    access = binder_access(request)
    mine = access.visitor if access.role.allows(Role.EDIT) else None
    found = [row for row in rows if row.changed_at > at and (mine is None or row.by != mine)]
    return latest(found)[:MOST]


def latest(rows: Iterable[Listed]) -> list[Listed]:
    """By their last change, the latest first."""
    return sorted(rows, key=lambda row: (-row.changed_at, row.note))


async def count(request: web.Request, rows: Sequence[Listed] | None = None) -> int:
    """How many of the latest changes are news to this device. Nothing is recorded."""
    at = await came_at(request)
    every = rows if rows is not None else await listed(request, binder_access(request).binder_id)
    changed = [row.note for row in since(request, every, at)]
    found = await states(request, changed, came_at=at)
    return sum(map(is_news, found.values()))


async def of_rows(request: web.Request, rows: Sequence[Listed]) -> Mapping[NoteId, State]:
    """What a list tells of its rows. Who may more than read has signs only where they used the reader."""
    found = await states(request, [row.note for row in rows], came_at=await came_at(request))
    access = binder_access(request)
    if access.role is Role.READ:
        return found
    hidden = {row.note for row in rows if row.by == access.visitor}
    hidden |= {note for note, state in found.items() if state.kind == "new"}
    return {note: NO_STATE if note in hidden else state for note, state in found.items()}
