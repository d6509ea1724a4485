"""Heartbeat over real sockets: connections that do not answer a ping are closed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.app import create_app
from server.live.keys import ROOMS
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.sockets import make_note
from tests.wire.raw import PING, PONG, Raw, frame, opened


@pytest.fixture
async def client(config: Config) -> AsyncIterator[Client]:
    async with client_of(create_app(config)) as client:
        yield client


async def end_of(line: Raw) -> int:
    """How many pings came to a client that answers none."""
    asked = 0
    while (heard := await line.hear()) is not None:
        asked += heard.kind == PING
    return asked


async def answers(line: Raw) -> None:
    """The server is there for this line, and has read all that was sent before."""
    await line.send(frame(PING, b"x"))
    while (heard := await line.hear()) is not None:
        if (heard.kind, heard.content) == (PONG, b"x"):
            return
    raise AssertionError("the line has ended")


async def test_who_is_silent_is_asked_and_let_go_and_who_speaks_stays(client: Client) -> None:
    token, _ = await make_note(client)
    url = client.make_url(f"/sync/{token}")
    assert client.app is not None
    async with opened(url) as silent, opened(url) as polite:
        ending = asyncio.create_task(end_of(silent))
        while not ending.done():
            for _ in range(20):
                client.app[ROOMS].heartbeat.beat()
            await answers(polite)
        assert await ending == 1
        await answers(polite)
