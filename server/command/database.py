"""Opens the database for a command: beside a running server, or alone in the data folder."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import BinaryIO

from server.clock import now_ms
from server.command.put_aside import before_restore
from server.data_folder.drafts import remove_drafts
from server.data_folder.holders import holders, in_the_way
from server.data_folder.lock import opening, sole_owner
from server.durable import move, sync
from server.errors import StartError
from server.opening import key_for, open_engine, why_not
from server.settings.config import Config
from server.storage import DamagedDatabaseError, DatabaseError, Engine, NotADatabaseError
from server.storage.engines.alone import InUseError, alone, alone_with_damage


@asynccontextmanager
async def shared(config: Config) -> AsyncIterator[Engine]:
    """The database as it is, also beside a server; never made, never migrated. Raises StartError."""
    expect_database(config)
    with nullcontext() if config.database is not None else opening(config.data):
        async with open_engine(config, as_it_is=True) as engine:
            yield engine


@asynccontextmanager
async def sole(
    config: Config, *, even_if_moved: bool = False, updates: bool = False
) -> AsyncIterator[Engine]:
    """The database for one command alone; only with `updates` is it migrated. Raises StartError."""
    expect_database(config)
    with _owned(config):
        async with open_engine(
            config, alone=True, as_it_is=not updates, even_if_moved=even_if_moved
        ) as engine:
            yield engine


@contextmanager
def _owned(config: Config) -> Iterator[None]:
    """A database of PostgreSQL has a lock of its own."""
    if config.database is not None:
        yield
        return
    with sole_owner(config.data):
        remove_drafts(config)
        yield


def folder_of(config: Config) -> list[str]:
    """Make the data folder where it is missing; what is to be said of one that root has made.

    Raises StartError.
    """
    folder = config.data
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return []
    except OSError as error:
        raise StartError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    if os.geteuid():
        return []
    return [f"{folder} is new and root's: where the server runs as another user, chown -R USER {folder}"]


async def make(config: Config) -> None:
    """An empty database, which no other process sees before it is whole. Raises StartError."""
    if config.database is not None:  # made by the first that opens it, also beside a server
        async with open_engine(config, updates=False):
            return
    with sole_owner(config.data):
        async with open_engine(config):
            """It is made as it is opened."""


@contextmanager
def replaceable(config: Config) -> Iterator[BinaryIO]:
    """Keep every other program out of the database; the value is its file, with the log merged into it.

    For the owner of the folder. Raises StartError.
    """
    path = config.database_file
    expect_unopened(path)
    with _refusals(path), alone(path, key_for(config, path)) as file:
        yield file


@contextmanager
def replaced(config: Config) -> Iterator[Callable[[Path], Path | None]]:
    """Keep every other program out of the database, which may be damaged or missing.

    The value moves a new one into its place, in one step, and returns where the old one is.
    For the owner of the folder. Raises StartError.
    """
    path = config.database_file
    with _refusals(path), ExitStack() as stack:
        if path.exists():
            expect_unopened(path)
            key = key_for(config, path)
            try:
                stack.enter_context(alone(path, key))
            except (DamagedDatabaseError, NotADatabaseError):
                if key is not None:  # perhaps it is only not this key
                    raise
                stack.enter_context(alone_with_damage(path))
        elif (log := _log_of(path)).exists():
            raise StartError(
                f"{log} is there without its database: put it elsewhere first. Nothing is changed."
            )
        yield partial(_replace, config)


def _replace(config: Config, fresh: Path) -> Path | None:
    """Give the old database a second name before the new one takes the first: it is never without a name."""
    path, aside = config.database_file, None
    if path.exists():
        expect_unopened(path)
        aside = before_restore(config, now_ms())
        aside.hardlink_to(path)
        if (log := _log_of(path)).exists():  # of a damaged one; the new one must not find it
            _log_of(aside).hardlink_to(log)
            sync(config.data)
            log.unlink()
        sync(config.data)
    move(fresh, path)
    return aside


def expect_unopened(path: Path) -> None:
    """Find a program that has opened the database without reading it yet, which no lock of SQLite shows.

    Once the file is replaced it would take the log of the new one for that of the old one, and delete it.
    For the beginning and for the moment before the file is replaced. Raises StartError.
    """
    if holders(path):
        raise StartError(_in_use(path))


def _in_use(path: Path) -> str:
    return f"{in_the_way(path, 'Another program')} has {path} open: end it first. Nothing is changed."


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except InUseError as error:
        raise StartError(_in_use(path)) from error
    except DatabaseError as error:
        raise StartError(why_not(path, error)) from error


def expect_file(config: Config, instead: str) -> None:
    """Of a command that is for SQLite's file. Raises StartError where the database is on a server."""
    if config.database is not None:
        raise StartError(f"{config.database} is on a server of PostgreSQL: {instead}")


def expect_database(config: Config) -> None:
    """A command that reads makes no database. Raises StartError where there is none, or an empty file."""
    if config.database is not None:
        return  # it is looked at as it is opened
    if not config.database_file.exists():
        raise StartError(f"There is no database in {config.data}: name its folder with --data.")
    if not config.database_file.stat().st_size:
        raise StartError(
            f"{config.database_file} is empty: no server has stored anything in it. Restore a backup."
        )
