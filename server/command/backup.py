"""`pochette backup` beside a running server, and `pochette restore` of what it wrote, whole or not at all."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from secrets import token_hex

from crdt.compaction import LoadError, load
from server.clock import now_ms
from server.command.archive import ArchiveReader, ArchiveWriter, DamagedError
from server.command.database import expect_database, replaced, shared
from server.data_folder.drafts import RESTORING, draft, remove_drafts
from server.data_folder.lock import sole_owner
from server.durable import move
from server.errors import StartError
from server.ids import NoteId
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.settings.key_files import database_key
from server.storage import Db, dump, journal, notes
from server.storage.migrations import migrations
from server.storage.note_tables import Table


async def back_up(config: Config, target: Path) -> list[str]:
    """Write everything as it is at one moment into a new file. Raises StartError."""
    expect_database(config)
    _expect_none(target)
    part = target.with_name(f"{target.name}.{token_hex(4)}.part")
    try:
        async with shared(config) as engine:
            many = await engine.read(partial(_write, target=part))
        _expect_none(target)
        move(part, target)
    finally:
        part.unlink(missing_ok=True)
    told = [f"{many} notes are in {target}.", _ABOUT_THE_KEY.format(config.instance_key)]
    if database_key(config) is not None:
        told.append("The database is encrypted, this copy is not: encrypt it before it leaves this machine.")
    return told


async def restore(config: Config, source: Path) -> list[str]:
    """Make the notes of a backup those of this instance; those that are there now are put aside.

    Each note gets a new epoch, so that a copy in a browser that went on since the backup never merges: its
    unsent text is shown there to be copied. Raises StartError, and then changes nothing.
    """
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if config.database is not None:
        return _restored(config, await _fill_server(config, config.database, source))
    with sole_owner(config.data):
        remove_drafts(config)
        with replaced(config) as replace:
            fresh = draft(config, RESTORING)
            try:
                many = await _fill(config, fresh, source)
            except (DamagedError, LoadError) as error:
                raise StartError(f"{source} is not restored: {error}.") from error
            aside = replace(fresh)
    told = _restored(config, many)
    if aside is not None:
        told.insert(1, f"What was there before is in {aside}.")
    return told


def _restored(config: Config, many: int) -> list[str]:
    told = [f"{many} notes are restored."]
    if not config.instance_key.exists():
        told.append(
            f"There is no key in {config.data}: every note has new addresses. See: pochette links NOTE"
        )
    return told


_ABOUT_THE_KEY = "The key {} is not in it: without that file all addresses are new after a restore."


def _expect_none(target: Path) -> None:
    if target.exists():
        raise StartError(f"{target} is there already: name a new file.")


def _write(db: Db, target: Path) -> int:
    archive = ArchiveWriter(target)
    tables = dump.kept(db)
    archive.shared(dump.shared_rows(db, tables))
    for note in dump.note_ids(db):
        archive.note(note, dump.rows_of(db, note, tables))
    return archive.finish(made_at=now_ms(), schema=migrations()[-1].number)


async def _fill_server(config: Config, database: DatabaseUrl, source: Path) -> int:
    """In one transaction, into a database that has nothing. Raises StartError, and then it still has not."""
    try:
        with closing(ArchiveReader(source)) as archive:
            _expect_known(archive, source)
            async with open_engine(config, alone=True) as engine:
                await engine.write(partial(_put_all, archive=archive, database=database))
            return len(archive.notes)
    except (DamagedError, LoadError) as error:
        raise StartError(f"{source} is not restored: {error}.") from error


def _put_all(db: Db, *, archive: ArchiveReader, database: DatabaseUrl) -> None:
    tables = dump.kept(db)
    if not dump.is_empty(db, tables):
        raise StartError(f"{database} has something in it: name an empty database. Nothing is changed.")
    dump.put_all(db, archive.shared(), tables)
    for note in archive.notes:
        _put_note(db, note, list(archive.note(note)), tables)


def _expect_known(archive: ArchiveReader, source: Path) -> None:
    if archive.schema > (newest := migrations()[-1].number):
        raise StartError(
            f"{source} is not restored: it has schema {archive.schema}, this program knows {newest}:"
            " install a newer Pochette."
        )


async def _fill(config: Config, fresh: Path, source: Path) -> int:
    """Make a database of a backup. Raises DamagedError, LoadError, StartError, and then there is none."""
    with closing(ArchiveReader(source)) as archive:
        _expect_known(archive, source)
        try:
            async with open_engine(config, fresh) as engine:
                tables = await engine.read(dump.kept)
                await engine.write(partial(dump.put_all, rows=list(archive.shared()), tables=tables))
                for note in archive.notes:
                    rows = list(archive.note(note))
                    await engine.write(partial(_put_note, note=note, rows=rows, tables=tables))
        except BaseException:
            remove_drafts(config)
            raise
        return len(archive.notes)


def _put_note(db: Db, note: NoteId, rows: list[dump.Row], tables: Sequence[Table]) -> None:
    dump.put_all(db, rows, tables)
    stored = journal.load(db, note)
    if stored is None:
        raise DamagedError(f"note {note} is not in its own file")
    try:
        load(stored.snapshot, stored.updates)
    except LoadError as error:
        raise DamagedError(f"note {note} cannot be read: {error}") from error
    notes.begin_lossy_epoch(db, note, at=now_ms())
