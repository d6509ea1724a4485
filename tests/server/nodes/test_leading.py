"""One node leads at a time, and what it does in that name ends before another one begins."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from server.jobs.leader import lead
from server.nodes.connecting import connect
from server.nodes.leading import Leading, Times
from server.storage import leadership
from tests.server.nodes.living import TABLES, rows, run, until

QUICK = Times(pulse_s=0.02, lease_s=0.3, rest_s=0.5)
SESSION = (
    "FROM pg_locks JOIN pg_database d ON d.oid = database"
    " WHERE d.datname = current_database() AND locktype = 'advisory' AND granted"
    " AND classid = hashtext('lead public')::oid"
)


def job(name: str, working: list[str], worked: list[str]) -> Callable[[], Awaitable[None]]:
    """What runs for ever; two of them at once are a failure."""

    async def work() -> None:
        assert working == [], f"{name} works beside {working}"
        working.append(name)
        worked.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            working.remove(name)

    return work


async def test_what_only_the_leader_does_is_done_by_one_node_at_a_time(database: str) -> None:
    working, worked = list[str](), list[str]()
    async with AsyncExitStack() as stack:
        leads = []
        for name in "abc":
            leading = await stack.enter_async_context(Leading.open(database, QUICK))
            leads.append(asyncio.create_task(lead(leading, job(name, working, worked))))
        for terms in range(1, 5):
            await until(lambda: len(worked) == terms and bool(working))  # noqa: B023 - it is awaited here
            run(database, f"SELECT pg_terminate_backend(pid) {SESSION}")
            await until(lambda: not working)
        for task in leads:
            assert not task.done(), "it stands again"
            task.cancel()


async def test_a_leader_that_stops_is_followed_within_a_rest(database: str) -> None:
    async with AsyncExitStack() as first:
        a = await first.enter_async_context(Leading.open(database, QUICK))
        over = await a.elected()
        async with Leading.open(database, QUICK) as b:
            await first.aclose()
            assert over.is_set()
            assert not a.is_leading
            await asyncio.wait_for(b.elected(), 5)


async def test_a_silent_database_ends_the_term_and_the_next_one_begins_when_it_speaks(database: str) -> None:
    async with Leading.open(database, QUICK) as a, Leading.open(database, QUICK) as b:
        await until(lambda: a.is_leading or b.is_leading)
        leader, other = (a, b) if a.is_leading else (b, a)
        over = await leader.elected()
        ((backend,),) = rows(database, f"SELECT pid {SESSION}")
        assert isinstance(backend, int)
        os.kill(backend, signal.SIGSTOP)
        try:
            await asyncio.wait_for(over.wait(), 5)
            assert not other.is_leading, "the lock is still held"
        finally:
            os.kill(backend, signal.SIGCONT)
        await until(lambda: leader.is_leading or other.is_leading)


async def test_a_leader_that_is_frozen_is_followed(database: str) -> None:
    """As a machine whose network is gone: its session stays, and says nothing."""
    async with await connect(database) as frozen:
        await leadership.end_when_silent(frozen, QUICK.lease_s)
        assert await leadership.take(frozen)
        async with Leading.open(database, QUICK) as b:
            await asyncio.wait_for(b.elected(), 5)


async def test_the_lock_is_that_of_one_session_in_one_schema(database: str) -> None:
    """Of another session, as one may get from a pooler, it is not; and instances may share a database."""
    async with await connect(database) as a, await connect(database) as b:
        assert await leadership.take(a)
        assert [await leadership.is_held(one) for one in (a, b)] == [True, False]
        assert not await leadership.take(b)
        for name in ("blue", "green", "red", "black"):  # hashes of either sign
            await b.execute(f'CREATE SCHEMA "{name}"'.encode())
            await b.execute(f'SET search_path = "{name}"'.encode())
            await b.execute(TABLES.encode())
            assert not await leadership.is_held(b)
            assert await leadership.take(b)
            assert await leadership.is_held(b)


async def test_a_job_that_ends_by_itself_is_not_begun_again(database: str) -> None:
    async with Leading.open(database, QUICK) as a:
        times = list[int]()

        async def once() -> None:
            times.append(1)

        await asyncio.wait_for(lead(a, once), 5)
        assert times == [1]
