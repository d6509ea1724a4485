"""Codes by which a visitor takes another browser as theirs."""

from server.storage import Db, VisitorId


def insert(db: Db, hash_: bytes, visitor: VisitorId, *, at: int, expires_at: int) -> None:
    """Keep a code, and forget those whose time is over."""
    db.execute("DELETE FROM pairings WHERE expires_at <= ?", (at,))
    db.execute(
        "INSERT INTO pairings (hash, visitor, expires_at) VALUES (?, ?, ?)", (hash_, visitor, expires_at)
    )


def find(db: Db, hash_: bytes, at: int) -> VisitorId | None:
    """Whose it is, while it is good."""
    rows = db.execute("SELECT visitor FROM pairings WHERE hash = ? AND expires_at > ?", (hash_, at))
    return next((VisitorId(visitor) for (visitor,) in rows), None)


def spend(db: Db, hash_: bytes, at: int) -> VisitorId | None:
    """Whose it was; it is good no more."""
    visitor = find(db, hash_, at)
    db.execute("DELETE FROM pairings WHERE hash = ?", (hash_,))
    return visitor
