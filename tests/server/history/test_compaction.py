"""The database is written anew after a deletion: at once, at the quiet hour, or when a command asks."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from server.app import create_app
from server.clock import now_ms
from server.history.compaction import AT_ONCE_BYTES, Compactor, compact
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db, DiskTroubleError, Engine
from server.storage.engines.sqlite import Sqlite, connect
from tests.conftest import Client, client_of
from tests.full_disk import no_room
from tests.server.history.erasing import SECRET, compacted, erase, files_with
from tests.server.visits import Made, make
from tests.shell import place_of, pochette

of_file = pytest.mark.sqlite("its files; storage/test_rewriting.py looks into those of the other")


def hour_from_now(hours: int) -> int:
    return (datetime.now().astimezone().hour + hours) % 24


async def grow(engine: Engine) -> None:
    """Beyond what is written anew at once."""
    insert = "INSERT INTO journal (note, seq, at, updates) VALUES ('ballast', 1, 1, zeroblob(?))"
    await engine.write(lambda db: db.execute(insert, (AT_ONCE_BYTES,)))


async def files_of(client: Client, made: Made) -> list[str]:
    answer = await client.get(f"{made.edit}/erasures", headers={**made.cookie, "Accept": "application/json"})
    return [one["files"] for one in (await answer.json())["erasures"]]


@pytest.fixture
async def large(config: Config) -> AsyncIterator[Client]:
    """A server with a large database whose quiet hour is far."""
    config = Config(data=config.data, bundle=config.bundle, quiet_hour=hour_from_now(12))
    async with client_of(create_app(config)) as client:
        await grow(client.app[ENGINE])
        yield client


async def test_a_small_database_is_written_anew_at_once_and_the_page_says_when(client: Client) -> None:
    made = await make(client, markdown=f"Début. {SECRET} Fin.")
    status, told = await erase(client, made, text=SECRET)
    assert (status, told["files"]) == (201, "pending")
    await compacted(client)
    answer = await client.get(f"{made.edit}/erasures", headers={**made.cookie, "Accept": "application/json"})
    (one,) = (await answer.json())["erasures"]
    has_copies = client.app[ENGINE].keeps_copies
    assert (one["files"], one["files_at"] >= one["at"]) == ("copies" if has_copies else "done", True)
    page = await (await client.get(f"{made.edit}/erasures", headers=made.cookie)).text()
    shown = "Base de données\u00a0: fait le" if has_copies else "Fichiers du serveur\u00a0: fait le"
    assert shown in page
    assert ("son journal et ses copies le gardent un temps" in page) is has_copies


@of_file
async def test_a_large_one_waits_and_its_page_and_the_program_are_told(large: Client, config: Config) -> None:
    made = await make(large, markdown=f"Début. {SECRET} Fin.")
    form = {"text": SECRET, "step": "erase"}
    answer = await large.post(f"{made.edit}/erasures", data=form, headers=made.cookie)
    page = await answer.text()
    assert "Effacé du texte et de l’historique" in page
    assert f"en attente, jusque vers {hour_from_now(12)} h" in page
    assert await files_of(large, made) == ["pending"]
    # At the quiet hour.
    night = Compactor(large.app[ENGINE], quiet_hour=hour_from_now(0))
    task = asyncio.create_task(night.run())
    await compacted(large)
    task.cancel()
    assert await files_of(large, made) == ["done"]
    assert files_with(config.data, SECRET) == []


@of_file
async def test_a_server_that_is_stopped_at_every_quiet_hour_does_it_after_a_day(large: Client) -> None:
    made = await make(large, markdown=f"Début. {SECRET} Fin.")
    await erase(large, made, text=SECRET)
    tomorrow = Compactor(
        large.app[ENGINE], quiet_hour=hour_from_now(12), clock=lambda: now_ms() + 25 * 60 * 60_000
    )
    task = asyncio.create_task(tomorrow.run())
    await compacted(large)
    task.cancel()


@of_file
async def test_the_command_asks_the_server_that_runs(large: Client, config: Config) -> None:
    made = await make(large, markdown=f"Début. {SECRET} Fin.")
    await erase(large, made, text=SECRET)
    code, told, _ = await pochette("compact", *place_of(config))
    first, second = told.splitlines()
    assert (code, "is written anew, without what was deleted: " in first) == (0, True)
    assert second.startswith("Nobody else could write for ")
    assert await files_of(large, made) == ["done"]
    assert files_with(config.data, SECRET) == []


@of_file
async def test_the_command_does_it_itself_on_a_stopped_server(config: Config) -> None:
    far = Config(data=config.data, bundle=config.bundle, quiet_hour=hour_from_now(12))
    async with client_of(create_app(far)) as client:
        await grow(client.app[ENGINE])
        made = await make(client, markdown=f"Début. {SECRET} Fin.")
        await erase(client, made, text=SECRET)
    code, told, _ = await pochette("compact", *place_of(config))
    assert (code, len(told.splitlines())) == (0, 1)
    assert files_with(config.data, SECRET) == []
    async with client_of(create_app(far)) as client:
        assert await files_of(client, made) == ["done"]


@pytest.mark.whole
@of_file
async def test_without_room_it_waits_and_is_done_the_next_time(large: Client, config: Config) -> None:
    made = await make(large, markdown=f"Début. {SECRET} Fin.")
    await erase(large, made, text=SECRET)
    with no_room(), pytest.raises(DiskTroubleError):
        await compact(large.app[ENGINE])
    assert await files_of(large, made) == ["pending"]
    code, _, _ = await pochette("compact", *place_of(config))
    assert code == 0
    assert await files_of(large, made) == ["done"]


@of_file
async def test_it_is_said_only_once_nobody_reads_what_was_before(large: Client, config: Config) -> None:
    """A reader of another program keeps the log as it is."""
    made = await make(large, markdown=f"Début. {SECRET} Fin.")
    reader = connect(config.database_file)
    reader.execute("BEGIN")
    list(reader.execute("SELECT count(*) FROM journal"))
    await erase(large, made, text=SECRET)
    engine = large.app[ENGINE]
    with pytest.raises(DiskTroubleError, match="somebody reads all the time"):
        await compact(engine, readers_s=0)
    assert await files_of(large, made) == ["pending"]
    reader.execute("COMMIT")
    await compact(engine, readers_s=0)
    assert await files_of(large, made) == ["done"]
    assert files_with(config.data, SECRET) == []
    reader.close()


@of_file
async def test_most_bytes_go_with_the_log_and_none_is_left_once_it_is_written_anew(tmp_path: Path) -> None:
    """300 rows of all sizes, in pages that were split, all overwritten."""
    words = {f"{secrets.token_hex(10)}": f"canari-{secrets.token_hex(8)}".encode() for _ in range(300)}

    def found() -> int:
        whole = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        return sum(word in whole for word in words.values())

    async with Sqlite.open(tmp_path / "pochette.db") as engine:
        for note, word in words.items():
            filler = secrets.token_bytes(secrets.randbelow(700))
            row = (note, filler[:300] + word + filler[300:])
            await engine.write(partial(_insert, row=row))
        await engine.write(
            lambda db: list(db.execute("UPDATE journal SET updates = randomblob(20 + abs(random()) % 700)"))
        )
        assert found() > 250
        assert await engine.empty_log()
        assert found() < 30
        await engine.compact()
        assert await engine.empty_log()
        assert found() == 0
        assert list(await engine.read(lambda db: list(db.execute("PRAGMA integrity_check")))) == [("ok",)]


def _insert(db: Db, *, row: tuple[object, ...]) -> None:
    db.execute("INSERT INTO journal (note, seq, at, updates) VALUES (?, 1, 1, ?)", row)
