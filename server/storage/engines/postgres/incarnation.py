"""Incarnation: the number under which a process writes, while the row of its fence is there."""

from secrets import randbits
from typing import Final

from server.storage.engines.postgres.connection import Connection
from server.storage.migrations import migrations

_BITS: Final = 63


def begin(connection: Connection) -> int:
    """Of a process that serves alone, or of a command: it has no address, and nobody takes it for dead."""
    node = randbits(_BITS)
    schema = migrations()[-1].number
    with connection.transaction():
        connection.execute("INSERT INTO nodes VALUES (%s, '', %s, 'infinity', '')", (node, schema))
        connection.execute("INSERT INTO fences VALUES (%s)", (node,))
    return node


def end(connection: Connection, node: int) -> None:
    """It writes no more."""
    with connection.transaction():
        for table in ("fences", "nodes", "owners"):
            connection.execute(f"DELETE FROM {table} WHERE node = %s".encode(), (node,))  # noqa: S608 - of ours
