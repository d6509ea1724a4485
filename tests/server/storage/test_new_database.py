"""A new database is made of schema.sql in one transaction: whole or not at all, and as by every migration."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from server.storage import DatabaseError
from server.storage import migrations as of_migrations
from server.storage.engines.connection import Connection
from server.storage.engines.postgres import Postgres
from server.storage.engines.postgres.connection import connect
from server.storage.engines.postgres.schema import Schema as PostgresSchema
from server.storage.engines.sqlite import Schema, Sqlite
from server.storage.migrations import baseline, migrations
from tests.databases import of_postgresql
from tests.full_disk import no_file_beyond
from tests.postgresql import Cluster
from tests.server.storage.killed import killed_at
from tests.server.storage.older import apply_each_until
from tests.server.storage.shapes import of_postgresql as shape_there
from tests.server.storage.shapes import of_sqlite as shape_of

NEWEST: Final = migrations()[-1].number
EMPTY: Final = "TEMPLATE template0"
# As soon as half of the tables are made.
KILLED: Final = killed_at("CREATE TABLE links")

Rows = dict[str, list[tuple[Any, ...]]]


async def open_file(path: Path, *, up_to: int | None = None) -> None:
    async with Sqlite.open(path, up_to=up_to):
        """It is made as it is opened."""


async def open_there(url: str) -> None:
    async with Postgres.open(url):
        """It is made as it is opened."""


@contextmanager
def by_every_migration(path: Path) -> Iterator[Connection]:
    with closing(Connection(str(path))) as connection:
        apply_each_until(Schema(connection), NEWEST)
        yield connection


def rows_of(db: Any) -> Rows:
    """All there are, without the times of migrations."""
    db.execute("UPDATE schema_migrations SET applied_at = 1 WHERE applied_at IS NOT NULL")
    names = [table.name for table in db.tables()]
    return {name: list(db.execute(f"SELECT * FROM {name} ORDER BY 1")) for name in names}  # noqa: S608


async def test_a_file_is_as_by_every_migration_in_turn(tmp_path: Path) -> None:
    await open_file(tmp_path / "new.db")
    with (
        by_every_migration(tmp_path / "turn.db") as turn,
        closing(Connection(str(tmp_path / "new.db"))) as new,
    ):
        assert shape_of(new) == shape_of(turn)
        assert rows_of(new) == rows_of(turn)
        assert list(new.tables()) == list(turn.tables())
        for pragma in ("user_version", "encoding", "page_size", "auto_vacuum", "application_id"):
            assert new.pragma(pragma) == turn.pragma(pragma)


@pytest.mark.whole
async def test_a_database_of_postgresql_is_as_by_every_migration_in_turn(cluster: Cluster) -> None:
    with cluster.database(how=EMPTY) as turn, cluster.database(how=EMPTY) as new:
        with connect(turn) as connection:
            apply_each_until(PostgresSchema(connection), NEWEST)
        await open_there(new)
        with connect(turn) as one, connect(new) as other:
            assert shape_there(other) == shape_there(one)
        with of_postgresql(turn) as one_db, of_postgresql(new) as other_db:
            assert rows_of(other_db) == rows_of(one_db)
            assert list(other_db.tables()) == list(one_db.tables())


@pytest.mark.parametrize("last", [1, 16, NEWEST - 1])
async def test_what_is_filled_at_an_older_schema_is_of_that_one(tmp_path: Path, last: int) -> None:
    path = tmp_path / "older.db"
    await open_file(path, up_to=last)
    with closing(Connection(str(path))) as made, closing(Connection(":memory:")) as turn:
        apply_each_until(Schema(turn), last)
        assert shape_of(made) == shape_of(turn)
        assert list(made.execute("SELECT max(number) FROM schema_migrations")) == [(last,)]
    await open_file(path)
    with closing(Connection(str(path))) as made, by_every_migration(tmp_path / "turn.db") as turn:
        assert shape_of(made) == shape_of(turn)


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that schema.sql does not know."""
    storage = tmp_path / "storage"
    (storage / "schema").mkdir(parents=True)
    (storage / "schema.sql").write_text(baseline().script)
    for one in migrations():
        (storage / "schema" / f"{one.number:04}-{one.name}.sql").write_text(one.script)
    (storage / "schema" / f"{NEWEST + 1:04}-due.sql").write_text("ALTER TABLE notes ADD COLUMN due INTEGER;")
    monkeypatch.setattr(of_migrations, "files", lambda _: storage)


@pytest.mark.usefixtures("one_more")
async def test_a_migration_that_schema_sql_does_not_know_follows_it(tmp_path: Path) -> None:
    await open_file(tmp_path / "x.db")
    with closing(Connection(str(tmp_path / "x.db"))) as made:
        assert shape_of(made).count("notes: due INTEGER") == 1
        assert list(made.execute("SELECT max(number) FROM schema_migrations")) == [(NEWEST + 1,)]


@pytest.mark.whole
@pytest.mark.usefixtures("one_more")
async def test_a_migration_that_schema_sql_does_not_know_follows_it_there(cluster: Cluster) -> None:
    with cluster.database(how=EMPTY) as url:
        await open_there(url)
        with connect(url) as connection:
            assert shape_there(connection).count("notes: due bigint") == 1
            assert max(PostgresSchema(connection).applied()) == NEWEST + 1


async def test_a_start_that_is_killed_half_way_leaves_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    command = [sys.executable, "-c", KILLED, str(path)]
    killed = await asyncio.to_thread(subprocess.run, command, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    with closing(Connection(str(path))) as left:
        assert list(left.tables()) == []
    await open_file(path)
    with closing(Connection(str(path))) as made, by_every_migration(tmp_path / "turn.db") as turn:
        assert shape_of(made) == shape_of(turn)


async def test_a_disk_that_is_full_half_way_leaves_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with no_file_beyond(200_000), pytest.raises(DatabaseError):
        await open_file(path)
    with closing(Connection(str(path))) as left:
        assert list(left.tables()) == []
    await open_file(path)
    with closing(Connection(str(path))) as made, by_every_migration(tmp_path / "turn.db") as turn:
        assert shape_of(made) == shape_of(turn)


def cut_off_who_waits(url: str) -> None:
    """Ends the session that waits for another one in this database, once there is one."""
    waits = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connect(url) as connection:
        while not connection.execute(f"SELECT pg_terminate_backend(pid) {waits}".encode()).fetchall():
            time.sleep(0.01)  # nobody is told that it waits


@pytest.mark.whole
async def test_a_start_that_is_cut_off_half_way_leaves_no_table_there(cluster: Cluster) -> None:
    with cluster.database(how=EMPTY) as url, connect(url) as beside:
        with beside.transaction(force_rollback=True):
            # Half of the tables are made when it has to wait for who takes this name.
            beside.execute("CREATE TABLE links ()")
            start = asyncio.create_task(open_there(url))
            await asyncio.to_thread(cut_off_who_waits, url)
            with pytest.raises(DatabaseError):
                await start
        assert PostgresSchema(beside).tables() == []
        await open_there(url)
        assert len(PostgresSchema(beside).applied()) == len(migrations())


@pytest.mark.whole
async def test_a_role_that_may_make_no_table_is_told_so_and_makes_none(cluster: Cluster) -> None:
    cluster.command("CREATE ROLE guest LOGIN")
    try:
        with cluster.database(how=EMPTY) as url:
            with pytest.raises(DatabaseError, match="permission denied for schema public"):
                await open_there(url.replace("postgres@", "guest@"))
            with connect(url) as connection:
                assert PostgresSchema(connection).tables() == []
    finally:
        cluster.command("DROP ROLE guest")
