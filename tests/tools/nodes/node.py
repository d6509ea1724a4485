"""A node: one `pochette serve`, and the ways by which people, other nodes and itself reach each other."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from tests.served import Served
from tests.tools.nodes.ways import Way

POCHETTE = str(Path(sys.executable).with_name("pochette"))
# A server that cannot begin, as its database does not answer just now, ends, and is started again.
_STARTS: Final = 30
_AGAIN_S: Final = 1.0


class Node:
    """`door` leads people to it, `inlet` other nodes, `outlet` itself to PostgreSQL."""

    def __init__(self, data: Path) -> None:
        self.door, self.inlet, self.outlet = Way(), Way(), Way()
        self.options: Sequence[str] = ()
        self._data = data
        self._served: Served | None = None
        self._is_running = False

    async def listen(self) -> None:
        for way in (self.door, self.inlet, self.outlet):
            await way.listen()

    async def close(self) -> None:
        """Raises when the server does not stop by itself."""
        try:
            if self._is_running:
                self.resume()
                await self.stop()
        finally:
            for way in (self.door, self.inlet, self.outlet):
                await way.close()

    @property
    def is_running(self) -> bool:
        return self._is_running

    @property
    def data(self) -> Path:
        return self._data

    @property
    def url(self) -> str:
        """At which people reach it."""
        return f"http://127.0.0.1:{self.door.port}"

    @property
    def node_url(self) -> str:
        return f"http://127.0.0.1:{self.inlet.port}"

    @property
    def log(self) -> str:
        return (self._data.parent / f"{self._data.name}.log").read_text("utf-8")

    async def start(self, **environment: str) -> None:
        """Return once it listens, now and later with this in its environment; started again as by systemd."""
        if self._served is None or environment:
            program = ("env", *(f"{name}={value}" for name, value in environment.items()), POCHETTE)
            self._served = Served(self._data, *self.options, program=program)
        for _ in range(_STARTS - 1):
            with suppress(RuntimeError):
                await asyncio.to_thread(self._served.start)
                break
            await asyncio.sleep(_AGAIN_S)
        else:
            await asyncio.to_thread(self._served.start)
        self._is_running = True
        port = int(self._served.url.rpartition(":")[2])
        self.door.target = self.inlet.target = port

    async def stop(self) -> None:
        """As systemd would."""
        assert self._served is not None
        self._is_running = False
        await asyncio.to_thread(self._served.stop)

    def kill(self) -> None:
        """As a power button would."""
        assert self._served is not None
        self._is_running = False
        self._served.kill()

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._served is not None
        os.kill(self._served.pid, number)
