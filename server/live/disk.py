"""Whether the disk takes writes, as everybody is told; after trouble it is tried again until it does."""

import asyncio
from typing import Final, Protocol

from server.storage import Db, DiskTroubleError, Engine

RETRY_S: Final = 1.0


class _Changed(Protocol):
    def __call__(self, *, is_writable: bool) -> None: ...


class Disk:
    """`changed` is called at each change."""

    def __init__(self, engine: Engine, *, changed: _Changed) -> None:
        self.is_writable = True
        self._engine = engine
        self._changed = changed
        self._probing: asyncio.Task[None] | None = None

    def trouble(self) -> None:
        """A write was refused."""
        if self.is_writable:
            self.is_writable = False
            self._changed(is_writable=False)
            self._probing = asyncio.create_task(self._probe())

    def close(self) -> None:
        """Stop trying."""
        if self._probing is not None:
            self._probing.cancel()

    async def _probe(self) -> None:
        while True:
            await asyncio.sleep(RETRY_S)
            try:
                await self._engine.write(_write_something)
            except DiskTroubleError:
                continue
            self.is_writable = True
            self._changed(is_writable=True)
            return


def _write_something(db: Db) -> None:
    """As much as a few rows: an empty commit succeeds on a full disk."""
    db.execute("CREATE TABLE IF NOT EXISTS probe (content BLOB NOT NULL) STRICT")
    db.execute("INSERT INTO probe VALUES (zeroblob(65536))")
    db.execute("DELETE FROM probe")
