"""A pochette of a classeur at the door: made in it, filled with its notes, and read back."""

from typing import Any

from tests.conftest import Client
from tests.server.binders.binders import Team


async def make_in(team: Team, *, headers: dict[str, str] | None = None, **wish: Any) -> str:
    """The path of a new pochette."""
    answer = await team.client.post(f"{team.base}/folders", json=wish, headers=headers or team.cookie)
    assert answer.status == 201, await answer.text()
    made = await answer.json()
    assert made["links"] == {}
    return f"/p/{made['folder']}"


async def put_in(
    client: Client, path: str, *notes: str, cookie: dict[str, str], status: int = 200
) -> list[dict[str, Any]]:
    """Its notes, once these were added by their ids."""
    answer = await client.post(f"{path}/notes", json={"notes": list(notes)}, headers=cookie)
    assert answer.status == status, await answer.text()
    listed: list[dict[str, Any]] = (await answer.json()).get("notes", [])
    return listed


async def titles(client: Client, path: str, cookie: dict[str, str]) -> list[str]:
    """Those that are shown, in order."""
    answer = await client.get(f"{path}/notes", headers=cookie)
    assert answer.status == 200, await answer.text()
    return [note["title"] for note in (await answer.json())["notes"] if not note["withdrawn"]]
