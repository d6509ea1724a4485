"""Longest pause of the loop while a body comes and becomes a note: for how long nobody else is served.

    chrt -r 10 .venv/bin/python -m tests.tools.bench.pauses

In one process with the server, whose threads hold the interpreter while an expression is matched. Only at
real-time priority is a pause one of the program, and not of the machine.
"""

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog

from server.app import create_app
from server.settings.config import Config
from tests.conftest import client_of

MOST: Final = 2_000_000
# The index takes a note within two seconds.
_AFTER_S: Final = 3.0
_TURN_S: Final = 0.001


def bodies() -> Iterator[tuple[str, bytes]]:
    """Of a note; by what each is made of."""
    texts = {
        "words": "Un mot et un autre, et encore. ",
        "short lines": "Une ligne.\r\n",
        "one word": "é",
        "addresses": f"/n/{'A' * 22}",
        "signs": "a *b* [c](d) ",
        "a heading of spaces": "# a" + " " * (MOST - 4) + "b",
    }
    for name, text in texts.items():
        letters = (text * (MOST // len(text) + 1))[: MOST // len(text[-1].encode())]
        yield name, json.dumps({"markdown": letters}).encode()
    yield "escapes", b'{"markdown":"' + b"\\u0041" * MOST + b'"}'
    yield "900,000 keys", b"{" + b",".join(b'"k%d":1' % number for number in range(900_000)) + b"}"
    yield "4,000,000 brackets", b'{"markdown":[' + b"[]," * 4_000_000 + b"[]]}"
    yield "a text of 10 MB", b'{"markdown":"' + b"a" * 10_000_000 + b'"}'


@asynccontextmanager
async def pauses() -> AsyncIterator[list[float]]:
    """Seconds between two turns of the loop, each time that there were more than before."""
    longest = [0.0]

    async def watch() -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(_TURN_S)  # a process that never rests is stopped for 50 ms a second
            now = time.monotonic()
            if now - last - _TURN_S > longest[-1]:
                longest.append(now - last - _TURN_S)
            last = now

    watching = asyncio.create_task(watch())
    try:
        yield longest
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def measure(data: Path, after_s: float, some: list[tuple[str, bytes]]) -> dict[str, float]:
    """The longest pause with each body, by its name."""
    found = {}
    async with client_of(create_app(Config(data=data))) as client:
        await client.post("/api/notes", json={"markdown": "# Eau"})
        for name, body in some:
            async with pauses() as longest:
                answer = await client.post(
                    "/api/notes", data=io.BytesIO(body), headers={"Content-Type": "application/json"}
                )
                assert answer.status in {201, 413}, await answer.text()
                await asyncio.sleep(after_s)
            found[name] = longest[-1]
    return found


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), _AFTER_S, list(bodies())))
    for name, seconds in found.items():
        print(f"{name:24} {seconds * 1000:6.0f} ms")  # noqa: T201 -- its figures


if __name__ == "__main__":
    main()
