"""Commands on PostgreSQL: a move or a restore is whole or nothing, and only one database lives on."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crdt.compaction import load
from server.app import create_app
from server.command import moving
from server.command.check_repair import durability
from server.command.doctor import look_at_database
from server.errors import StartError
from server.ids import NoteId
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage import Db, copying, dump, journal, moves
from server.storage.engines.connection import Connection
from server.storage.engines.postgres import Postgres
from server.storage.moves import Mark, State
from tests.conftest import client_of
from tests.databases import of_postgresql
from tests.instance import add_notes, run
from tests.postgresql import Cluster
from tests.server.everything import use_everything
from tests.server.live.editors import Editor
from tests.server.visits import make

pytestmark = [pytest.mark.sqlite("it moves from a file"), pytest.mark.whole]

USERS = "INSERT INTO visitors (id, colour, created_at) VALUES ('v', 1, 1)"
# `a` was let in by `b`, which comes behind it by its key.
DEVICE = (
    "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at, joined_by)"
    " VALUES (?, ?, 'v', 1, 1, ?)"
)
WAITING = (
    "INSERT INTO sendings (id, batch, target, kind, recipient, gives, due_at, made_at, made_by)"
    " VALUES ('s', 'b', ?, 'mail', 'a@example.org', 'pdf', 1, 1, 'v')"
)


@pytest.fixture
def url(postgresql: Callable[[], Cluster]) -> Iterator[str]:
    with postgresql().database() as url:
        yield url


async def command(*words: str) -> tuple[int, str]:
    return await asyncio.to_thread(run, words)


def everything(db: Db) -> dict[str, list[Any]]:
    """Every row of every table that describes what is in it."""
    found = {}
    for plan in copying.plans(db):
        assert plan.key, plan.name
        query = f"SELECT {', '.join(plan.columns)} FROM {plan.name} ORDER BY {plan.keys}"  # noqa: S608
        found[plan.name] = [tuple(row) for row in db.execute(query)]
    return found


def in_file(data: Path) -> dict[str, list[Any]]:
    with closing(Connection(str(data / "pochette.db"))) as connection:
        return everything(connection)


def on_server(url: str) -> dict[str, list[Any]]:
    with of_postgresql(url) as db:
        return everything(db)


def texts(db: Db) -> list[str]:
    found = []
    for note in dump.note_ids(db):
        stored = journal.load(db, note)
        assert stored is not None
        found.append(load(stored.snapshot, stored.updates)[0].markdown())
    return sorted(found)


async def filled(data: Path) -> NoteId:
    """A stopped instance with a note, devices that refer to each other, and a mail that waits."""
    (note,) = await add_notes(data, ["# Fret\n"])
    with closing(Connection(str(data / "pochette.db"))) as connection:
        connection.execute(USERS)
        connection.execute(DEVICE, ("b", b"b", None))
        connection.execute(DEVICE, ("a", b"a", "b"))
        connection.execute(WAITING, (note,))
        connection.execute("UPDATE notes SET title = 'avant' || char(0) || 'après'")
    return note


async def test_every_row_goes_there_and_back_with_epochs_so_that_a_copy_still_merges(
    config: Config, url: str, tmp_path: Path
) -> None:
    async with client_of(create_app(config)) as client:
        await use_everything(client)
        made = await make(client, markdown="avant")
        tab = Editor()
        await tab.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}?epoch=1")))
        await tab.until(lambda: str(tab.text) == "avant")
    tab.text += " hors ligne"
    there = in_file(config.data)
    assert {name for name, rows in there.items() if rows} > {"notes", "journal", "devices", "files", "audit"}
    told = await moving.to_server(config, DatabaseUrl(url))
    assert any("each read again there and compared" in line for line in told)
    assert on_server(url) == there == in_file(config.data)

    with pytest.raises(StartError, match=r"have moved to postgresql://.*pochette renew-epochs"):
        async with open_engine(config):
            """As a server opens it."""
    moved = replace(config, database=DatabaseUrl(url))
    async with client_of(create_app(moved)) as client:
        await tab.connect(client.session, str(client.make_url(f"/sync/{made.edit_token}?epoch=1")))
        await tab.until(lambda: tab.is_saved)
        assert str(tab.text) == "avant hors ligne"

    there = on_server(url)
    told = await moving.to_file(moved, config.data)
    assert any("What was there before is in" in line for line in told)
    assert in_file(config.data) == there
    with pytest.raises(StartError, match=r"have moved to .*pochette\.db"):
        async with open_engine(moved):
            """As a server opens it."""
    async with client_of(create_app(config)) as client:
        answer = await client.get(f"{made.edit}/note.md")
        assert (await answer.text()).endswith("avant hors ligne")


async def test_a_move_that_was_stopped_is_refused_as_a_database_and_begins_anew(
    tmp_path: Path, url: str
) -> None:
    data = tmp_path / "data"
    note = await filled(data)
    source = str(data / "pochette.db")
    with of_postgresql(url) as db:
        moves.put(db, Mark(state=State.ARRIVING, place=source), at=1)
        db.execute("INSERT INTO notes (id, title, created_at, changed_at) VALUES ('half', '', 1, 1)")
    for words in (["check"], ["renew-epochs"], ["links", note, "--renew"]):
        code, said = await command(*words, "--data", str(data), "--database", url)
        assert (code, "is not whole: it was being filled from" in said) == (1, True), said

    # Stopped between its last two steps: the source is left, and the target is not whole yet.
    with closing(Connection(source)) as connection:
        moves.put(connection, Mark(state=State.LEFT, place=str(DatabaseUrl(url))), at=1)
    code, said = await command("move", "--data", str(data), "--to", url)
    assert code == 0, said
    assert "1 texts had the character U+0000" in said
    found = on_server(url)
    assert [row[0] for row in found["notes"]] == [note]
    assert found["notes"][0][1] == "avant\ufffdaprès"
    assert {(row[0], row[-2]) for row in found["devices"]} == {("a", "b"), ("b", None)}
    assert [row[0] for row in found["sendings"]] == ["s"]
    for words in (["list"], ["move", "--to", "postgresql://elsewhere/x"]):
        code, said = await command(*words, "--data", str(data))
        assert (code, "have moved to postgresql://" in said) == (1, True), said


async def test_nothing_moves_under_a_server_nor_over_notes(config: Config, url: str) -> None:
    data = config.data
    await filled(data)
    before = (data / "pochette.db").read_bytes()
    async with client_of(create_app(config)):
        code, said = await command("move", "--data", str(data), "--to", url)
        assert (code, f"uses {data}: stop it first" in said) == (1, True), said
    async with Postgres.open(url) as engine:
        code, said = await command("move", "--data", str(data), "--to", url)
        assert (code, "a server or another command of Pochette has it open" in said) == (1, True), said
        await engine.write(lambda db: db.execute(USERS))
    code, said = await command("move", "--data", str(data), "--to", url)
    assert (code, "holds notes already: name an empty database" in said) == (1, True), said
    with closing(Connection(str(data / "pochette.db"))) as connection:
        assert moves.find(connection) is None
    assert (data / "pochette.db").read_bytes()[:100] == before[:100]


async def test_a_backup_of_one_engine_restores_into_the_other_and_no_copy_merges(
    tmp_path: Path, url: str
) -> None:
    data, first, second = tmp_path / "data", str(tmp_path / "1.zip"), str(tmp_path / "2.zip")
    await filled(data)
    on = ("--database", url, "--data", str(data))
    assert (await command("backup", first, "--data", str(data)))[0] == 0
    cut = tmp_path / "cut.zip"
    cut.write_bytes((tmp_path / "1.zip").read_bytes()[:-100])
    assert (await command("restore", str(cut), *on))[0] == 1
    code, said = await command("restore", first, *on)
    assert (code, said.partition("\n")[0]) == (0, "1 notes are restored.")
    code, said = await command("restore", first, *on)
    assert (code, "name an empty database" in said) == (1, True)
    assert (await command("backup", second, *on))[0] == 0
    assert (await command("restore", second, "--data", str(tmp_path / "new")))[0] == 0
    with of_postgresql(url) as db, closing(Connection(str(tmp_path / "new/pochette.db"))) as connection:
        assert texts(db) == texts(connection) == ["# Fret\n"]
        epochs = [list(one.execute("SELECT epoch, lossy_since FROM notes")) for one in (db, connection)]
    assert epochs[0][0][0] == epochs[0][0][1] > 1
    assert epochs[1][0][0] == epochs[1][0][1] > epochs[0][0][0]


async def test_after_a_return_to_an_earlier_state_no_page_merges_and_nothing_is_sent_twice(
    tmp_path: Path, url: str
) -> None:
    data = tmp_path / "data"
    await filled(data)
    assert (await command("move", "--data", str(data), "--to", url))[0] == 0
    for more in ([], ["--database", url]):
        code, said = await command("renew-epochs", "--data", str(data), *more)
        assert code == 0, said
        assert "1 notes have a new epoch" in said
        assert "1 mails and calls that waited are deleted" in said
        # The file was left: it is an instance's own again.
        assert ("End the server on postgresql://" in said) is (not more)
    for found in (in_file(data), on_server(url)):
        assert found["sendings"] == []
        columns = found["notes"][0]
        assert columns[2] > 1
    assert (await command("check", "--data", str(data)))[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "No commit waits for a standby: a fail-over to one loses"),
        (["audit"], "0 entries, all as they were written."),
        (["webhooks"], "None was called lately."),
        (["keys", "list"], "There is no key on file."),
        (["binders"], "There is none."),
        (["list"], "changed "),
        (["trash"], "There is none."),
        (["links", "NOTE", "--renew"], "http://127.0.0.1"),
        (["prune"], "0 notes of the trash are deleted."),
        (["erase", "NOTE"], "Its log and its copies may hold it"),
        (["repair", "NOTE"], "can be read: there is nothing to repair"),
    ],
)
async def test_each_command_works_there_or_says_why_not(
    tmp_path: Path, url: str, words: list[str], said: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (note,) = await _note_on(url, data)
    named = [note if word == "NOTE" else word for word in words]
    _, told = await asyncio.to_thread(
        partial(run, [*named, "--data", str(data), "--database", url], given="Un passage assez long")
    )
    assert said in told


async def _note_on(url: str, data: Path) -> list[NoteId]:
    return await add_notes(data, ["# Fret\n\nUn passage assez long."], database=DatabaseUrl(url))


async def test_a_standby_that_a_commit_waits_for_is_named_and_one_that_it_does_not_is_none(
    tmp_path: Path, url: str
) -> None:
    await add_notes(tmp_path, [], database=DatabaseUrl(url))
    with of_postgresql(url) as db:
        ((name,),) = db.execute("SELECT current_database()")
        db.execute(f"ALTER DATABASE {name} SET synchronous_commit = 'local'")
    found = await asyncio.to_thread(look_at_database, Config(data=tmp_path, database=DatabaseUrl(url)))
    assert (found.is_well, found.said.partition("; ")[2]) == (True, "a commit waits for no standby")
    away = Config(data=tmp_path, database=DatabaseUrl("postgresql://x@/x?host=/nowhere"))
    found = await asyncio.to_thread(look_at_database, away)
    assert (found.is_well, "cannot be opened" in found.said) == (False, True)
    (written, waits) = durability("FIRST 1 (salle2)")
    assert "a standby (FIRST 1 (salle2))" in waits
    assert durability(None) == []
    assert durability("")[0] == written
