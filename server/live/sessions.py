"""Sessions of clients on HTTP: each lives on between the requests that post to it and fetch from it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog

from crdt.seat import Close, Seat
from server.clock import now_ms
from server.errors import NotFoundError
from server.live.connection import Ended
from server.live.crowd import Crowd
from server.live.join import owner_of, seated
from server.live.link_watch import Held, LinkWatch
from server.live.open_note import OpenNote
from server.live.outbox import Outbox
from server.live.packing import unpack
from server.live.rooms import Rooms
from server.rights.access import NoteAccess

IDLE_S: Final = 30.0
MOST_A_VISITOR: Final = 32
# A client has as long to fetch the last messages.
GOODBYE_S: Final = 5.0
_ID_BYTES: Final = 16

_log = structlog.get_logger()


class Session:
    """A peer of its room as a websocket is. `taken` counts the messages that have come from the client."""

    def __init__(self, access: NoteAccess, *, max_outbox: int) -> None:
        self.id = secrets.token_urlsafe(_ID_BYTES)
        self.access = access
        self.taken = 0
        self.end: Ended | None = None
        self.outbox = Outbox(most=max_outbox)
        self.place: tuple[OpenNote, Seat] | None = None
        self.turn = asyncio.Lock()
        self._max_outbox = max_outbox
        self._loop = asyncio.get_running_loop()
        self._seen_at = self._loop.time()
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self._listener: asyncio.Timeout | None = None

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def send(self, packed: bytes, /) -> None:
        if self.is_over:
            return
        for message in unpack(packed):
            self.outbox.put(message)
        self._news.set()
        if self.outbox.is_full:
            self.outbox.clear()
            self.close(Close.OUTBOX_FULL, f"more than {self._max_outbox} bytes wait to be fetched")

    def close(self, why: Close, detail: str, /) -> None:
        if not self.is_over:
            self.end = Ended(why, detail)
            self.leave()

    def leave(self) -> None:
        """End without a word: the client has said goodbye, or is not heard of any more."""
        self._over.set()
        self._news.set()
        if self._listener is not None and not self._listener.expired():
            self._listener.reschedule(self._loop.time() + GOODBYE_S)

    def touch(self) -> None:
        """The client has just shown that it is there."""
        self._seen_at = self._loop.time()

    async def receive(self, rooms: Rooms, message: bytes) -> None:
        """Take the client's next message; `turn` must be held meanwhile."""
        if self.access.is_over(now_ms()):
            self.close(Close.WITHDRAWN, "this link has expired")
        self.taken += 1
        if self.place is not None and not self.is_over:
            open_note, seat = self.place
            await rooms.take(open_note, seat, message)

    async def fetch(self, after: int, *, most: int) -> list[bytes]:
        """What follows message `after`, once there is something; nothing at the end. Raises LostError."""
        while not (some := self.outbox.after(after, most=most)) and not self.is_over:
            self._news.clear()
            await self._news.wait()
        return some

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Hold the only fetch. Raises TimeoutError when another request takes over, or at the end."""
        if self._listener is not None and not self._listener.expired():
            self._listener.reschedule(self._loop.time())
        async with asyncio.timeout(GOODBYE_S if self.is_over else None) as listener:
            self._listener = listener
            try:
                yield
            finally:
                if self._listener is listener:
                    self._listener = None

    async def lasts(self, idle_s: float) -> None:
        """Return at the end, or when nothing was heard of the client for so long."""
        while not self.is_over and (left := self._seen_at + idle_s - self._loop.time()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._over.wait()
        self.leave()


class Sessions:
    """The sessions of all notes. One that the server ended is kept a while, so that its client hears why."""

    def __init__(
        self, rooms: Rooms, watch: LinkWatch, crowd: Crowd, *, max_outbox: int, idle_s: float = IDLE_S
    ) -> None:
        self._rooms = rooms
        self._crowd = crowd
        self._watch = watch
        self._max_outbox = max_outbox
        self._idle_s = idle_s
        self._sessions: dict[str, Session] = {}
        self._living: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._sessions)

    async def open(self, access: NoteAccess, *, network: str, epoch: str | None) -> Session:
        """Begin a session. Raises Ended."""
        owner = owner_of(access)
        if sum(owner_of(each.access) == owner for each in self._sessions.values()) >= MOST_A_VISITOR:
            raise Ended(Close.TOO_MANY, f"expected at most {MOST_A_VISITOR} connections of one visitor")
        session = Session(access, max_outbox=self._max_outbox)
        self._sessions[session.id] = session
        is_seated = asyncio.Event()
        living = asyncio.create_task(self._live(session, network, epoch, is_seated))
        self._living.add(living)
        living.add_done_callback(self._living.discard)
        await is_seated.wait()
        if session.end is not None:
            self._sessions.pop(session.id, None)
            raise session.end
        return session

    def find(self, id_: str, access: NoteAccess) -> Session:
        """The session that this client has begun by this link. Raises NotFoundError."""
        session = self._sessions.get(id_)
        if session is None or (session.access.link, session.access.device) != (access.link, access.device):
            raise NotFoundError("no_session")
        session.touch()
        return session

    async def close(self) -> None:
        """End every session; what their clients wrote is committed by the rooms."""
        for session in self._sessions.values():
            session.close(Close.GOING_AWAY, "the server restarts")
        if self._living:
            await asyncio.wait(self._living)

    async def _live(
        self, session: Session, network: str, epoch: str | None, is_seated: asyncio.Event
    ) -> None:
        access = session.access
        held = Held(access.link, access.generation, access.expires_at)
        try:
            with self._watch.holding(held), self._crowd.place(access, network):
                async with seated(
                    self._rooms, access, session, epoch=epoch, speaks_ours=True
                ) as session.place:
                    is_seated.set()
                    await session.lasts(self._idle_s)
        except Ended as end:
            session.close(end.why, end.detail)
        except Exception:  # noqa: BLE001 - it is told to the client, which comes back, and to the log
            _log.exception("a session failed")
            session.close(Close.RELOADING, "this connection failed")
        finally:
            is_seated.set()
            session.place = None
            forget_in_s = self._idle_s if session.end is not None else 0
            asyncio.get_running_loop().call_later(forget_in_s, self._sessions.pop, session.id, None)
