"""Links that end while sockets are open: by their owner, a command or time."""

import time

import pytest
from aiohttp import WSMsgType

from server.http.keys import ENGINE
from server.links.rules.closing import close
from server.live.keys import ROOMS
from server.secrets.tokens import link_of
from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.live.sockets import ended
from tests.server.visits import make


async def test_closing_a_link_ends_its_sockets_at_once_and_no_others(client: Client) -> None:
    made = await make(client)
    link = link_of(made.edit_token)
    assert link is not None
    assert client.app is not None
    async with (
        client.ws_connect(f"/sync/{made.edit_token}") as editing,
        client.ws_connect(f"/sync/{made.read.rpartition('/')[2]}") as reading,
    ):
        await close(client.app[ENGINE], client.app[ROOMS].guests, link)
        assert await ended(editing) == 4403
        assert (await reading.receive()).type is WSMsgType.BINARY
        assert not reading.closed


@pytest.mark.parametrize(
    "change", ["closed_at = {now}, changed_at = {now}", "generation = 2, changed_at = {now}"]
)
async def test_what_another_process_ends_is_noticed_within_two_seconds(
    client: Client, config: Config, change: str
) -> None:
    made = await make(client)
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        with database(config) as opened:
            opened.execute(f"UPDATE links SET {change.format(now=int(time.time() * 1000))}")  # noqa: S608
        started = time.monotonic()
        assert await ended(socket) == 4403
        assert time.monotonic() - started < 2


async def test_a_link_that_expires_ends_its_sockets(client: Client, config: Config) -> None:
    made = await make(client)
    with database(config) as opened:
        opened.execute("UPDATE links SET expires_at = ?", (int(time.time() * 1000) + 500,))
    async with client.ws_connect(f"/sync/{made.edit_token}") as socket:
        assert await ended(socket) == 4403
    assert (await client.get(made.edit)).status == 410
