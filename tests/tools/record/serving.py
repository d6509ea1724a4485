"""Servers of one checkout, one after the other, in one process: begun and ended by lines of JSON on stdin.

Run by the Python of that checkout, in its folder. Of the product it knows `create_app` and `read_config`.
The date is set by whoever starts it, and then goes on.
"""

import asyncio
import json
import os
import sys
import time
from typing import Any, Final

_real_ns: Final = time.time_ns


class _Clock:
    """The date of this process (ms since 1970); times to wait stay those of the machine."""

    def __init__(self) -> None:
        self._ahead = 0
        time.time_ns = self._now

    def set(self, at_ms: int) -> None:
        self._ahead = at_ms * 1_000_000 - _real_ns()

    def _now(self) -> int:
        return _real_ns() + self._ahead


async def _main() -> None:
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the log is not for who reads the answers
    clock = _Clock()
    from aiohttp import web  # noqa: PLC0415 - after the clock

    from server.app import create_app  # noqa: PLC0415
    from server.settings.config import read_config  # noqa: PLC0415

    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    runner: web.AppRunner | None = None
    while line := await lines.readline():
        asked: dict[str, Any] = json.loads(line)
        answer: dict[str, Any] = {}
        if "at" in asked:
            clock.set(asked["at"])
        if asked["do"] == "start":
            app = create_app(read_config({"config": asked["settings"]}))
            runner = web.AppRunner(app, access_log=None, auto_decompress=False)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            answer["port"] = runner.addresses[0][1]
        elif asked["do"] == "stop" and runner is not None:
            await runner.cleanup()
            runner = None
        told.write(json.dumps(answer) + "\n")
        told.flush()
    if runner is not None:
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_main())
