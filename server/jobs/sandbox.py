"""The layers of the sandbox on this machine, probed once in a child process."""

import asyncio
from enum import StrEnum

from export.process.layers import Layers
from export.process.probe import probe
from server.errors import StartError


class Needed(StrEnum):
    """Whether the server starts with an incomplete sandbox."""

    WANTED = "wanted"
    REQUIRED = "required"


class Sandbox:
    """The layers do not change while a system runs."""

    def __init__(self) -> None:
        self._asking: asyncio.Task[Layers] | None = None

    async def layers(self) -> Layers:
        """As a child reports them; the first call takes as long as its start."""
        if self._asking is None:
            self._asking = asyncio.create_task(asyncio.to_thread(probe))
        return await asyncio.shield(self._asking)


def expect(layers: Layers, needed: Needed) -> None:
    """Raises StartError when something is open that must not be."""
    if layers.open and needed is Needed.REQUIRED:
        raise StartError(
            f"The sandbox of child processes is required, and leaves open: {', '.join(layers.open)}"
            f" (it is: {layers}). `pochette doctor` says more."
        )
