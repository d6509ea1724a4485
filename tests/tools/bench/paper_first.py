"""Time until the first picture of a note in its preview, and until all its pages, at the door of a server."""

import time
from pathlib import Path
from statistics import median
from typing import Final

from aiohttp import ClientSession

from tests.served import Served
from tests.tools.bench.paper_peers import NotPrintedError
from tests.tools.bench.paper_text import long_text
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer

_SHORT: Final = "# Une ligne"


async def first_pictures(folder: Path, *, parts: int, rounds: int) -> dict[str, float]:
    """Medians of a printing process that is at rest: a short note waits for what was done before."""
    with Served(folder / "data") as server:
        async with ClientSession(headers=LED_HERE) as session:
            came = []
            for _ in range(rounds + 1):
                note = await OnServer.make(server, long_text(parts))
                short = await OnServer.make(server, _SHORT)
                await _looked_at(session, f"{server.url}/n/{short.edit}/print")
                came.append(await _looked_at(session, f"{server.url}/n/{note.edit}/print"))
    first, whole = zip(*came[1:], strict=True)
    return {"first_s": median(first), "whole_s": median(whole)}


async def _looked_at(session: ClientSession, preview: str) -> tuple[float, float]:
    """As its page asks for it. Raises NotPrintedError."""
    began = time.perf_counter()
    first = 0.0
    query: dict[str, str] = {}
    while True:
        async with session.get(f"{preview}/pages", params=query) as answer:
            told = await answer.json()
        if told["problem"]:
            raise NotPrintedError(told["problem"])
        if not first and (told["first"] or told["ready"]):
            how = {"width": "744"} | ({} if told["ready"] else {"first": "1"})
            async with session.get(f"{preview}/{told['key']}/1.png", params=how) as picture:
                picture.raise_for_status()
                await picture.read()
            first = time.perf_counter() - began
        if told["ready"]:
            return first, time.perf_counter() - began
        query = {"key": told["key"], "seen": str(told["before"]), "first": str(len(told["first"]))}
