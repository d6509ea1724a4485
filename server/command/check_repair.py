"""`pochette check` names notes that cannot be read; `pochette repair` makes one of what is sound in it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from crdt.compaction import LoadError, Snapshot, load, verify
from crdt.inspector import Edit, Inspector, NotYet, RefusedError
from server.clock import as_datetime, now_ms
from server.command import check_index
from server.command.archive import ArchiveWriter
from server.command.database import shared, sole
from server.command.put_aside import before_repair
from server.durable import sync
from server.errors import StartError
from server.ids import NoteId, VisitorId
from server.settings.config import Config
from server.storage import Db, deletions, dump, inventory, journal, notes
from server.storage.deletions import Pending
from server.storage.journal import Written

_WRITTEN: Final = "fsync, full_page_writes and synchronous_commit are on: what was acknowledged is on disk."
_IN_COPIES: Final = (
    "PostgreSQL's log, standbys, archives and backups keep what was deleted until they are overwritten."
)
_NO_STANDBY: Final = (
    "No commit waits for a standby: a fail-over to one loses what was saved last, and pages that know it are"
    " turned away until `pochette renew-epochs`. See synchronous_standby_names."
)


async def check(config: Config, *, mends_index: bool = False) -> tuple[list[str], bool]:
    """One line a note that cannot be read, then a count; and whether all is well.

    It changes nothing, but has a search index that is wrong made anew where `mends_index` asks for that.
    Raises StartError where the file itself is damaged, or is no database of this program.
    """
    async with shared(config) as engine:
        await engine.expect_sound()
        every = await engine.read(dump.note_ids)
        bad = [f"{note}: {why}" for note in every if (why := await engine.read(partial(_why_not, note=note)))]
        bad += [f"{note}: its classeur is not there" for note in await engine.read(inventory.orphans)]
        index = await check_index.faults(engine, every)
        if mends_index and not index.is_well:
            await check_index.repair(engine, index)
        told = [*bad, *index.lines(is_repaired=mends_index), *durability(engine.standbys)]
        told += _deleted(await engine.read(deletions.pending)) if engine.keeps_copies else []
    is_well = not bad and (index.is_well or mends_index)
    return [*told, f"{len(every)} notes, {len(bad)} of them cannot be read."], is_well


def durability(standbys: str | None) -> list[str]:
    """What a fail-over would lose of what was acknowledged; nothing of a file."""
    match standbys:
        case None:
            return []
        case "":
            return [_WRITTEN, _NO_STANDBY]
        case _:
            return [
                _WRITTEN,
                f"A commit waits for a standby ({standbys}): what is acknowledged is there too.",
            ]


def _deleted(waiting: Pending | None) -> list[str]:
    """Where a server of its own keeps the database: what is left of that which was deleted for good."""
    if waiting is None:
        return [_IN_COPIES]
    since = as_datetime(waiting.first).date().isoformat()
    return [
        f"What was deleted since {since} is still in the files of its tables: pochette compact",
        _IN_COPIES,
    ]


async def repair(config: Config, note: NoteId) -> list[str]:
    """Keep every update that is sound, in order, and put the note as it was into a file of its own.

    The note gets a new epoch. Raises StartError where there is nothing to repair.
    """
    async with sole(config) as engine:
        why = await engine.read(partial(_why_not, note=note))
        if why is None:
            raise StartError(f"Note {note} can be read: there is nothing to repair.")
        aside = before_repair(config, note, now_ms())
        await engine.read(partial(_put_aside, note=note, aside=aside))
        sync(aside)
        sync(aside.parent)
        kept, lost = await engine.write(partial(_mend, note=note))
    return [f"{kept} updates are kept, {lost} are not sound.", f"The note as it was is in {aside}."]


def _why_not(db: Db, note: NoteId) -> str | None:
    """Why a note cannot be read, from its snapshot or from all of its rows, which its history needs."""
    try:
        stored = journal.load(db, note)
        if stored is None:
            return "there is no such note"
        load(stored.snapshot, stored.updates)
        load(None, journal.updates(journal.rows(db, note)))
    except LoadError as error:
        return str(error)
    return None


def _put_aside(db: Db, note: NoteId, aside: Path) -> None:
    with aside.open("xb") as file:
        archive = ArchiveWriter(file)
        archive.shared(())
        archive.note(note, dump.rows_of(db, note, dump.kept(db)))
        archive.finish(made_at=now_ms(), schema=0)


def _mend(db: Db, note: NoteId) -> tuple[int, int]:
    """From the rows; where these have lost something, from a sound snapshot and the rows after it."""
    sound, lost = _sound(journal.rows(db, note), ())
    base = next(_sound_snapshots(db, note), None) if lost else None
    if base is not None:
        seq, at, taken = base
        whole = Written(VisitorId(""), at, taken.state)
        sound, lost = _sound(journal.rows(db, note, after=seq), [whole])
    journal.replace(db, note, sound)
    notes.begin_lossy_epoch(db, note, at=now_ms())
    return sum(map(len, sound)), lost


def _sound_snapshots(db: Db, note: NoteId) -> Iterator[tuple[int, int, Snapshot]]:
    for base in journal.snapshots(db, note):
        with suppress(LoadError):
            verify(base[2])
            yield base


def _sound(rows: Iterable[journal.Row], first: Sequence[Written]) -> tuple[list[list[Written]], int]:
    """Replays rows through an inspector, and retries out-of-order updates with each later row."""
    inspector = Inspector()
    sound = [kept] if (kept := [written for written in first if _take(inspector, written.update)]) else []
    waiting: list[Written] = []
    broken = 0
    for row in rows:
        if row.entries is None:
            broken += 1
            continue
        kept, waiting = _sift(inspector, [*waiting, *row.entries])
        if kept:
            sound.append(kept)
    return sound, broken + len(waiting)


def _sift(inspector: Inspector, entries: Iterable[Written]) -> tuple[list[Written], list[Written]]:
    kept: list[Written] = []
    left: list[Written] = []
    for written in entries:
        (kept if _take(inspector, written.update) else left).append(written)
    return kept, left


def _take(inspector: Inspector, update: bytes) -> bool:
    try:
        outcome = inspector.inspect(update, most_writers=sys.maxsize)
    except RefusedError:
        return False
    if isinstance(outcome, Edit):
        inspector.learn(outcome)
    return not isinstance(outcome, NotYet)
