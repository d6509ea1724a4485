"""A process that opens a database and ends itself on the way, as by a cut of the power of its machine."""

from typing import Final

_SCRIPT: Final = """
import asyncio, os, signal, sys
from pathlib import Path
import apsw
from server.storage.engines.sqlite import Sqlite

def look(cursor, sql, bindings):
    if {statement!r} in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return True

async def main():
    async with Sqlite.open(Path(sys.argv[1])):
        pass

apsw.connection_hooks.append(lambda connection: setattr(connection, "exec_trace", look))
asyncio.run(main())
"""


def killed_at(statement: str) -> str:
    """A script of Python that takes the path of a file of SQLite, and is killed before this statement."""
    return _SCRIPT.format(statement=statement)
