"""Questions to the search of a running server, as a page or a program sends them."""

from typing import Any

from tests.conftest import Client


async def ask(client: Client, q: str, cookie: dict[str, str] | None, **wish: Any) -> dict[str, Any]:
    answer = await client.post("/api/search", json={"q": q, **wish}, headers=cookie)
    assert answer.status == 200, await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = await answer.json()
    return told


async def found(client: Client, q: str, cookie: dict[str, str] | None, **wish: Any) -> list[str]:
    """The ids of the notes, in the order of the answer."""
    return [one["note"] for one in (await ask(client, q, cookie, **wish))["results"]]
