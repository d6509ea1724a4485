"""Heavy work that many ask for at once."""

import asyncio

import pytest

from server.storage.engines.seldom import Seldom


async def test_all_who_ask_while_it_runs_share_the_next_run() -> None:
    gate, runs = asyncio.Event(), 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        await gate.wait()

    seldom = Seldom(work)
    asking = [asyncio.create_task(seldom.ask())]
    await asyncio.sleep(0)
    asking += [asyncio.create_task(seldom.ask()) for _ in range(10)]
    await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*asking)
    assert runs == 2


async def test_who_asks_for_what_fails_hears_of_it_and_the_next_is_tried() -> None:
    async def work() -> None:
        raise LookupError("no room")

    seldom = Seldom(work)
    for _ in range(2):
        with pytest.raises(LookupError, match="no room"):
            await seldom.ask()
