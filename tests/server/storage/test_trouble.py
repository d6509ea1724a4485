"""Errors of any kind in the writing thread: all callers get them, and writing goes on."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest
from structlog.testing import capture_logs

from server.storage import Db, DiskTroubleError, Trouble
from server.storage.engines import sqlite
from server.storage.engines.commits import Commits
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Sqlite
from tests.server.storage.rows import Panic, kept, make_table, put

pytestmark = pytest.mark.sqlite("test_postgresql.py tests the other")

BUSY_S = 0.2


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", int(BUSY_S * 1000))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes meanwhile."""
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_all_who_wait_for_a_lock_are_told_together_and_writing_goes_on(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        with locked(tmp_path / "x.db"):
            first = asyncio.create_task(engine.write(partial(put, "first")))
            await asyncio.sleep(BUSY_S / 4)  # the others come while its group waits
            began = time.monotonic()
            told = await asyncio.gather(
                first, *(engine.write(partial(put, str(n))) for n in range(40)), return_exceptions=True
            )
            waited = time.monotonic() - began
        assert {getattr(error, "reason", None) for error in told} == {Trouble.LOCKED}
        assert waited < 10 * BUSY_S, "not one after the other"
        await engine.write(partial(put, "after"))
        assert await engine.read(kept) == ["after"]


def test_a_lock_that_is_lost_while_a_group_is_tried_one_by_one_makes_nobody_wait_alone(
    tmp_path: Path,
) -> None:
    """After the mistake of one of them each is tried alone: the first refusal is that of all."""
    path = tmp_path / "x.db"
    other = apsw.Connection(str(path))

    begun = 0

    def lose(_: object, statement: str, __: object) -> bool:
        """Another program takes the lock once the mistaken work was tried alone."""
        nonlocal begun
        begun += statement == "BEGIN IMMEDIATE"
        if begun == 4 and not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")
        return True

    def connect() -> Connection:
        connection = sqlite.connect(path)
        connection.exec_trace = lose
        return connection

    def mistaken(_: Db) -> None:
        raise LookupError

    commits = Commits(connect)
    commits.commit([make_table])
    began = time.monotonic()
    told = [one.error for one in commits.commit([mistaken, *(partial(put, str(n)) for n in range(30))])]
    assert time.monotonic() - began < 10 * BUSY_S
    assert isinstance(told[0], LookupError)
    assert {getattr(error, "reason", None) for error in told[1:]} == {Trouble.LOCKED}
    other.execute("ROLLBACK")
    begun = 5
    assert [one.error for one in commits.commit([partial(put, "after")])] == [None]
    commits.close()
    other.close()


async def test_a_file_that_cannot_be_written_anew_now_is_told_and_costs_no_writer(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        with locked(tmp_path / "x.db"), pytest.raises(DiskTroubleError, match="BusyError") as refused:
            await engine.compact()
        assert refused.value.reason is Trouble.LOCKED
        await engine.write(partial(put, "after"))
        await engine.compact()


@pytest.mark.parametrize(
    "error", [Panic, SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration, RecursionError]
)
async def test_what_is_raised_in_one_write_is_told_to_its_owner_and_to_nobody_else(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def fail(_: Db) -> None:
        raise error

    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        told = await asyncio.gather(
            engine.write(partial(put, "a")),
            engine.write(fail),
            engine.write(partial(put, "b")),
            return_exceptions=True,
        )
        assert (told[0], told[2]) == (None, None)
        assert isinstance(told[1], Exception)
        assert await engine.read(kept) == ["a", "b"]


@pytest.mark.parametrize(
    "error", [apsw.InterruptError, apsw.NoMemError, apsw.CorruptError, apsw.IOError, MemoryError]
)
async def test_trouble_in_a_write_is_told_to_all_and_the_next_write_passes(
    tmp_path: Path, error: type[Exception]
) -> None:
    def fail(_: Db) -> None:
        raise error

    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        with pytest.raises(DiskTroubleError, match=error.__name__):
            await engine.write(fail)
        await engine.write(partial(put, "after"))
        assert await engine.read(kept) == ["after"]


async def test_what_the_loop_is_told_may_fail_in_any_way_and_the_next_is_told_all_the_same(
    tmp_path: Path,
) -> None:
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    mistakes: list[object] = []
    loop.set_exception_handler(lambda _, context: mistakes.append(context["exception"]))

    def panic(*_: object) -> None:
        raise Panic

    async with Sqlite.open(tmp_path / "x.db") as engine:
        engine.submit(make_table, panic)
        engine.submit(partial(put, "a"), lambda *_: told.set())
        async with asyncio.timeout(10):
            await told.wait()
        assert [type(mistake) for mistake in mistakes] == [Panic]


async def test_a_cursor_that_is_left_over_keeps_neither_reads_nor_writes_at_its_moment(
    tmp_path: Path,
) -> None:
    left: list[object] = []

    def leave(db: Db) -> None:
        cursor = iter(db.execute("SELECT value FROM kept"))
        left.append((cursor, next(cursor)))

    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        for value in "abc":
            await engine.write(partial(put, value))
        for work in (engine.read, engine.write):
            await work(leave)
            other = apsw.Connection(str(tmp_path / "x.db"))
            other.execute("INSERT INTO kept VALUES (?)", (work.__name__,))
            other.close()
            await engine.write(partial(put, f"after {work.__name__}"))
        assert await engine.read(kept) == ["a", "after read", "after write", "b", "c", "read", "write"]
    left.clear()


async def test_a_thread_that_ends_is_told_to_who_waits_and_to_who_comes(
    tmp_path: Path,
) -> None:
    with capture_logs() as logs:
        await _end_the_thread(tmp_path / "x.db")
    assert [line["log_level"] for line in logs] == ["critical"]


async def _end_the_thread(path: Path) -> None:
    async with Sqlite.open(path) as engine:
        await engine.write(make_table)
        gate, is_held = threading.Event(), threading.Event()

        def hold(_: Db) -> None:
            is_held.set()
            gate.wait(10)

        held = asyncio.create_task(engine.write(hold))
        assert await asyncio.to_thread(is_held.wait, 10)
        nonsense = SimpleNamespace(done=lambda *_: None)  # no error that is known does it
        engine._jobs.put(nonsense)  # type: ignore[arg-type]  # noqa: SLF001
        waiting = [asyncio.create_task(engine.write(partial(put, str(n)))) for n in range(3)]
        compacting = asyncio.create_task(engine.compact())
        await asyncio.sleep(0)
        gate.set()
        async with asyncio.timeout(10):
            await engine.failed.wait()
            told = await asyncio.gather(held, *waiting, compacting, return_exceptions=True)
        assert {getattr(error, "reason", None) for error in told[1:]} == {Trouble.CLOSED}
        for late in (engine.write(make_table), engine.compact()):
            with pytest.raises(DiskTroubleError, match="closed"):
                await late
