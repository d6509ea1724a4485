"""Compaction: writes the database anew after a deletion for good, so that its bytes are in no file.

SQLite overwrites what it frees (`secure_delete`), but copies of rows stay in pages that it once split. Only
`VACUUM` is sure to remove these, and nobody else can write meanwhile: a small database is written anew at
once, a larger one at the quiet hour, or when the command `pochette compact` asks for it.
"""

import asyncio
from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from server.clock import as_datetime, now_ms
from server.storage import DiskTroubleError, Engine, Trouble, deletions
from server.storage.deletions import Compaction, Pending

# Written anew in about 0.2 s.
AT_ONCE_BYTES: Final = 16 * 1024 * 1024
_DAY_MS: Final = 24 * 60 * 60_000
# Polling interval for the request of a command.
_LOOK_S: Final = 2.0
# Of small databases too, a tenth of the time at most.
_REST: Final = 9
_AFTER_TROUBLE_S: Final = 600.0
# The WAL cannot be emptied while a reader holds it, as a backup does.
_READERS_S: Final = 600.0
_AGAIN_S: Final = 0.5

_log = structlog.get_logger(__name__)


async def compact(engine: Engine, *, readers_s: float = _READERS_S) -> Compaction:
    """Write the database anew; afterwards nothing that was deleted before has a byte in a file.

    Raises DiskTroubleError without enough room, or when a reader holds on for more than `readers_s`.
    """
    waiting = await engine.read(deletions.pending)
    done = await engine.compact()
    await _empty_log(engine, readers_s)
    at = now_ms()
    last = waiting.last if waiting is not None else 0
    return await engine.write(partial(deletions.cover, last=last, done=done, at=at))


class Compactor:
    """The one task of a server that compacts.

    `quiet_hour` is an hour from 0 to 23 in `zone`, without one by the machine's own clock.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        quiet_hour: int,
        clock: Callable[[], int] = now_ms,
        zone: tzinfo | None = None,
    ) -> None:
        self._engine = engine
        self._quiet_hour = quiet_hour
        self._clock = clock
        self._zone = zone
        self._woken = asyncio.Event()
        self._emptied = 0
        self._rests_until = 0.0

    def wake(self) -> None:
        """Something was just deleted."""
        self._woken.set()

    async def run(self) -> None:
        """For ever. Trouble with the database is logged and waited out; what waits survives a restart."""
        log = structlog.get_logger(__name__)
        while True:
            self._woken.clear()
            try:
                await self._look()
            except DiskTroubleError as error:
                _log.warning("what was deleted may still be in the database's file", error=str(error))
                self._rest(_AFTER_TROUBLE_S)
            except Exception:
                log.exception("the database could not be compacted")
                self._rest(_AFTER_TROUBLE_S)
            try:
                async with asyncio.timeout(_LOOK_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _look(self) -> None:
        waiting = await self._engine.read(deletions.pending)
        if waiting is None:
            return
        # Nearly all bytes go with the log, long before the quiet hour.
        if waiting.last > self._emptied and await self._engine.empty_log():
            self._emptied = waiting.last
        is_resting = asyncio.get_running_loop().time() < self._rests_until
        if waiting.is_asked or (not is_resting and await self._is_time(waiting)):
            await self._compact()

    async def _is_time(self, waiting: Pending) -> bool:
        now = self._clock()
        return (
            as_datetime(now).astimezone(self._zone).hour == self._quiet_hour
            # The server was stopped at that hour.
            or now - waiting.first > _DAY_MS
            or (await self._engine.read(lambda db: db.size())).file <= AT_ONCE_BYTES
        )

    async def _compact(self) -> None:
        try:
            done = await compact(self._engine)
        except DiskTroubleError:
            # The requester is told, if the disk takes that.
            await self._engine.write(deletions.put_off)
            raise
        self._rest(_REST * done.pause_ms / 1000)
        _log.info(
            "compacted", pause_ms=done.pause_ms, bytes_before=done.bytes_before, bytes_after=done.bytes_after
        )

    def _rest(self, seconds: float) -> None:
        self._rests_until = asyncio.get_running_loop().time() + seconds


COMPACTOR = web.AppKey("compactor", Compactor)


async def _empty_log(engine: Engine, patience_s: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + patience_s
    while not await engine.empty_log():
        if loop.time() > end:
            raise DiskTroubleError(
                "the log could not be emptied: somebody reads all the time", Trouble.LOCKED
            )
        await asyncio.sleep(_AGAIN_S)
