"""The watcher of pauses sees whatever holds the loop, in its own thread or in another one."""

import asyncio
import time
from pathlib import Path

from tests.tools.bench.pauses import bodies, measure, pauses


async def test_what_holds_the_loop_is_seen() -> None:
    async with pauses() as longest:
        await asyncio.sleep(0.01)
        time.sleep(0.2)  # noqa: ASYNC251 -- it is to hold the loop
        await asyncio.sleep(0.01)
    assert longest[-1] >= 0.19


async def test_each_body_has_its_figure(tmp_path: Path) -> None:
    found = await measure(tmp_path, 0, [("a note", b'{"markdown": "# Air"}'), *list(bodies())[-2:-1]])
    assert found.keys() == {"a note", "4,000,000 brackets"}
    assert min(found.values()) > 0
