"""The fake editor of the server's own tests as somebody who writes and comes back by themselves."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Self

from aiohttp import ClientError, ClientSession

from tests.server.live.editors import PATIENCE_S, Editor
from tests.wire.hands import Draw, Seen, edit


class TabHand:
    """Speaks `pochette.1` by pycrdt."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.editor = Editor()
        self._session = session
        self._url = url
        self._seen = Seen()
        self._stay = asyncio.Event()
        self._stay.set()
        self._heard = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        async with ClientSession() as session:
            hand = cls(session, url)
            running = asyncio.create_task(hand._run())
            try:
                yield hand
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    async def edit(self, draw: Draw, /) -> None:
        edit(self.editor.text, draw)
        self._seen.edits += 1
        await self._flush()

    async def write(self, text: str, /) -> None:
        self.editor.text += text
        await self._flush()

    async def leave(self) -> None:
        self._stay.clear()
        if self.editor.socket is not None:
            await self.editor.socket.close()

    async def come_back(self) -> None:
        self._stay.set()

    async def sees(self, marks: Sequence[str], /) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not (self.editor.is_saved and all(mark in str(self.editor.text) for mark in marks)):
                self._heard.clear()
                await self._heard.wait()

    async def seen(self) -> Seen:
        self._seen.text = str(self.editor.text)
        return self._seen

    async def _flush(self) -> None:
        if self.editor.socket is not None:
            with suppress(ConnectionError):
                await self.editor.flush()

    async def _run(self) -> None:
        while True:
            await self._stay.wait()
            try:
                await self.editor.connect(self._session, self._url)
                self._seen.opened += 1
                while True:
                    await self.editor.hear()
                    self._heard.set()
            except ConnectionResetError as error:
                if error.args and isinstance(error.args[0], int):
                    self._seen.closes.append(error.args[0])
            except (ClientError, OSError):
                pass
            self.editor.socket = None
            await asyncio.sleep(0.05)
