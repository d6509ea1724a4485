"""A browser that reads a note by a link, and what it is told of it."""

from dataclasses import dataclass
from typing import Any

from server.http.keys import ENGINE
from server.ids import NoteId
from server.reading.readings import READINGS
from server.storage import Db
from tests.conftest import Client
from tests.server.live.editors import Editor, join_synced
from tests.server.visits import Made, cookie_of


@dataclass
class Reader:
    """One device, at one address of a note; `seen` is what its last page says of the version shown."""

    client: Client
    path: str
    cookie: dict[str, str]
    seen: str = ""

    @classmethod
    async def come(cls, client: Client, path: str) -> "Reader":
        """A new browser that opens the page."""
        reader = cls(client, path, cookie_of(await client.get(f"{path}?view=read")))
        await reader.settled()
        return reader

    async def opens(self, **headers: str) -> dict[str, Any]:
        """What the page is made of."""
        answer = await self.client.get(f"{self.path}/told", headers=self.cookie | headers)
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        self.seen = told["read"]["seen"]
        await self.settled()
        return told

    async def says(self, do: str = "read", *, seen: str | None = None) -> str:
        """The state after it has said so."""
        answer = await self.post(do, seen=seen)
        assert answer.status == 200, await answer.text()
        return str((await answer.json())["state"])

    async def post(self, do: str, *, seen: str | None = None) -> Any:
        body = {"seen": self.seen if seen is None else seen, "do": do}
        return await self.client.post(f"{self.path}/read", json=body, headers=self.cookie)

    async def state(self, came_at: int | None = None) -> tuple[str, int]:
        query = f"?came_at={came_at}" if came_at is not None else ""
        answer = await self.client.get(f"{self.path}/state{query}", headers=self.cookie)
        assert answer.status == 200, await answer.text()
        told = await answer.json()
        await self.settled()
        return told["kind"], told["passages"]

    async def settled(self) -> None:
        """Return once what was begun behind the answers is done."""
        await self.client.app[READINGS].settled()


async def rows(client: Client, note: str) -> list[tuple[Any, ...]]:
    """What is kept of the readings of a note."""
    query = "SELECT epoch, seq, said_at IS NOT NULL, passages FROM readings WHERE note = ?"

    def read(db: Db) -> list[tuple[Any, ...]]:
        return list(db.execute(query, (NoteId(note),)))

    return await client.app[ENGINE].read(read)


class Writer:
    """Somebody who has the note open and writes in it; what was written is on disk."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    @classmethod
    async def come(cls, client: Client, made: Made) -> "Writer":
        return cls(await join_synced(client, made.edit_token, headers=made.cookie))

    @property
    def text(self) -> str:
        return str(self._editor.text)

    async def puts(self, text: str) -> None:
        """Make the note say this, by changing only what differs."""
        before, after = self.text, text
        start = 0
        while start < min(len(before), len(after)) and before[start] == after[start]:
            start += 1
        end = 0
        while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
            end += 1
        at, stop = (len(before[:to].encode()) for to in (start, len(before) - end))
        if stop > at:
            await self._editor.erase(at, stop)
        if after[start : len(after) - end]:
            self._editor.text.insert(at, after[start : len(after) - end])
            await self._editor.flush()
        await self._editor.until(lambda: self._editor.is_saved)

    async def until(self, text: str) -> None:
        """Hear until it has this text."""
        await self._editor.until(lambda: self.text.strip() == text.strip())

    async def replaces(self, old: str, new: str) -> None:
        assert old in self.text
        await self.puts(self.text.replace(old, new, 1))
