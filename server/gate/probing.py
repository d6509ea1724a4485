"""Health probe: a small write through the engine, coalesced to one per second."""

import asyncio
import errno
import os
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from aiohttp import web

from server.storage import DiskTroubleError, Engine, Trouble
from server.storage.probe import probe

REST_S: Final = 1.0
# Another program may hold the lock of the database for so long before a write is refused.
PATIENCE_S: Final = 5.0
# Writing a database of some GB anew takes minutes; behind that every write waits.
STUCK_S: Final = 300.0

_FILE_BYTES: Final = 64 * 1024


class Disk(StrEnum):
    """What the disk said to a small file."""

    OK = "ok"
    FULL = "full"
    READ_ONLY = "read-only"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a probe: `writing` is ok, a `Trouble`, or late: neither acknowledged nor refused."""

    writing: str
    disk: str

    @property
    def facts(self) -> dict[str, str]:
        return {"disk": self.disk, "writing": self.writing}


_LATE: Final = Seen("late", "late")


class Prober:
    """Whether a note could be saved now: a probe takes the way of a keystroke, to its acknowledgement."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        self._began_at = -REST_S
        self._probing: asyncio.Task[Seen] | None = None

    async def look(self) -> Seen:
        """The answer of a probe that is a second old at most, or `late` after `PATIENCE_S`."""
        done, _ = await asyncio.wait({self._begin()}, timeout=PATIENCE_S)
        return done.pop().result() if done else _LATE

    def is_stuck(self) -> bool:
        """Whether only a new start can help: the thread has ended, or has not answered for `STUCK_S`."""
        is_late = not self._begin().done() and self._loop.time() - self._began_at > STUCK_S
        return is_late or self._engine.failed.is_set()

    def close(self) -> None:
        """Stop waiting."""
        if self._probing is not None:
            self._probing.cancel()

    def _begin(self) -> "asyncio.Task[Seen]":
        is_new = self._loop.time() - self._began_at < REST_S
        if self._probing is None or (self._probing.done() and not is_new):
            self._began_at = self._loop.time()
            self._probing = asyncio.create_task(self._probe())
        return self._probing

    async def _probe(self) -> Seen:
        file = asyncio.to_thread(write_file, self._folder)
        return Seen(*await asyncio.gather(self._write(), file))

    async def _write(self) -> str:
        try:
            await self._engine.write(probe)
        except DiskTroubleError as error:
            return error.reason
        except Exception:  # noqa: BLE001 - whatever it is, nothing was saved
            return Trouble.FAILING
        return "ok"


PROBER = web.AppKey("prober", Prober)


def write_file(folder: Path) -> str:
    """Write and sync a file beside the database; what is free on paper may not be free for us."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_FILE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                return Disk.FULL
            case errno.EROFS | errno.EACCES | errno.EPERM:
                return Disk.READ_ONLY
            case _:
                return Disk.FAILING
    return Disk.OK
