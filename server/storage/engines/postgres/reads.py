"""Reads: each in one transaction that sees one moment, in threads with a connection each."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import psycopg
from psycopg.errors import ReadOnlySqlTransaction

from server.storage import Db, Result
from server.storage.engines.postgres.connection import Connection, PostgresDb, connect, cut
from server.storage.engines.postgres.errors import named, reason_of, trouble

_THREADS: Final = 2
_REFUSED: Final = "the database did not answer"


class Reads:
    """Owns the connections that read."""

    def __init__(self, url: str) -> None:
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="postgres-reader")
        self._url = url
        self._of_thread = threading.local()
        self._all: list[Connection] = []

    def read(self, work: Callable[[Db], Result]) -> Result:
        """What `work` returns. Raises DatabaseError for its mistakes, DiskTroubleError."""
        try:
            connection = self._begun()
        except psycopg.Error as error:
            raise trouble(_REFUSED, error) from error
        try:
            result = work(PostgresDb(connection))
            connection.execute("COMMIT")
        except psycopg.Error as error:
            self._end(connection)
            raise _told(error) from error
        except BaseException:
            self._end(connection)
            raise
        return result

    def cut(self) -> None:
        """Wait for a silent server no longer; from any thread."""
        for connection in list(self._all):
            cut(connection)

    def close(self) -> None:
        """Wait for the reads that were asked for."""
        self.threads.shutdown()
        for connection in self._all:
            connection.close()

    def _begun(self) -> Connection:
        """A transaction; on a connection that was lost meanwhile it is begun anew."""
        connection: Connection | None = getattr(self._of_thread, "connection", None)
        if connection is not None and not connection.closed:
            try:
                return _begin(connection)
            except psycopg.OperationalError:
                connection.close()
        if connection is not None:
            self._all.remove(connection)
            self._of_thread.connection = None
        connection = self._of_thread.connection = connect(self._url)
        self._all.append(connection)
        return _begin(connection)

    def _end(self, connection: Connection) -> None:
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.close()


def _begin(connection: Connection) -> Connection:
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return connection


def _told(error: psycopg.Error) -> Exception:
    """That a reader would write is its mistake, and damaged bytes are no trouble that passes."""
    is_damaged = (error.sqlstate or "").startswith("XX")
    if is_damaged or isinstance(error, ReadOnlySqlTransaction) or reason_of(error) is None:
        return named(error)
    return trouble(_REFUSED, error)
