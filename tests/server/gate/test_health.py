"""GET /health and GET /livez: they tell what a keystroke would meet, by one write a second at most."""

import asyncio
import shutil
import threading
from dataclasses import replace
from types import SimpleNamespace

import apsw
import pytest

from server.app import create_app
from server.gate import probing
from server.http.keys import ENGINE
from server.settings.config import Config
from server.storage import Db
from server.storage.engines import sqlite
from server.storage.engines.sqlite import Sqlite
from server.storage.probe import probe
from tests.conftest import Client, client_of

pytestmark = pytest.mark.sqlite("its lock, its thread and a file that cannot grow")


async def told(client: Client, path: str = "/health") -> tuple[int, dict[str, str]]:
    """Without the sandbox, which depends on the machine, and the search index, which makes no trouble."""
    answer = await client.get(path)
    facts = await answer.json()
    left_out = {"sandbox", "open", "search"}
    return answer.status, {name: fact for name, fact in facts.items() if name not in left_out}


async def test_all_is_well(client: Client) -> None:
    answer = await client.get("/health")
    assert answer.status == 200
    assert await told(client) == (200, {"status": "ok", "disk": "ok", "writing": "ok"})
    assert "Set-Cookie" not in answer.headers
    assert await told(client, "/livez") == (200, {"status": "ok", "writing": "ok"})


async def test_a_disk_that_takes_no_write_is_told(
    client: Client, config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(probing, "REST_S", 0.0)
    away = config.data.with_name("away")
    shutil.move(config.data, away)
    status, facts = await told(client)
    shutil.move(away, config.data)
    assert (status, facts["status"], facts["disk"]) == (503, "trouble", "failing")
    assert (await told(client))[0] == 200
    # Who sends looks at the disk as well, and says that it found none.
    caplog.clear()


async def test_a_limit_that_refuses_every_key_is_told(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    async with client_of(create_app(replace(config, max_disk=1))) as client:
        assert await told(client) == (503, {"status": "trouble", "disk": "ok", "writing": "full"})
        assert (await told(client, "/livez"))[0] == 200, "a new start finds the same limit"
    caplog.clear()  # who sends says it too


async def test_another_program_that_holds_the_lock_is_told(
    config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)
    async with client_of(create_app(config)) as client:
        other = apsw.Connection(str(config.database_file))
        other.execute("BEGIN IMMEDIATE")
        assert await told(client) == (503, {"status": "trouble", "disk": "ok", "writing": "locked"})
        other.close()
    caplog.clear()  # who sends says it too


async def test_a_write_that_is_neither_acknowledged_nor_refused_is_told_and_in_the_end_wants_a_new_start(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PATIENCE_S", 0.1)
    gate = threading.Event()

    def hang(_: Db) -> None:
        gate.wait()

    hanging = asyncio.create_task(client.app[ENGINE].write(hang))
    try:
        assert await told(client) == (503, {"status": "trouble", "disk": "late", "writing": "late"})
        assert (await told(client, "/livez"))[0] == 200
        monkeypatch.setattr(probing, "STUCK_S", 0.0)
        assert await told(client, "/livez") == (503, {"status": "trouble", "writing": "stuck"})
    finally:
        gate.set()
    await hanging
    monkeypatch.setattr(probing, "PATIENCE_S", 10.0)
    assert (await told(client))[0] == 200
    assert (await told(client, "/livez"))[0] == 200


async def test_a_writing_thread_that_has_ended_is_told(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    engine = client.app[ENGINE]
    assert isinstance(engine, Sqlite)
    nonsense = SimpleNamespace(done=lambda *_: None)  # no error that is known does it
    engine._jobs.put(nonsense)  # type: ignore[arg-type]  # noqa: SLF001
    async with asyncio.timeout(10):
        await engine.failed.wait()
    assert await told(client) == (503, {"status": "trouble", "disk": "ok", "writing": "closed"})
    assert await told(client, "/livez") == (503, {"status": "trouble", "writing": "stuck"})
    async with asyncio.timeout(10):
        while not any(line.levelname == "CRITICAL" for line in caplog.records):  # noqa: ASYNC110 - a thread logs
            await asyncio.sleep(0.01)
    caplog.clear()


async def test_however_many_ask_the_disk_writes_once_a_second(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, writes = client.app[ENGINE], 0
    write = engine.write

    async def counted(work: object) -> None:
        nonlocal writes
        writes += work is probe
        await write(work)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "write", counted)
    loop = asyncio.get_running_loop()
    began = loop.time()
    paths = ["/health", "/livez"] * 100
    assert {status for status, _ in await asyncio.gather(*(told(client, path) for path in paths))} == {200}
    assert 1 <= writes <= 1 + loop.time() - began
