"""Deletions that wait for a compaction, since their bytes may still be in a file; the last compaction."""

from dataclasses import dataclass

from server.storage import Compacted, Db
from server.storage.sql import excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Deletions that no compaction has covered: the first, the last, and whether a command waits."""

    first: int
    last: int
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compaction:
    """One that is done. `at` in milliseconds since 1970; for `pause_ms` nobody else could write."""

    at: int
    pause_ms: int
    bytes_before: int
    bytes_after: int


def add(db: Db, at: int) -> int:
    """Write down that something is deleted in this transaction; gives the name of the deletion."""
    ((following,),) = db.execute("SELECT coalesce(max(at), 0) + 1 FROM deletions")
    deletion = max(at, int(following))
    db.execute("INSERT INTO deletions (at) VALUES (?)", (deletion,))
    return deletion


def pending(db: Db) -> Pending | None:
    ((first, last, is_asked),) = db.execute("SELECT min(at), max(at), max(is_asked) FROM deletions")
    return None if last is None else Pending(first=first, last=last, is_asked=bool(is_asked))


def is_pending(db: Db, deletion: int) -> bool:
    return any(db.execute("SELECT 1 FROM deletions WHERE at = ?", (deletion,)))


def ask(db: Db, at: int) -> int:
    """Have a running server compact now; gives the deletion that is gone once it has."""
    deletion = add(db, at)
    db.execute("UPDATE deletions SET is_asked = 1 WHERE at = ?", (deletion,))
    return deletion


def is_asked(db: Db, deletion: int) -> bool:
    """Whether the request is pending: it is removed when done or failed."""
    return any(db.execute("SELECT 1 FROM deletions WHERE at = ? AND is_asked = 1", (deletion,)))


def put_off(db: Db) -> None:
    """It could not be done now: all wait for the next time."""
    db.execute("UPDATE deletions SET is_asked = 0")


def cover(db: Db, last: int, done: Compacted, at: int) -> Compaction:
    """Every deletion up to `last` has no byte in a file any more."""
    compaction = Compaction(
        at=at,
        pause_ms=round(done.pause_s * 1000),
        bytes_before=done.bytes_before,
        bytes_after=done.bytes_after,
    )
    db.execute("UPDATE erasures SET files_at = ? WHERE files_at IS NULL AND deletion <= ?", (at, last))
    db.execute("DELETE FROM deletions WHERE at <= ?", (last,))
    db.execute(
        "INSERT INTO compactions (id, at, pause_ms, bytes_before, bytes_after) VALUES (1, ?, ?, ?, ?)"  # noqa: S608 - constants
        f" ON CONFLICT (id) DO UPDATE SET {excluded(('at', 'pause_ms', 'bytes_before', 'bytes_after'))}",
        (at, compaction.pause_ms, compaction.bytes_before, compaction.bytes_after),
    )
    return compaction


def latest(db: Db) -> Compaction | None:
    for at, pause_ms, before, after in db.execute(
        "SELECT at, pause_ms, bytes_before, bytes_after FROM compactions"
    ):
        return Compaction(at=at, pause_ms=pause_ms, bytes_before=before, bytes_after=after)
    return None
