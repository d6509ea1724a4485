"""Verifies snapshots in a child process: a snapshot that crashes its reader must not crash the server."""

import asyncio
from asyncio.subprocess import PIPE
from typing import Final, cast

from crdt.compaction import LoadError, Snapshot
from export.process import launch
from export.process.spec import Child
from server.live import reading_back

PATIENCE_S: Final = 60.0
# It holds some 30 MB: about what a server needs for 1,000 connections.
IDLE_S: Final = 10.0

# It works behind all others.
_NICE: Final = 10
_MEMORY: Final = 4 << 30


class Verifier:
    """The process is started for a snapshot, and ends when no other has come for `idle_s`."""

    def __init__(self, *, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._child: Child
        self._process: asyncio.subprocess.Process | None = None
        self._resting: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def verify(self, taken: Snapshot) -> None:
        """Return once a snapshot gives the note that it was taken of. Raises LoadError: it must not count."""
        async with self._turn:
            self._stay()
            if self._process is None:
                self._process = await self._start()
            answer = await self._ask(self._process, reading_back.to_bytes(taken))
            if answer:
                self._resting = asyncio.create_task(self._rest())
            else:
                await self._end()
        if answer != reading_back.WELL:
            raise LoadError(answer.decode().strip() or "a snapshot ended the process that read it back")

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            self._stay()
            await self._end()

    async def _start(self) -> asyncio.subprocess.Process:
        child = self._child = launch.child(
            "server.live.reading_back:main", memory=_MEMORY, nice=_NICE, is_idle=True
        )
        return await asyncio.create_subprocess_exec(
            *launch.command(child),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,
            env=launch.environment(),
        )

    async def _rest(self) -> None:
        await asyncio.sleep(self._idle_s)
        async with self._turn:
            await self._end()

    def _stay(self) -> None:
        """Work has come: cancel the pending end of the process."""
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    async def _ask(self, process: asyncio.subprocess.Process, message: bytes) -> bytes:
        """The line that it answers; empty when it has ended instead."""
        stdin, stdout = (
            cast("asyncio.StreamWriter", process.stdin),
            cast("asyncio.StreamReader", process.stdout),
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                stdin.write(message)
                await stdin.drain()
                return await stdout.readline()
        except (ConnectionError, TimeoutError):
            process.kill()
            return b""

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            cast("asyncio.StreamWriter", process.stdin).close()
            await process.wait()
            launch.clear(self._child)
