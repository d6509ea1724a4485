"""Servers that share a database share the key of the instance; a file of SQLite goes on with another one."""

from pathlib import Path

import pytest
from aiohttp import web

from server.app import create_app
from server.errors import StartError
from server.settings.config import Config
from server.settings.key_files import key_of
from server.storage import Db, instance_keys
from tests.databases import Databases, Kind

SAID = "this is another key than before"


async def start(config: Config) -> None:
    runner = web.AppRunner(create_app(config))
    try:
        await runner.setup()
    finally:
        await runner.cleanup()


async def test_another_key_does_not_start_where_others_may_use_the_database(
    databases: Databases, tmp_path: Path, bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    config = Config(data=data, bundle=bundle, database=databases.setting(data))
    for _ in range(2):
        await start(config)
    assert SAID not in caplog.text
    config.instance_key.unlink()
    if databases.kind is Kind.SQLITE:
        await start(config)
        assert SAID in caplog.text
        return
    with pytest.raises(StartError, match="is not there, and this database was begun with a key"):
        await start(config)
    assert not config.instance_key.exists(), "one that nobody needs would be in the way of the right one"
    key_of(config.instance_key)
    with pytest.raises(StartError, match="is not the key with which this database was begun"):
        await start(config)


def test_of_two_that_begin_at_once_the_first_is_kept(db: Db) -> None:
    assert instance_keys.find(db) is None
    assert [instance_keys.keep(db, one) for one in (b"first", b"second")] == [b"first"] * 2
    assert instance_keys.find(db) == b"first"
