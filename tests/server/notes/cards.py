"""The card of a note, read and written over HTTP."""

from typing import Any

from tests.conftest import Client
from tests.server.visits import Made

FULL = {
    "kind": "Note thématique",
    "theme": "Logement",
    "audience": "La candidate",
    "authors": ["C. Marchand", "T. Okafor"],
    "deck": "Où en est-on ?",
    "classification": "Diffusion restreinte",
    "budget": 4,
    "status": "reviewed",
}


async def card_of(client: Client, path: str) -> dict[str, Any]:
    answer = await client.get(f"{path}/card")
    assert answer.status == 200
    card: dict[str, Any] = await answer.json()
    return card


async def put_card(client: Client, made: Made, wish: object) -> tuple[int, dict[str, Any]]:
    answer = await client.put(f"{made.edit}/card", json=wish, headers=made.cookie)
    return answer.status, await answer.json()


async def set_card(client: Client, made: Made, **card: Any) -> None:
    assert (await client.put(f"{made.edit}/card", json=card, headers=made.cookie)).status == 200
