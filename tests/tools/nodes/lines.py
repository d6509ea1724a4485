"""Lines of a page to a note, by websocket or over HTTP, with the waits of `web/src/transport`."""

import asyncio
import json
import time
from base64 import b64decode
from contextlib import suppress
from typing import Any, Literal, Protocol

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WSMsgType,
)
from yarl import URL

from crdt import frames
from crdt.varint import Reader, write_buffer
from tests.tools.nodes.doors import Doors
from tests.tools.nodes.patience import Patience

How = Literal["socket", "stream", "poll"]

OPENING_S = 4.5
FIRST_WORD_S = 3
SILENCE_S = 25
_POLL_S = 25
_POLLED_S = _POLL_S + 30
_WORDLESS = 1006
_BEGUN_S = 2
_SYNC, _SAVED, _STEP_2 = 0, 4, b"\x00\x01"
# A page does not wait for the answer to its goodbye.
_GOODBYE = ClientWSTimeout(ws_close=0.1)


class OverError(Exception):
    """The line has ended; `code` is the server's close code, or 1006."""

    def __init__(self, code: int = _WORDLESS) -> None:
        super().__init__(code)
        self.code = code


class Line(Protocol):
    def send(self, message: bytes) -> None:
        """Send as soon as may be, in order."""

    async def receive(self) -> bytes:
        """The next message. Raises OverError."""

    async def close(self) -> None: ...


class SocketLine:
    """A websocket by one node."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sending: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(
        cls, session: ClientSession, doors: Doors, path: str, query: dict[str, str]
    ) -> "SocketLine":
        """Raises ClientError, ConnectionError, TimeoutError."""

        async def come(url: str) -> ClientWebSocketResponse:
            return await session.ws_connect(
                URL(url + path).with_query(query),
                protocols=(frames.SUBPROTOCOL,),
                max_msg_size=0,
                timeout=_GOODBYE,
            )

        async with asyncio.timeout(OPENING_S):
            return cls(await doors.by_any(come))

    def send(self, message: bytes) -> None:
        # The frame is written before the first wait; only room in the buffer is waited for.
        task = asyncio.create_task(self._send(message))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def receive(self) -> bytes:
        message = await self._socket.receive()
        if message.type is not WSMsgType.BINARY:
            raise OverError(self._socket.close_code or _WORDLESS)
        data: bytes = message.data
        return data

    async def close(self) -> None:
        for task in list(self._sending):
            task.cancel()
        await self._socket.close()

    async def _send(self, message: bytes) -> None:
        with suppress(ConnectionError):  # it is heard by the one who receives
            await self._socket.send_bytes(message)


class HttpLine:
    """The same messages over HTTP: each request by another node; POST up, a stream or long polls down."""

    def __init__(self, session: ClientSession, doors: Doors, path: str, how: How) -> None:
        self._session = session
        self._doors = doors
        self._path = f"{path}/http"
        self._how = how
        self._id = ""
        self._queue: list[bytes] = []
        self._taken = 0
        self._heard = 0
        self._inbox: asyncio.Queue[bytes | OverError] = asyncio.Queue()
        self._has_work = asyncio.Event()
        self._up, self._down, self._answer = Patience(), Patience(), Patience()
        self._due: asyncio.TimerHandle | None = None
        self._due_since = 0.0
        self._fetching: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def open(
        cls, session: ClientSession, doors: Doors, path: str, query: dict[str, str], how: How
    ) -> "HttpLine":
        """Raises ClientError, ConnectionError, TimeoutError, OverError."""
        line = cls(session, doors, path, how)
        line._id = await line._begin(query)
        line._tasks = [asyncio.create_task(line._send_on()), asyncio.create_task(line._fetch_on())]
        return line

    def send(self, message: bytes) -> None:
        self._queue.append(message)
        self._has_work.set()

    async def receive(self) -> bytes:
        got = await self._inbox.get()
        if isinstance(got, OverError):
            raise got
        return got

    async def close(self) -> None:
        self._stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _begin(self, query: dict[str, str]) -> str:
        """The session's id. Raises OverError."""
        while True:
            began = time.monotonic()
            try:
                told = await self._post(query, b"", _BEGUN_S)
            except (ClientError, ConnectionError, TimeoutError) as error:
                await self._wait(self._up, error)
                continue
            self._up.succeeded(time.monotonic() - began)
            if "session" not in told:
                raise OverError(_code_of(told))
            for message in told["messages"]:
                self._hear(b64decode(message))
            id_: str = told["session"]
            return id_

    async def _send_on(self) -> None:
        while True:
            await self._has_work.wait()
            self._has_work.clear()
            body = b"".join(map(write_buffer, self._queue))
            query = {"session": self._id, "first": f"{self._taken + 1}", "heard": f"{self._heard}"}
            began = time.monotonic()
            try:
                told = await self._post(query, body)
            except (ClientError, ConnectionError, TimeoutError) as error:
                try:
                    await self._wait(self._up, error)
                except OverError as over:
                    self._end(over.code)
                self._has_work.set()
                continue
            taken = told.get("taken", told.get("expected", 0) - 1)
            if not 0 <= taken - self._taken <= len(self._queue):
                self._end(_code_of(told))
                return
            done = self._queue[: taken - self._taken]
            del self._queue[: len(done)]
            self._taken = taken
            self._up.succeeded(time.monotonic() - began)
            if any(message[0] == _SYNC for message in done):
                self._expect_answer()
            if self._queue:
                self._has_work.set()

    async def _fetch_on(self) -> None:
        while True:
            self._fetching = asyncio.create_task(self._poll() if self._how == "poll" else self._stream())
            await asyncio.wait({self._fetching})
            if self._fetching.cancelled():  # asked anew
                continue
            try:
                self._fetching.result()
            except TimeoutError:
                self._how = "poll"
            except (ClientError, ConnectionError) as error:
                try:
                    await self._wait(self._down, error)
                except OverError as over:
                    self._end(over.code)

    def _expect_answer(self) -> None:
        """Ask anew where nothing comes of what the server has taken, as the page does."""
        if self._due is None:
            self._due_since = self._due_since or time.monotonic()
            self._due = asyncio.get_running_loop().call_later(self._answer.within(), self._ask_anew)

    def _ask_anew(self) -> None:
        self._due = None
        if self._answer.failed(is_late=True) is None or self._fetching is None:
            return
        self._fetching.cancel()
        self._expect_answer()

    async def _poll(self) -> None:
        async with asyncio.timeout(_POLLED_S):
            answer = await self._get(after=f"{self._heard}", wait=f"{_POLL_S}")
            async with answer:
                body = await answer.read()
                if answer.status not in {200, 204}:
                    self._end(_code_of(json.loads(body)))
                    return
        self._down.succeeded()
        reader = Reader(body)
        while reader.at < len(body):
            self._hear(reader.buffer())

    async def _stream(self) -> None:
        async with asyncio.timeout(FIRST_WORD_S) as patience:
            answer = await self._get(after=f"{self._heard}")
            async with answer:
                if answer.status != 200:
                    self._end(_code_of(await answer.json()))
                    return
                unread = b""
                while read := await answer.content.readany():
                    patience.reschedule(asyncio.get_running_loop().time() + SILENCE_S)
                    self._down.succeeded()
                    *events, unread = (unread + read).split(b"\n\n")
                    for event in events:
                        self._take(event.decode())

    def _take(self, event: str) -> None:
        fields = dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
        if not fields:  # a comment, which is answered with a POST
            self._has_work.set()
        elif fields.get("event") == "close":
            self._end(_code_of(json.loads(fields["data"])))
        elif int(fields["id"]) == self._heard + 1:
            self._hear(b64decode(fields["data"]))

    def _hear(self, message: bytes) -> None:
        self._heard += 1
        is_answer = message[0] == _SAVED or message[:2] == _STEP_2
        if self._due_since and is_answer:
            self._answer.succeeded(time.monotonic() - self._due_since)
            self._due_since = 0.0
        if self._due is not None and is_answer:
            self._due.cancel()
            self._due = None
        self._inbox.put_nowait(message)

    async def _post(self, query: dict[str, str], body: bytes, least_s: float = 0) -> dict[str, Any]:
        """What is answered. Raises on 5xx and on what is no JSON, as a page does."""

        async def ask(url: str) -> dict[str, Any]:
            asked = URL(url + self._path).with_query(query)
            async with self._session.post(asked, data=body) as answer:
                if answer.status >= 500:
                    answer.raise_for_status()
                told: dict[str, Any] = await answer.json()
                return told

        async with asyncio.timeout(max(least_s, self._up.within(len(body)))):
            return await self._doors.by_any(ask)

    async def _get(self, **query: str) -> ClientResponse:
        async def ask(url: str) -> ClientResponse:
            asked = URL(url + self._path).with_query({"session": self._id, **query})
            answer = await self._session.get(asked, timeout=ClientTimeout())
            if answer.status >= 500:
                answer.release()
                answer.raise_for_status()
            return answer

        return await self._doors.by_any(ask)

    async def _wait(self, patience: Patience, error: Exception) -> None:
        """Raises OverError after too many failures."""
        is_late = isinstance(error, TimeoutError)
        is_first = is_late and not patience.is_late
        if is_first and patience is self._up and self._fetching is not None:
            self._fetching.cancel()
        wait = patience.failed(is_late=is_late)
        if wait is None:
            raise OverError
        await asyncio.sleep(wait)

    def _end(self, code: int) -> None:
        self._inbox.put_nowait(OverError(code))
        self._stop()

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()
        for task in (*self._tasks, self._fetching):
            if task is not None:
                task.cancel()


RELOADING = 4503
_CODES = {"no_session": RELOADING, "no_link": 4401, "role": 4403, "password": 4423}


def _code_of(told: dict[str, Any]) -> int:
    """The close code of an answer."""
    error = told.get("error")
    name = error.get("code", "") if isinstance(error, dict) else ""
    return int(told.get("code", _CODES.get(name, _WORDLESS)))


async def open_line(session: ClientSession, doors: Doors, path: str, query: dict[str, str], how: How) -> Line:
    """Raises ClientError, ConnectionError, TimeoutError, OverError."""
    if how == "socket":
        return await SocketLine.open(session, doors, path, query)
    return await HttpLine.open(session, doors, path, query, how)
