"""The server's own hand in a note: it sits down as any page does, writes what was asked for, and leaves."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final

from crdt import frames
from crdt.note import Note
from crdt.presence import Stamp
from crdt.rewriting import rewrites
from crdt.roles import Role
from crdt.seat import Close, Seat
from server.errors import ReloadingError, TooLargeError
from server.live.open_note import Hosting
from server.live.rooms import Rooms
from server.storage import DiskTroubleError

# Nobody's: what came from elsewhere has no author and no colour here.
_NOBODY: Final = Stamp(visitor="", name=None, colour=1)
_MOST_CLIENT: Final = 1 << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A note at one moment, to be written on beside the event loop: what others write meanwhile stays."""

    text: str
    state: bytes


async def draft_of(hosting: Hosting) -> Draft:
    """The note as it is now, given once it is on disk. Raises ReloadingError."""
    note = hosting.room.note
    draft = Draft(text=note.markdown(), state=note.update_since())
    await hosting.settled()
    return draft


async def write_over(
    rooms: Rooms, hosting: Hosting, draft: Draft, text: str, *, stamp: Stamp = _NOBODY
) -> None:
    """Make `text` of the draft in the live note; return once that is on disk. `stamp` says whose it is.

    Raises TooLargeError where the note has no room for it, DiskTroubleError, ReloadingError.
    """
    update = await asyncio.to_thread(_update, draft, text)
    hand = _Hand()
    owner = f"s:{secrets.token_urlsafe(8)}"
    seat = Seat(peer=hand, role=Role.EDIT, owner=owner, stamp=stamp, speaks_ours=True)
    hosting.join(seat, welcome=None)
    try:
        await rooms.take(hosting, seat, frames.update(update))
    finally:
        hosting.room.leave(seat)
    if hand.why is not None:
        raise ReloadingError
    if seat.is_full:
        raise TooLargeError("too_large")
    if seat.held_at is not None:
        raise DiskTroubleError
    await hosting.settled()


def _update(draft: Draft, text: str) -> bytes:
    note = Note([draft.state], client=secrets.randbelow(_MOST_CLIENT))
    return note.rewrite(rewrites(draft.text, text))


class _Hand:
    """A connection that hears nothing."""

    def __init__(self) -> None:
        self.why: Close | None = None

    def send(self, packed: bytes) -> None:
        """Nobody listens."""

    def close(self, why: Close, detail: str) -> None:  # noqa: ARG002 -- it is told to whoever asked
        self.why = why
