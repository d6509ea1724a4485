"""The join of every connection, by websocket or HTTP: open the note, take a seat, receive `welcome`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from crdt import frames
from crdt.compaction import LoadError
from crdt.presence import Stamp
from crdt.seat import Close, Peer, Seat
from server.errors import ReloadingError
from server.live.connection import Ended
from server.live.expiring_peer import ExpiringPeer
from server.live.open_note import OpenNote
from server.live.rooms import NoSuchNoteError, Rooms
from server.rights.access import NoteAccess
from server.storage import DiskTroubleError, FencedError

_DIGITS: Final = 15


@asynccontextmanager
async def seated(
    rooms: Rooms, access: NoteAccess, peer: Peer, *, epoch: str | None, speaks_ours: bool
) -> AsyncIterator[tuple[OpenNote, Seat]]:
    """A seat in the note of `access`. `epoch` is that of the client's copy. Raises Ended."""
    try:
        async with rooms.visit(access.note) as open_note:
            if epoch is not None and epoch != str(open_note.epoch):
                raise Ended(
                    Close.WENT_BACK if _went_back(open_note, epoch) else Close.OTHER_EPOCH,
                    f"expected a copy of epoch {open_note.epoch}, got one of {epoch}",
                )
            if rooms.guests.revocations.touches(access):
                raise Ended(Close.RELOADING, "the right by which this connection came has just changed")
            seat = _seat(access, peer, speaks_ours=speaks_ours, names_epoch=epoch is not None)
            rooms.guests.seat(open_note, seat, access)
            try:
                open_note.join(seat, welcome=_welcome(open_note, access) if speaks_ours else None)
                yield open_note, seat
            finally:
                rooms.guests.unseat(seat)
    except NoSuchNoteError:
        raise Ended(Close.NO_SUCH_LINK, "this link does not exist, or it was closed") from None
    except (LoadError, ReloadingError, DiskTroubleError, FencedError):
        raise Ended(Close.RELOADING, "this note cannot be read now") from None


def _went_back(open_note: OpenNote, epoch: str) -> bool:
    return epoch.isascii() and epoch.isdigit() and len(epoch) <= _DIGITS and open_note.went_back(int(epoch))


def _seat(access: NoteAccess, peer: Peer, *, speaks_ours: bool, names_epoch: bool) -> Seat:
    return Seat(
        peer=peer if access.expires_at is None else ExpiringPeer(peer, access.expires_at),
        role=access.role,
        owner=owner_of(access),
        stamp=Stamp(visitor=access.visitor, name=access.name, colour=access.colour),
        speaks_ours=speaks_ours,
        names_epoch=names_epoch,
    )


def owner_of(access: NoteAccess) -> str:
    """The owner of a connection: its device, or its link when it has no cookie."""
    return f"d:{access.device}" if access.device else f"l:{access.link}"


def _welcome(open_note: OpenNote, access: NoteAccess) -> bytes:
    return frames.event(
        "welcome",
        role=access.role,
        epoch=open_note.epoch,
        writable=open_note.room.is_writable,
        visitor={"name": access.name, "colour": access.colour},
    )
