"""An editor as the server sees it: a real document behind a real websocket that speaks `pochette.1`."""

import asyncio
import json
from collections.abc import Callable

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from pycrdt import Doc, Text, TransactionEvent

from crdt import frames
from crdt.varint import Reader
from tests.conftest import Client
from tests.server.live.lines import Line

PATIENCE_S = 20


class Editor:
    """An open tab: its document outlives its connections. What it has typed is sent as it is typed."""

    def __init__(self, client_id: int | None = None) -> None:
        self.doc: Doc[Text] = Doc(client_id=client_id)
        self.text = self.doc.get("body", type=Text)
        self.socket: ClientWebSocketResponse | None = None
        self.line: Line | None = None
        self.sent = 0
        self.acknowledged = 0
        self.events: list[dict[str, object]] = []
        self.denied = 0
        self._remote = False
        self._kept = self.doc.observe(self._typed)
        self._outgoing: list[bytes] = []

    async def connect(
        self, session: ClientSession, url: str, *, ours: bool = True, headers: dict[str, str] | None = None
    ) -> None:
        """Open a connection and begin its handshake; the url is that of /sync/{token}."""
        protocols = (frames.SUBPROTOCOL,) if ours else ()
        self.socket = await session.ws_connect(url, protocols=protocols, headers=headers, max_msg_size=0)
        await self.attach(self.socket)

    async def attach(self, line: Line) -> None:
        """Begin the handshake on an open connection, a websocket or another one."""
        self.line = line
        self.sent = self.acknowledged = 0
        self._outgoing.clear()
        await line.send_bytes(frames.step_1(self.doc.get_state()))

    async def type(self, text: str) -> int:
        """Write at the end; the number of the last message that carries it."""
        self.text += text
        return await self.flush()

    async def erase(self, start: int, end: int) -> int:
        """Delete bytes `start` to before `end`."""
        del self.text[start:end]
        return await self.flush()

    async def flush(self) -> int:
        """Send what was typed since the last time."""
        assert self.line is not None
        for update in self._outgoing:
            self.sent += 1
            await self.line.send_bytes(frames.update(update))
        self._outgoing.clear()
        return self.sent

    def lose(self) -> list[bytes]:
        """What was typed since the last time, which is not sent any more."""
        lost, self._outgoing = self._outgoing, []
        return lost

    async def hear(self) -> None:
        """Take one message in, and answer it as Yjs does. Raises ConnectionResetError on a closed line."""
        assert self.line is not None
        message = await self.line.receive()
        if message.type is not WSMsgType.BINARY:
            raise ConnectionResetError(self.line.close_code, message.extra)
        reader = Reader(message.data)
        match reader.varint():
            case 0:
                await self._sync(reader)
            case 2:
                self.denied += 1
            case 4:
                self.acknowledged = reader.varint()
            case 5:
                self.events.append(json.loads(reader.text()))

    async def until(self, fact: Callable[[], bool]) -> None:
        """Hear until something is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not fact():
                await self.hear()

    async def closed(self) -> tuple[int | None, str]:
        """Hear until the server closes: its code and its reason, where it gave them."""
        try:
            await self.until(lambda: False)
        except ConnectionError as error:
            code, reason = error.args if len(error.args) > 1 else (None, "")
            return code, reason
        raise AssertionError

    @property
    def is_saved(self) -> bool:
        """Whether the page would say "Enregistré": its own step 2 and all after it is acknowledged."""
        return self.sent > 0 and self.acknowledged == self.sent

    async def _sync(self, reader: Reader) -> None:
        assert self.line is not None
        step = reader.varint()
        content = reader.buffer()
        if step == 0:
            self.sent += 1
            self._outgoing.clear()
            await self.line.send_bytes(frames.step_2(self.doc.get_update(content)))
            return
        self._remote = True
        try:
            self.doc.apply_update(content)
        finally:
            self._remote = False

    def _typed(self, event: TransactionEvent) -> None:
        if not self._remote:
            self._outgoing.append(event.update)


async def join(
    client: Client,
    token: str,
    *,
    editor: Editor | None = None,
    query: str = "",
    ours: bool = True,
    headers: dict[str, str] | None = None,
) -> Editor:
    """An editor that is connected to the note of a token."""
    editor = editor or Editor()
    url = str(client.make_url(f"/sync/{token}{query}"))
    await editor.connect(client.session, url, ours=ours, headers=headers)
    return editor


async def join_synced(
    client: Client,
    token: str,
    *,
    editor: Editor | None = None,
    query: str = "",
    headers: dict[str, str] | None = None,
) -> Editor:
    """The same, once it has the whole note."""
    editor = await join(client, token, editor=editor, query=query, headers=headers)
    await editor.until(lambda: editor.is_saved)
    return editor


async def rewrite(client: Client, token: str, before: str, after: str) -> None:
    """Puts `after` where `before` stands in the note of a token, and waits until that is on the disk."""
    editor = await join_synced(client, token)
    text = str(editor.text)
    start = len(text[: text.index(before)].encode())
    await editor.erase(start, start + len(before.encode()))
    editor.text.insert(start, after)
    await editor.flush()
    await editor.until(lambda: editor.is_saved)
