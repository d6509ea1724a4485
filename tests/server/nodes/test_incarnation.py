"""A node lives by its lease and its session; whoever loses one of them begins anew with nothing."""

import asyncio
import math
import time
from collections.abc import Iterable, Iterator

import pytest

from server.nodes.burying import Burying
from server.nodes.cluster import Cluster
from server.nodes.connecting import Desk, connect
from server.storage import ownership
from server.storage.ownership import LEASE_S, SoleError
from tests.server.nodes.living import TABLES, Opened, node, rows, run, silent, until
from tests.server.nodes.postgres import Postgres, running

END_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
LAPSE = "UPDATE nodes SET alive_until = now() - interval '1 s' WHERE node = 1"


async def begun_anew(a: Cluster, opened: Opened, was: int) -> None:
    await until(lambda: a.number not in {0, was} and not a.is_blind)
    assert opened.lost == [None]
    assert not a.owns("note")


async def test_a_process_that_is_gone_is_taken_from_at_once(database: str) -> None:
    async with silent(database, 1) as a, node(database) as (b, _):
        await a.owners.locate("note")
        owner = await b.locate("note")
        assert owner == (1, "http://silent")
        assert await b.unreachable("note", 1) is False  # it lives
        await a.db.close()
        await until(lambda: b.unreachable("note", 1), within_s=2)
        assert await b.locate("note") is None


async def test_a_silent_node_is_buried_once_its_lease_is_over(database: str) -> None:
    cut: list[str] = []
    async with silent(database, 1) as a, node(database) as (b, _):
        await a.owners.locate("note")
        await b.locate("note")
        with b.reaching(1, lambda: cut.append("a socket")):
            assert await b.unreachable("note", 1) is False
            run(database, LAPSE)
            await until(lambda: cut == ["a socket"])
        assert await b.locate("note") is None
        assert rows(database, "SELECT node FROM fences") == [(b.number,)]


async def test_who_was_declared_dead_drops_everything_and_begins_anew(database: str) -> None:
    async with node(database) as (a, opened):
        was = a.number
        await a.locate("note")
        run(database, "DELETE FROM fences")
        await begun_anew(a, opened, was)
        assert rows(database, "SELECT count(*) FROM owners") == [(0,)]


async def test_whose_session_ends_begins_anew_at_once(database: str) -> None:
    """Its lock is gone: another may have buried it."""
    async with node(database) as (a, opened):
        was = a.number
        await a.locate("note")
        run(database, END_SESSIONS)
        await begun_anew(a, opened, was)
        assert rows(database, "SELECT node FROM fences") == [(a.number,)]


class Sleepy(Opened):
    """Holds its whole process up for longer than a lease, once, in the middle of a pulse."""

    has_slept = False

    def opened(self) -> Iterable[str]:
        if not self.has_slept:
            self.has_slept = True
            time.sleep(LEASE_S + 0.3)
        return super().opened()


async def test_who_slept_for_longer_than_its_lease_goes_on_unless_it_was_buried(
    database: str, postgres: Postgres
) -> None:
    """One that others may join, between its pulses, and a lone server, in the middle of one."""
    elsewhere = postgres.create(f"{database.rpartition('/')[2]}_lone")
    run(elsewhere, TABLES)
    sleepy = Sleepy()
    async with node(database) as (a, opened), node(elsewhere, "") as (lone, _):
        was = [a.number, lone.number]
        assert [await one.locate("note") for one in (a, lone)] == [None, None]
        lone.keep(sleepy)
        await until(lambda: sleepy.has_slept)
        assert a.is_blind, "it does not know yet whether it was buried"
        await until(lambda: not (a.is_blind or lone.is_blind))
        assert [a.number, lone.number] == was
        assert opened.lost == sleepy.lost == []
        assert a.owns("note")
        assert lone.owns("note")


async def waits(database: str) -> bool:
    sql = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(await asyncio.to_thread(rows, database, sql))


async def test_a_renewal_and_a_burial_wait_for_each_other_and_look_again(database: str) -> None:
    async with silent(database, 1) as a, await connect(database) as other:
        run(database, LAPSE)
        async with a.db.transaction():
            assert await ownership.pulse(a.db, 1)
            burying = asyncio.create_task(ownership.bury(other, 1))
            await until(lambda: waits(database))
        assert await burying is False
        run(database, LAPSE)
        async with other.transaction():
            assert await ownership.bury(other, 1)
            renewing = asyncio.create_task(ownership.pulse(a.db, 1))
            await until(lambda: waits(database))
        assert await renewing is None


async def test_a_note_that_another_node_has_is_dropped(database: str) -> None:
    """A room that only shows would never notice."""
    async with node(database) as (a, opened):
        await asyncio.gather(a.locate("ours"), a.locate("theirs"))
        opened.things |= {"ours", "theirs", "never taken"}
        run(database, "UPDATE owners SET node = 17 WHERE thing = 'theirs'")
        await until(lambda: opened.lost != [])
        assert opened.lost == [{"theirs", "never taken"}]
        assert (a.owns("ours"), a.owns("theirs")) == (True, False)


@pytest.fixture
def mortal() -> Iterator[Postgres]:
    """One that no other test uses."""
    with running() as postgres:
        yield postgres


async def test_a_restarted_database_ends_the_incarnation(mortal: Postgres) -> None:
    database = mortal.create("mortal")
    run(database, TABLES)
    async with node(database) as (a, opened):
        was = a.number
        await a.locate("note")
        await asyncio.to_thread(mortal.stop)
        await until(lambda: a.is_blind)
        assert a.number == 0
        await asyncio.to_thread(mortal.start)
        await begun_anew(a, opened, was)
        assert await a.locate("note") is None
        assert rows(database, "SELECT node FROM fences") == [(a.number,)]


async def test_a_server_without_an_address_is_the_only_one(database: str) -> None:
    async with node(database, "") as (a, _):
        for url in ("", "http://b"):
            with pytest.raises(SoleError):
                async with node(database, url):
                    raise AssertionError
        was = a.number
        run(database, END_SESSIONS)
        await until(lambda: a.number not in {0, was})
    async with node(database, "http://a"), node(database, "http://b"):
        with pytest.raises(SoleError):
            async with node(database, ""):
                raise AssertionError


async def test_a_lease_is_looked_at_when_it_is_over_and_not_at_the_next_pulse(database: str) -> None:
    died = list[bool]()
    desk = Desk(database)
    burying = Burying(desk, lambda: 1, died=lambda: died.append(True))
    async with silent(database, 1), silent(database, 2), await connect(database) as db:
        assert 0 < await burying.look(db) <= LEASE_S
        run(database, "UPDATE nodes SET alive_until = now() + interval '300 ms' WHERE node = 2")
        due_s = await burying.look(db)
        assert (0 < due_s <= 0.3, died) == (True, [])
        await asyncio.sleep(due_s)
        assert await burying.look(db) == math.inf
        assert died == [True]
    await desk.close()
