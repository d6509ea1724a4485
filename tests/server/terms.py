"""A leader whose terms a test begins and ends, as an election among several processes does."""

import asyncio


class Terms:
    """`Leader`."""

    is_only = False

    def __init__(self) -> None:
        self._begun = asyncio.Event()
        self._over = asyncio.Event()

    @property
    def is_leading(self) -> bool:
        return self._begun.is_set()

    async def elected(self) -> asyncio.Event:
        await self._begun.wait()
        return self._over

    def begin(self) -> None:
        self._over = asyncio.Event()
        self._begun.set()

    def end(self) -> None:
        self._begun.clear()
        self._over.set()
