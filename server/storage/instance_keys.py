"""Fingerprint of the key of the instance: processes that share a database must share the key."""

from server.storage import Db


def find(db: Db) -> bytes | None:
    """None in a database that no server has been started with."""
    return next((bytes(found) for (found,) in db.execute("SELECT fingerprint FROM instance_keys")), None)


def keep(db: Db, fingerprint: bytes) -> bytes:
    """The one that is there from now on: of several at once the first is kept."""
    db.execute(
        "INSERT INTO instance_keys (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING", (fingerprint,)
    )
    return find(db) or fingerprint
