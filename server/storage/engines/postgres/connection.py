"""A connection to PostgreSQL with what a transaction may ask beside statements."""

import os
import select
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg

from server.storage import Size, TableInfo
from server.storage.engines.postgres.dialect import DIALECT, translated
from server.storage.engines.postgres.settings import connection_string

Connection = psycopg.Connection[tuple[Any, ...]]

# Tables of the processes, not of what is stored.
OF_NODES: Final = ("nodes", "fences", "owners", "pochette_works", "pochette_leading")

_TABLES: Final = """
SELECT relation.relname,
    (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped),
    (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_constraint JOIN pg_attribute
        ON attrelid = conrelid AND attnum = ANY (conkey) WHERE conrelid = relation.oid AND contype = 'p'),
    (SELECT array_agg(ARRAY[attname::text, referred.relname::text]) FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        JOIN pg_class AS referred ON referred.oid = confrelid
        WHERE conrelid = relation.oid AND contype = 'f')
FROM pg_class AS relation
WHERE relkind IN ('r', 'p') AND NOT relispartition
    AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
    AND relname <> ALL (?)
ORDER BY relname
"""


def connect(url: str) -> Connection:
    """A connection that begins transactions only as it is told to. Raises psycopg.Error, DatabaseError."""
    return psycopg.connect(connection_string(url), autocommit=True, context=DIALECT)


class PostgresDb:
    """A Db of PostgreSQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Iterable[tuple[Any, ...]]:
        cursor = self._connection.execute(translated(sql), parameters, binary=True)
        return iter(cursor.fetchall()) if cursor.description is not None else iter(())

    def size(self) -> Size:
        """Of the whole database, indexes included; what is free in it is not told."""
        ((size,),) = self.execute("SELECT pg_database_size(current_database())")
        return Size(file=size, used=size)

    def tables(self) -> Iterator[TableInfo]:
        """From PostgreSQL's catalogue."""
        for name, columns, key, references in self.execute(_TABLES, [list(OF_NODES)]):
            yield TableInfo(
                name=name, columns=tuple(columns), key=tuple(key or ()), references=dict(references or ())
            )


def was_ended(connection: Connection) -> bool:
    """Whether its server has ended a connection that has answered and was asked for nothing since.

    It is looked at before something is sent: then nothing of that can be in doubt. A server that is lost
    without a word is not told from one that is there.
    """
    at_rest = select.poll()  # of any number, which `select` does not take
    at_rest.register(connection.fileno(), select.POLLIN)
    return bool(at_rest.poll(0))


def cut(connection: Connection | None) -> None:
    """End the way to a server that says nothing: the thread that waits for its answer is told at once."""
    if connection is None:
        return
    with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as way:
        way.shutdown(socket.SHUT_RDWR)
