"""The engine of PostgreSQL: what is told is on disk; a living node writes, unsafe servers are refused."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from functools import partial

import psycopg
import pytest

from server.ids import NoteId, VisitorId
from server.storage import (
    DatabaseError,
    Db,
    DiskTroubleError,
    Engine,
    FencedError,
    TableInfo,
    Trouble,
    journal,
    notes,
)
from server.storage.engines.postgres import Postgres
from server.storage.engines.postgres.engine import UnreachableDatabaseError
from server.storage.engines.postgres.presence import OPEN, OpenElsewhereError
from server.storage.migrations import OlderSchemaError, OtherSchemaError, migrations
from tests.databases import of_postgresql, of_sqlite
from tests.postgresql import Cluster, own
from tests.server.storage.rows import kept, put

pytestmark = pytest.mark.whole
NOTE, OTHER = NoteId("n1"), NoteId("n2")


@pytest.fixture
async def engine(url: str) -> AsyncIterator[Postgres]:
    async with Postgres.open(url) as engine:
        await engine.write(lambda db: db.execute("CREATE TABLE kept (value TEXT PRIMARY KEY)"))
        yield engine


def row(note: NoteId, seq: int, *, claims: dict[int, tuple[str, VisitorId]] | None = None) -> journal.Append:
    return journal.Append(note, seq, 7, bytes([seq]), claims or {})


async def outcomes(engine: Engine, *appends: journal.Append) -> list[type | None]:
    """Of rows that are asked for at once: None, or the error."""
    told = await asyncio.gather(*map(engine.write, appends), return_exceptions=True)
    return [None if one is None else type(one) for one in told]


def rows(db: Db) -> list[tuple[str, int]]:
    return list(db.execute("SELECT note, seq FROM journal ORDER BY note, seq"))


async def test_what_was_written_is_there_for_another_connection_at_once(engine: Postgres, url: str) -> None:
    await engine.write(partial(put, "a"))
    with of_postgresql(url) as beside:
        assert kept(beside) == await engine.read(kept) == ["a"]


async def test_one_mistake_in_a_group_costs_the_others_nothing(engine: Postgres) -> None:
    told = await asyncio.gather(
        *(engine.write(partial(put, value)) for value in ("a", "b", "a", "c")), return_exceptions=True
    )
    assert [isinstance(one, DatabaseError) for one in told] == [False, False, True, False]
    assert await engine.read(kept) == ["a", "b", "c"]


async def test_a_work_that_goes_on_after_its_statement_failed_is_not_told_that_it_was_kept(
    engine: Postgres,
) -> None:
    def careless(db: Db) -> None:
        put("a", db)
        with pytest.raises(psycopg.Error):
            put("a", db)

    with pytest.raises(RuntimeError, match="a statement of its own that failed"):
        await engine.write(careless)
    assert await engine.read(kept) == []


async def test_a_reader_cannot_write_and_reads_on(engine: Postgres) -> None:
    with pytest.raises(DatabaseError, match="read-only"):
        await engine.read(partial(put, "a"))
    assert await engine.read(kept) == []


async def test_a_work_sees_the_keystrokes_that_were_asked_for_before_it(engine: Postgres) -> None:
    loop, seen = asyncio.get_running_loop(), []
    for seq in range(1, 40):
        engine.submit(row(NOTE, seq), lambda *_: None)
        seen.append(loop.create_task(engine.write(rows)))
        await asyncio.sleep(0)
    found = await asyncio.gather(*seen)
    assert all((NOTE, seq) in rows for seq, rows in enumerate(found, 1))


async def test_a_row_is_written_once_and_only_behind_the_one_before(engine: Postgres) -> None:
    assert await outcomes(engine, row(NOTE, 1), row(OTHER, 1), row(NOTE, 2)) == [None, None, None]
    assert await outcomes(engine, row(NOTE, 2), row(OTHER, 2)) == [FencedError, None]
    assert await outcomes(engine, row(NOTE, 4), row(OTHER, 3)) == [FencedError, None]
    assert await engine.read(rows) == [(NOTE, 1), (NOTE, 2), (OTHER, 1), (OTHER, 2), (OTHER, 3)]


async def test_who_owns_a_client_id_is_written_with_the_row_or_not_at_all(engine: Postgres) -> None:
    anna, mallory = ("d:anna", VisitorId("a")), ("d:mallory", VisitorId("m"))
    await engine.write(partial(notes.insert, note=NOTE, title="", at=1))
    await engine.write(row(NOTE, 1, claims={5: anna}))
    await engine.write(lambda db: db.execute("UPDATE notes SET epoch = 3"))
    assert await outcomes(engine, row(NOTE, 1, claims={6: mallory})) == [FencedError]
    assert await outcomes(engine, row(NOTE, 2, claims={5: mallory})) == [None]
    claims = "SELECT client, owner, epoch FROM client_ids"
    assert await engine.read(lambda db: list(db.execute(claims))) == [(5, "d:anna", 3)]


async def test_who_was_declared_dead_writes_nothing_until_it_has_another_number(
    engine: Postgres, url: str
) -> None:
    with of_postgresql(url) as beside:
        beside.execute("DELETE FROM fences WHERE node = ?", (engine.fence,))
        assert await outcomes(engine, row(NOTE, 1)) == [FencedError]
        with pytest.raises(FencedError):
            await engine.write(partial(put, "a"))
        beside.execute("INSERT INTO fences VALUES (77)")
        told: list[object] = []
        engine.submit(partial(put, "c"), lambda _, error: told.append(type(error)))
        engine.fence = 77
        await engine.write(partial(put, "b"))
        assert told == [FencedError], "it was asked for under the number before"
        assert await outcomes(engine, row(NOTE, 1)) == [None]
        assert kept(beside) == ["b"]


def end_all_others(beside: Db) -> None:
    """As a server that is stopped does; it is done once their processes are gone."""
    ended = (
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert all(done for (done,) in beside.execute(ended))


async def test_a_connection_that_was_ended_at_rest_costs_nobody_anything(engine: Postgres, url: str) -> None:
    """As after a restart of the server: nothing was sent, so nothing is in doubt."""
    lost: list[DiskTroubleError] = []
    engine.lost = lost.append
    await outcomes(engine, row(NOTE, 1))
    with of_postgresql(url) as beside:
        end_all_others(beside)
    await asyncio.gather(engine.write(row(NOTE, 2)), engine.write(partial(put, "a")))
    assert (lost, await engine.read(rows)) == ([], [(NOTE, 1), (NOTE, 2)])


async def test_a_connection_that_is_lost_on_the_way_is_told_as_such_and_writing_goes_on(
    engine: Postgres, url: str
) -> None:
    lost: list[DiskTroubleError] = []
    engine.lost = lost.append
    await outcomes(engine, row(NOTE, 1))
    assert await engine.read(kept) == []
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with of_postgresql(url) as beside:
        beside.execute("BEGIN")
        beside.execute("SELECT FROM fences WHERE node = ? FOR UPDATE", (engine.fence,))
        on_the_way = asyncio.create_task(engine.write(journal.Append(NOTE, 2, 7, b"2", {})))
        async with asyncio.timeout(20):
            while list(beside.execute(waiting)) == [(0,)]:  # noqa: ASYNC110 - a statement tells nobody that it waits
                await asyncio.sleep(0.01)
        end_all_others(beside)
        # In another transaction. Asked for sooner it might have begun, and be lost as well.
        behind = asyncio.create_task(engine.write(partial(put, "a")))
        await asyncio.sleep(0)
        beside.execute("ROLLBACK")
    errors = await asyncio.gather(on_the_way, behind, return_exceptions=True)
    assert [getattr(error, "reason", None) for error in errors] == [Trouble.UNREACHABLE, None]
    assert [error.reason for error in lost] == [Trouble.UNREACHABLE]
    assert await engine.read(kept) == ["a"], "a reader begins anew"
    assert await outcomes(engine, row(NOTE, 2)) == [None]
    await engine.write(partial(put, "b"))


async def test_readers_come_back_with_the_server(engine: Postgres, url: str, cluster: Cluster) -> None:
    async def read() -> list[object]:
        return await asyncio.gather(*(engine.read(kept) for _ in range(8)), return_exceptions=True)

    name = url.partition("?")[0].rpartition("/")[2]
    assert await read() == [[]] * 8
    cluster.command(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    cluster.command(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
    for _ in range(2):
        assert {type(one) for one in await read()} == {DiskTroubleError}
    cluster.command(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert await read() == [[]] * 8


async def test_who_waits_for_a_silent_server_is_told_once_the_ways_are_cut(engine: Postgres) -> None:
    def process(db: Db) -> int:
        ((pid,),) = db.execute("SELECT pg_backend_pid()")
        return int(pid)

    stopped = [await engine.read(process), await engine.write(process)]
    try:
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        reading = asyncio.create_task(engine.read(kept))
        writing = asyncio.create_task(engine.write(partial(put, "a")))
        pause_s = 0.05
        while (await asyncio.wait({reading, writing}, timeout=pause_s))[1]:
            engine.cut()  # a thread tells nobody that it waits
            pause_s *= 2  # and the new way of a reader takes its time
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert await reading == [], "a reader has begun on another way"
    with pytest.raises(DiskTroubleError) as refused:
        await writing
    assert refused.value.reason is Trouble.UNREACHABLE


async def test_a_work_that_was_stopped_in_the_middle_holds_nobody_up(engine: Postgres, url: str) -> None:
    """As one process of several that is frozen: the server ends its transaction after some seconds."""
    gate = threading.Event()

    def stop(db: Db) -> None:
        put("a", db)
        gate.wait(20)

    held = asyncio.create_task(engine.write(stop))
    async with Postgres.open(url) as other:
        async with asyncio.timeout(10):
            await other.write(partial(put, "b"))
    gate.set()
    with pytest.raises(DiskTroubleError):
        await held
    assert await engine.read(kept) == ["b"]


async def test_a_process_that_is_alone_may_compute_in_the_middle_of_a_work_for_as_long_as_it_takes(
    url: str,
) -> None:
    """A move or a restore on a slow machine holds up nobody, and nobody ends it."""
    for alone, most in ((False, "3s"), (True, "0")):
        async with Postgres.open(url, alone=alone) as engine:
            shown = await engine.write(
                lambda db: list(db.execute("SHOW idle_in_transaction_session_timeout"))
            )
        assert shown == [(most,)]


async def test_values_come_back_as_sqlite_gives_them(engine: Postgres) -> None:
    def look(db: Db) -> list[tuple[object, ...]]:
        db.execute(
            "INSERT INTO notes (id, title, created_at, changed_at, pages) VALUES ('n', ?, ?, 1, ?)",
            ("a\0b", True, 1 / 3),
        )
        shown = "title, created_at, pages, sum(created_at), created_at = 1, count(*), max(trashed_at)"
        return list(db.execute(f"SELECT {shown} FROM notes GROUP BY id"))  # noqa: S608 - a constant

    (found,) = await engine.write(look)
    assert found == ("a\ufffdb", 1, 1 / 3, 1, 1, 1, None)
    assert [type(value) for value in found] == [str, int, float, int, int, int, type(None)]


def test_both_engines_have_the_same_tables(url: str) -> None:
    def told(db: Db) -> list[TableInfo]:
        return sorted(db.tables(), key=lambda table: table.name)

    with of_sqlite() as one, of_postgresql(url) as other:
        assert told(one) == told(other)


async def test_an_empty_database_is_made_ours_and_another_is_left_alone(cluster: Cluster) -> None:
    with cluster.database(how="TEMPLATE template0") as url:
        with pytest.raises(OlderSchemaError, match="it is empty"):
            async with Postgres.open(url, as_it_is=True):
                pass
        for _ in range(2):
            async with Postgres.open(url) as engine:
                assert await engine.read(lambda db: db.size().file) > 0
                await engine.expect_sound()
        with of_postgresql(url) as beside:
            numbers = [
                number for (number,) in beside.execute("SELECT number FROM schema_migrations ORDER BY number")
            ]
            assert numbers == [one.number for one in migrations()]
            assert list(beside.execute("SELECT * FROM fences")) == [], "who leaves takes its fence along"
            beside.execute("UPDATE schema_migrations SET hash = 'another' WHERE number = 22")
        with pytest.raises(OtherSchemaError):
            async with Postgres.open(url):
                pass


async def test_two_that_open_a_new_database_at_once_make_it_once(cluster: Cluster) -> None:
    async def open_and_close(url: str) -> None:
        async with Postgres.open(url):
            """It is migrated as it is opened."""

    with cluster.database(how="TEMPLATE template0") as url:
        await asyncio.gather(*(open_and_close(url) for _ in range(3)))


async def refused(url: str) -> str:
    with pytest.raises(DatabaseError) as error:
        async with Postgres.open(url):
            pass
    return str(error.value)


async def test_a_server_that_could_lose_what_was_saved_is_refused(cluster: Cluster, url: str) -> None:
    assert await refused(f"{url}&options=-csynchronous_commit%3Doff") == (
        "synchronous_commit is off there: what was saved could be lost. Turn it on"
    )
    with own("fsync = off\nfull_page_writes = off\n") as careless:
        assert (await refused(careless.url("postgres"))).startswith("fsync and full_page_writes is off there")


async def test_a_database_that_sorts_otherwise_is_refused(cluster: Cluster) -> None:
    for how, shown in (
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", "SQL_ASCII and the collation C,"),
        ("ENCODING 'UTF8' LOCALE 'C.UTF-8'", "UTF8 and the collation C.UTF-8,"),
    ):
        with cluster.database(how=f"TEMPLATE template0 {how}") as url:
            assert shown in await refused(url)


async def test_an_address_that_nobody_answers_at_is_told_without_its_password(url: str) -> None:
    nobody = "postgresql://anna:geheim@127.0.0.1:1/pochette"
    with pytest.raises(UnreachableDatabaseError) as error:
        async with Postgres.open(nobody):
            pass
    assert "127.0.0.1" in str(error.value)
    assert "geheim" not in f"{error.value}{await refused('postgresql://anna:gehe[im@x/y')}"


async def test_who_must_be_alone_is_refused_beside_another_and_lets_nobody_in(url: str) -> None:
    async with Postgres.open(url), Postgres.open(url, as_it_is=True):
        with pytest.raises(OpenElsewhereError, match="has it open: wait for its end, or stop it"):
            async with Postgres.open(url, alone=True):
                """It does not open."""
    async with Postgres.open(url, alone=True):
        with pytest.raises(OpenElsewhereError, match="another command of Pochette must be alone"):
            async with Postgres.open(url):
                """It does not open."""


async def test_who_was_cut_off_or_slept_writes_nothing_once_another_was_alone(url: str) -> None:
    async with Postgres.open(url) as sleeping:
        with of_postgresql(url) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = ?"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                (OPEN,),
            )
            db.execute("INSERT INTO nodes VALUES (1, 'http://a', 1, now() + interval '1 hour', '')")
            db.execute("INSERT INTO fences VALUES (1)")
            db.execute("SELECT pg_advisory_lock(1)")
            with pytest.raises(OpenElsewhereError):  # a server that has a lease is not asleep
                async with Postgres.open(url, alone=True):
                    """It does not open."""
            db.execute("SELECT pg_advisory_unlock(1)")
        async with Postgres.open(url, alone=True) as alone:
            assert await alone.read(lambda db: list(db.execute("SELECT count(*) FROM fences"))) == [(1,)]
        assert await outcomes(sleeping, row(NOTE, 1)) == [FencedError]
        with pytest.raises(FencedError):
            await sleeping.write(lambda db: db.execute("DELETE FROM notes"))


async def test_a_process_of_a_version_before_is_neither_joined_nor_let_in_afterwards(url: str) -> None:
    """It writes under another lock, and its address has no seal."""
    before = 0x706F6370
    async with Postgres.open(url):
        """The tables are there."""
    with of_postgresql(url) as db:
        db.execute("ALTER TABLE nodes DROP COLUMN seal")
        db.execute("DROP TABLE pochette_works, pochette_leading")
        db.execute("SELECT pg_advisory_lock_shared(?)", (before,))
        with pytest.raises(DatabaseError, match="a Pochette before this one has it open"):
            async with Postgres.open(url):
                """It does not open."""
        db.execute("SELECT pg_advisory_unlock_shared(?)", (before,))
        db.execute("INSERT INTO nodes VALUES (1, 'http://a', 1, now() + interval '1 hour')")
        db.execute("INSERT INTO fences VALUES (1)")
        with pytest.raises(DatabaseError, match="stop all of them first"):
            async with Postgres.open(url):
                """Nor beside a server whose session was lost."""
        db.execute("DELETE FROM fences")
        for how in ({"as_it_is": True}, {"updates": False}):
            with pytest.raises(OlderSchemaError, match="start the server once"):
                async with Postgres.open(url, **how):
                    """A command leaves it as it is."""
        async with Postgres.open(url) as engine:
            await engine.write(lambda db: db.execute("DELETE FROM notes"))
        with pytest.raises(psycopg.errors.NotNullViolation):
            db.execute("INSERT INTO nodes VALUES (2, '', 1, 'infinity')")
