"""Words erased from a note, and the files that may still hold them."""

import asyncio
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from server.http.keys import ENGINE
from server.storage import deletions
from tests.conftest import Client
from tests.databases import values_under
from tests.server.visits import Made

SECRET = "le mot de passe est Zx9!Ka-7Q 😀"


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Of each file of a folder, and of each value of a database that stands for files there."""
    files = ((path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())
    return chain(files, values_under(folder))


def files_with(folder: Path, words: str) -> list[str]:
    """The files, or tables, that hold any half of the words: text is cut where letters were typed."""
    parts = [words[: len(words) // 2].encode(), words[len(words) // 2 :].encode()]
    return [name for name, content in contents(folder) if any(part in content for part in parts)]


async def erase(client: Client, made: Made, **wish: object) -> tuple[int, dict[str, object]]:
    answer = await client.post(f"{made.edit}/erasures", json=wish, headers=made.cookie)
    return answer.status, await answer.json()


async def compacted(client: Client) -> None:
    """Return once the server says that nothing that was deleted is in a file of its database."""
    async with asyncio.timeout(20):
        while await client.app[ENGINE].read(deletions.pending) is not None:  # noqa: ASYNC110 - as a page does
            await asyncio.sleep(0.01)
