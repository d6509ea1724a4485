"""What the home page asks of the database: as much for fifty notes as for five, on both engines."""

import threading
from collections.abc import Iterator
from typing import Any

import apsw
import psycopg
import pytest

from server.app import create_app
from server.http.keys import CLOCK
from server.settings.config import Config
from tests.conftest import Client, client_of
from tests.server.binders.binders import began
from tests.server.binders.pochettes import make_in, put_in
from tests.server.both_engines import databases
from tests.server.database import database
from tests.server.search.indexed import until_whole
from tests.server.visits import make, visit

__all__ = ["databases"]

FEW, MANY, MOST = 5, 50, 40
_STATEMENT = 1


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that are run in the threads that read."""
    ran: list[str] = []
    execute = psycopg.Cursor.execute

    def note(sql: str) -> None:
        if "-reader" in threading.current_thread().name:
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


async def _asked(client: Client, cookie: dict[str, str], read: list[str], path: str = "/") -> tuple[int, int]:
    """How many statements and transactions the page takes: the fewest, as others may read meanwhile."""
    counted = []
    for _ in range(3):
        read.clear()
        assert (await client.get(path, headers=cookie)).status == 200
        counted.append((len(read), sum(sql.startswith("BEGIN") for sql in read)))
    return min(counted)


async def test_fifty_notes_take_as_many_statements_as_five(config: Config, read: list[str]) -> None:
    async with client_of(create_app(config)) as client:
        cookie, counted = await visit(client), []
        for number in range(MANY):
            await make(client, markdown=f"# Note {number:02}\n", headers=cookie)
            if number + 1 in (FEW, MANY):
                await until_whole(client)
                counted.append(await _asked(client, cookie, read))
        few, many = counted
        assert many == few
        assert many[0] <= MOST
        assert many[1] == 2, "the device is looked up in a transaction of its own"

        # A server that was killed has not kept them: they are read from the texts, all of them at once.
        with database(config) as db:
            db.execute("UPDATE notes SET title = '', titled_seq = 0")
        statements, transactions = await _asked(client, cookie, read)
        assert statements <= MOST + 5
        assert transactions == 3
        page = await (await client.get("/", headers=cookie)).text()
        assert all(f"<b>Note {number:02}</b>" in page for number in range(MANY))


async def test_a_pochette_of_the_day_takes_as_many_for_twelve_notes_as_for_three(
    config: Config, read: list[str]
) -> None:
    """On the home page, above the list of its classeur, and on Aujourd'hui."""
    async with client_of(create_app(config)) as client:
        team, counted = await began(client), []
        day = await make_in(team, day=client.app[CLOCK].today().isoformat())
        loose = await make(client, markdown="# Ailleurs\n", headers=team.cookie)
        await client.post(f"{day}/notes", json={"links": [f"http://x{loose.read}"]}, headers=team.cookie)
        for number in range(12):
            note = await team.note(f"# Note {number:02}\n")
            await put_in(client, day, note, cookie=team.cookie)
            if number + 1 in (3, 12):
                await until_whole(client)
                paths = ("/", team.base, f"{team.base}?view=today")
                counted.append([await _asked(client, team.cookie, read, path) for path in paths])
                page = await (await client.get("/", headers=team.cookie)).text()
                assert all(f"<span>{name}</span>" in page for name in ("Ailleurs", f"Note {number:02}"))
        few, many = counted
        assert many == few
