"""Schema: the migrations of SQLite in PostgreSQL's words, one process at a time."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Final

from psycopg import sql
from psycopg.errors import DuplicateTable, UniqueViolation

from server.storage import marks
from server.storage.engines.postgres import presence
from server.storage.engines.postgres.connection import OF_NODES, Connection
from server.storage.migrations import (
    ALONE,
    POSTGRESQL,
    Migration,
    OlderSchemaError,
    SchemaError,
    expect_newest,
    expect_newest_or_empty,
    migrate,
    migrations,
    version_of,
)

# The one lock under which everything but keystrokes is written, and the schema too. It is that of a table of
# no row: any role that may connect may take an advisory lock, and this one needs the right to write.
TAKE_TURN: Final = "LOCK TABLE pochette_works IN EXCLUSIVE MODE"

# The lock of every process of the versions that wrote under an advisory one.
_OPEN_BEFORE: Final = 0x706F6370
_IS_SEALED: Final = (
    "SELECT to_regclass('nodes') IS NULL OR EXISTS"
    " (SELECT FROM pg_attribute WHERE attrelid = to_regclass('nodes') AND attname = 'seal')"
)
_LIVING: Final = (
    "SELECT EXISTS (SELECT FROM fences JOIN nodes USING (node)"
    " WHERE alive_until > now() AND alive_until < 'infinity')"
)
_WAS_OPENED: Final = "SELECT to_regclass('nodes') IS NOT NULL"
# What serves alone has no lease, and leaves its row if it is killed. It has a mark for as long as it lives,
# and so has this process.
_BEFORE: Final = (
    "SELECT EXISTS (SELECT FROM fences JOIN nodes USING (node)"
    " WHERE schema < %s AND alive_until > now() AND (alive_until < 'infinity' OR %s > 1))"
)
# Rows without one are of processes that have ended. One of a version before cannot begin any more.
_SEAL: Final = (
    "ALTER TABLE nodes ADD COLUMN seal TEXT NOT NULL DEFAULT '';"
    " ALTER TABLE nodes ALTER COLUMN seal DROP DEFAULT"
)
_OLDER: Final = (
    "a server or a command of a Pochette before this one has it open, and this version cannot run beside it:"
    " stop all of them first"
)
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


class OlderBesideError(SchemaError):
    """A process of a version that knows nothing of this one's locks has the database open."""


def bring_up_to_date(connection: Connection, *, updates: bool = True) -> None:
    """Apply what is missing while nobody else does, nor writes. Raises SchemaError, psycopg.Error.

    Without `updates` only an empty database gets its tables.
    """
    before = version_of(Schema(connection))  # what is another program's stays as it is
    if not updates:
        expect_newest_or_empty(Schema(connection))
        _expect_sealed(connection)
    with suppress(UniqueViolation, DuplicateTable):  # another process makes it at the same time
        connection.execute("CREATE TABLE IF NOT EXISTS pochette_works ()")
    with connection.transaction():
        connection.execute(TAKE_TURN.encode())
        _expect_none_before(connection)
        if not _is_sealed(connection):
            _seal(connection)
        migrate(Schema(connection))
        if 0 < before < migrations()[-1].number:
            _look_at_rows(connection)
        connection.execute((files(__package__) / "nodes.sql").read_bytes())


def _look_at_rows(connection: Connection) -> None:
    """Rows that a migration moved have no statistics: plans of the first minutes would read whole tables."""
    names = sql.SQL(", ").join(map(sql.Identifier, Schema(connection).tables()))
    connection.execute(sql.SQL("ANALYZE {}").format(names))


def expect_up_to_date(connection: Connection) -> None:
    """Change nothing. Raises SchemaError for a database that would have to be brought up to date."""
    expect_newest(Schema(connection))
    _expect_sealed(connection)


def _expect_sealed(connection: Connection) -> None:
    if not _is_sealed(connection):
        raise OlderSchemaError("it is of a Pochette before this one: start the server once, which updates it")


def _is_sealed(connection: Connection) -> bool:
    """Whether nodes, if there is a table of them, have seals."""
    ((is_so,),) = connection.execute(_IS_SEALED.encode())
    return bool(is_so)


def _seal(connection: Connection) -> None:
    """Make nodes of a version before those of this one. Raises OlderBesideError."""
    ((is_open,),) = connection.execute(marks.OLD.encode(), (_OPEN_BEFORE,))
    ((is_served,),) = connection.execute(_LIVING.encode())
    if is_open or is_served:
        raise OlderBesideError(_OLDER)
    connection.execute(_SEAL.encode())


def _expect_none_before(connection: Connection) -> None:
    """Where a migration is missing that takes something away, no process of a version before it is there.

    Raises OlderBesideError.
    """
    ((was_opened,),) = connection.execute(_WAS_OPENED)
    missing = ALONE - Schema(connection).applied().keys() if was_opened else ()
    if missing:
        ((marked,),) = connection.execute(marks.MANY.encode(), ([presence.OPEN, presence.ALONE],))
        ((is_there,),) = connection.execute(_BEFORE.encode(), (max(missing), marked))
        if is_there:
            raise OlderBesideError(_OLDER)


def in_its_words(script: str) -> str:
    """A migration as PostgreSQL reads it."""
    for ours, theirs in POSTGRESQL.items():
        script = script.replace(ours, theirs)
    return script
