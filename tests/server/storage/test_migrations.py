"""Which migrations a database has, how one from before they were recorded is taken over, what is refused."""

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Sqlite
from server.storage.migrations import (
    ForeignSchemaError,
    NewerSchemaError,
    OlderSchemaError,
    OtherSchemaError,
    migrations,
)
from tests.server.storage.older import apply_until
from tests.server.storage.shapes import of_sqlite

pytestmark = pytest.mark.sqlite("its files of earlier versions")

EVERY = [(one.number, one.name, one.hash) for one in migrations()]
LAST_UNRECORDED = 21


async def open_and_close(path: Path, *, as_it_is: bool = False) -> None:
    async with Sqlite.open(path, as_it_is=as_it_is):
        """It is migrated as it is opened."""


def asked(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(apsw.Connection(str(path))) as connection:
        return list(connection.execute(query))


def shape(path: Path) -> list[str]:
    with closing(apsw.Connection(str(path))) as connection:
        return of_sqlite(connection)


def change(path: Path, statement: str) -> None:
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute(statement)


async def test_a_new_database_knows_each_migration_and_when_it_came(tmp_path: Path) -> None:
    await open_and_close(tmp_path / "x.db")
    assert (
        asked(tmp_path / "x.db", "SELECT number, name, hash FROM schema_migrations ORDER BY number") == EVERY
    )
    ((oldest,),) = asked(tmp_path / "x.db", "SELECT min(applied_at) FROM schema_migrations")
    assert isinstance(oldest, int)
    before = (tmp_path / "x.db").read_bytes()
    await open_and_close(tmp_path / "x.db")
    await open_and_close(tmp_path / "x.db", as_it_is=True)
    assert (tmp_path / "x.db").read_bytes() == before


@pytest.mark.parametrize("last", [1, 16, LAST_UNRECORDED])
async def test_a_database_from_before_the_table_is_taken_over_with_its_rows(
    tmp_path: Path, last: int
) -> None:
    path = tmp_path / "older.db"
    with closing(Connection(str(path))) as connection:
        apply_until(connection, last)
        connection.execute("INSERT INTO notes (id, title, created_at, changed_at) VALUES ('n', 'Fret', 1, 2)")
        connection.execute("INSERT INTO journal VALUES ('n', 1, 2, x'00')")
    with pytest.raises(OlderSchemaError, match=f"it has schema {last}, this program needs"):
        await open_and_close(path, as_it_is=True)
    await open_and_close(path)
    await open_and_close(tmp_path / "new.db")
    assert shape(path) == shape(tmp_path / "new.db")
    assert asked(path, "SELECT number, name, hash FROM schema_migrations ORDER BY number") == EVERY
    unknown = "SELECT max(number) FROM schema_migrations WHERE applied_at IS NULL"
    assert asked(path, unknown) == [(last,)], "nobody knows when these were applied"
    assert asked(path, "SELECT id, title, changed_at FROM notes") == [("n", "Fret", 2)]
    assert asked(path, "SELECT * FROM journal") == [("n", 1, 2, b"\0")]


async def test_a_program_from_before_the_table_takes_it_for_a_newer_database(tmp_path: Path) -> None:
    await open_and_close(tmp_path / "x.db")
    ((version,),) = asked(tmp_path / "x.db", "PRAGMA user_version")
    assert isinstance(version, int)
    assert version == EVERY[-1][0] > LAST_UNRECORDED


async def test_what_this_program_does_not_know_is_left_alone(tmp_path: Path) -> None:
    path, newest = tmp_path / "x.db", EVERY[-1][0]
    await open_and_close(path)
    change(path, "INSERT INTO schema_migrations VALUES (1000, 'newer', '', 1)")
    with pytest.raises(NewerSchemaError, match=f"it has schema 1000, this program knows {newest}: install"):
        await open_and_close(path)
    change(path, "DELETE FROM schema_migrations WHERE number = 1000")
    change(path, "UPDATE schema_migrations SET hash = 'another' WHERE number = 22")
    before = path.read_bytes()
    with pytest.raises(OtherSchemaError, match="its schema 22 is not the one of this program"):
        await open_and_close(path)
    assert path.read_bytes() == before


async def test_a_table_of_migrations_makes_no_database_ours(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    change(path, "CREATE TABLE schema_migrations (version TEXT); CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(ForeignSchemaError):
        await open_and_close(path)


@pytest.mark.whole
async def test_a_crash_between_two_migrations_is_gone_on_from(tmp_path: Path) -> None:
    await open_and_close(tmp_path / "new.db")
    for last in range(len(EVERY)):
        path = tmp_path / f"{last}.db"
        with closing(Connection(str(path))) as connection, connection:  # one wait for the disk
            for migration in migrations()[: last + 1]:
                connection.execute(migration.script)
                connection.execute(
                    "INSERT INTO schema_migrations VALUES (?, ?, ?, 1)", (*migration[:2], migration.hash)
                )
        await open_and_close(path)
        assert shape(path) == shape(tmp_path / "new.db"), last


def test_the_statements_of_a_migration_never_change() -> None:
    """A database keeps their hash; comments may change. A new migration adds a line here."""
    assert {one.number: one.hash[:12] for one in migrations()} == HASHES


def test_the_hash_is_of_the_statements_alone() -> None:
    one = migrations()[1]
    assert one._replace(script=f"-- another word\n{one.script}\n\n").hash == one.hash
    assert one._replace(script=one.script.replace("TEXT", "BLOB")).hash != one.hash


HASHES = {
    0: "c1b01c7aadca",
    1: "40ad84de008d",
    2: "375e0c1e65df",
    3: "c268dbc70ce8",
    4: "e9363fbb9deb",
    5: "0971607e3f6b",
    6: "9867d89b9a39",
    7: "e2722b8657fd",
    8: "40870e813638",
    9: "743f026cbe0a",
    10: "77ef5b76dd58",
    11: "d4e2c49d6e98",
    12: "addf0c67857f",
    13: "ed9f40a899f6",
    14: "d2814eb0a40a",
    15: "7c771257a406",
    16: "e8eff4d42be0",
    17: "d8ba5244609f",
    18: "60bc3131903f",
    19: "05e83b6a1ef3",
    20: "908442a0dfa8",
    21: "d22c1c67cd46",
    22: "3e092f7a11e9",
    23: "ba333a680c9b",
    30: "97e75b01e5bf",
    29: "74821113a821",
    25: "2f6205c252cd",
    24: "ff67241ab1fa",
    26: "8e26c4367e28",
    28: "5fe7d21832fd",
    27: "2713b538852c",
    31: "48535cbf1bef",
    32: "0cf3f1e220d2",
    33: "e6b27d93b6c5",
    34: "65bf58cb0d61",
    35: "176c147daf80",
    36: "d15e16248958",
    37: "2b30ac5ba73b",
    38: "b01aa4b0db5a",
    39: "40138df9af6c",
    40: "cbbc01285415",
    41: "140c99e2b0e9",
    42: "8e68317c455a",
    43: "6f56a3029185",
    44: "49d6e5169828",
    45: "e524382e92aa",
    46: "829cae45f1ad",
}
