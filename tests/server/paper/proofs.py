"""Proofs as the tests of paper ask for them: pages, pictures, the page around them."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.conftest import Client
from tests.server.visits import Made

TEXT = "# Eau\n\n## Constat\n\n" + "Un long paragraphe de la note.\n\n" * 60 + "## Coût\n\nDix millions.\n"

LONG = "# Eau\n\n" + "Un long paragraphe de la note, qui dit une chose et une autre.\n\n" * 500


async def printed(client: Client, address: str, **wish: str) -> dict[str, Any]:
    """What there is to see, once it is there or cannot be."""
    query = dict(wish)
    while True:
        answer = await client.get(f"{address}/print/pages", params=query)
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        if told["ready"] or told["problem"]:
            return told
        query |= {"key": told["key"], "seen": str(told["before"])}


async def picture(client: Client, address: str, key: str, number: int, **query: str) -> tuple[int, int]:
    answer = await client.get(f"{address}/print/{key}/{number}.png", params=query)
    assert (answer.status, answer.content_type) == (200, "image/png"), await answer.text()
    with Image.open(BytesIO(await answer.read())) as image:
        return image.size


async def page(client: Client, address: str, made: Made, **wish: str) -> str:
    return await (await client.get(f"{address}/print", params=wish, headers=made.cookie)).text()


async def read_pdf(client: Client, path: str) -> bytes:
    return await (await client.get(path)).read()


async def answer_of(client: Client, made: Made, query: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(f"{made.edit}/print/pages", params=query, headers=made.cookie)
    told: dict[str, Any] = await answer.json()
    return told
