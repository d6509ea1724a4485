"""Safety: a database that could lose what was acknowledged, or sorts otherwise, is not opened."""

from collections.abc import Iterator
from typing import Final

from server.storage import DatabaseError
from server.storage.engines.postgres.connection import Connection

OLDEST: Final = 140_000
_MAJOR: Final = 10_000

_FACTS: Final = """
SELECT current_setting('server_version_num')::bigint, current_setting('server_version'),
    current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
    current_setting('synchronous_standby_names'),
    pg_encoding_to_char(encoding), datcollate, datlocprovider::text
FROM pg_database WHERE datname = current_database()
"""
_ORDERS: Final = ("C", "POSIX")
# PostgreSQL's own collations compare bytes, whatever they are called.
_BUILTIN: Final = "b"


class UnsafeDatabaseError(DatabaseError):
    """The database is not to be trusted with notes; the message says why, and what to do."""


def expect_safe(connection: Connection) -> str:
    """The standbys that a commit waits for, '' for none. Raises UnsafeDatabaseError, psycopg.Error.

    `local` waits for none, whatever else is set; `remote_write` for one that may not have it on its disk.
    """
    ((version, shown, *rest),) = connection.execute(_FACTS).fetchall()
    fsync, full_pages, synchronous, standbys, encoding, collation, provider = rest
    if version < OLDEST:
        raise UnsafeDatabaseError(f"its server is PostgreSQL {shown}: {OLDEST // _MAJOR} or newer is needed")
    settings = {"fsync": fsync, "full_page_writes": full_pages, "synchronous_commit": synchronous}
    if off := list(_off(settings)):
        raise UnsafeDatabaseError(
            f"{' and '.join(off)} is off there: what was saved could be lost. Turn it on"
        )
    if encoding != "UTF8" or (collation not in _ORDERS and provider != _BUILTIN):
        raise UnsafeDatabaseError(
            f"it has the encoding {encoding} and the collation {collation}, UTF8 and C are needed. Make it"
            " anew: CREATE DATABASE pochette TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )
    if synchronous == "local" or not standbys:
        return ""
    return f"{standbys}, without its disk" if synchronous == "remote_write" else str(standbys)


def _off(settings: dict[str, str]) -> Iterator[str]:
    return (name for name, value in settings.items() if value == "off")
