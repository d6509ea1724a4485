"""Floods of wrong passwords: typing is not slowed down, and a restart gives few more attempts."""

import asyncio

import pytest
from yarl import URL

from server.app import create_app
from server.secrets.passwords import MOST_WAITING
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.live.editors import Editor
from tests.server.visits import Made, make, visit

PASSWORD = "bolu-miretu-4821"
KEYS = 40
# What one browser may answer wrongly at once; docs/threat-model.md says what that is worth.
AT_ONCE = 5


async def locked(client: Client, made: Made) -> str:
    wish = {"role": "read", "password": PASSWORD}
    answer = await client.post(f"{made.edit}/links", json=wish, headers=made.cookie)
    return URL((await answer.json())["url"]).path


async def answers(client: Client, path: str, cookie: dict[str, str], said: str) -> int:
    answer = await client.post(f"{path}/password", json={"password": said}, headers=cookie)
    return answer.status


@pytest.mark.whole
async def test_keys_are_saved_while_a_flood_of_answers_is_worked_off(client: Client) -> None:
    made = await make(client, markdown="# Eau\n")
    paths = [await locked(client, made) for _ in range(3)]
    anna = Editor()
    await anna.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}")))
    await anna.until(lambda: anna.is_saved)
    cookies = [await visit(client) for _ in range(MOST_WAITING // 4)]
    flood = [asyncio.create_task(answers(client, path, cookie, "x")) for cookie in cookies for path in paths]
    await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
    for key in range(KEYS):
        await anna.type("x")
        await anna.until(lambda: anna.is_saved)
        assert key or not all(task.done() for task in flood), "it is still being worked off"
    assert {await task for task in flood} <= {403, 429, 503}


async def test_a_restart_gives_a_browser_no_more_than_it_had_at_the_beginning(config: Config) -> None:
    """Attempts are counted in memory: only a restart of the server gives new ones."""
    async with client_of(create_app(config)) as client:
        path = await locked(client, await make(client))
        cookie = await visit(client)
        told = [await answers(client, path, cookie, "x") for _ in range(AT_ONCE + 2)]
        assert told == [403] * AT_ONCE + [429] * 2
    async with client_of(create_app(config)) as client:
        told = [await answers(client, path, cookie, "x") for _ in range(AT_ONCE + 2)]
        assert told == [403] * AT_ONCE + [429] * 2
