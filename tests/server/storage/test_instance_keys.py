"""A database goes on with the key that it was begun with: another one, or none, is refused in words."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from server.app import create_app
from server.command.backup import back_up, restore
from server.command.doctor import look_at_key
from server.command.renewing_key import begin_with_another_key
from server.errors import StartError
from server.http.keys import SEAL
from server.settings.config import Config
from server.settings.key_files import key_of
from server.storage import Db, instance_keys
from tests.conftest import client_of
from tests.databases import Databases
from tests.server.visits import make

NOT_THERE = "is not there, and this database was begun with a key"


@pytest.fixture
def config(databases: Databases, tmp_path: Path, bundle: Path) -> Config:
    data = tmp_path / "data"
    return Config(data=data, bundle=bundle, database=databases.setting(data))


async def start(config: Config) -> bytes:
    """The fingerprint of the key that it runs with."""
    app = create_app(config)
    runner = web.AppRunner(app)
    try:
        await runner.setup()
        return app[SEAL].fingerprint
    finally:
        await runner.cleanup()


async def test_another_key_or_none_does_not_start_and_is_not_made(config: Config) -> None:
    assert await start(config) == await start(config)
    before = config.instance_key.read_bytes()
    config.instance_key.unlink()
    with pytest.raises(StartError, match=NOT_THERE) as refused:
        await start(config)
    assert "put the copy of it there" in str(refused.value)
    assert "`pochette serve --new-key`" in str(refused.value)
    assert "every address ends" in str(refused.value)
    assert not config.instance_key.exists(), "one that nobody needs would be in the way of the right one"
    key_of(config.instance_key)
    with pytest.raises(StartError, match="is not the key with which this database was begun"):
        await start(config)
    config.instance_key.write_bytes(before)
    await start(config)


async def test_a_new_key_is_made_when_it_is_asked_for_and_ends_all_addresses(config: Config) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Fret\n")
    with pytest.raises(StartError, match="Nothing is changed"):
        await begin_with_another_key(config)
    config.instance_key.unlink()
    await begin_with_another_key(config)
    with pytest.raises(StartError, match="Start the server without --new-key"):
        await begin_with_another_key(config)
    async with client_of(create_app(config)) as client:
        assert (await client.get(f"/n/{made.edit_token}/note.md")).status == 404
        other = await make(client, markdown="# Autre\n")
        assert (await client.get(f"/n/{other.edit_token}/note.md")).status == 200


async def test_the_key_in_the_folder_is_taken_when_it_is_asked_for(
    config: Config,
) -> None:
    first = await start(config)
    config.instance_key.unlink()
    key_of(config.instance_key)
    await begin_with_another_key(config)
    assert await start(config) != first


async def test_what_was_restored_without_a_key_waits_for_it(
    config: Config, databases: Databases, tmp_path: Path, bundle: Path
) -> None:
    async with client_of(create_app(config)) as client:
        made = await make(client, markdown="# Fret\n")
    told = await back_up(config, tmp_path / "b.zip")
    assert any("no address opens without it after a restore" in line for line in told)
    new = tmp_path / "new"
    restored = Config(data=new, bundle=bundle, database=databases.setting(new))
    told = await restore(restored, tmp_path / "b.zip")
    assert any(f"{restored.instance_key} is not there" in line for line in told)
    with pytest.raises(StartError, match="is not there, and the addresses of these notes were made with"):
        await start(restored)
    told = await back_up(restored, tmp_path / "again.zip")
    assert any(f"{restored.instance_key} is not there: find it" in line for line in told)
    restored.instance_key.write_bytes(config.instance_key.read_bytes())
    restored.instance_key.chmod(0o600)
    async with client_of(create_app(restored)) as client:
        assert (await client.get(f"/n/{made.edit_token}/note.md")).status == 200


def test_the_doctor_names_a_key_that_is_missing_or_another(config: Config) -> None:
    assert look_at_key(config).is_well, "before the first start"
    asyncio.run(start(config))
    assert look_at_key(config).is_well
    config.instance_key.unlink()
    assert NOT_THERE in (found := look_at_key(config)).said
    assert not found.is_well
    key_of(config.instance_key)
    assert not look_at_key(config).is_well


def test_of_two_that_begin_at_once_the_first_is_kept(db: Db) -> None:
    assert instance_keys.find(db) is None
    assert [instance_keys.keep(db, one) for one in (b"first", b"second")] == [b"first"] * 2
    assert instance_keys.find(db) == b"first"
