"""A note on a server that runs as its users run it, and what is on its disk."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.served import Served
from tests.visitor import LED_HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class OnServer:
    """A note by its identifier and the tokens of its two links."""

    served: Served
    id: str
    edit: str
    read: str

    @classmethod
    async def make(cls, served: Served, markdown: str = "") -> "OnServer":
        async with (
            ClientSession() as session,
            session.post(f"{served.url}/api/notes", json={"markdown": markdown}) as answer,
        ):
            assert answer.status == 201
            made = await answer.json()
        edit, read = (made["links"][role].rpartition("/")[2] for role in ("edit", "read"))
        return cls(served=served, id=made["note"], edit=edit, read=read)

    def on(self, served: Served) -> "OnServer":
        """The same note on another server that has the same key."""
        return replace(self, served=served)

    @property
    def sync(self) -> str:
        """The websocket of the link to edit."""
        return f"{self.base}/{self.edit}"

    @property
    def base(self) -> str:
        return f"ws{self.served.url.removeprefix('http')}/sync"

    async def text(self) -> str:
        """What the server says is on disk."""
        async with (
            ClientSession(headers=LED_HERE) as session,
            session.get(f"{self.served.url}/n/{self.edit}/note.md") as answer,
        ):
            assert answer.status == 200
            return await answer.text()

    def rows(self) -> int:
        """How many commits its journal holds."""
        (count,) = self._look("SELECT count(*) FROM journal WHERE note = ?")[0]
        return int(count)

    def journal(self) -> list[bytes]:
        """The rows of its journal, the oldest first."""
        return journal_of(self.served.data, self.id)

    def _look(self, sql: str) -> list[tuple[Any, ...]]:
        return _look(self.served.data, sql, self.id)


def journal_of(data: Path, note: str) -> list[bytes]:
    """The rows of the journal of a note in a folder of data, the oldest first."""
    rows = _look(data, "SELECT updates FROM journal WHERE note = ? ORDER BY seq", note)
    return [row for (row,) in rows]


def _look(data: Path, sql: str, note: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{data / 'pochette.db'}?mode=ro", uri=True)) as database:
        return database.execute(sql, (note,)).fetchall()


def resident_mib(pid: int) -> float:
    """The memory of a process now."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(pid)
