"""An edit by the server: joins a note as a page does, writes, and leaves."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final

from crdt import frames
from crdt.chronicle import Chronicle
from crdt.note import Note
from crdt.presence import Stamp
from crdt.restoring import restoring
from crdt.rewriting import rewrites
from crdt.roles import Role
from crdt.seat import Close, Seat
from server.errors import ReloadingError, TooLargeError
from server.live.open_note import OpenNote
from server.live.rooms import Rooms
from server.storage import DiskTroubleError

# Imported text has no author and no colour.
_NOBODY: Final = Stamp(visitor="", name=None, colour=1)
_MOST_CLIENT: Final = 1 << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A note at one moment, to be rewritten in a thread; concurrent edits of others are merged."""

    text: str
    state: bytes


async def draft_of(open_note: OpenNote) -> Draft:
    """The note as it is now, given once it is on disk. Raises ReloadingError."""
    note = open_note.room.note
    draft = Draft(text=note.markdown(), state=note.update_since())
    await open_note.settled()
    return draft


async def write_over(
    rooms: Rooms, open_note: OpenNote, draft: Draft, text: str, *, stamp: Stamp = _NOBODY
) -> None:
    """Rewrite the draft to `text` in the live note; return once that is on disk.

    `stamp` is its author.

    Raises TooLargeError where the note has no room for it, DiskTroubleError, ReloadingError.
    """
    await write(rooms, open_note, await asyncio.to_thread(update_of, draft, text), stamp=stamp)


async def write(rooms: Rooms, open_note: OpenNote, update: bytes, *, stamp: Stamp) -> None:
    """The same with the update that `update_of` gives."""
    hand = _Hand()
    owner = f"s:{secrets.token_urlsafe(8)}"
    seat = Seat(peer=hand, role=Role.EDIT, owner=owner, stamp=stamp, speaks_ours=True)
    open_note.join(seat, welcome=None)
    try:
        await rooms.take(open_note, seat, frames.update(update))
    finally:
        open_note.room.leave(seat)
    if hand.why is not None:
        raise ReloadingError
    if seat.is_full:
        raise TooLargeError("too_large")
    if seat.held_at is not None:
        raise DiskTroubleError
    await open_note.settled()


def update_of(draft: Draft, text: str) -> bytes:
    """The update that makes `text` of the draft. Slow: for a thread."""
    note = Note([draft.state], client=secrets.randbelow(_MOST_CLIENT))
    return note.rewrite(rewrites(draft.text, text))


def putting_back(chronicle: Chronicle, text: str) -> bytes:
    """The update that makes `text` of the note that a chronicle tells: its words keep their authors. Slow."""
    return restoring(chronicle, text, client=secrets.randbelow(_MOST_CLIENT))


class _Hand:
    """A peer that drops what is sent to it."""

    def __init__(self) -> None:
        self.why: Close | None = None

    def send(self, packed: bytes) -> None:
        """Drops the message."""

    def close(self, why: Close, detail: str) -> None:  # noqa: ARG002 -- the caller gets `why`
        self.why = why
