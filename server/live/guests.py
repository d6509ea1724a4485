"""Guests of the open notes: their seats and rights, their removal, and what all of them are told."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from crdt.seat import Close, Seat
from server.errors import ReloadingError
from server.ids import DeviceId, LinkId, NoteId
from server.live.across_nodes import AcrossNodes
from server.live.link_watch import Held
from server.live.open_note import OpenNote
from server.live.revocations import Revocation, Revocations
from server.nodes.port import Nodes, Said
from server.rights.access import NoteAccess


class Guests:
    """The seats of this node with their accesses; what is asked of them is asked of other nodes, too."""

    def __init__(self, nodes: Nodes) -> None:
        self._guests: dict[Seat, tuple[OpenNote, NoteAccess]] = {}
        self.revocations = Revocations()
        self._across = AcrossNodes(nodes, revoking=self.revoking_here, rename=self._rename, tell=self._tell)

    def seat(self, open_note: OpenNote, seat: Seat, access: NoteAccess) -> None:
        """Register the access of a seat, so that it can be closed or renamed from outside."""
        self._guests[seat] = (open_note, access)

    def unseat(self, seat: Seat) -> None:
        """The connection has ended."""
        open_note, _ = self._guests.pop(seat)
        open_note.room.leave(seat)

    def links(self) -> set[LinkId]:
        """The links of all open connections."""
        return {access.link for _, access in self._guests.values() if access.link}

    @asynccontextmanager
    async def revoking(self, revocation: Revocation) -> AsyncIterator[None]:
        """As `revoking_here`, on every node."""
        async with self.revoking_here(revocation), self._across.revoking(revocation):
            yield

    @asynccontextmanager
    async def revoking_here(self, revocation: Revocation) -> AsyncIterator[None]:
        """Close the connections that a revocation ends; it is committed inside the block.

        From the beginning nothing of theirs is taken in or shown; what was taken in before is on disk before.
        Where it is not written down after all they are told to come back, as is who came by the note's own
        address: another way may lead there.
        """
        why, detail = revocation.why, revocation.detail
        gone = [
            (seat, open_note, _withdrawn(access) if why is Close.WITHDRAWN else why)
            for seat, (open_note, access) in self._guests.items()
            if revocation.ends(access)
        ]
        with self.revocations.during(revocation.rights):
            for seat, open_note, _ in gone:
                open_note.room.leave(seat)
            for open_note in {open_note for _, open_note, _ in gone}:
                with suppress(ReloadingError):
                    await open_note.settled()
            try:
                yield
            except BaseException:
                detail = "what was to end this connection failed"
                gone = [(seat, open_note, Close.RELOADING) for seat, open_note, _ in gone]
                raise
            finally:
                for seat, _, told in gone:
                    seat.peer.close(told, detail)

    def close_link(self, link: LinkId) -> None:
        """End every connection that came by a link."""
        for seat, (open_note, access) in list(self._guests.items()):
            if access.link == link:
                open_note.room.dismiss(seat, _withdrawn(access), "this link was closed")

    def devices(self) -> set[DeviceId]:
        """The devices of all open connections."""
        return {access.device for _, access in self._guests.values() if access.device is not None}

    def devices_by(self, *rights: str) -> set[DeviceId]:
        """The devices of open connections that rest on any of these ids."""
        guests = (access for _, access in self._guests.values())
        return {one.device for one in guests if one.device and not one.rights.isdisjoint(rights)}

    def close_device(self, device: DeviceId, *, below: int | None = None) -> None:
        """Have the connections of a device come back as what it is by now; `below`: of older cookies."""
        for seat, (open_note, access) in list(self._guests.items()):
            if access.device == device and (below is None or access.cookie < below):
                open_note.room.dismiss(seat, Close.RELOADING, "the cookie of this connection is over")

    def close_held(self, held: Held) -> None:
        """Close connections of an expired generation of a link; those of a newer one stay."""
        for seat, (open_note, access) in list(self._guests.items()):
            if (access.link, access.generation, access.expires_at) == held:
                open_note.room.dismiss(seat, _withdrawn(access), "this link was closed")

    def ask_again(self, link: LinkId, let_in: AbstractSet[DeviceId]) -> None:
        """End every connection that came by a link, but of the devices that it lets in without a password."""
        for seat, (open_note, access) in list(self._guests.items()):
            if access.link == link and access.device not in let_in:
                open_note.room.dismiss(seat, Close.LOCKED, "this link asks for its password")

    def held(self) -> list[NoteAccess]:
        """The accesses of connections that came by a note's own address."""
        return [access for _, access in self._guests.values() if access.is_own]

    def ask_for_ways(self, over: Iterable[NoteAccess]) -> None:
        """Reconnect clients at a note's own address whose right has changed."""
        gone = list(over)
        for seat, (open_note, access) in list(self._guests.items()):
            if access.is_own and access in gone:
                open_note.room.dismiss(seat, Close.CHANGED, "the right of this connection has changed")

    def rename(self, device: DeviceId, name: str, colour: int) -> None:
        """Send the new name of a device's visitor to all peers."""
        self._rename(device, name, colour)
        self._across.rename(device, name, colour)

    def _rename(self, device: DeviceId, name: str, colour: int) -> None:
        for seat, (open_note, access) in self._guests.items():
            if access.device == device:
                seat.stamp = replace(seat.stamp, name=name, colour=colour)
                open_note.room.restamp(seat)

    def shown(self) -> dict[NoteId, int]:
        """The notes with open connections, each with the number of its last row."""
        return {open_note.note: open_note.seq for open_note, _ in self._guests.values()}

    def tell(self, note: NoteId, name: str, **content: object) -> None:
        """Say something to every page that shows a note."""
        self._tell(note, name, content)
        self._across.tell(note, name, content)

    def _tell(self, note: NoteId, name: str, content: Said) -> None:
        for seat, (open_note, _) in self._guests.items():
            if open_note.note == note and seat.speaks_ours:
                open_note.room.tell(seat, name, **content)

    def say_goodbye(self) -> None:
        """End every connection because the server stops; they come back."""
        for seat, (open_note, _) in list(self._guests.items()):
            open_note.room.dismiss(seat, Close.GOING_AWAY, "the server restarts")

    async def remind_forever(self, every_s: float) -> None:
        """Say something now and then on quiet lines of clients that have no heartbeat of ours."""
        while True:
            await asyncio.sleep(every_s)
            for seat, (open_note, _) in list(self._guests.items()):
                if not seat.speaks_ours:
                    open_note.room.remind(seat)

    async def close(self) -> None:
        await self._across.close()


def _withdrawn(access: NoteAccess) -> Close:
    """Who came by the note's own address asks again: another way may lead there."""
    return Close.CHANGED if access.is_own else Close.WITHDRAWN
