"""Recipients who want no mail from here, as keyed hashes of their addresses."""

from server.storage import Db


def put(db: Db, recipient: bytes, at: int) -> None:
    db.execute(
        "INSERT INTO unsubscribed (recipient, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (recipient, at)
    )


def holds(db: Db, recipient: bytes) -> bool:
    return bool(list(db.execute("SELECT 1 FROM unsubscribed WHERE recipient = ?", (recipient,))))


def remove(db: Db, recipient: bytes) -> None:
    db.execute("DELETE FROM unsubscribed WHERE recipient = ?", (recipient,))
