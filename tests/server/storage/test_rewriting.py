"""On PostgreSQL: what was deleted is in no file of its tables, indexes and statistics once they are new."""

import secrets
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from server.clock import now_ms
from server.history.compaction import compact
from server.storage import Db, DiskTroubleError, Trouble, deletions
from server.storage.engines.postgres import Postgres
from server.storage.engines.postgres.connection import OF_NODES
from tests.databases import of_postgresql
from tests.postgresql import Cluster, own

pytestmark = pytest.mark.whole
ROWS = 300


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One of its own: whoever writes in another database of a server keeps the rows of all, too."""
    with own() as cluster:
        yield cluster


@pytest.fixture
async def engine(url: str) -> AsyncIterator[Postgres]:
    async with Postgres.open(url) as engine:
        yield engine


class Files:
    """Those of a database. The log of the server, which all databases share, is none of them."""

    def __init__(self, cluster: Cluster, url: str) -> None:
        self._cluster, self._url = cluster, url

    def holding(self, words: list[bytes]) -> int:
        """How many of the words are in a file, once all that is in memory has been written."""
        self._cluster.command("CHECKPOINT")
        with of_postgresql(self._url) as db:
            ((oid,),) = db.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        folder = Path(self._cluster.folder) / "data" / "base" / str(oid)
        whole = b"".join(path.read_bytes() for path in folder.iterdir())
        return sum(word in whole for word in words)


def fill(db: Db, *, words: list[bytes]) -> None:
    """In rows of all sizes, which no key orders; a title is what statistics keep of a column."""
    for number, word in enumerate(words):
        filler = secrets.token_bytes(secrets.randbelow(3000))
        row = (f"n{number}", filler[:300] + word + filler[300:])
        db.execute("INSERT INTO journal (note, seq, at, updates) VALUES (?, 1, 1, ?)", row)
        db.execute(
            "INSERT INTO notes (id, title, created_at, changed_at) VALUES (?, ?, 1, 1)",
            (f"n{number}", word.decode()),
        )


def empty(db: Db, *, words: list[bytes]) -> None:
    """Half of it is overwritten, half deleted."""
    assert len(list(db.execute("SELECT 1 FROM notes"))) == len(words)
    db.execute("UPDATE journal SET updates = ? WHERE note < 'n2'", (b"\0",))
    db.execute("UPDATE notes SET title = '' WHERE id < 'n2'")
    db.execute("DELETE FROM journal WHERE note >= 'n2'")
    db.execute("DELETE FROM notes WHERE id >= 'n2'")
    deletions.add(db, now_ms())


async def test_nothing_of_what_was_deleted_is_in_a_file_once_the_tables_are_new(
    engine: Postgres, cluster: Cluster, url: str
) -> None:
    words = [f"canari-{secrets.token_hex(8)}".encode() for _ in range(ROWS)]
    files = Files(cluster, url)
    await engine.write(partial(fill, words=words))
    with of_postgresql(url) as beside:
        beside.execute("ANALYZE")
        ((many,),) = beside.execute(
            "SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE '%canari%'"
        )
        assert many == 1, "some of them are in the statistics too"
    await engine.write(partial(empty, words=words))
    with of_postgresql(url) as beside:
        beside.execute("VACUUM")
    assert files.holding(words) > ROWS // 2, "a plain VACUUM leaves bytes where they are"
    await compact(engine)
    assert files.holding(words) == 0
    assert await engine.read(deletions.pending) is None
    assert list(await engine.read(lambda db: list(db.execute("SELECT count(*) FROM notes")))) == [(112,)]


async def test_it_is_said_only_once_nobody_reads_what_was_before(
    engine: Postgres, cluster: Cluster, url: str
) -> None:
    """One who reads in a table keeps it; one who has only begun keeps the rows that it may still see."""
    words = [f"canari-{secrets.token_hex(8)}".encode() for _ in range(ROWS)]
    await engine.write(partial(fill, words=words))
    with of_postgresql(url) as reader:
        for look in ("SELECT 1 FROM notes", "SELECT 1 FROM probe"):
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            reader.execute(look)
            if look.endswith("notes"):
                await engine.write(partial(empty, words=words))
            else:
                await engine.write(lambda db: deletions.add(db, now_ms()))
                await engine.write(lambda db: list(db.execute("UPDATE notes SET title = 'autre'")))
            with pytest.raises(DiskTroubleError, match="somebody reads what was there before") as refused:
                await compact(engine)
            assert refused.value.reason is Trouble.LOCKED
            assert await engine.read(deletions.pending) is not None
            reader.execute("COMMIT")
            await compact(engine)
            assert Files(cluster, url).holding(words) == 0


async def test_who_does_not_own_the_database_is_told_that_its_statistics_stay(
    cluster: Cluster, url: str
) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    role = f"role_{name}"
    with of_postgresql(url) as db:
        db.execute(f"CREATE ROLE {role} LOGIN")
        db.execute(f"GRANT CREATE, USAGE ON SCHEMA public TO {role}")
        tables = [table.name for table in db.tables()]
        for table in (*tables, *OF_NODES):
            db.execute(f"ALTER TABLE {table} OWNER TO {role}")
    try:
        async with Postgres.open(url.replace("postgres@", f"{role}@")) as engine:
            with pytest.raises(DiskTroubleError, match="only the owner of the database writes pg_statistic"):
                await compact(engine)
        cluster.command(f"ALTER DATABASE {name} OWNER TO {role}")
        async with Postgres.open(url.replace("postgres@", f"{role}@")) as engine:
            await compact(engine)
    finally:
        cluster.command(f"ALTER DATABASE {name} OWNER TO postgres")
        with of_postgresql(url) as db:
            db.execute(f"REASSIGN OWNED BY {role} TO postgres")
            db.execute(f"DROP OWNED BY {role}")
            db.execute(f"DROP ROLE {role}")
