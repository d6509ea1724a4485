"""Websockets at the server in this process, and the rows that they write."""

import asyncio

from aiohttp import ClientWebSocketResponse, WSMsgType

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database


async def joined(socket: ClientWebSocketResponse) -> None:
    """Once the server has said something: whose right changes before that comes in anew instead."""
    async with asyncio.timeout(10):
        assert (await socket.receive()).type is WSMsgType.BINARY


async def ended(socket: ClientWebSocketResponse) -> int | None:
    """The code with which the server closes."""
    async with asyncio.timeout(3):
        while (message := await socket.receive()).type is not WSMsgType.CLOSE:
            assert message.type is WSMsgType.BINARY
    return socket.close_code


async def make_note(client: Client, markdown: str = "") -> tuple[str, str]:
    """A new note's edit and read tokens."""
    answer = await client.post("/api/notes", json={"markdown": markdown})
    assert answer.status == 201
    links = (await answer.json())["links"]
    return links["edit"].rsplit("/", 1)[1], links["read"].rsplit("/", 1)[1]


def rows(config: Config) -> int:
    """How many rows the journal holds."""
    with database(config) as opened:
        (count,) = next(iter(opened.execute("SELECT count(*) FROM journal")))
    return int(count)
