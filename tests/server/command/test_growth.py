"""What a backup, its restore and a prune ask of the catalogue: as much for many notes as for few, on both."""

from collections.abc import Iterator
from typing import Any

import apsw
import psycopg
import pytest

from server.command.backup import back_up, restore
from server.command.shell import prune_now
from server.opening import open_engine
from server.settings.config import Config
from server.storage import Db
from tests.databases import Databases
from tests.instance import add_notes
from tests.server.both_engines import databases

__all__ = ["databases"]

FEW, MANY = 2, 12
_STATEMENT = 1
_CATALOGUE = ("pragma_", "pg_constraint")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The questions to the catalogue of either engine."""
    ran: list[str] = []
    execute = psycopg.Cursor.execute

    def note(sql: str) -> None:
        if any(name in sql for name in _CATALOGUE):
            ran.append(sql)

    def executed(cursor: psycopg.Cursor[Any], query: Any, *values: Any, **how: Any) -> psycopg.Cursor[Any]:
        note(str(query))
        return execute(cursor, query, *values, **how)

    def trace(connection: apsw.Connection) -> None:
        connection.trace_v2(_STATEMENT, lambda event: note(event["sql"]))

    monkeypatch.setattr(psycopg.Cursor, "execute", executed)
    apsw.connection_hooks.append(trace)
    yield ran
    apsw.connection_hooks.remove(trace)


async def test_the_catalogue_is_asked_as_often_for_many_notes_as_for_few(
    config: Config, databases: Databases, asked: list[str]
) -> None:
    counted = []
    for many in (FEW, MANY):
        source, target = (config.data.with_name(f"{name}-{many}") for name in ("source", "target"))
        await add_notes(source, ["# Santé\n"] * many, database=databases.setting(source))
        asked.clear()
        await back_up(Config(data=source, database=databases.setting(source)), source / "b.zip")
        of_backup = len(asked)
        told = await restore(Config(data=target, database=databases.setting(target)), source / "b.zip")
        assert told[0] == f"{many} notes are restored."
        counted.append((of_backup, len(asked) - of_backup))
    few, many_of_them = counted
    assert many_of_them == few
    assert all(few), "they are seen at all"


async def test_a_prune_asks_the_catalogue_as_often_for_many_notes_as_for_few(
    config: Config, databases: Databases, asked: list[str]
) -> None:
    counted = []
    for many in (FEW, MANY):
        data = config.data.with_name(f"trash-{many}")
        here = Config(data=data, database=databases.setting(data))
        await add_notes(data, ["# Santé\n"] * many, database=here.database)
        async with open_engine(here) as engine:
            await engine.write(_put_all_away)
        asked.clear()
        told = await prune_now(here)
        assert told[0] == f"{many} notes of the trash are deleted."
        counted.append(len(asked))
    few, many_of_them = counted
    assert few == many_of_them > 0


def _put_all_away(db: Db) -> None:
    db.execute("UPDATE notes SET trashed_at = 1")
