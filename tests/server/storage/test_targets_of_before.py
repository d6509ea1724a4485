"""Rights of schema 43, in three tables or columns each: carried over to rows of `targets`, or left."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest

from server.storage import DatabaseError, Db
from server.storage.engines import postgres
from server.storage.engines.connection import Connection
from server.storage.engines.postgres import Postgres, presence
from server.storage.engines.postgres.connection import PostgresDb, connect
from server.storage.engines.postgres.schema import Schema as PostgresSchema
from server.storage.engines.sqlite import Schema, Sqlite, configure
from server.storage.migrations import migrate
from tests.databases import Kind
from tests.postgresql import Cluster
from tests.server.both_engines import KINDS
from tests.server.storage import targets_of_before
from tests.server.storage.killed import killed_at
from tests.server.storage.older import apply_each_until
from tests.server.storage.targets_of_before import LAST

# With half of the tables changed.
KILLED: Final = killed_at("ALTER TABLE sendings DROP COLUMN folder")


@contextmanager
def of_before(path: Path) -> Iterator[Connection]:
    """A file of the schema before, filled."""
    with closing(Connection(str(path))) as connection:
        configure(connection)
        apply_each_until(Schema(connection), LAST)
        targets_of_before.fill(connection)
        yield connection


@contextmanager
def of_before_there(cluster: Cluster) -> Iterator[tuple[str, PostgresDb, PostgresSchema]]:
    with cluster.database(how="TEMPLATE template0") as url, connect(url) as connection:
        schema, db = PostgresSchema(connection), PostgresDb(connection)
        apply_each_until(schema, LAST)
        targets_of_before.fill(db)
        yield url, db, schema


@pytest.mark.parametrize("kind", KINDS)
def test_every_right_of_before_is_carried_over(
    kind: Kind, tmp_path: Path, postgresql: Callable[[], Cluster]
) -> None:
    with ExitStack() as stack:
        db: Db
        if kind is Kind.SQLITE:
            db = file = stack.enter_context(of_before(tmp_path / "x.db"))
            update = partial(migrate, Schema(file))
        else:
            _, db, schema = stack.enter_context(of_before_there(postgresql()))
            update = partial(migrate, schema)
        before = targets_of_before.before(db)
        assert {name: len(rows) for name, rows in before.items()} == {
            **dict.fromkeys(before, 6),
            **dict.fromkeys(("grants", "openings", "links"), 12),
        }
        update()
        assert targets_of_before.after(db) == before
        update()
        assert targets_of_before.after(db) == before


async def test_a_start_that_is_killed_amid_it_leaves_the_schema_before(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with of_before(path) as file:
        before = targets_of_before.before(file)
    command = [sys.executable, "-c", KILLED, str(path)]
    killed = await asyncio.to_thread(subprocess.run, command, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    with closing(Connection(str(path))) as file:
        assert max(Schema(file).applied()) == LAST
        assert "targets" not in Schema(file).tables()
        assert targets_of_before.before(file) == before
    async with Sqlite.open(path) as engine:
        assert await engine.read(targets_of_before.after) == before


def cut_off_who_waits(url: str) -> None:
    """Ends the session that waits for another one in this database, once there is one."""
    waits = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connect(url) as connection:
        while not connection.execute(f"SELECT pg_terminate_backend(pid) {waits}".encode()).fetchall():
            time.sleep(0.01)  # nobody is told that it waits


@pytest.mark.whole
async def test_a_start_that_is_cut_off_amid_it_leaves_the_schema_before_there(cluster: Cluster) -> None:
    with of_before_there(cluster) as (url, db, schema):
        before = targets_of_before.before(db)
        with connect(url) as beside, beside.transaction(force_rollback=True):
            beside.execute("LOCK TABLE carryings IN ACCESS SHARE MODE")
            start = asyncio.create_task(_opened(url))
            await asyncio.to_thread(cut_off_who_waits, url)
            with pytest.raises(DatabaseError):
                await start
        assert "targets" not in schema.tables()
        assert targets_of_before.before(db) == before
        await _opened(url)
        assert targets_of_before.after(db) == before


@pytest.mark.whole
async def test_its_rows_have_statistics_there_at_once(cluster: Cluster) -> None:
    with of_before_there(cluster) as (url, db, _):
        await _opened(url)
        rows = db.execute("SELECT tablename, attname FROM pg_stats WHERE attname = 'target'")
        assert {"links", "grants", "openings", "sendings"} <= {table for table, _ in rows}


@pytest.mark.whole
async def test_it_is_not_begun_beside_a_server_that_does_not_know_it(cluster: Cluster) -> None:
    with of_before_there(cluster) as (url, db, schema):
        _let_it_be_served(db)
        db.execute("INSERT INTO nodes VALUES (1, 'http://a', ?, now() + interval '1 hour', 's')", (LAST,))
        db.execute("INSERT INTO fences VALUES (1)")
        with pytest.raises(DatabaseError, match="cannot run beside it: stop all of them first"):
            await _opened(url)
        assert max(schema.applied()) == LAST
        db.execute("UPDATE nodes SET schema = ?", (LAST + 1,))
        await _opened(url)
        assert max(schema.applied()) > LAST


@pytest.mark.whole
async def test_nor_beside_one_that_serves_alone_while_that_is_up(cluster: Cluster) -> None:
    """It has no lease: its row says nothing of whether it is alive."""
    with of_before_there(cluster) as (url, db, schema):
        _let_it_be_served(db)
        db.execute("INSERT INTO nodes VALUES (1, '', ?, 'infinity', '')", (LAST,))
        db.execute("INSERT INTO fences VALUES (1)")
        with closing(presence.begin(url, alone=False)):
            with pytest.raises(DatabaseError, match="cannot run beside it: stop all of them first"):
                await _opened(url)
            assert max(schema.applied()) == LAST
        await _opened(url)
        assert max(schema.applied()) > LAST


def _let_it_be_served(db: PostgresDb) -> None:
    for script in ("CREATE TABLE pochette_works ()", (files(postgres) / "nodes.sql").read_text("utf-8")):
        for statement in script.split(";\n"):
            db.execute(statement)


async def _opened(url: str) -> None:
    async with Postgres.open(url):
        """It is brought up to date as it is opened."""
