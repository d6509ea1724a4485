"""GET /health."""

import shutil

import pytest

from server.config import Config
from tests.conftest import Client


async def test_all_is_well(client: Client) -> None:
    answer = await client.get("/health")
    assert answer.status == 200
    assert await answer.json() == {"status": "ok", "disk": "ok"}
    assert "Set-Cookie" not in answer.headers


async def test_a_disk_that_takes_no_write_is_told(
    client: Client, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    away = config.data.with_name("away")
    shutil.move(config.data, away)
    answer = await client.get("/health")
    shutil.move(away, config.data)
    assert answer.status == 503
    assert await answer.json() == {"status": "trouble", "disk": "failing"}
    assert (await client.get("/health")).status == 200
    # Who sends looks at the disk as well, and says that it found none.
    caplog.clear()
