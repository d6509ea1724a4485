"""A client of the load generator: a websocket that types letters and counts what it receives.

The masking key is zero, so that masking leaves the bytes as they are (RFC 6455, 5.3).
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self, cast
from zlib import crc32

from crdt import frames
from crdt.varint import Reader
from tests.tools.bench.deliveries import NOTHING, Deliveries, Received, Writer
from tests.tools.bench.letters import Letters, Place, text_of
from tests.tools.bench.runs import read_runs
from tests.tools.bench.wires import NOTHING_TO_ADD, Wire
from tests.tools.faults.lines import frame_of, frames_in

PATIENCE_S: Final = 60
_PING, _PONG, _CLOSE = 9, 10, 8
_STEP_1, _STEP_2, _UPDATE = range(3)
# Longer frames are full states, which are sent once: they are not cached.
_LONGEST_KNOWN: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Site:
    """What is under load: a server, or several that serve the same notes, with what they share."""

    port: int
    pid: int
    wire: Wire
    path: str = ""
    person: "type[Person]" = field(default_factory=lambda: Person)
    others: "tuple[Site, ...]" = ()
    store_pid: int | None = None
    is_by_note: bool = False

    @property
    def servers(self) -> tuple[int, ...]:
        """The process of each server."""
        return (self.pid, *(other.pid for other in self.others))

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes whose cost counts."""
        return self.servers if self.store_pid is None else (*self.servers, self.store_pid)

    def port_of(self, client: int, room: str) -> int:
        """That of a server, as a proxy chooses it: in turns, or by the room where `is_by_note`."""
        ports = (self.port, *(other.port for other in self.others))
        return ports[(crc32(room.encode()) if self.is_by_note else client) % len(ports)]


class Person(asyncio.Protocol):
    """One connection to one room. `on_letters` is called for each frame with letters of other clients."""

    def __init__(self, site: Site, room: str, deliveries: Deliveries, *, client: int, is_timed: bool) -> None:
        self.room = room
        self.client = client
        self.joined_ms = 0.0
        self.state = b""
        self.on_letters: Callable[[Received], None] | None = None
        self._deliveries = deliveries
        self._site = site
        self._prefix = site.wire.prefix(room)
        self._is_timed = is_timed
        self._writer: Writer | None = None
        self._is_open = False
        self._rest = b""
        self._transport: asyncio.Transport | None = None
        self._is_over = asyncio.Event()
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def join(
        cls, site: Site, room: str, deliveries: Deliveries, *, client: int, is_timed: bool = True
    ) -> Self:
        """Connect, and wait for the text. Raises ConnectionError or TimeoutError."""
        person = cls(site, room, deliveries, client=client, is_timed=is_timed)
        began = time.perf_counter()
        await asyncio.get_running_loop().create_connection(
            lambda: person, "127.0.0.1", site.port_of(client, room)
        )
        async with asyncio.timeout(PATIENCE_S):
            await person._joined
        person.joined_ms = (time.perf_counter() - began) * 1e3
        return person

    @property
    def typed(self) -> int:
        """How many letters it has typed."""
        return 0 if self._writer is None else self._writer.letters.clock

    def take_place(self, between: tuple[Place, Place] | None) -> None:
        """Choose the place in the text where it will type."""
        self._writer = self._deliveries.writers[self.client] = Writer(Letters(self.client, between=between))

    def type(self, many: int = 1) -> None:
        """Press so many keys: an update and a frame for each, in one write."""
        assert self._writer is not None
        press = self._writer.type
        self.write(b"".join([self._frame(frames.update(press())) for _ in range(many)]))

    def write_text(self, client: int, text: str) -> None:
        """Insert a whole text in one update of this client id."""
        self.send(text_of(client, text))

    def missing_letters(self, people: "Sequence[Person]") -> int:
        """How many letters of these clients are not in the state that this one got when it joined."""
        reached: dict[int, int] = {}
        for client, start, size in read_runs(self.state):
            reached[client] = max(reached.get(client, 0), start + size)
        return sum(person.typed - min(person.typed, reached.get(person.client, 0)) for person in people)

    def send(self, update: bytes) -> None:
        """Send an update that was made elsewhere."""
        self.write(self._frame(frames.update(update)))

    def write(self, packed: bytes) -> None:
        """Write packed frames."""
        assert self._transport is not None
        self._transport.write(packed)

    async def leave(self) -> None:
        """Disconnect without a close frame."""
        assert self._transport is not None
        self._transport.abort()
        await self._is_over.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is none by its class.
        self._transport = cast("asyncio.Transport", transport)
        head = [
            f"GET /{self._path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
        ]
        if self._site.wire.subprotocol:
            head.append(f"Sec-WebSocket-Protocol: {self._site.wire.subprotocol}")
        self.write("\r\n".join([*head, "", ""]).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over.set()
        self._deliveries.closed += exc is not None
        if not self._joined.done():
            self._joined.set_exception(ConnectionError("closed before the text came"))

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        if not self._rest:
            received = self._deliveries.known.get(data)
            if received is not None:
                self._count(received)
                return
        else:
            data = self._rest + data
        at = 0
        if not self._is_open:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self._rest = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self._transport.abort()
                return
            self._is_open = True
            self._greet()
        known = self._deliveries.known
        for kind, start, stop in frames_in(data, at):
            received = known.get(data[at:stop])
            if received is None:
                received = self._take(kind, data[at:stop], start - at)
            self._count(received)
            at = stop
        self._rest = data[at:]

    @property
    def _path(self) -> str:
        return f"{self._site.path}{self.room}"

    def _greet(self) -> None:
        self.write(b"".join(map(frame_of, self._site.wire.greeting(self.room))))

    def _count(self, received: Received) -> None:
        if received.many:
            self._deliveries.count(received, self.client, is_timed=self._is_timed)
            if self.on_letters is not None:
                self.on_letters(received)

    def _take(self, kind: int, frame: bytes, start: int) -> Received:
        """Parse a frame that is not in the cache, and answer it where the protocol asks for it."""
        if kind == _PING:
            content = frame[start:]
            self.write(bytes((0x80 | _PONG, 0x80 | len(content))) + bytes(4) + content)
            return NOTHING
        start += len(self._prefix)
        if kind == _CLOSE:
            self._deliveries.closed += 1
            return NOTHING
        if frame[start] not in self._site.wire.sync_kinds:
            if len(frame) < _LONGEST_KNOWN:
                self._deliveries.remember(frame, NOTHING)
            return NOTHING
        step = frame[start + 1]
        if step == _STEP_1:
            self.write(self._frame(NOTHING_TO_ADD))
            return NOTHING
        update = Reader(frame, start + 2).buffer()
        if step == _STEP_2 and not self._joined.done():
            self.state = update
            self._joined.set_result(None)
            return NOTHING
        received = self._deliveries.read(update)
        if len(frame) < _LONGEST_KNOWN:
            self._deliveries.remember(frame, received)
        return received

    def _frame(self, message: bytes) -> bytes:
        return frame_of(self._prefix + message)
