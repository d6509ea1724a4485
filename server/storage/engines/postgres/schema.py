"""Schema: the migrations of SQLite in PostgreSQL's words, one process at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Final

from server.storage.engines.postgres.connection import OF_NODES, Connection
from server.storage.migrations import POSTGRESQL, Migration, expect_newest_or_empty, migrate

# The one lock under which everything but keystrokes is written, and the schema too: "poch".
WORKS_LOCK: Final = 0x706F6368

_TABLES: Final = (
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL (%s)"
)
_RECORD: Final = "INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (%s, %s, %s, %s)"


class Schema:
    """That of the database of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def version_before(self) -> int:
        """None is from before there was a table of them."""
        return 0

    def tables(self) -> Collection[str]:
        return [name for (name,) in self._connection.execute(_TABLES, [list(OF_NODES)])]

    def applied(self) -> Mapping[int, str]:
        return dict(self._connection.execute("SELECT number, hash FROM schema_migrations").fetchall())

    def apply(self, script: str, done: Iterable[tuple[Migration, int | None]], /) -> None:
        with self._connection.transaction():
            self._connection.execute(in_its_words(script).encode())
            for migration, at in done:
                self._connection.execute(_RECORD, (migration.number, migration.name, migration.hash, at))


def bring_up_to_date(connection: Connection, *, updates: bool = True) -> None:
    """Apply what is missing while nobody else does, nor writes. Raises SchemaError, psycopg.Error.

    Without `updates` only an empty database gets its tables.
    """
    with _alone(connection):
        if not updates:
            expect_newest_or_empty(Schema(connection))
        migrate(Schema(connection))
        connection.execute((files(__package__) / "nodes.sql").read_bytes())


def in_its_words(script: str) -> str:
    """A migration as PostgreSQL reads it."""
    for ours, theirs in POSTGRESQL.items():
        script = script.replace(ours, theirs)
    return script


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    connection.execute("SELECT pg_advisory_lock(%s)", (WORKS_LOCK,))
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute("SELECT pg_advisory_unlock(%s)", (WORKS_LOCK,))
