"""A pochette at the door of the server: made, filled, printed, and read back from its PDF."""

import asyncio
from dataclasses import dataclass
from typing import Any

from yarl import URL

from tests.conftest import Client
from tests.server.visits import Made, cookie_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pochette:
    """A pochette that was just made: three paths, and the header of its creator's browser."""

    id: str
    edit: str
    read: str
    print: str
    cookie: dict[str, str]


async def make_folder(client: Client, *, headers: dict[str, str] | None = None, **wish: Any) -> Pochette:
    answer = await client.post("/api/folders", json=wish, headers=headers)
    assert answer.status == 201, await answer.text()
    made = await answer.json()
    cookie = headers or cookie_of(answer)
    paths = {role: URL(url).path for role, url in made["links"].items()}
    return Pochette(id=made["folder"], cookie=cookie, **paths)


async def add(client: Client, folder: Pochette, *notes: Made) -> list[dict[str, Any]]:
    answer = await client.post(
        f"{folder.edit}/notes", json={"links": [f"http://x{note.read}" for note in notes]}
    )
    assert answer.status == 200, await answer.text()
    listed: list[dict[str, Any]] = (await answer.json())["notes"]
    return listed


async def share(client: Client, folder: Pochette, **wish: Any) -> dict[str, Any]:
    """A link to it that was just made."""
    answer = await client.post(f"{folder.edit}/links", json=wish, headers=folder.cookie)
    assert answer.status == 201, await answer.text()
    facts: dict[str, Any] = await answer.json()
    return facts


async def printed(client: Client, folder: Pochette) -> dict[str, Any]:
    """What the server tells of the print once it is there."""
    told: dict[str, Any] = {"key": "", "done": -1, "ready": False}
    while not told["ready"]:
        answer = await client.get(f"{folder.read}/print", params={"key": told["key"], "seen": told["done"]})
        told = await answer.json()
        assert told["problem"] is None
    return told


async def words(pdf: bytes) -> str:
    """The text of a PDF as it stands on its pages."""
    command = ["pdftotext", "-layout", "-", "-"]
    program = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await program.communicate(pdf)
    return told.decode().replace("\u202f", " ").replace("\u00a0", " ")
