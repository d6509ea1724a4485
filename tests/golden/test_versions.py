"""A backup of each earlier version, restored, is its database updated in place: all holders find the same."""

import asyncio
import gzip
import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.command.backup import restore
from server.http.keys import ENGINE
from server.settings.config import Config, read_config
from server.settings.database_url import DatabaseUrl
from server.storage import Db, dump
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Sqlite
from server.storage.migrations import migrations
from tests.conftest import Client, client_of
from tests.databases import of_postgresql
from tests.golden.asking import Told, ask
from tests.golden.browser import Browser
from tests.golden.versions import FOLDER, SETTINGS
from tests.postgresql import Cluster
from tests.server.search.indexed import until_whole
from tests.server.sending.mailbox import opened

IS_LONG = os.environ.get("POCHETTE_LONG") == "1"
NAMES = sorted(folder.name for folder in FOLDER.iterdir())
OLDEST, *LATER = NAMES
HOLDERS_OF = [OLDEST, *(pytest.param(name, marks=pytest.mark.long) for name in LATER)]
TEAM = "SELECT id FROM binders WHERE is_team = 1"
# A restore gives each note a new epoch, in which what was read stays read; its passages are hashed anew.
NEW = {("notes", "epoch"), ("notes", "lossy_since"), ("readings", "epoch"), ("readings", "passages")}
# Until schema 26 it was found by the mail, which no backup holds: such a link counts as one made by hand.
OF_MAILS = ("links", "mailed")
# A migration draws it: that each has one is looked at.
DRAWN = ("devices", "cookie_key")

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def held_of(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((FOLDER / name / "held.json").read_text("utf-8"))
    return held


def config_in(folder: Path, name: str, bundle: Path) -> Config:
    """With the key of that instance, and cookies that outlive this test."""
    (folder / "data").mkdir(parents=True)
    settings = folder / "pochette.toml"
    settings.write_text(f'{SETTINGS}\nmail_domains = ["example.org"]\ndevice_idle_days = 3650\n')
    key = folder / "data" / "instance.key"
    key.write_text(held_of(name)["key"] + "\n")
    key.chmod(0o600)
    return replace(read_config({"config": str(settings), "data": str(folder / "data")}, {}), bundle=bundle)


def put_database(config: Config, name: str) -> None:
    config.database_file.write_bytes(gzip.decompress((FOLDER / name / "pochette.db.gz").read_bytes()))


def rows_of(db: Db) -> Rows:
    """By table and key, those of tables that a backup holds."""
    found: Rows = {}
    for table in dump.kept(db):
        every = db.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}")  # noqa: S608 - of this schema
        rows = (dict(zip(table.columns, row, strict=True)) for row in every)
        found[table.name] = {tuple(row[column] for column in table.key): row for row in rows}
    return found


def rows_in(file: Path) -> Rows:
    with closing(Connection(str(file))) as connection:
        return rows_of(connection)


async def updated(config: Config, name: str) -> Rows:
    """The database of a version, updated in place."""
    put_database(config, name)
    async with Sqlite.open(config.database_file):
        """It is migrated as it is opened."""
    return rows_in(config.database_file)


def differing(here: Rows, there: Rows) -> set[tuple[str, str]]:
    """The tables and columns in which they differ; whose rows are others is in none of them."""
    assert {name: rows.keys() for name, rows in here.items()} == {
        name: rows.keys() for name, rows in there.items()
    }
    return {
        (name, column)
        for name, rows in here.items()
        for key, row in rows.items()
        for column, value in row.items()
        if value != there[name][key][column]
    }


def what_is_read(rows: Rows) -> dict[tuple[Any, ...], bool]:
    """Whether what a device was shown of a note is of its epoch of now: only what came since is new."""
    epochs = {row["id"]: row["epoch"] for row in rows["notes"].values()}
    return {key: row["epoch"] == epochs[row["note"]] for key, row in rows["readings"].items()}


@pytest.mark.first(2)
@pytest.mark.parametrize("name", NAMES)
async def test_a_restored_backup_has_the_rows_of_a_database_updated_in_place(
    name: str, tmp_path: Path, bundle: Path
) -> None:
    here, there = (config_in(tmp_path / place, name, bundle) for place in ("in place", "restored"))
    of_here = await updated(here, name)
    await restore(there, FOLDER / name / "backup.zip")
    of_there = rows_in(there.database_file)
    schema = int(name.removeprefix("schema"))
    may = NEW | ({OF_MAILS} if schema < 26 else set()) | ({DRAWN} if schema < 20 else set())
    assert differing(of_here, of_there) <= may
    assert {len(row["cookie_key"]) for row in of_there["devices"].values()} == {32}
    generations = [row["generation"] for row in of_there["openings"].values()]
    assert any(generations), "by which generation of its link somebody came"
    assert what_is_read(of_there) == what_is_read(of_here)


@pytest.mark.whole
@pytest.mark.parametrize("name", [OLDEST, NAMES[-1]])
async def test_a_backup_is_restored_into_postgresql_as_into_a_file(
    name: str, tmp_path: Path, bundle: Path, postgresql: Callable[[], Cluster]
) -> None:
    file, server = (config_in(tmp_path / place, name, bundle) for place in ("file", "server"))
    await restore(file, FOLDER / name / "backup.zip")
    with postgresql().database() as url:
        await restore(replace(server, database=DatabaseUrl(url)), FOLDER / name / "backup.zip")
        with of_postgresql(url) as db:
            assert differing(rows_in(file.database_file), rows_of(db)) <= NEW | {DRAWN}
            assert list(db.execute("SELECT max(number) FROM schema_migrations")) == [
                (migrations()[-1].number,)
            ]
    assert not list(server.data.glob("pochette.[dr]*")), "nothing is left of the file on the way"


async def asked(config: Config, name: str) -> dict[tuple[str, str], Told]:
    """What each holder is told; of the oldest in the long form prints and files too.

    The team's classeur, which a first start makes, has another id each time.
    """
    async with client_of(create_app(config)) as client:
        await until_whole(client)
        ((team,),) = await client.app[ENGINE].read(lambda db: list(db.execute(TEAM)))
        found = await asyncio.to_thread(
            ask, port_of(client), held_of(name), is_long=IS_LONG and name == OLDEST
        )
    return {
        (holder, path.replace(team, "TEAM")): Told(
            told.status, told.leads_to.replace(team, "TEAM"), told.body.replace(team, "TEAM")
        )
        for (holder, path), told in found.items()
    }


def port_of(client: Client) -> int:
    port = client.port
    assert port is not None
    return port


@pytest.mark.whole
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", HOLDERS_OF)
async def test_every_holder_finds_the_same_at_every_address(name: str, tmp_path: Path, bundle: Path) -> None:
    """A restored backup beside a database updated in place."""
    here, there = (config_in(tmp_path / place, name, bundle) for place in ("in place", "restored"))
    put_database(here, name)
    await restore(there, FOLDER / name / "backup.zip")
    of_here, of_there = await asked(here, name), await asked(there, name)
    assert sum(told.status == 200 for told in of_here.values()) > 1000
    others = [(key, told, of_there.get(key)) for key, told in of_here.items() if told != of_there.get(key)]
    assert others == []
    assert of_here.keys() == of_there.keys()


async def test_pochettes_of_the_oldest_version_open_after_a_restore(tmp_path: Path, bundle: Path) -> None:
    config, held = config_in(tmp_path, OLDEST, bundle), held_of(OLDEST)
    await restore(config, FOLDER / OLDEST / "backup.zip")
    async with client_of(create_app(config)) as client:
        anne, bob = (Browser(port_of(client), cookies=held["jars"][name]) for name in ("anne", "bob"))

        def look() -> tuple[list[bool], list[int], str]:
            shown = [
                note["withdrawn"]
                for folder in held["folders"]
                for note in anne.get(f"{folder['edit']}/notes", "application/json").json["notes"]
            ]
            opened_by_bob = [bob.get(f"/n/{note['id']}").status for note in held["notes"][:3]]
            return shown, opened_by_bob, bob.get("/").text

        shown, opened_by_bob, home = await asyncio.to_thread(look)
    assert shown == [False] * 5
    assert opened_by_bob == [200] * 3, "whoever came by a link comes by the note's own address"
    assert all(title in home for title in ("Fret ferroviaire", "Déserts médicaux", "Énergie"))


async def test_mails_of_the_oldest_version_wait_for_a_setting_and_leave(tmp_path: Path, bundle: Path) -> None:
    held = held_of(OLDEST)
    async with opened() as box:
        config = replace(config_in(tmp_path, OLDEST, bundle), team_passphrase="", smtp_port=box.port)
        put_database(config, OLDEST)
        places = [held["notes"][0]["edit"], held["notes"][1]["edit"], held["folders"][0]["edit"]]
        async with client_of(create_app(replace(config, mail_domains=frozenset()))) as client:
            anne = Browser(port_of(client), cookies=held["jars"]["anne"])
            for place in places:
                answer = await asyncio.to_thread(anne.get, f"{place}/mail", "application/json")
                assert answer.status == 200
                assert [one["state"] for one in answer.json["sendings"]] == ["waiting"]
        assert box.is_empty
        async with client_of(create_app(config)):
            came = {(await box.next())[0] for _ in places}
    assert came == {"a0@example.org", "a1@example.org", "b@example.org"}
