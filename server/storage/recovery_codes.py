"""Recovery codes: give a visitor everything back that they manage; only hashes are stored."""

from collections.abc import Iterable

from server.ids import DeviceId, VisitorId
from server.storage import Db
from server.storage.rights.recoveries import UNDO_MS
from server.storage.sql import marks


def insert(db: Db, hash_: bytes, visitor: VisitorId, device: DeviceId, at: int) -> None:
    """Keep a new code. The ones before stay good for a week: a thief who renews it gains nothing at once."""
    db.execute(
        "UPDATE recovery_codes SET ends_at = ? WHERE visitor = ? AND ends_at IS NULL", (at + UNDO_MS, visitor)
    )
    db.execute("DELETE FROM recovery_codes WHERE ends_at <= ?", (at,))
    db.execute(
        "INSERT INTO recovery_codes (hash, visitor, device, made_at) VALUES (?, ?, ?, ?)",
        (hash_, visitor, device, at),
    )


def made_at(db: Db, visitor: VisitorId) -> int | None:
    """When the newest code was made; None where the visitor has none."""
    rows = db.execute("SELECT max(made_at) FROM recovery_codes WHERE visitor = ?", (visitor,))
    return next((at for (at,) in rows), None)


def find(db: Db, hash_: bytes, at: int) -> VisitorId | None:
    """The visitor whose code this is, while it is good."""
    query = "SELECT visitor FROM recovery_codes WHERE hash = ? AND (ends_at IS NULL OR ends_at > ?)"
    return next((VisitorId(visitor) for (visitor,) in db.execute(query, (hash_, at))), None)


def spend(db: Db, hash_: bytes) -> int:
    """A code is good once; gives when it was made (ms since 1970)."""
    ((made_at,),) = db.execute("DELETE FROM recovery_codes WHERE hash = ? RETURNING made_at", (hash_,))
    return int(made_at)


def end_of(db: Db, visitor: VisitorId, lost: Iterable[DeviceId], *, since: int) -> None:
    """End the visitor's codes that lost devices made after a moment; the one before is good again."""
    ids = list(lost)
    query = f"DELETE FROM recovery_codes WHERE device IN ({marks(ids)}) AND made_at > ? AND visitor = ?"  # noqa: S608
    if list(db.execute(f"{query} RETURNING 1", (*ids, since, visitor))):
        db.execute(
            "UPDATE recovery_codes SET ends_at = NULL WHERE visitor = ? AND made_at ="
            " (SELECT max(made_at) FROM recovery_codes WHERE visitor = ?)",
            (visitor, visitor),
        )
