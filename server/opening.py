"""Opens the database of an instance, a file or on a server, for the server and the commands."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.data_folder.holders import in_the_way
from server.errors import StartError
from server.new_files import create
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.settings.key_files import database_key
from server.storage import (
    DamagedDatabaseError,
    DatabaseError,
    Engine,
    LockedDatabaseError,
    NotADatabaseError,
    moves,
)
from server.storage.engines.cipher import Key, is_plain
from server.storage.engines.sqlite import Sqlite


@asynccontextmanager
async def open_engine(
    config: Config,
    file: Path | None = None,
    *,
    max_bytes: int = 0,
    as_it_is: bool = False,
    updates: bool = True,
    is_node: bool = False,
    alone: bool = False,
    even_if_moved: bool = False,
    schema: int | None = None,
) -> AsyncIterator[Engine]:
    """The database of an instance (or of `file`), for the server and the commands. Raises StartError.

    A file that may grow to `max_bytes` (0: as large as the disk) then takes no write, as on a full disk. With
    `as_it_is` it is not migrated; without `updates` an empty one is made, and one of an earlier version
    refused. With `is_node` nothing is written until this process is a node. `alone`: no
    other process has a database of PostgreSQL open; for a file that is the lock of its folder.
    `even_if_moved`: also one that is not whole, or was left for another. `schema`: a new file is made as it
    was when that number was the newest, for rows from then.
    """
    if config.database is not None and file is None:
        async with _on_its_server(
            config, config.database, as_it_is=as_it_is, updates=updates, is_node=is_node, alone=alone
        ) as shared:
            if not even_if_moved:
                expect_own(await shared.read(moves.find), str(config.database))
            yield shared
        return
    path = file or config.database_file
    key = key_for(config, path)
    _expect_file(path, like=config.database_file)
    try:
        async with Sqlite.open(
            path, key=key, max_bytes=max_bytes, as_it_is=as_it_is, updates=updates, up_to=schema
        ) as engine:
            if not even_if_moved and schema is None:
                expect_own(await engine.read(moves.find), str(path))
            yield engine
    except DatabaseError as error:
        raise StartError(why_not(path, error)) from error


@asynccontextmanager
async def _on_its_server(
    config: Config, database: DatabaseUrl, *, as_it_is: bool, updates: bool, is_node: bool, alone: bool
) -> AsyncIterator[Engine]:
    if config.database_key or config.database_key_file:
        raise StartError(
            "PostgreSQL keeps its files as they are: put them on an encrypted volume, and take the key of the"
            " database out of the settings."
        )
    try:
        from server.storage.engines.postgres import Postgres  # noqa: PLC0415 - an optional package
    except ModuleNotFoundError as error:
        raise StartError(f"{database} needs one package more: pip install 'pochette[postgresql]'.") from error
    try:
        async with Postgres.open(
            database.full, fence=0 if is_node else None, as_it_is=as_it_is, updates=updates, alone=alone
        ) as engine:
            yield engine
    except DatabaseError as error:
        raise StartError(f"{database} cannot be opened: {error}.") from error


def _expect_file(path: Path, *, like: Path) -> None:
    """Make a new one empty, before SQLite does: what SQLite puts beside it has its owner."""
    if path.exists():
        return
    try:
        os.close(create(path, like=like))
    except FileExistsError:
        return
    except OSError as error:
        raise StartError(f"{path} cannot be made: {error.strerror}.") from error


def expect_own(mark: moves.Mark | None, where: str) -> None:
    """Two databases of one instance do not live on side by side. Raises StartError."""
    match mark:
        case moves.Mark(state=moves.State.ARRIVING, place=place):
            raise StartError(
                f"{where} is not whole: it was being filled from {place}. Begin that again; it starts anew."
            )
        case moves.Mark(state=moves.State.LEFT, place=place):
            raise StartError(
                f"The notes of {where} have moved to {place}: name that in the settings. To go on here,"
                " without what was written there since: pochette renew-epochs"
            )


def key_for(config: Config, path: Path) -> Key | None:
    """The key that opens a database, or that a new one is made with; None for none. Raises StartError.

    Who set a key believes the notes encrypted: where they are not, nothing starts.
    """
    secret = database_key(config)
    if path.exists() and path.stat().st_size:
        match is_plain(path), secret:
            case True, bytes():
                raise StartError(
                    f"{path} is not encrypted, though a key is set: run `pochette encrypt` first."
                )
            case False, None:
                raise StartError(f"{path} is encrypted, or damaged: name its key with database_key_file.")
    return Key(secret) if secret is not None else None


def why_not(path: Path, error: DatabaseError) -> str:
    """Why a database cannot be used, in a sentence."""
    match error:
        case NotADatabaseError():
            return f"{path} does not open with this key, or is damaged."
        case DamagedDatabaseError():
            return f"{path} is damaged: {error}. Restore a backup with `pochette restore`."
        case LockedDatabaseError():
            return (
                f"{in_the_way(path, 'Another program')} has {path} locked: wait for its end, then try again."
            )
        case _:
            return f"{path} cannot be opened: {error}."
