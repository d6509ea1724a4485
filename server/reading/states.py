"""States of notes for the device that asks: new, changed since it was shown them, read."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Literal, NamedTuple

from aiohttp import web

from export.changes.counted import Counted
from server.http.access import ACCESS, DEVICE
from server.http.carrying import is_shown
from server.http.keys import CLOCK, ENGINE
from server.ids import DeviceId, NoteId
from server.reading.readings import NOT_LAID_OUT, READINGS, UNCHANGED
from server.rights.access import Access
from server.storage import Db, readings
from server.storage.devices import Device
from server.storage.readings import Now, Reading
from server.targets import Target
from server.visitors.askers import asker_of

Kind = Literal["", "new", "changed", "rewritten", "read"]

# A list is not kept waiting longer for what has to be laid out; that goes on, and is counted the next time.
_WAIT_S: Final = 0.3
# One that is kept to be read later would say for as long that something is not counted.
_WAIT_AHEAD_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a list says of a note.

    `passages` is how many have changed; 0 beside "changed" where a text is not counted yet, or cannot be laid
    out. `at` is when the version was shown, or said to be read, from which they are counted; None for a note
    that was not shown.
    """

    kind: Kind = ""
    passages: int = 0
    at: datetime | None = None


NO_STATE: Final = State()


class Looked(NamedTuple):
    """What a device was shown of notes, and how they stand; none of the trash."""

    rows: Mapping[NoteId, Reading]
    standing: Mapping[NoteId, Now]


NOTHING: Final = Looked({}, {})


async def states(
    request: web.Request,
    notes: Collection[NoteId],
    *,
    came_at: int,
    put_in: Mapping[NoteId, int] | None = None,
) -> dict[NoteId, State]:
    """One for each of the notes, which this device may read.

    `came_at` is when it first came to the list, and `put_in` when notes came there, in milliseconds since
    1970. A note that is not there has NO_STATE.
    """
    found = dict.fromkeys(notes, NO_STATE)
    if (device := _device(request)) is None or not notes:
        return found
    looked = await request.app[ENGINE].read(partial(look, device=device, notes=list(notes)))
    return found | await told(request, looked, device, came_at=came_at, put_in=put_in)


async def told(
    request: web.Request,
    looked: Looked,
    device: DeviceId,
    *,
    came_at: int,
    put_in: Mapping[NoteId, int] | None = None,
) -> dict[NoteId, State]:
    """The same of what was looked up, without the notes that are not there."""
    found: dict[NoteId, State] = {}
    moved: dict[NoteId, tuple[Reading, Now]] = {}
    for note, now in looked.standing.items():
        if (row := looked.rows.get(note)) is None:
            begun = max(now.created_at, now.changed_at, (put_in or {}).get(note, 0))
            found[note] = State(kind="new") if begun > came_at else NO_STATE
        elif row.position == now.position:
            found[note] = _state(request, row, UNCHANGED)
        else:
            moved[note] = (row, now)
    if moved:
        counted = await _counted(request, device, moved)
        found |= {note: _state(request, row, counted.get(note)) for note, (row, _) in moved.items()}
    return found


async def came_at(request: web.Request, target: Target) -> int:
    """When the device first came to a target by the address that it has; in milliseconds since 1970."""
    if (device := _device(request)) is None:
        return 0
    return await request.app[ENGINE].read(partial(readings.came_at, device=device, target=target.id))


async def _counted(
    request: web.Request, device: DeviceId, moved: Mapping[NoteId, tuple[Reading, Now]]
) -> dict[NoteId, Counted]:
    """What is counted in time, by note."""
    kept, asker = request.app[READINGS], await asker_of(request)
    counted: dict[NoteId, Counted] = {}

    async def count(note: NoteId) -> None:
        row, now = moved[note]
        counted[note] = await kept.changed(note, row, now, asker=asker, device=device)

    async def count_all() -> None:
        # One by one: a browser may have few texts laid out at once, and its next page is one of them.
        for note in moved:
            try:
                await count(note)
            except NOT_LAID_OUT:
                continue

    counting = kept.later(count_all())
    if counting is not None:
        await asyncio.wait([counting], timeout=_WAIT_S if is_shown(request) else _WAIT_AHEAD_S)
    return counted


def _state(request: web.Request, row: Reading, counted: Counted | None) -> State:
    at = request.app[CLOCK].at(row.said_at or row.at)
    match counted:
        case None:
            return State(kind="changed", at=at)
        case Counted(passages, is_rewritten=True):
            return State(kind="rewritten", passages=passages, at=at)
        case Counted(0):
            return State(kind="read" if row.said_at is not None else "", at=at)
        case Counted(passages):
            return State(kind="changed", passages=passages, at=at)


def _device(request: web.Request) -> DeviceId | None:
    access: Access[Target] | None = request.get(ACCESS)
    if access is not None:
        return access.device
    device: Device | None = request.get(DEVICE)
    return device.id if device is not None else None


def look(db: Db, *, device: DeviceId, notes: Sequence[NoteId]) -> Looked:
    """Of these notes."""
    return Looked(readings.of_device(db, device, notes), readings.standing(db, notes))
