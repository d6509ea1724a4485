"""The real server as a process of its own, which can be killed and started again on the same notes."""

import asyncio
import json
import signal
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.served import ENVIRONMENT

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Site:
    """One instance: a folder of data, a port and options; `process` is None while it is down."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.options = options
        self.port = free_port()
        # Where the packages of the server are: another folder is another build.
        self.root = ROOT
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Return once it says that it serves."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server", "serve"),
            *("--port", str(self.port), "--data", str(self.data), *self.options),
            cwd=self.root,
            env=ENVIRONMENT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        try:
            told = await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)
        except TimeoutError:
            await self.kill()
            raise
        assert told.startswith(b"Pochette is served"), told

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            await self.process.communicate()
            self.process = None

    async def kill(self) -> None:
        """As a power cut does: nothing is said, nothing is stored any more."""
        await self.stop(signal.SIGKILL)

    async def shell(self, *arguments: str) -> str:
        """Run a command of `pochette` on the same data, beside the server."""
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server", *arguments, "--data", str(self.data)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await program.communicate()
        assert program.returncode == 0, told
        return told.decode()

    async def new_note(self, markdown: str = "", *, port: int | None = None) -> dict[str, str]:
        """Make a note; gives its links by their right, on `port` where a wire is in between."""
        made = await asyncio.to_thread(self._post, "/api/notes", {"markdown": markdown})
        links: dict[str, str] = made["links"]
        return {
            right: link.replace(self.url, f"http://127.0.0.1:{port or self.port}")
            for right, link in links.items()
        }

    async def markdown(self, link: str) -> str:
        """The text of a note, as it is on disk."""
        token = link.partition("/n/")[2].partition("?")[0]
        return await asyncio.to_thread(self._get, f"/n/{token}/note.md", token)

    def _post(self, path: str, body: Mapping[str, object]) -> Any:
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
            return json.load(answer)

    def _get(self, path: str, token: str) -> str:
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.url + path, headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
            text: str = answer.read().decode()
            return text


@asynccontextmanager
async def running(data: Path, *options: str) -> AsyncIterator[Site]:
    site = Site(data, *options)
    await site.start()
    try:
        yield site
    finally:
        await site.stop()
