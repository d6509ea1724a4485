"""`pochette backup` beside a running server, and `pochette restore` of what it wrote, whole or not at all."""

from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import IO

from export.cli.conversion import STANDARD
from server.clock import now_ms
from server.command import from_archive
from server.command.archive import ArchiveWriter
from server.command.arriving import arrived, arriving
from server.command.copied import copy
from server.command.database import expect_database, expect_unopened, folder_of, replaced, shared
from server.command.streams import standard_output
from server.data_folder.drafts import RESTORING, draft, remove_drafts
from server.data_folder.lock import sole_owner
from server.durable import move
from server.errors import StartError
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.settings.key_files import database_key
from server.storage import Db, dump, instance_keys
from server.storage.migrations import migrations


async def back_up(config: Config, target: Path) -> list[str]:
    """Write everything as it is at one moment, to a new file or the standard output. Raises StartError."""
    expect_database(config)
    if target == STANDARD:
        many = await _written(config, standard_output())
        told = [f"{many} notes are written.", _about_the_key(config)]
    else:
        many = await _in_new_file(config, target)
        told = [f"{many} notes are in {target}.", _about_the_key(config)]
    if database_key(config) is not None:
        told.append("The database is encrypted, this copy is not: encrypt it before it leaves this machine.")
    return told


async def _in_new_file(config: Config, target: Path) -> int:
    _expect_none(target)
    part = target.with_name(f"{target.name}.{token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            many = await _written(config, file)
        _expect_none(target)
        move(part, target)
    finally:
        part.unlink(missing_ok=True)
    return many


async def _written(config: Config, file: IO[bytes]) -> int:
    async with shared(config) as engine:
        return await engine.read(partial(_write, target=file))


async def restore(config: Config, source: Path) -> list[str]:
    """Make the notes of a backup those of this instance; those that are there now are put aside.

    Each note gets a new epoch, so that a copy in a browser that went on since the backup never merges: its
    unsent text is shown there to be copied. Raises StartError, and then changes nothing.
    """
    made = folder_of(config)
    with sole_owner(config.data):
        remove_drafts(config)
        fresh = draft(config, RESTORING)
        if config.database is not None:
            return _restored(config, await _into_server(config, config.database, fresh, source)) + made
        expect_unopened(config.database_file)
        many = await from_archive.make(config, fresh, source)
        try:
            with replaced(config) as replace:
                aside = replace(fresh)
        except BaseException:
            remove_drafts(config)
            raise
    told = _restored(config, many)
    if aside is not None:
        told.insert(1, f"What was there before is in {aside}.")
    return told + made


async def _into_server(config: Config, database: DatabaseUrl, fresh: Path, source: Path) -> int:
    """By way of a file, since a database of a server begins at the newest schema. Raises StartError."""
    many = await from_archive.make(config, fresh, source)
    try:
        async with open_engine(config, fresh) as filled, arriving(config, database, str(source)) as target:
            await copy(filled, target)
            await arrived(target)
    finally:
        remove_drafts(config)
    return many


def _restored(config: Config, many: int) -> list[str]:
    told = [f"{many} notes are restored."]
    if not config.instance_key.exists():
        told.append(
            f"{config.instance_key} is not there, and the server does not start without it: put the copy of"
            " it there that was kept. Where it is lost, `pochette serve --new-key` makes all addresses new."
        )
    return told


def _about_the_key(config: Config) -> str:
    key = config.instance_key
    if not key.exists():
        return f"{key} is not there: find it before this backup is needed, no address opens without it."
    return f"The key {key} is not in it: keep a copy elsewhere, no address opens without it after a restore."


def _expect_none(target: Path) -> None:
    if target.exists():
        raise StartError(f"{target} is there already: name a new file.")


def _write(db: Db, target: IO[bytes]) -> int:
    archive = ArchiveWriter(target)
    tables = dump.kept(db)
    archive.shared(dump.shared_rows(db, tables))
    for note, held in dump.notes_with(db, tables):
        archive.note(note, dump.rows_of(db, note, held))
    key = instance_keys.find(db) or b""
    return archive.finish(made_at=now_ms(), schema=migrations()[-1].number, key=key.hex())
