"""A person with an open page: types by chance, comes back as the page does, and changes networks."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Final

from aiohttp import ClientError, ClientSession

from crdt.varint import Reader
from tests.tools.nodes.doors import Doors
from tests.tools.nodes.lines import RELOADING, How, Line, OverError, open_line
from tests.tools.nodes.page import Page

# As in web/src/transport: line.ts and provider.ts.
FIRST_WAIT_S: Final = 0.3
LONGEST_WAIT_S: Final = 8.0
FIRST_WAIT_WHEN_TOLD_S: Final = 0.1
LONGEST_WAIT_WHEN_TOLD_S: Final = 0.4
_LATE_S: Final = 3.0
_DEAD_S: Final = 12.0
_PING_S: Final = 15.0
_WATCH_S: Final = 0.25

# One edit in so many deletes.
_DELETIONS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where somebody works: how the nodes are reached, the address of the note, by socket or over HTTP."""

    doors: Doors
    path: str
    how: How
    every_s: float


class Person:
    """One page and its connection, for as long as `live` runs."""

    def __init__(self, session: ClientSession, desk: Desk, page: Page, chance: Random) -> None:
        self.page = page
        self.is_typing = False
        self._session = session
        self._desk = desk
        self._chance = chance
        self._line: Line | None = None
        self._tries = 0
        self._begun_at = self._heard_at = time.monotonic()
        self._epoch: int | None = None
        self._is_over = False
        self._lost = asyncio.Event()
        self._away: set[asyncio.Task[None]] = set()

    @property
    def has_all(self) -> bool:
        """Whether nothing of this page waits, and it is connected."""
        return self._line is not None and self.page.is_synced and self.page.is_saved

    @property
    def is_over(self) -> bool:
        """Whether the server told this page not to come back."""
        return self._is_over

    async def live(self) -> None:
        """Connect, type, come back: until this is cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._stay_connected())
                tasks.create_task(self._type_on())
                tasks.create_task(self._watch())
        finally:
            self._leave(after_s=0)
            await asyncio.gather(*self._away)

    def hop(self) -> None:
        """Change networks: another connection at once, and the old one, half open, a little longer."""
        if self._line is not None:
            self._leave(after_s=self._chance.uniform(0, 0.5))
            self._tries = 0

    async def _stay_connected(self) -> None:
        while not self._is_over:
            first, longest = FIRST_WAIT_S, LONGEST_WAIT_S
            try:
                await self._sit()
            except OverError as error:
                if error.code == RELOADING:
                    first, longest = FIRST_WAIT_WHEN_TOLD_S, LONGEST_WAIT_WHEN_TOLD_S
                if 4400 <= error.code < 4500:
                    self._is_over = True
                    self.page.sitting.turned_away.append(error.code)
            except (ClientError, ConnectionError, TimeoutError):
                pass
            self._leave(after_s=0)
            wait = min(longest, first * 2**self._tries) * self._chance.uniform(0.5, 1.5)
            self._tries += 1
            await asyncio.sleep(wait)

    async def _sit(self) -> None:
        """One connection. Raises OverError, ClientError, ConnectionError, TimeoutError."""
        self._begun_at = self._heard_at = time.monotonic()
        self._lost.clear()
        query = {} if self._epoch is None else {"epoch": f"{self._epoch}"}
        line = await open_line(self._session, self._desk.doors, self._desk.path, query, self._desk.how)
        self._line = line
        self._heard_at = time.monotonic()
        self.page.sitting.connections += 1
        line.send(self.page.begin())
        hearing = asyncio.create_task(self._hear(line))
        losing = asyncio.create_task(self._lost.wait())
        try:
            await asyncio.wait((hearing, losing), return_when=asyncio.FIRST_COMPLETED)
            if hearing.done():
                hearing.result()
        finally:
            for task in (hearing, losing):
                task.cancel()

    async def _hear(self, line: Line) -> None:
        while True:
            message = await line.receive()
            self._heard_at = time.monotonic()
            if message[:1] == b"\x05":
                self._learn(message)
            elif (answer := self.page.hear(message)) is not None:
                line.send(answer)
            if self.page.is_synced:
                self._tries = 0

    def _learn(self, message: bytes) -> None:
        event = json.loads(Reader(message[1:]).text())
        if event["event"] == "welcome":
            self._epoch = event["epoch"]

    def _leave(self, *, after_s: float) -> None:
        line, self._line = self._line, None
        self.page.lose()
        self._lost.set()
        if line is not None:
            task = asyncio.create_task(_close(line, after_s))
            self._away.add(task)
            task.add_done_callback(self._away.discard)

    async def _type_on(self) -> None:
        while True:
            await asyncio.sleep(self._desk.every_s * self._chance.uniform(0.5, 1.5))
            if self.is_typing:
                self._edit()

    def _edit(self) -> None:
        deletes = self._chance.randrange(_DELETIONS) == 0
        message = self.page.delete(self._chance) if deletes else self.page.type(self._chance)
        if message is not None and self._line is not None:
            self._line.send(message)

    async def _watch(self) -> None:
        """Watchdog of acknowledgements and handshakes; pings."""
        pinged_at = time.monotonic()
        while True:
            await asyncio.sleep(_WATCH_S)
            now, line = time.monotonic(), self._line
            if line is None:
                continue
            since = self.page.waits_since or (now if self.page.is_synced else self._begun_at)
            if now - since > _LATE_S and now - self._heard_at > _DEAD_S:
                self._leave(after_s=0)
            elif now - pinged_at > _PING_S:
                pinged_at = now
                if (ping := self.page.ping()) is not None:
                    line.send(ping)


async def _close(line: Line, after_s: float) -> None:
    await asyncio.sleep(after_s)
    with suppress(ClientError, ConnectionError, OSError):
        await line.close()
