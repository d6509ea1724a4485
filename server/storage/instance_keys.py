"""Fingerprint of the key of the instance: a database goes on with the key that it was begun with."""

from dataclasses import dataclass

from server.storage import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The fingerprint of the key of a database, None where no server was started with it since it was made.

    `has_addresses`: it has links, which some key has proved, also where it was restored.
    """

    fingerprint: bytes | None
    has_addresses: bool = False


def begun(db: Db) -> Begun:
    """What a database needs of a key."""
    has_addresses = any(db.execute("SELECT 1 FROM links LIMIT 1"))
    return Begun(fingerprint=find(db), has_addresses=has_addresses)


def find(db: Db) -> bytes | None:
    """None in a database that no server has been started with."""
    return next((bytes(found) for (found,) in db.execute("SELECT fingerprint FROM instance_keys")), None)


def keep(db: Db, fingerprint: bytes) -> bytes:
    """The one that is there from now on: of several at once the first is kept."""
    db.execute(
        "INSERT INTO instance_keys (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING", (fingerprint,)
    )
    return find(db) or fingerprint


def replace(db: Db, fingerprint: bytes) -> None:
    """Go on with another key."""
    db.execute("DELETE FROM instance_keys")
    keep(db, fingerprint)
