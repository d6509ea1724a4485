"""Connections in a room of this process, without a network."""

import asyncio

import pytest

from crdt import frames
from crdt.note import Note
from crdt.presence import Stamp
from crdt.roles import Role
from crdt.seat import Close, Seat
from server.http.intake import Intake, Owner, Part
from server.ids import DeviceId, LinkId, NoteId, VisitorId
from server.live.connection import Connection, Ended
from server.live.open_note import OpenNote
from server.live.rooms import Rooms
from server.live.socket import of_messages
from server.rights.access import Access
from server.storage import Db
from server.targets import NoteTarget

NOTE = NoteId("n1")


class Line(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self._news = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data
        self._news.set()

    async def hears(self, what: bytes) -> None:
        """Return once this was written."""
        async with asyncio.timeout(10):
            while what not in self.written:
                self._news.clear()
                await self._news.wait()

    def is_closing(self) -> bool:
        return False

    def resume_reading(self) -> None:
        """Nobody sends."""

    def get_write_buffer_size(self) -> int:
        return 0


class Guest:
    """A connection in a room, with a document of its own."""

    def __init__(self, rooms: Rooms, open_note: OpenNote, *, device: str = "anna") -> None:
        self.line = Line()
        access = Access(
            link=LinkId(f"link of {device}"), target=NoteTarget(NOTE), role=Role.EDIT,
            device=DeviceId(device),
            visitor=VisitorId(device), name=device, colour=1,
        )  # fmt: skip
        self.connection = Connection(
            self.line, max_message=1 << 20, max_outbox=1 << 20, backlog=rooms.backlog
        )
        self.seat = Seat(
            peer=self.connection, role=Role.EDIT, owner=f"d:{device}",
            stamp=Stamp(visitor=device, name=device, colour=1), speaks_ours=True,
        )  # fmt: skip
        self.open_note = open_note
        rooms.guests.seat(open_note, self.seat, access)
        open_note.room.join(self.seat)

    def types_letters(self, text: str) -> None:
        """One update a letter, from the last to the first, so that none can be joined to another."""
        note = Note()
        for letter in reversed(text):
            self.types(note.edit(0, 0, letter))

    def types(self, update: bytes) -> None:
        self.open_note.receive(self.seat, frames.update(update))

    async def end(self) -> Close:
        """Why the server ends this connection."""
        part = Part(Intake(of_messages(1 << 20)), Owner("", ""), self.connection.refuse_more)
        with pytest.raises(Ended) as ended:
            async with asyncio.timeout(10):
                await self.connection.converse(lambda _, __: None, part)
        return ended.value.why


def add_note(db: Db) -> None:
    db.execute("INSERT INTO notes (id, created_at, changed_at) VALUES (?, 1, 1)", (NOTE,))


def takes_writes(rooms: Rooms) -> bool:
    return rooms.disk.is_writable
