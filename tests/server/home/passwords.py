"""A link's password: set by its manager, typed into its page."""

from typing import Any

from aiohttp import ClientResponse

from tests.conftest import Client
from tests.server.visits import Made

PASSWORD = "bolu-miretu-4821"
OTHER = "tona-pivelo-1906"
PEOPLE = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "fr"}


async def submit_password(
    client: Client, path: str, password: str, cookie: dict[str, str] | None = None
) -> ClientResponse:
    """Submit the form of the password page."""
    return await client.post(
        f"{path}/password",
        data={"password": password},
        headers={**PEOPLE, **(cookie or {})},
        allow_redirects=False,
    )


async def set_password(client: Client, made: Made, link: str, password: str | None) -> dict[str, Any]:
    answer = await client.put(f"{made.edit}/links/{link}", json={"password": password}, headers=made.cookie)
    assert answer.status == 200, await answer.text()
    facts: dict[str, Any] = await answer.json()
    return facts
