"""Leader election, as a port: what must run in exactly one process of an instance runs in the leader.

A term ends at any moment. What is done in its name is cancelled then, before another process begins.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol


class Leader(Protocol):
    """Whether this process leads."""

    is_only: bool
    """Whether there can be no other process."""

    @property
    def is_leading(self) -> bool: ...

    async def elected(self) -> asyncio.Event:
        """Wait until this process leads. The event is set when its term is over."""


class OnlyProcess:
    """`Leader` where there is one process."""

    is_only = True
    is_leading = True

    async def elected(self) -> asyncio.Event:
        return asyncio.Event()


async def lead(leader: Leader, job: Callable[[], Awaitable[None]]) -> None:
    """Run a job in each term of this process, until it ends by itself."""
    while True:
        over = await leader.elected()
        working = asyncio.ensure_future(job())
        ending = asyncio.ensure_future(over.wait())
        try:
            await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                await working
                return
        finally:
            for task in (working, ending):
                task.cancel()
            await asyncio.gather(working, ending, return_exceptions=True)
