"""The SQLite engine: what is told is on disk, one's mistake is not the others', and a full disk is named."""

import asyncio
import gc
from functools import partial
from pathlib import Path

import apsw
import pytest

from server.storage import DatabaseError, Db, DiskTroubleError
from server.storage.engines.sqlite import Sqlite
from tests.full_disk import no_file_beyond
from tests.server.storage.rows import kept, make_table, put

pytestmark = pytest.mark.sqlite("test_postgresql.py tests the other")


async def test_what_was_written_is_there_for_another_connection_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    async with Sqlite.open(path) as engine:
        await engine.write(make_table)
        await engine.write(partial(put, "a"))
        assert apsw.Connection(str(path)).execute("SELECT value FROM kept").fetchall() == [("a",)]
        assert await engine.read(kept) == ["a"]


async def test_one_mistake_in_a_group_costs_the_others_nothing(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        values = ["a", "b", "a", "c"]
        outcomes = await asyncio.gather(
            *(engine.write(partial(put, value)) for value in values),
            return_exceptions=True,
        )
        assert [isinstance(outcome, DatabaseError) for outcome in outcomes] == [
            False,
            False,
            True,
            False,
        ]
        assert await engine.read(kept) == ["a", "b", "c"]


async def test_a_reader_cannot_write(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        with pytest.raises(DatabaseError, match="readonly"):
            await engine.read(make_table)


async def test_writes_that_were_asked_for_are_on_disk_at_the_end(tmp_path: Path) -> None:
    told: list[BaseException | None] = []
    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        for number in range(50):
            engine.submit(
                partial(put, f"{number:02}"),
                lambda _, error: told.append(error),
            )
    async with Sqlite.open(tmp_path / "x.db") as engine:
        assert len(await engine.read(kept)) == 50


async def test_a_statement_within_another_leaves_nothing_behind(tmp_path: Path) -> None:
    """A cursor that stays has every later statement of the connection look at it."""

    def nested(db: Db) -> None:
        for (number,) in db.execute("SELECT 1 UNION SELECT 2"):
            list(db.execute("SELECT ?", (number,)))

    async with Sqlite.open(tmp_path / "x.db") as engine:
        before = cursors()
        for _ in range(20):
            await engine.read(nested)
            await engine.write(nested)
        assert cursors() == before


def cursors() -> int:
    """How many there are in this process."""
    return sum(isinstance(one, apsw.Cursor) for one in gc.get_objects())


async def test_a_full_disk_is_named_keeps_nothing_and_heals(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        await engine.write(make_table)
        with no_file_beyond(0), pytest.raises(DiskTroubleError, match="the disk refused"):
            await engine.write(partial(put, "lost"))
        await engine.write(partial(put, "found"))
        assert await engine.read(kept) == ["found"]


async def test_a_write_after_the_end_is_refused_and_does_not_wait_for_ever(tmp_path: Path) -> None:
    async with Sqlite.open(tmp_path / "x.db") as engine:
        pass
    with pytest.raises(DiskTroubleError, match="closed"):
        await engine.write(make_table)
