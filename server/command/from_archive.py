"""A database of a backup: filled at the schema that it was made from, then migrated as one in place."""

from asyncio import gather
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from crdt.compaction import LoadError, load
from server.clock import now_ms
from server.command.archive import ArchiveReader, DamagedError
from server.command.streams import name_of, seekable
from server.data_folder.drafts import remove_drafts
from server.errors import StartError
from server.ids import NoteId
from server.opening import open_engine
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.settings.key_files import read_key
from server.storage import DatabaseError, Db, Engine, audit, dump, erasures, journal, notes, readings
from server.storage.migrations import RefusedMigrationError, migrations
from server.storage.note_tables import Table
from server.storage.sql import in_parts

# Notes that share a commit, and so a wait for the disk.
_AT_ONCE: Final = 100


async def make(config: Config, fresh: Path, source: Path) -> int:
    """Make a file of a backup, of this program's schema; how many notes it has.

    Each note is read, and gets a new epoch. For the owner of the folder. Raises StartError, and then there is
    none.
    """
    try:
        with seekable(source, config.data) as file, closing(ArchiveReader(file)) as archive:
            seal = _seal_of(config)
            _expect_ours(archive, seal, config)
            await _fill(config, fresh, archive)
            await _migrate(config, fresh, archive, seal)
            return len(archive.notes)
    except DamagedError as error:
        remove_drafts(config)
        raise StartError(f"{name_of(source)} is not restored: {error}.") from error
    except BaseException:
        remove_drafts(config)
        raise


def _expect_ours(archive: ArchiveReader, seal: Seal | None, config: Config) -> None:
    """Raises DamagedError for what another program or another instance is to restore."""
    newest = migrations()[-1].number
    if archive.schema > newest:
        raise DamagedError(
            f"it has schema {archive.schema}, this program knows {newest}: install a newer Pochette"
        )
    if archive.schema < 1:
        raise DamagedError("it is a note that `pochette repair` put aside: expected one of `pochette backup`")
    if seal is not None and archive.key not in ("", seal.fingerprint.hex()):
        raise DamagedError(_other_key(config))


def _seal_of(config: Config) -> Seal | None:
    """None where a key is still to be made: then every address is new anyway."""
    return Seal(read_key(config.instance_key)) if config.instance_key.exists() else None


def _other_key(config: Config) -> str:
    return (
        f"it is of an instance with another key than {config.instance_key}: put that one's there. Where it is"
        " lost, put this one elsewhere first, then every note has new addresses"
    )


async def _fill(config: Config, fresh: Path, archive: ArchiveReader) -> None:
    async with open_engine(config, fresh, schema=archive.schema) as engine:
        tables = await engine.read(dump.kept)
        await _put(engine, archive, None, tables)
        for some in in_parts(archive.notes, _AT_ONCE):
            await gather(*(_put(engine, archive, note, tables) for note in some))


async def _put(engine: Engine, archive: ArchiveReader, note: NoteId | None, tables: Sequence[Table]) -> None:
    """The rows of one note, or those of none. Raises DamagedError."""
    called = "the list of visitors and devices" if note is None else f"note {note}"
    try:
        await engine.write(partial(_put_rows, archive=archive, note=note, tables=tables))
    except (DatabaseError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise DamagedError(f"{called} has a row that its schema does not take: {error}") from error


def _put_rows(db: Db, *, archive: ArchiveReader, note: NoteId | None, tables: Sequence[Table]) -> None:
    dump.put_all(db, archive.shared() if note is None else archive.note(note), tables)


async def _migrate(config: Config, fresh: Path, archive: ArchiveReader, seal: Seal | None) -> None:
    """Raises DamagedError where a migration does not take a row, or a note cannot be read."""
    try:
        async with open_engine(config, fresh) as engine:
            if seal is not None and await engine.read(partial(audit.is_of, sealer=seal.of_audit)) is False:
                raise DamagedError(_other_key(config))
            for some in in_parts(archive.notes, _AT_ONCE):
                await gather(*(engine.write(partial(_begin, note=note)) for note in some))
    except StartError as error:
        if isinstance(error.__cause__, RefusedMigrationError):
            raise DamagedError(f"{error.__cause__}") from error
        raise


def _begin(db: Db, *, note: NoteId) -> None:
    """Read a note as it is stored, and let no copy from before merge into it. Raises DamagedError."""
    stored = journal.load(db, note)
    if stored is None:
        raise DamagedError(f"note {note} is not in its own file")
    try:
        load(stored.snapshot, stored.updates)
    except LoadError as error:
        raise DamagedError(f"note {note} cannot be read: {error}") from error
    before = erasures.state(db, note).epoch
    notes.begin_lossy_epoch(db, note, at=now_ms())
    readings.follow(db, note, before=before)
