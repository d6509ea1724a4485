"""Erasing while people type, and under kills; `python -m tests.tools.faults.erasures` is the long form."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, CookieJar

from tests.served import Served
from tests.shell import pochette
from tests.tools.faults.erasures import SECRET, far, found_in, grow, make, path_of, run
from tests.visitor import LED_HERE

KILLS = 3


async def test_erasing_shuts_its_note_for_a_moment_and_no_other(tmp_path: Path) -> None:
    tally = await run(tmp_path / "data", edits=3000, mib=20, people=2, normal_s=2, seed=1)
    assert (tally.lost, tally.found) == (0, 0)
    assert tally.acknowledged > 0
    # Loose, for a machine that is busy with other work; the long form has the figures.
    assert tally.shut_ms < 5000
    assert tally.erasing_longest_ms < 2000


async def test_a_kill_at_any_moment_leaves_all_or_nothing_and_what_waits_is_done_later(
    tmp_path: Path,
) -> None:
    data, chance = tmp_path / "data", random.Random(5)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers=LED_HERE) as session:
        with Served(data, "--quiet-hour", far()) as server:
            made = await make(session, server, f"Le code est {SECRET} ici.\n")
            server.stop()
            grow(data / "pochette.db", made["note"], 1500, 40, chance)
            server.start()
            while not await _erasures(session, server, made):
                await _kill_while(server, _erase(session, server, made), chance)
            assert [one["files"] for one in await _erasures(session, server, made)] == ["pending"]
            for _ in range(KILLS):
                await _kill_while(server, pochette("compact", "--data", str(data)), chance)
                (one,) = await _erasures(session, server, made)
                assert one["files"] == "pending" or await found_in(data) == 0
            assert (await pochette("compact", "--data", str(data)))[0] == 0
            assert [one["files"] for one in await _erasures(session, server, made)] == ["done"]
            assert await found_in(data) == 0


async def _kill_while(server: Served, doing: Any, chance: random.Random) -> None:
    """Kill the server somewhere in it, or after it, and start it again."""
    task = asyncio.ensure_future(doing)
    await asyncio.wait({task}, timeout=chance.uniform(0.1, 2.5))
    server.kill()
    with suppress(ClientError):
        await task
    server.start()


async def _erase(session: ClientSession, server: Served, made: dict[str, Any]) -> None:
    async with session.post(f"{path_of(server, made)}/erasures", json={"text": SECRET}) as answer:
        assert answer.status in (201, 400)


async def _erasures(session: ClientSession, server: Served, made: dict[str, Any]) -> list[dict[str, Any]]:
    headers = {"Accept": "application/json"}
    async with session.get(f"{path_of(server, made)}/erasures", headers=headers) as answer:
        told: dict[str, list[dict[str, Any]]] = await answer.json()
    return told["erasures"]
