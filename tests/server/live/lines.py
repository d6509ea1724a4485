"""Connections by which an editor may come, alike to it: a websocket, or the same messages over HTTP."""

import io
import json
from base64 import b64decode
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

from aiohttp import ClientResponse, ClientSession, WSMessage, WSMsgType
from yarl import URL

from crdt.varint import Reader, write_buffer

How = Literal["stream", "poll"]


class Line(Protocol):
    """What an editor uses of a websocket."""

    @property
    def close_code(self) -> int | None: ...

    async def send_bytes(self, data: bytes, /) -> None: ...

    async def receive(self) -> WSMessage: ...


class HttpLine:
    """A session at `url`, /sync/{token}/http, fetched from as a stream of events or by long polls."""

    def __init__(self, session: ClientSession, url: URL, how: How = "poll") -> None:
        self.id = ""
        self.sent = 0
        self.heard = 0
        self.headers: dict[str, str] = {}
        self.close_code: int | None = None
        self.stream: ClientResponse | None = None
        self._session = session
        self._url = url
        self._how = how
        self._inbox: list[bytes] = []
        self._reason: str | None = None
        self._unread = b""

    async def open(self) -> int:
        """Begin the session; the status of the answer."""
        async with self._session.post(self._url, headers=self.headers) as answer:
            told = await answer.json()
        if answer.status == 410:
            self._end(told)
        self.id = told.get("session", "")
        return answer.status

    async def post(self, *messages: bytes, first: int, **query: str | int) -> tuple[int, dict[str, Any]]:
        """Send messages, of which the first has a number; the status and what was answered."""
        body = b"".join(map(write_buffer, messages))
        return await self.post_body(body, first=first, **query)

    async def post_body(self, body: bytes, **query: str | int) -> tuple[int, dict[str, Any]]:
        url = self._url.with_query({"session": self.id, **query})
        async with self._session.post(url, data=io.BytesIO(body), headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def ask(self, **query: str | int) -> tuple[int, bytes]:
        """Fetch once; the status and the body."""
        async with self._get(**query) as answer:
            return answer.status, await answer.read()

    async def send_bytes(self, data: bytes, /) -> None:
        if self.close_code is None:
            self.sent += 1
            await self.post(data, first=self.sent)

    async def receive(self) -> WSMessage:
        while not self._inbox:
            if self.close_code is not None:
                return WSMessage(WSMsgType.CLOSE, self.close_code, self._reason)
            await (self._poll() if self._how == "poll" else self._read_on())
        self.heard += 1
        return WSMessage(WSMsgType.BINARY, self._inbox.pop(0), None)

    def cut(self) -> None:
        """Lose the stream of events, and what of it was not heard."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        self._unread = b""
        self._inbox.clear()

    def _get(self, **query: str | int) -> AbstractAsyncContextManager[ClientResponse]:
        return self._session.get(self._url.with_query({"session": self.id, **query}), headers=self.headers)

    async def _poll(self) -> None:
        status, body = await self.ask(wait=20, after=self.heard)
        if status == 410:
            self._end(json.loads(body))
            return
        assert status in {200, 204}
        reader = Reader(body)
        while reader.at < len(body):
            self._inbox.append(reader.buffer())

    async def _read_on(self) -> None:
        if self.stream is None:
            self.stream = await self._get(after=self.heard).__aenter__()
            if self.stream.status == 410:
                self._end(await self.stream.json())
                return
            assert self.stream.status == 200
        self._unread += await self.stream.content.readany()
        *events, self._unread = self._unread.split(b"\n\n")
        for event in events:
            self._hear(dict(line.split(": ", 1) for line in event.decode().splitlines() if line != ":"))

    def _hear(self, fields: dict[str, str]) -> None:
        if fields.get("event") == "close":
            self._end(json.loads(fields["data"]))
        elif fields:
            assert int(fields["id"]) == self.heard + len(self._inbox) + 1
            self._inbox.append(b64decode(fields["data"]))

    def _end(self, told: dict[str, Any]) -> None:
        self.close_code, self._reason = told["code"], told["reason"]
