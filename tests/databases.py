"""Databases of a test, of either engine; one of PostgreSQL is known by the path of SQLite's file."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final

from server.settings.database_url import DatabaseUrl
from server.storage import Db, Engine
from server.storage.engines.connection import Connection
from server.storage.engines.postgres import Postgres
from server.storage.engines.postgres.connection import PostgresDb, connect
from server.storage.engines.sqlite import Schema, Sqlite, configure
from server.storage.migrations import migrate
from tests.postgresql import Cluster


class Kind(StrEnum):
    """An engine of storage."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


# The engine of all tests of a run that do not name theirs.
WANTED: Final = Kind(os.environ.get("POCHETTE_TEST_DATABASE", Kind.SQLITE))


# The databases of PostgreSQL that there are now, by their paths.
_MADE: dict[Path, str] = {}


class Databases:
    """Those of one test. Those of PostgreSQL are dropped at its end."""

    def __init__(self, kind: Kind, cluster: Callable[[], Cluster]) -> None:
        self.kind = kind
        self._cluster = cluster
        self._stack = ExitStack()

    def url(self, path: Path) -> str | None:
        """The address of the database of a path, which is made; None where it is a file of SQLite."""
        if self.kind is Kind.SQLITE:
            return None
        if path not in _MADE:
            _MADE[path] = self._stack.enter_context(self._cluster().database())
            self._stack.callback(_MADE.pop, path)
        return _MADE[path]

    def setting(self, path: Path) -> DatabaseUrl | None:
        """The same as a field of Config."""
        return None if (url := self.url(path)) is None else DatabaseUrl(url)

    @asynccontextmanager
    async def opened(self, path: Path) -> AsyncIterator[Engine]:
        """An engine."""
        if (url := self.url(path)) is None:
            async with Sqlite.open(path) as engine:
                yield engine
        else:
            async with Postgres.open(url) as of_many:
                yield of_many

    @contextmanager
    def new(self) -> Iterator[Db]:
        """A connection to a new database; each statement is committed at once. SQLite's is in memory."""
        with ExitStack() as stack:
            if self.kind is Kind.SQLITE:
                yield stack.enter_context(of_sqlite())
            else:
                yield stack.enter_context(of_postgresql(stack.enter_context(self._cluster().database())))

    def close(self) -> None:
        self._stack.close()


def values_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The values in the databases that stand for files in a folder, each with the name of its table."""
    for path, url in _MADE.items():
        if path.is_relative_to(folder):
            with of_postgresql(url) as db:
                for table in db.tables():
                    for row in db.execute(f"SELECT * FROM {table.name}"):  # noqa: S608 - of this schema
                        for value in row:
                            yield table.name, value if isinstance(value, bytes) else str(value).encode()


@contextmanager
def of_sqlite() -> Iterator[Connection]:
    """A connection to a new database of SQLite in memory."""
    connection = Connection(":memory:")
    try:
        configure(connection)
        migrate(Schema(connection))
        yield connection
    finally:
        connection.close()


@contextmanager
def of_postgresql(url: str) -> Iterator[PostgresDb]:
    """A connection to a database of PostgreSQL."""
    with connect(url) as connection:
        yield PostgresDb(connection)
