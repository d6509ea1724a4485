"""The database of a server that runs in this process, opened beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from server.settings.config import Config


@contextmanager
def database(config: Config) -> Iterator[apsw.Connection]:
    """A second connection, by the server's own SQLite.

    Another SQLite in the same process (the standard library's) knows nothing of the locks of the
    first, since POSIX gives locks to processes: its last close empties files that are still in use.
    Source: https://www.sqlite.org/howtocorrupt.html, 2.2.1.
    """
    connection = apsw.Connection(str(config.database))
    connection.set_busy_timeout(5000)
    try:
        yield connection
    finally:
        connection.close()
