"""Editions of a note, taken over HTTP."""

from typing import Any

from tests.conftest import Client
from tests.server.visits import Made

TEXT = "# Eau\n\nLe plan.\n\n## Coût\n\nDix millions.\n"


async def take_edition(client: Client, made: Made, **wish: Any) -> dict[str, Any]:
    answer = await client.post(f"{made.edit}/editions", json=wish, headers=made.cookie)
    assert answer.status == 201, await answer.text()
    edition: dict[str, Any] = await answer.json()
    return edition
