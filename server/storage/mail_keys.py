"""Public OpenPGP keys, one an address."""

from typing import NamedTuple

from server.settings.mail_addresses import mailbox_of
from server.storage import Db
from server.storage.sql import excluded


class KeyRow(NamedTuple):
    """One key. `added_at` in milliseconds since 1970."""

    address: str
    fingerprint: str
    cert: bytes
    added_at: int


def put(db: Db, key: KeyRow) -> None:
    """Keep it, in the place of the one before."""
    db.execute(
        "INSERT INTO mail_keys (address, fingerprint, cert, added_at) VALUES (?, ?, ?, ?)"  # noqa: S608 - constants
        f" ON CONFLICT (address) DO UPDATE SET {excluded(('fingerprint', 'cert', 'added_at'))}",
        tuple(key),
    )


def find(db: Db, address: str) -> KeyRow | None:
    """The key of an address; of one with a tag that has none of its own, the key of the mailbox behind it."""
    return _find(db, address.lower()) or _find(db, mailbox_of(address))


def _find(db: Db, address: str) -> KeyRow | None:
    query = "SELECT address, fingerprint, cert, added_at FROM mail_keys WHERE address = ?"
    return next((KeyRow(*row) for row in db.execute(query, (address,))), None)


def every(db: Db) -> list[KeyRow]:
    query = "SELECT address, fingerprint, cert, added_at FROM mail_keys ORDER BY address"
    return [KeyRow(*row) for row in db.execute(query)]


def remove(db: Db, name: str) -> list[str]:
    """Delete the keys of an address, or with a fingerprint; gives their addresses."""
    query = "DELETE FROM mail_keys WHERE address = ? OR fingerprint = ? RETURNING address"
    return sorted(address for (address,) in db.execute(query, (name.lower(), name.replace(" ", "").lower())))
