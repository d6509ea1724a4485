"""Many browsers at once, from networks of their own: a trusted proxy says where each comes from."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from ipaddress import ip_network

from server.settings.config import Config
from tests.conftest import Client
from tests.server.database import database
from tests.server.visits import Made, make, visit

DAY_MS = 24 * 3600 * 1000
# About half a second on screen for each 20,000 characters, and more on paper than a print may take.
HEAVY = "\n\n".join(["[" * 9000 + "]" * 9000] * 2)


@dataclass(frozen=True, slots=True)
class Browser:
    """One cookie and the address that it comes from."""

    headers: dict[str, str]

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": self.headers["Cookie"]}


def behind_a_proxy(config: Config) -> Config:
    """The tests are the proxy: what they forward is believed."""
    return replace(config, trusted_proxy=(ip_network("127.0.0.0/8"),))


async def browser(client: Client, address: str) -> Browser:
    """A browser that comes for the first time."""
    return Browser({**await visit(client), "X-Forwarded-For": address})


async def browsers(client: Client, addresses: list[str]) -> list[Browser]:
    return [await browser(client, address) for address in addresses]


async def notes_of(client: Client, of: list[Browser], text: str) -> list[Made]:
    """A note of each, no two alike."""
    return [
        await make(client, markdown=f"# {number}\n\n{text}", headers=one.headers)
        for number, one in enumerate(of)
    ]


async def read(client: Client, path: str, by: Browser) -> int:
    """The reader's page, asked for until it is there as a browser does; returns the last status."""
    while True:
        answer = await client.get(f"{path}?view=read", headers=by.headers)
        if answer.status != 503 or "Refresh" not in answer.headers:
            return answer.status
        await asyncio.sleep(int(answer.headers["Refresh"]))


async def seconds(of: Awaitable[int]) -> float:
    """How long an answer of status 200 takes."""
    begun = time.monotonic()
    assert await of == 200
    return time.monotonic() - begun


def as_old_as(config: Config, days: float) -> None:
    """Every browser that is known came so long ago for the first time."""
    with database(config) as opened:
        opened.execute("UPDATE devices SET created_at = created_at - ?", (int(days * DAY_MS),))
