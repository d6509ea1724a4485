"""A device that takes something along, as the client of our worker does it."""

import re
from typing import Any

from aiohttp import ClientResponse

from tests.conftest import Client

CARRY = {"Pochette-Carry": "1"}
JSON = {"Accept": "application/json"}


async def asked(client: Client, base: str, cookie: dict[str, str], **query: str) -> ClientResponse:
    return await client.get(f"{base}/carry", params=query, headers=JSON | cookie, allow_redirects=False)


async def taken(client: Client, base: str, cookie: dict[str, str], **query: str) -> dict[str, Any]:
    """What the server says that belongs to it."""
    answer = await asked(client, base, cookie, **query)
    assert answer.status == 200, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def page(client: Client, url: str, cookie: dict[str, str]) -> str:
    """A page as it is kept."""
    answer = await client.get(url, headers=CARRY | cookie, allow_redirects=False)
    assert answer.status == 200, (url, await answer.text())
    return await answer.text()


_NONCE = re.compile(r'nonce="[^"]*"')
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z]*|\d\d/\d\d/\d{4}, [\d:]+ \w+")
# It says when it was shown.
_SEEN = re.compile(r'(name="seen" value=|"seen": )"[^"]*"')


def plain(html: str) -> str:
    """A page without its nonce and its times."""
    return _SEEN.sub("SEEN", _TIMES.sub("TIME", _NONCE.sub("nonce", html)))
