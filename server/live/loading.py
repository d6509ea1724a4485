"""Loads a note from its newest snapshot; when that fails, from its whole journal."""

from collections.abc import Callable
from functools import partial

import structlog

from crdt.compaction import LoadError, is_sound
from server.ids import NoteId
from server.live.open_note import OpenNote
from server.live.verifier import Verifier
from server.storage import Db, Engine, cards, journal, trash

_log = structlog.get_logger()


async def loaded(
    engine: Engine,
    verifier: Verifier,
    note: NoteId,
    *,
    limit: int,
    failed: Callable[[OpenNote, BaseException], None],
    before: int | None = None,
) -> tuple[OpenNote, bytes | None] | None:
    """An open note, and the hash of the text that is ready to print while its status says so.

    None where there is none, or it is in the trash. Raises LoadError. Snapshots of row `before` and
    later ones are left out.
    """
    stored, frozen = await engine.read(partial(_read, note=note, before=before))
    if stored is None:
        return None
    try:
        return OpenNote(engine, verifier, note, stored, limit=limit, failed=failed), frozen
    except LoadError:
        if stored.snapshot is None or is_sound(stored.snapshot):
            raise
    seq = stored.snapshot_seq
    found = await loaded(engine, verifier, note, limit=limit, failed=failed, before=seq)
    _log.warning("a snapshot does not give its note and is put aside", note=note, seq=seq)
    engine.submit(partial(journal.put_aside, note=note, seq=seq), _regardless)
    return found


def _read(db: Db, *, note: NoteId, before: int | None) -> tuple[journal.Stored | None, bytes | None]:
    if trash.holds(db, note):
        return None, None
    return journal.load(db, note, before=before), cards.ready_text(db, note)


def _regardless(_: object, __: BaseException | None) -> None:
    """Where it is not put aside, the next loading finds the same and does the same."""
