"""VACUUM FULL: each table is written anew, without the versions of rows that were deleted.

A plain VACUUM leaves their bytes in the free part of a page. The log of the server, its standbys and archives
are not reached: these have them until they are overwritten.
"""

import re
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from time import perf_counter
from typing import Final

import psycopg
from psycopg import sql
from psycopg.errors import Diagnostic, LockNotAvailable

from server.storage import Compacted, DiskTroubleError, Trouble
from server.storage.engines.postgres.connection import Connection, PostgresDb, connect, cut
from server.storage.engines.postgres.errors import trouble

_REFUSED: Final = "the tables could not be written anew"
# Who waits for a table has everybody behind it wait too: a reader of long is not waited for.
_PATIENCE: Final = "SET lock_timeout = '500ms'"
# A reader of milliseconds is gone at the next try. A table that takes long is not written anew for nothing.
_TRIES: Final = 4
_BETWEEN_S: Final = 0.2
_LONG_S: Final = 1.0
_SIZE: Final = (
    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)
# ANALYZE keeps the commonest values of a column, and some of the others, of rows that are gone too.
_STATISTICS: Final = "pg_statistic"
_CANCEL_S: Final = 2.0


class Rewriting:
    """Owns the connection that writes tables anew; of one thread at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._details: list[str] = []
        self._alone = threading.Lock()

    def run(self) -> Compacted:
        """One table after the other; who writes in it, or reads it, waits. Raises DiskTroubleError.

        The pause is that of the table which took longest; nobody waits for two of them.
        """
        with self._alone:
            try:
                with connect(self._url) as connection:
                    self._connection = connection
                    connection.add_notice_handler(self._noticed)
                    return self._run(connection)
            except psycopg.Error as error:
                raise trouble(_REFUSED, error) from error
            finally:
                self._connection = None

    def cut(self) -> None:
        """Wait for a silent server no longer; from any thread."""
        cut(self._connection)

    def cancel(self) -> None:
        """Leave the table that is in hand as it was, and end; from any thread."""
        connection = self._connection
        if connection is not None:
            with suppress(psycopg.Error):
                connection.cancel_safe(timeout=_CANCEL_S)

    def _run(self, connection: Connection) -> Compacted:
        connection.execute(_PATIENCE)
        before = _size(connection)
        tables = [table.name for table in PostgresDb(connection).tables()]
        pause_s = max(self._rewrite(connection, table) for table in tables)
        connection.execute(sql.SQL("ANALYZE {}").format(_names(tables)))
        self._rewrite(connection, _STATISTICS)
        return Compacted(pause_s=pause_s, bytes_before=before, bytes_after=_size(connection))

    def _rewrite(self, connection: Connection, table: str) -> float:
        """For how long nobody else had the table. Raises DiskTroubleError."""
        for left in reversed(range(_TRIES)):
            began = perf_counter()
            with suppress(LockNotAvailable):
                if self._has_rewritten(connection, table):
                    return perf_counter() - began
            if not left or perf_counter() - began > _LONG_S:
                break
            time.sleep(_BETWEEN_S)
        raise DiskTroubleError("somebody reads what was there before", Trouble.LOCKED)

    def _has_rewritten(self, connection: Connection, table: str) -> bool:
        """False where the new one has rows that are dead, as somebody may still see them."""
        self._details.clear()
        connection.execute(sql.SQL("VACUUM (FULL, VERBOSE) {}").format(sql.Identifier(table)))
        if not self._details:
            raise DiskTroubleError(
                f"only the owner of the database writes {table} anew: see ALTER DATABASE … OWNER TO",
                Trouble.READ_ONLY,
            )
        return not any(map(_number, self._details))

    def _noticed(self, notice: Diagnostic) -> None:
        """What VERBOSE says of a table: how many rows are dead that somebody may still see."""
        if notice.severity_nonlocalized == "INFO" and notice.message_detail:
            self._details.append(notice.message_detail)


def _number(detail: str) -> int:
    """The first one of a sentence, whose language is the server's."""
    found = re.search(r"\d+", detail)
    return int(found[0]) if found else 0


def _size(connection: Connection) -> int:
    """Bytes of the tables with their indexes; the catalogue of the server is not ours."""
    ((size,),) = connection.execute(_SIZE)
    return int(size)


def _names(tables: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, tables))
