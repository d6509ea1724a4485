"""What every connection does first, however it comes: find its note, take its seat, and hear who it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crdt import frames
from crdt.compaction import LoadError
from crdt.presence import Stamp
from crdt.seat import Close, Peer, Seat
from server.http.access import Access
from server.live.connection import Ended
from server.live.expiring_peer import Until
from server.live.open_note import Hosting
from server.live.rooms import NoSuchNoteError, Rooms


@asynccontextmanager
async def seated(
    rooms: Rooms, access: Access, peer: Peer, *, epoch: str | None, speaks_ours: bool
) -> AsyncIterator[tuple[Hosting, Seat]]:
    """A place in the note of `access`. `epoch` is that of the visitor's copy. Raises Ended."""
    try:
        async with rooms.visit(access.note) as hosting:
            if epoch is not None and epoch != str(hosting.epoch):
                raise Ended(
                    Close.OTHER_EPOCH, f"expected a copy of epoch {hosting.epoch}, got one of {epoch}"
                )
            if rooms.withdrawals.touches(access):
                raise Ended(Close.RELOADING, "the right by which this connection came has just changed")
            seat = _seat(access, peer, speaks_ours=speaks_ours, names_epoch=epoch is not None)
            rooms.seat(hosting, seat, access)
            try:
                hosting.join(seat, welcome=_welcome(hosting, access) if speaks_ours else None)
                yield hosting, seat
            finally:
                rooms.unseat(seat)
    except NoSuchNoteError:
        raise Ended(Close.NO_SUCH_LINK, "this link does not exist, or it was closed") from None
    except LoadError:
        raise Ended(Close.RELOADING, "this note cannot be read now") from None


def _seat(access: Access, peer: Peer, *, speaks_ours: bool, names_epoch: bool) -> Seat:
    return Seat(
        peer=peer if access.expires_at is None else Until(peer, access.expires_at),
        role=access.role,
        owner=owner_of(access),
        stamp=Stamp(visitor=access.visitor, name=access.name, colour=access.colour),
        speaks_ours=speaks_ours,
        names_epoch=names_epoch,
    )


def owner_of(access: Access) -> str:
    """Whose a connection is: the device's where there is a cookie, else the link's."""
    return f"d:{access.device}" if access.device else f"l:{access.link}"


def _welcome(hosting: Hosting, access: Access) -> bytes:
    return frames.event(
        "welcome",
        role=access.role,
        epoch=hosting.epoch,
        writable=hosting.room.is_writable,
        visitor={"name": access.name, "colour": access.colour},
    )
