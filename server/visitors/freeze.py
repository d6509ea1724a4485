"""Freeze: while a loss of a manager's device is pending, nothing is done for good to a note or pochette."""

from functools import partial

from server.clock import now_ms
from server.errors import ConflictError
from server.storage import Engine, losses
from server.targets import Target


async def unfrozen(engine: Engine, target: Target) -> None:
    """Raises ConflictError while a thief may be the one who asks: before purging, erasing, handing on."""
    if await engine.read(partial(losses.freezes, target=target, now=now_ms())):
        raise ConflictError("frozen")
