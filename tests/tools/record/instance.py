"""An instance of a checkout: begun empty, kept once its world is made, and brought back as it was."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.tools.record.databases import Database

HOST: Final = "notes.example.org"
URL: Final = f"https://{HOST}"
_PROGRAM: Final = Path(__file__).with_name("serving.py")
# Not a whole day: what is due after one must not depend on how long the world took to make.
_LATER_MS: Final = 26 * 3600 * 1000
# Monday, 2 November 2026, 9:00 in UTC: when the world begins. It is asked on the next day.
BEGINNING_MS: Final = 1_793_610_000_000
LATER_MS: Final = BEGINNING_MS + _LATER_MS
_LINE_BYTES: Final = 1 << 20


class Instance:
    """`settings` are lines of TOML. `port`: where the server listens that runs now."""

    def __init__(
        self, process: asyncio.subprocess.Process, folder: Path, database: Database, settings: str
    ) -> None:
        self._process = process
        self._folder = folder
        self._database = database
        self._settings = settings
        self._number = 0
        self._is_running = False
        self.port = 0

    async def begin(self) -> None:
        """A server without anything, at the beginning of time."""
        await self.stop()
        await self._start(self._database.new(self._data), BEGINNING_MS)

    async def pass_time(self, at_ms: int) -> None:
        """It is another time from now on."""
        await self._do("clock", at=at_ms)

    async def keep(self) -> None:
        """What is there now is what `again` brings back."""
        await self.stop()
        shutil.copytree(self._data, self._folder / "kept")
        self._database.keep()

    async def again(self) -> None:
        """A new server on what was kept, at the time when it is asked."""
        await self.stop()
        shutil.rmtree(self._data)
        self._number += 1
        shutil.copytree(self._folder / "kept", self._data)
        await self._start(self._database.again(self._data), LATER_MS)

    async def stop(self) -> None:
        if self._is_running:
            await self._do("stop")
            self._is_running = False

    @property
    def _data(self) -> Path:
        return self._folder / f"data{self._number}"

    async def _start(self, database: str, at_ms: int) -> None:
        settings = self._folder / "pochette.toml"
        settings.write_text(f'data = "{self._data}"\nurl = "{URL}"\n{database}{self._settings}', "utf-8")
        told = await self._do("start", settings=str(settings), at=at_ms)
        self.port, self._is_running = told["port"], True

    async def _do(self, what: str, **more: object) -> dict[str, Any]:
        """Raises RuntimeError where the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        await self._process.stdin.drain()
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server of the checkout ended: see {self._folder}/log")
        told: dict[str, Any] = json.loads(line)
        return told


@asynccontextmanager
async def opened(checkout: Path, folder: Path, database: Database, settings: str) -> AsyncIterator[Instance]:
    """Of a checkout that `./dev setup` has set up, in a new folder."""
    folder.mkdir()  # noqa: ASYNC240 - before anything runs
    python = checkout / ".venv" / "bin" / "python"
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(python, "-P", _PROGRAM),
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout), "TZ": "Europe/Paris", "PYTHONHASHSEED": "0"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=_LINE_BYTES,
        )
    instance = Instance(process, folder, database, settings)
    try:
        yield instance
        await instance.stop()
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
