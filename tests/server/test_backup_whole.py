"""A backup holds every table: what comes back is what was there, row by row."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest

from server.app import create_app
from server.command import backup
from server.settings.config import Config
from server.storage.engines.connection import Connection
from server.storage.note_tables import tables
from tests.conftest import client_of
from tests.server.everything import use_everything
from tests.server.history.erasing import compacted

# A restored note has another epoch, and its snapshots are made anew.
NEW = {("notes", "epoch"), ("notes", "lossy_since")}
# What only a disk in trouble leaves behind, the instance writes of itself, must not be sent twice, or is of
# the files.
SELDOM = {
    *("snapshots", "probe", "sendings", "enclosures", "deletions", "compactions", "schema_migrations"),
    *("imports", "import_files"),
    *("pairings", "pairing_tries", "spent_sign_ins", "instance_keys"),
    *("search_scopes", "search_notes", "search_words", "search_changes"),
    "moves",
}


def rows(database: Path) -> dict[str, list[dict[str, Any]]]:
    connection = Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    found: dict[str, list[dict[str, Any]]] = {}
    for table in tables(connection):
        if table.name in SELDOM:
            continue
        names = [name for name in table.columns if (table.name, name) not in NEW]
        every = connection.execute(f"SELECT {', '.join(names)} FROM {table.name}")  # noqa: S608 - of this schema
        found[table.name] = sorted(
            (
                {
                    name: b64encode(value) if isinstance(value, bytes) else value
                    for name, value in zip(names, row, strict=True)
                }
                for row in every
            ),
            key=repr,
        )
    connection.close()
    return found


@pytest.mark.sqlite("command/test_on_postgresql.py restores into the other")
async def test_every_row_of_every_table_comes_back(config: Config, tmp_path: Path) -> None:
    async with client_of(create_app(config)) as client:
        await use_everything(client)
        await compacted(client)
        await backup.back_up(config, tmp_path / "b.zip")
        there = rows(config.database_file)
    assert [table for table, found in there.items() if not found] == []
    restored = replace(config, data=tmp_path / "restored")
    await backup.restore(restored, tmp_path / "b.zip")
    assert rows(restored.database_file) == there
