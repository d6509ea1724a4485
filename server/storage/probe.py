"""A write that changes nothing: whether it is acknowledged tells whether a keystroke would be."""

from server.storage import Db


def probe(db: Db) -> None:
    """As much as a few rows: an empty commit succeeds on a full disk."""
    db.execute("CREATE TABLE IF NOT EXISTS probe (content BLOB NOT NULL) STRICT")
    db.execute("INSERT INTO probe VALUES (zeroblob(65536))")
    db.execute("DELETE FROM probe")
