"""Time of one's own print of four pages, alone and while one's own preview of many pages is laid out."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import ClientSession, CookieJar

from tests.served import Served
from tests.tools.bench.paper_text import long_text
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer


async def prints_behind(folder: Path, *, parts: int, rounds: int) -> dict[str, float]:
    """The median and the worst of so many rounds, alone and behind by turns."""
    alone, behind = list[float](), list[float]()
    with Served(folder / "data") as server:
        jar = CookieJar(unsafe=True)  # as of a browser, for an address that is a number
        async with ClientSession(server.url, headers=LED_HERE, cookie_jar=jar) as session:
            async with session.get("/") as home:
                home.raise_for_status()
            for _ in range(rounds + 1):
                short, long = [(await OnServer.make(server, long_text(size))).edit for size in (1, parts)]
                # It waits for what was done before.
                await _printed(session, (await OnServer.make(server, "# Une ligne")).edit, "Personne")
                alone.append(await _printed(session, short, "Seul"))
                async with _previewed(session, long):
                    behind.append(await _printed(session, short, "Derrière"))
    return {
        "alone_s": median(alone[1:]),
        "alone_worst_s": max(alone[1:]),
        "behind_s": median(behind[1:]),
        "behind_worst_s": max(behind[1:]),
    }


async def _printed(session: ClientSession, edit: str, recipient: str) -> float:
    began = time.perf_counter()
    async with session.post(f"/n/{edit}/editions", json={"recipient": recipient}) as answer:
        answer.raise_for_status()
    return time.perf_counter() - began


@asynccontextmanager
async def _previewed(session: ClientSession, edit: str) -> AsyncIterator[None]:
    """Within the block all pages are being laid out; at its end they are there."""
    told = await _asked(session, edit, {})
    while not told["first"] and not told["ready"]:
        told = await _asked(session, edit, _next(told))
    yield
    while not told["ready"]:
        told = await _asked(session, edit, _next(told))


async def _asked(session: ClientSession, edit: str, query: dict[str, str]) -> dict[str, Any]:
    async with session.get(f"/n/{edit}/print/pages", params=query) as answer:
        told: dict[str, Any] = await answer.json()
    return told


def _next(told: dict[str, Any]) -> dict[str, str]:
    return {"key": told["key"], "seen": str(told["before"]), "first": str(len(told["first"]))}
