"""States of notes for the device that asks: new, changed since it was shown them, read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from aiohttp import web

from server.ids import NoteId

Kind = Literal["", "new", "changed", "rewritten", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a list says of a note.

    `passages` is how many have changed; 0 beside "changed" where a long note is not counted. `at` is when the
    version was shown, or said to be read, from which they are counted.
    """

    kind: Kind = ""
    passages: int = 0
    at: datetime | None = None


NO_STATE: Final = State()


async def states(request: web.Request, notes: Collection[NoteId], *, came_at: int) -> dict[NoteId, State]:
    """One for each of the notes, which this device may read.

    `came_at` is when it first came to the list, in milliseconds since 1970.
    """
    del request, came_at
    return dict.fromkeys(notes, NO_STATE)
