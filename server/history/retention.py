"""Retention: prunes history by the instance's rule; notes and classeurs end after their days in the trash."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from crdt.chronicle import Chronicle
from crdt.compaction import LoadError, merged
from crdt.copies import repeated
from server.clock import now_ms
from server.history.trash import DAY_MS, DAYS
from server.ids import BinderId, NoteId, VersionId
from server.secrets.tokens import Seal
from server.storage import (
    Db,
    Engine,
    audit,
    binder_trash,
    deletions,
    journal,
    losses,
    note_tables,
    readings,
    retention,
    right_before,
    trash,
)
from server.storage.audit import Deed
from server.storage.note_tables import Table
from server.storage.retention import Past
from server.storage.rights import access_requests, targets
from server.targets import BinderTarget, NoteTarget

# After a start there is enough to do.
_FIRST_S: Final = 10 * 60
_EVERY_S: Final = 24 * 60 * 60

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """Counts: notes deleted, classeurs ended, histories pruned, histories that could not be."""

    deleted: int = 0
    ended: int = 0
    shortened: int = 0
    failed: tuple[NoteId, ...] = ()


async def prune(engine: Engine, seal: Seal, *, history_days: int, at: int) -> Pruned:
    """Keep the rules; `history_days` is 0 where all history is kept."""
    await engine.write(partial(access_requests.prune, at=at))
    await engine.write(partial(right_before.prune, at=at))
    await engine.write(partial(readings.prune, before=at - losses.PENDING_MS))
    gone = await engine.read(partial(_over, at=at))
    tables = await engine.read(note_tables.tables) if gone else []
    purge = partial(_purge, tables=tables, seal=seal, at=at)
    deleted = sum([await engine.write(partial(purge, note=note)) for note in gone])
    over = await engine.read(partial(_binders_over, at=at))
    ended = sum([await engine.write(partial(_end, binder=binder, seal=seal, at=at)) for binder in over])
    shortened, failed = 0, []
    if history_days:
        for note in await engine.read(retention.note_ids):
            try:
                shortened += await _shorten(engine, note, at - history_days * DAY_MS)
            except LoadError as error:
                _log.warning("the history of a note could not be shortened", note=note, error=str(error))
                failed.append(note)
    return Pruned(deleted=deleted, ended=ended, shortened=shortened, failed=tuple(failed))


def _over(db: Db, *, at: int) -> list[NoteId]:
    """Notes whose days in the trash are over; a pending loss of their manager's device makes them wait."""
    found = trash.over(db, at - DAYS * DAY_MS)
    return [note for note in found if not losses.freezes(db, NoteTarget(note), at)]


def _binders_over(db: Db, *, at: int) -> list[BinderId]:
    """The same of classeurs."""
    found = binder_trash.over(db, at - DAYS * DAY_MS)
    return [binder for binder in found if not losses.freezes(db, BinderTarget(binder), at)]


async def prune_daily(
    engine: Engine,
    seal: Seal,
    *,
    history_days: int,
    pruned: Callable[[], None],
    first_s: float = _FIRST_S,
    every_s: float = _EVERY_S,
) -> None:
    """For ever; trouble with the database is logged and waited out. `pruned` hears of what was done."""
    log = structlog.get_logger(__name__)
    await asyncio.sleep(first_s)
    while True:
        try:
            done = await prune(engine, seal, history_days=history_days, at=now_ms())
        except Exception:
            log.exception("old history and the trash could not be pruned")
        else:
            if done.deleted or done.ended or done.shortened:
                pruned()
            log.info(
                "pruned",
                deleted=done.deleted,
                ended=done.ended,
                shortened=done.shortened,
                failed=len(done.failed),
            )
        await asyncio.sleep(every_s)


async def _shorten(engine: Engine, note: NoteId, before: int) -> bool:
    """Whether there was history before that time, and is not any more. Raises LoadError."""
    versions = await engine.read(partial(retention.old_versions, note=note, before=before))
    if versions:
        await engine.write(partial(_forget_versions, versions=versions))
    found = await engine.read(partial(retention.past, note=note, before=before))
    if found is None:
        return bool(versions)
    restorers = await engine.read(partial(journal.restorers, note=note))
    base = await asyncio.to_thread(_base, found, restorers)
    done = await engine.write(partial(_forget, note=note, found=found, base=base))
    return done or bool(versions)


def _purge(db: Db, *, note: NoteId, tables: Sequence[Table], seal: Seal, at: int) -> bool:
    """Its days in the trash are over."""
    if not trash.purge(db, note, tables):
        return False
    deed = Deed(at=at, what="deleted", subject=f"note {note}", details={"days": DAYS})
    audit.append(db, deed, seal.of_audit)
    deletions.add(db, at)
    return True


def _end(db: Db, *, binder: BinderId, seal: Seal, at: int) -> bool:
    """The days of a classeur are over, unless it was restored meanwhile."""
    if not targets.standing(db, BinderTarget(binder)).is_in_trash:
        return False
    binder_trash.end(db, binder)
    deed = Deed(at=at, what="binder-ended", subject=str(BinderTarget(binder)), details={"days": DAYS})
    audit.append(db, deed, seal.of_audit)
    deletions.add(db, at)
    return True


def _forget(db: Db, *, note: NoteId, found: Past, base: Sequence[bytes]) -> bool:
    if not retention.forget(db, note, found, base):
        return False
    deletions.add(db, now_ms())
    return True


def _forget_versions(db: Db, *, versions: list[VersionId]) -> None:
    retention.forget_versions(db, versions)
    deletions.add(db, now_ms())


def _base(found: Past, restorers: Collection[int]) -> list[bytes]:
    """What takes the place of the old rows; and whose the letters are that were put back."""
    base = merged(list(journal.updates(found.old)), list(journal.updates(found.later)))
    chronicle = Chronicle()
    for row in found.old:
        for written in journal.entries(row):
            chronicle.add(written.update, written.visitor, restorers)
    return [base, *repeated(chronicle.letters.copies)]
