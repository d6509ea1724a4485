"""Retention: journal rows older than a limit are merged into one."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.ids import NoteId, VersionId, VisitorId
from server.storage import Db, erasures, journal, search_index
from server.storage.journal import Row, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A note's journal split at the limit; `old` has two rows or more.

    `at` is when the last of the old rows was written.
    """

    epoch: int
    old: list[Row]
    later: list[Row]
    at: int


def note_ids(db: Db) -> list[NoteId]:
    """Every note, also in the trash."""
    return [NoteId(note) for (note,) in db.execute("SELECT id FROM notes ORDER BY id")]


def past(db: Db, note: NoteId, before: int) -> Past | None:
    """The journal split at a time; None if fewer than two rows are older."""
    old = (
        "SELECT count(*), coalesce(max(seq), 0), coalesce(max(at), 0) FROM journal WHERE note = ? AND at < ?"
    )
    ((many, seq, at),) = db.execute(old, (note, before))
    if many < 2:  # there is nothing to put together
        return None
    rows = list(journal.rows(db, note))
    return Past(
        epoch=erasures.state(db, note).epoch,
        old=[row for row in rows if row.seq <= seq],
        later=[row for row in rows if row.seq > seq],
        at=at,
    )


def forget(db: Db, note: NoteId, found: Past, base: Sequence[bytes]) -> bool:
    """Put one row in the place of the old ones; False where the past of the note was changed meanwhile."""
    seq = found.old[-1].seq
    ((many,),) = db.execute("SELECT count(*) FROM journal WHERE note = ? AND seq <= ?", (note, seq))
    if many != len(found.old) or erasures.state(db, note).epoch != found.epoch:
        return False
    if search_index.is_behind(db, note):  # it may hold what was deleted since
        search_index.forget(db, note)
    db.execute("DELETE FROM journal WHERE note = ? AND seq <= ?", (note, seq))
    journal.append(db, note, seq, [Written(VisitorId(""), found.at, update) for update in base])
    # An older snapshot may hold what is deleted since; the row itself is one.
    db.execute("DELETE FROM snapshots WHERE note = ? AND seq <= ?", (note, seq))
    return True


def old_versions(db: Db, note: NoteId, before: int) -> list[VersionId]:
    """Those that nobody has named. The last of all and the last frozen one are spoken of, and never old."""
    last = "SELECT max(number) FROM versions WHERE note = ?"
    rows = db.execute(
        "SELECT id FROM versions WHERE note = ? AND at < ? AND kind <> 'named'"  # noqa: S608 - constants
        f" AND number <> ({last}) AND number <> coalesce(({last} AND kind = 'frozen'), 0)",
        (note, before, note, note),
    )
    return [VersionId(id_) for (id_,) in rows]


def forget_versions(db: Db, versions: list[VersionId]) -> None:
    for version in versions:
        db.execute("DELETE FROM versions WHERE id = ?", (version,))
