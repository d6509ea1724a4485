"""Notes of a classeur that are not as this device has read them: new ones, and those that changed since."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aiohttp import web

from crdt.roles import Role
from server.binders.rules.rows import listed
from server.http.access import binder_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.reading.states import NO_STATE, State, came_at, states
from server.storage.binder_list import Listed

# Only the latest changes are looked into: to count the passages of one, its text has to be laid out.
MOST: Final = 60
_NEWS: Final = frozenset({"new", "changed", "rewritten"})


def is_news(state: State) -> bool:
    """Whether there is something to read that this device has not been shown."""
    return state.kind in _NEWS


def without_new(found: Mapping[NoteId, State]) -> dict[NoteId, State]:
    """The same for who may edit: what a colleague has begun is no news in itself."""
    return {note: NO_STATE if state.kind == "new" else state for note, state in found.items()}


def since(request: web.Request, rows: Iterable[Listed], at: int) -> list[Listed]:
    """The notes that changed after that, the latest first; none by who may edit and did it."""
    access = binder_access(request)
    mine = access.visitor if access.role.allows(Role.EDIT) else None
    found = [row for row in rows if row.changed_at > at and (mine is None or row.by != mine)]
    return latest(found)[:MOST]


def latest(rows: Iterable[Listed]) -> list[Listed]:
    """By their last change, the latest first."""
    return sorted(rows, key=lambda row: (-row.changed_at, row.note))


async def count(request: web.Request) -> int:
    """How many of the latest changes are news to this device."""
    access = binder_access(request)
    at = await came_at(request, access.target)
    changed = since(request, await listed(request.app[ENGINE], request.app[ROOMS], access.binder_id), at)
    found = await states(request, [row.note for row in changed], came_at=at)
    return sum(map(is_news, found.values()))


async def of_list(
    request: web.Request, seen: Sequence[Listed], every: Sequence[Listed]
) -> tuple[Mapping[NoteId, State], int]:
    """What a list tells of the rows that it shows, and how many of the latest changes are news.

    Who may more than read has signs only where they used the reader, and none on what they wrote last.
    """
    access = binder_access(request)
    at = await came_at(request, access.target)
    reads = access.role is Role.READ
    changed = [row.note for row in since(request, every, at)] if reads else []
    found = await states(request, {row.note for row in seen} | set(changed), came_at=at)
    if reads:
        return found, sum(is_news(found[note]) for note in changed)
    hidden = [row.note for row in seen if row.by == access.visitor]
    return without_new(found) | dict.fromkeys(hidden, NO_STATE), 0
