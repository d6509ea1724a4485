"""Links of a note: made, and listed."""

from typing import Any

from tests.conftest import Client
from tests.server.visits import Made


async def share(client: Client, made: Made, **wish: Any) -> dict[str, Any]:
    answer = await client.post(f"{made.edit}/links", json=wish, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    facts: dict[str, Any] = await answer.json()
    return facts


async def listed(client: Client, made: Made) -> list[dict[str, Any]]:
    """As an answer to one link tells it: without the people who came by it."""
    answer = await client.get(f"{made.edit}/links", headers=made.cookie)
    assert answer.status == 200
    found: list[dict[str, Any]] = (await answer.json())["links"]
    return [{field: value for field, value in one.items() if field != "people"} for one in found]
