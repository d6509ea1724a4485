"""A share of the addresses, asked in a process and at worlds of its own."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.postgresql import own as own_cluster
from tests.tools.record.databases import Database, OfPostgresql, OfSqlite
from tests.tools.record.recorder import Record, Wanted, record


def share(checkout: Path, on: str, wanted: Wanted) -> Record:
    """`on` names the engine of the databases: sqlite or postgresql."""
    with tempfile.TemporaryDirectory(prefix="pochette-record-") as scratch, _database(on) as database:
        return asyncio.run(record(checkout, Path(scratch), database, wanted, _tell))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@contextmanager
def _database(on: str) -> Iterator[Database]:
    with ExitStack() as stack:
        yield OfSqlite() if on == "sqlite" else OfPostgresql(stack.enter_context(own_cluster()))
