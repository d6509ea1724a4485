"""The database of a server that runs in this process, opened beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.settings.config import Config
from server.storage import Db
from server.storage.engines.connection import Connection
from tests.databases import of_postgresql


@contextmanager
def database(config: Config) -> Iterator[Db]:
    """A second connection, whose statements are each committed at once; SQLite's by the server's own SQLite.

    Another SQLite in the same process (the standard library's) knows nothing of the locks of the
    first, since POSIX gives locks to processes: its last close empties files that are still in use.
    Source: https://www.sqlite.org/howtocorrupt.html, 2.2.1.
    """
    if config.database is not None:
        with of_postgresql(config.database.full) as beside:
            yield beside
        return
    connection = Connection(str(config.database_file))
    connection.set_busy_timeout(5000)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def refusing(config: Config, when: str, *, of: str = "") -> Iterator[None]:
    """Meanwhile the database refuses what is named like "INSERT ON audit", of rows for which `of` holds."""
    only, table = f"WHEN ({of})" if of else "", when.rpartition(" ")[2]
    if config.database is None:
        make = [f"CREATE TRIGGER refuse BEFORE {when} {only} BEGIN SELECT RAISE(ABORT, 'no'); END"]
        end = ["DROP TRIGGER refuse"]
    else:
        raising = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
        make = [
            f"CREATE FUNCTION refusal() {raising}",
            f"CREATE TRIGGER refuse BEFORE {when} FOR EACH ROW {only} EXECUTE FUNCTION refusal()",
        ]
        end = [f"DROP TRIGGER refuse ON {table}", "DROP FUNCTION refusal"]
    with database(config) as db:
        for statement in make:
            db.execute(statement)
        try:
            yield
        finally:
            for statement in end:
                db.execute(statement)
