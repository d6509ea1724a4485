"""Presence: a mark of each process that has the database open, and who must be alone with it."""

from contextlib import suppress
from typing import Final

import psycopg

from server.storage import DatabaseError, marks
from server.storage.engines.postgres.connection import Connection, connect

# Kinds of marks: "poco" and "poca".
OPEN: Final = 0x706F636F
ALONE: Final = 0x706F6361

# A server that has lost its session, as PostgreSQL was started again, has a lease and a lock of its own.
_LIVING: Final = f"""
SELECT count(*) FROM fences f JOIN nodes USING (node)
WHERE alive_until > now() AND alive_until < 'infinity' AND {marks.is_there("f.node")}
"""  # noqa: S608 - of ours
_IN_USE: Final = "a server or another command of Pochette has it open: wait for its end, or stop it first"
_TAKEN: Final = "another command of Pochette must be alone with it: wait for its end"
_NO_LOCK: Final = "its server gives no lock: another role has taken those that it has"


class OpenElsewhereError(DatabaseError):
    """Another process has the database open."""


def begin(url: str, *, alone: bool) -> Connection:
    """A session that says it for as long as it is open. Raises OpenElsewhereError, psycopg.Error."""
    connection = connect(url)
    try:
        _take(connection, alone=alone)
    except BaseException:
        end(connection)
        raise
    return connection


def _take(connection: Connection, *, alone: bool) -> None:
    """The mark comes first: of two who look at the same time each sees the other."""
    number = marks.new_number()
    ((is_taken,),) = connection.execute(marks.TAKE.encode(), (ALONE if alone else OPEN, number))
    if not is_taken:
        raise OpenElsewhereError(_NO_LOCK)
    others = {kind for (kind,) in connection.execute(marks.OTHERS.encode())}
    if alone and others & {OPEN, ALONE}:
        raise OpenElsewhereError(_IN_USE)
    if ALONE in others:
        raise OpenElsewhereError(_TAKEN)


def expect_alone(connection: Connection) -> None:
    """End what dead processes have left, and what sleeping ones could write. Raises OpenElsewhereError."""
    ((living,),) = connection.execute(_LIVING)
    if living:
        raise OpenElsewhereError(_IN_USE)
    with connection.transaction():
        for table in ("fences", "owners", "nodes"):
            connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608 - of ours


def end(connection: Connection) -> None:
    """Its server may have ended the session before. One that is only closed has its mark a moment longer."""
    with suppress(psycopg.Error), connection:
        connection.execute("SELECT pg_advisory_unlock_all()")
