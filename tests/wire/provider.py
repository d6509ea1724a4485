"""The provider that pycrdt-websocket is used with, unmodified, over httpx-ws."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

from httpx_ws import AsyncWebSocketSession, WebSocketDisconnect, aconnect_ws
from pycrdt import Doc, Provider, Text
from pycrdt.websocket.websocket import HttpxWebsocket

from tests.wire.hands import Draw, Seen, edit

PATIENCE_S = 20


class _Counted(HttpxWebsocket):
    """The same channel, which also counts: a step 1 after the first is the server's "not yet"."""

    def __init__(self, websocket: Any, path: str, seen: Seen) -> None:
        super().__init__(websocket, path)
        self.ended = asyncio.Event()
        self._seen = seen
        self._steps = 0

    async def recv(self) -> bytes:
        try:
            message = await super().recv()
        except Exception as error:
            self._seen.closes.append(error.code if isinstance(error, WebSocketDisconnect) else 1006)
            self.ended.set()
            raise
        if message.startswith(b"\x00\x00"):
            self._steps += 1
            self._seen.resyncs += self._steps > 1
        return bytes(message)


class ProviderHand:
    """A program that comes back whenever its line ends, with the same document."""

    def __init__(self, url: str) -> None:
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get("body", type=Text)
        self._url = url
        self._seen = Seen()
        self._stay = asyncio.Event()
        self._leave = asyncio.Event()
        self._left = asyncio.Event()
        self._synced = asyncio.Event()
        self._changed = asyncio.Event()
        self._observed = self.text.observe(lambda _: self._changed.set())

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        hand = cls(url)
        running = asyncio.create_task(hand._run())
        await hand.come_back()
        try:
            yield hand
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    async def edit(self, draw: Draw, /) -> None:
        edit(self.text, draw)
        self._seen.edits += 1

    async def write(self, text: str, /) -> None:
        self.text += text

    async def leave(self) -> None:
        self._stay.clear()
        self._leave.set()
        async with asyncio.timeout(PATIENCE_S):
            await self._left.wait()

    async def come_back(self) -> None:
        self._leave.clear()
        self._left.clear()
        self._stay.set()

    async def reconnect(self) -> None:
        """Leave, come back, and return once synced."""
        await self.leave()
        await self.come_back()
        await self.synced()

    async def synced(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._synced.wait()

    async def sees(self, marks: Sequence[str], /) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not all(mark in str(self.text) for mark in marks):
                self._changed.clear()
                await self._changed.wait()

    async def seen(self) -> Seen:
        self._seen.text = str(self.text)
        return self._seen

    async def _run(self) -> None:
        while True:
            await self._stay.wait()
            try:
                await self._connect()
            except* Exception:  # noqa: BLE001 - the line breaks wherever the provider happens to be
                await asyncio.sleep(0.05)
            self._synced.clear()
            self._left.set()

    async def _connect(self) -> None:
        websocket: AsyncWebSocketSession
        async with aconnect_ws(self._url) as websocket:
            channel = _Counted(websocket, self._url, self._seen)
            async with Provider(self.doc, channel) as provider, asyncio.TaskGroup() as tasks:
                self._seen.opened += 1
                syncing = tasks.create_task(self._tell(provider))
                ends = [tasks.create_task(event.wait()) for event in (channel.ended, self._leave)]
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                for task in (syncing, *ends):
                    task.cancel()

    async def _tell(self, provider: Provider) -> None:
        await provider.synced.wait()
        self._synced.set()
