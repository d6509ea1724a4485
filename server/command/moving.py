"""`pochette move`: an instance from a file to PostgreSQL or back, with all that its devices rely on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from server.clock import now_ms
from server.command.arriving import arrived, arriving, with_database, with_file
from server.command.copied import Copied, copy
from server.command.database import folder_of, replaced, sole
from server.data_folder.drafts import RESTORING, draft, remove_drafts
from server.data_folder.lock import sole_owner
from server.errors import StartError
from server.opening import expect_own, open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.settings.key_files import database_key
from server.storage import Engine, moves
from server.storage.moves import Mark, State


async def to_server(config: Config, database: DatabaseUrl) -> list[str]:
    """Move into an empty database of PostgreSQL. Raises StartError, and then the source is as it was."""
    here = _place(config)
    source_config = config if config.database is None else with_database(config, config.database)
    async with sole(source_config, even_if_moved=True) as source:
        await _expect_movable(source, here, str(database))
        async with arriving(config, database, here) as target:
            copied = await copy(source, target)
            await _leave(source, str(database))
            await arrived(target)
    told = [*_told(copied, database), f"Start the server with --database {database} from now on."]
    if config.database is None and database_key(config) is not None:
        told.append(f"{here} is encrypted, {database} is not: its files belong on an encrypted volume.")
    return [*told, f"{here} is left as it was, and no server starts on it any more."]


async def to_file(config: Config, folder: Path) -> list[str]:
    """Move from PostgreSQL into a file of a folder of data. Raises StartError likewise."""
    if config.database is None:
        raise StartError(
            "A file is moved by copying the folder of a stopped server; --to takes postgresql://…"
        )
    target_config, here = with_file(config, folder), str(config.database)
    made = folder_of(target_config)
    async with sole(with_database(config, config.database), even_if_moved=True) as source:
        await _expect_movable(source, here, str(target_config.database_file))
        async with _file(target_config) as (target, put_in_place):
            copied = await copy(source, target)
            await _leave(source, str(target_config.database_file))
            aside = await put_in_place()
    told = [*_told(copied, target_config.database_file), "Take `database` out of the settings from now on."]
    if aside is not None:
        told.append(f"What was there before is in {aside}.")
    if not target_config.instance_key.exists():
        told.append(f"Copy {config.instance_key} into {folder}: without it every address is another one.")
    return [*told, *made, f"{here} is left as it was, and no server starts on it any more."]


def _place(config: Config) -> str:
    return str(config.database or config.database_file.absolute())


async def _expect_movable(source: Engine, here: str, there: str) -> None:
    """A move that was stopped between its last two steps is done again. Raises StartError."""
    mark = await source.read(moves.find)
    if mark != Mark(state=State.LEFT, place=there):
        expect_own(mark, here)


async def _leave(source: Engine, there: str) -> None:
    await source.write(partial(moves.put, mark=Mark(state=State.LEFT, place=there), at=now_ms()))


@asynccontextmanager
async def _file(
    config: Config,
) -> AsyncIterator[tuple[Engine, Callable[[], Awaitable[Path | None]]]]:
    """A new file, and what puts it in the place of one that was left, if any. Raises StartError."""
    with sole_owner(config.data):
        remove_drafts(config)
        if config.database_file.exists():
            async with open_engine(config, even_if_moved=True) as old:
                mark = await old.read(moves.find)
            if mark is None:
                raise StartError(f"{config.database_file} is there already: name another folder.")
        with replaced(config) as replace:
            fresh, stack = draft(config, RESTORING), AsyncExitStack()
            try:
                target = await stack.enter_async_context(open_engine(config, fresh))

                async def put_in_place() -> Path | None:
                    await stack.aclose()
                    return replace(fresh)

                yield target, put_in_place
            finally:
                await stack.aclose()
                remove_drafts(config)


def _told(copied: Copied, place: object) -> list[str]:
    told = [f"{copied.notes} notes are in {place}: {copied.rows} rows, each read again there and compared."]
    if copied.replaced:
        told.append(
            f"{copied.replaced} texts had the character U+0000, which PostgreSQL does not take: it is U+FFFD"
            " there."
        )
    return told
