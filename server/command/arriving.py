"""A database that is being filled: empty before, marked until it is whole, and begun anew after a stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from server.clock import now_ms
from server.errors import StartError
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage import Db, DiskTroubleError, Engine, copying, moves
from server.storage.moves import Mark, State


def with_database(config: Config, database: DatabaseUrl) -> Config:
    """The same instance on a server, which takes no key of ours."""
    return replace(config, database=database, database_key="", database_key_file=None)


def with_file(config: Config, data: Path | None = None) -> Config:
    """The same instance in a file."""
    return replace(config, database=None, data=data or config.data)


@asynccontextmanager
async def arriving(config: Config, database: DatabaseUrl, source: str) -> AsyncIterator[Engine]:
    """A database of a server for this process alone, which nobody serves until `arrived`. Raises StartError.

    It is empty, or what an earlier call has left unfinished in it is deleted.
    """
    on_server = with_database(config, database)
    async with open_engine(on_server, alone=True, updates=False, even_if_moved=True) as engine:
        mark = await engine.read(moves.find)
        if (mark is None or mark.state is State.LEFT) and await engine.read(moves.is_used):
            raise StartError(f"{database} holds notes already: name an empty database. Nothing is changed.")
        await engine.write(partial(_begin, source=source, at=now_ms()))
        try:
            yield engine
        except BaseException:
            with suppress(DiskTroubleError):  # then it stays marked
                await engine.write(_undo)
            raise


async def arrived(engine: Engine) -> None:
    """It is whole."""
    await engine.write(moves.remove)


def _undo(db: Db) -> None:
    copying.clear(db)
    moves.remove(db)


def _begin(db: Db, *, source: str, at: int) -> None:
    copying.clear(db)
    moves.put(db, Mark(state=State.ARRIVING, place=source), at=at)
