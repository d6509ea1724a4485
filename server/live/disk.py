"""Disk state as told to all clients; after an error a probe is repeated until a write succeeds."""

import asyncio
from typing import Final, Protocol

from server.storage import Engine
from server.storage.probe import probe

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
        while not self.is_writable:
            await asyncio.sleep(RETRY_S)
            self.is_writable = await self._takes_a_write()
        self._changed(is_writable=True)

    async def _takes_a_write(self) -> bool:
        try:
            await self._engine.write(probe)
        except Exception:  # noqa: BLE001 - whatever is wrong, the notes stay read-only meanwhile
            return False
        return True
