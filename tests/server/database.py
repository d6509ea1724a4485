"""The database of a server that runs in this process, opened beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.settings.config import Config
from server.storage.engines.connection import Connection


@contextmanager
def database(config: Config) -> Iterator[Connection]:
    """A second connection, by the server's own SQLite.

    Another SQLite in the same process (the standard library's) knows nothing of the locks of the
    first, since POSIX gives locks to processes: its last close empties files that are still in use.
    Source: https://www.sqlite.org/howtocorrupt.html, 2.2.1.
    """
    connection = Connection(str(config.database))
    connection.set_busy_timeout(5000)
    try:
        yield connection
    finally:
        connection.close()
