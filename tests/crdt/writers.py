"""Editors as a room sees them: a real document behind a peer that remembers what it heard."""

import time
from dataclasses import dataclass, field

from pycrdt import Doc, Text

from crdt import frames
from crdt.inspector import Inspector
from crdt.note import Note
from crdt.presence import Stamp
from crdt.roles import Role
from crdt.room import Room
from crdt.seat import Close, Seat
from crdt.update import EMPTY
from crdt.varint import Reader


@dataclass
class Memory:
    """The other end of a connection."""

    heard: list[bytes] = field(default_factory=list)
    closed: Close | None = None
    detail: str = ""

    def send(self, packed: bytes, /) -> None:
        self.heard.append(packed)

    def close(self, why: Close, detail: str, /) -> None:
        self.closed, self.detail = why, detail


class Writer:
    """Somebody with a browser in a room."""

    def __init__(
        self,
        room: Room,
        name: str = "claire",
        *,
        role: Role = Role.EDIT,
        owner: str | None = None,
        speaks_ours: bool = True,
    ) -> None:
        self.room = room
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get("body", type=Text)
        self.memory = Memory()
        self.seat = Seat(
            peer=self.memory,
            role=role,
            owner=owner or f"d:{name}",
            stamp=Stamp(visitor=name, name=name, colour=1),
            speaks_ours=speaks_ours,
        )
        room.join(self.seat)

    def writes(self, text: str) -> bytes:
        """An update made here and not sent yet."""
        before = self.doc.get_state()
        self.text += text
        return self.doc.get_update(before)

    def erases(self, start: int, end: int) -> bytes:
        """An update that deletes bytes `start` to before `end`."""
        before = self.doc.get_state()
        del self.text[start:end]
        return self.doc.get_update(before)

    def sends(self, update: bytes) -> None:
        self.room.receive(self.seat, frames.update(update))

    def sends_step_2(self, update: bytes = EMPTY) -> None:
        self.room.receive(self.seat, frames.step_2(update))

    def asks(self) -> None:
        self.room.receive(self.seat, frames.step_1(self.doc.get_state()))

    def merges(self) -> None:
        """Apply every update heard so far; what a room writes at once may be several messages."""
        for messages in self.memory.heard:
            reader = Reader(messages)
            while reader.at < len(messages):
                kind = reader.varint()
                # What is said of a step, of a right, or of how much is on disk.
                detail = reader.varint() if kind in (0, 2, 4) else 0
                content = b"" if kind == 4 else reader.buffer()
                if kind == 0 and detail != 0:
                    self.doc.apply_update(content)

    @property
    def acknowledged(self) -> list[int]:
        """Every acknowledgement heard, in order."""
        return [Reader(message, 1).varint() for message in self.memory.heard if message[0] == 4]

    def heard(self, prefix: bytes) -> list[bytes]:
        """The messages heard that begin so."""
        return [message for message in self.memory.heard if message.startswith(prefix)]


def a_room() -> Room:
    """An open note without a text, whose messages are not packed."""
    return Room(
        Note(), Inspector(), {}, pack=lambda message: message, stirred=lambda: None, clock=time.monotonic
    )


def text_of(writer: Writer) -> str:
    """What somebody sees."""
    writer.merges()
    return str(writer.text)


def commit(room: Room) -> int:
    """Put what waits on an imagined disk; how many updates that were."""
    batch = room.take()
    if batch is None:
        return 0
    room.committed(batch)
    return len(batch.entries)
