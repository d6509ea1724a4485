"""`pochette compact`: has the database written anew, by the server that runs or on a stopped one.

PostgreSQL does that beside all servers, for any process.
"""

import asyncio
from functools import partial
from typing import Final

from server.clock import now_ms
from server.command.database import expect_database, shared, sole
from server.data_folder.lock import is_owned
from server.errors import StartError
from server.history.compaction import compact
from server.settings.config import MIB, Config
from server.storage import DiskTroubleError, Engine, deletions
from server.storage.deletions import Compaction

_LOOK_S: Final = 0.2
# On a stopped server there is no other reader.
_READERS_S: Final = 5.0


async def compact_now(config: Config) -> list[str]:
    """Write the database anew, without a byte of what was deleted. Raises StartError where that cannot be."""
    expect_database(config)
    if config.database is None and is_owned(config.data):
        return await _by_the_server(config)
    opened = sole(config) if config.database is None else shared(config)
    try:
        async with opened as engine:
            return [_told(await compact(engine, readers_s=_READERS_S), config)]
    except DiskTroubleError as error:
        raise StartError(f"Nothing is changed: {error}.") from error


async def rewrite(engine: Engine, config: Config) -> str:
    """The same after something was deleted on a stopped server; what became of it, in a sentence."""
    try:
        return _told(await compact(engine, readers_s=_READERS_S), config)
    except DiskTroubleError as error:
        return f"{_place(config)} may still hold it: {error}. See: pochette compact"


async def _by_the_server(config: Config) -> list[str]:
    """Ask the running server, and wait until it has."""
    async with shared(config) as engine:
        deletion = await engine.write(partial(deletions.ask, at=now_ms()))
        while await engine.read(partial(deletions.is_asked, deletion=deletion)):
            if not is_owned(config.data):
                raise StartError("The server has ended before it was done: try again.")
            await asyncio.sleep(_LOOK_S)
        if await engine.read(partial(deletions.is_pending, deletion=deletion)):
            raise StartError("The server could not do it now, and will try again: its log says why.")
        done = await engine.read(deletions.latest)
    if done is None:
        return []
    return [_told(done, config), f"Nobody else could write for {done.pause_ms / 1000:.1f} s."]


def _told(done: Compaction, config: Config) -> str:
    sizes = f"{done.bytes_before / MIB:.1f} MiB became {done.bytes_after / MIB:.1f}"
    told = f"{_place(config)} is written anew, without what was deleted: {sizes}."
    return told if config.database is None else f"{told} Its log and its copies may hold it for a while."


def _place(config: Config) -> str:
    return str(config.database or config.database_file)
