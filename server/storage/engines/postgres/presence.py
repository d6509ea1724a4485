"""Presence: a session lock of each process that has the database open, and who must be alone with it."""

from typing import Final

import psycopg

from server.storage import DatabaseError
from server.storage.engines.postgres.connection import Connection, connect

# Beside the lock of works: "pocp".
OPEN_LOCK: Final = 0x706F6370

# A server that has lost its session, as PostgreSQL was started again, has a lease and a lock of its own.
_LIVING: Final = """
SELECT count(*) FROM fences JOIN nodes USING (node)
WHERE alive_until > now() AND alive_until < 'infinity' AND NOT pg_try_advisory_xact_lock(node)
"""
_IN_USE: Final = "a server or another command of Pochette has it open: wait for its end, or stop it first"
_TAKEN: Final = "another command of Pochette must be alone with it: wait for its end"


class OpenElsewhereError(DatabaseError):
    """Another process has the database open."""


def begin(url: str, *, alone: bool) -> Connection:
    """A session that says it for as long as it is open. Raises OpenElsewhereError, psycopg.Error."""
    connection = connect(url)
    try:
        _take(connection, alone=alone)
    except BaseException:
        connection.close()
        raise
    return connection


def _take(connection: Connection, *, alone: bool) -> None:
    shared = "" if alone else "_shared"
    ((is_taken,),) = connection.execute(f"SELECT pg_try_advisory_lock{shared}({OPEN_LOCK})".encode())
    if not is_taken:
        raise OpenElsewhereError(_IN_USE if alone else _TAKEN)


def expect_alone(connection: Connection) -> None:
    """End what dead processes have left, and what sleeping ones could write. Raises OpenElsewhereError."""
    ((living,),) = connection.execute(_LIVING)
    if living:
        raise OpenElsewhereError(_IN_USE)
    with connection.transaction():
        for table in ("fences", "owners", "nodes"):
            connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608 - of ours


def end(connection: Connection) -> None:
    """Its server may have ended the session before."""
    try:
        connection.close()
    except psycopg.Error:
        return
