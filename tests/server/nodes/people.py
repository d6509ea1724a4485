"""People who type in one note through several nodes, and come back after whatever happens."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from time import monotonic

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from tests.served import Served
from tests.server.live.editors import Editor
from tests.wire.notes import OnServer

TYPED = re.compile(r"<(\d+)\.(\d+)>")
# As a page does that hears nothing.
_SILENCE_S = 12.0
_AGAIN_S = 0.15


class Person:
    """Types a word now and then. `saved` is how many of them the server has acknowledged."""

    def __init__(self, number: int, note: OnServer, places: Sequence[Served]) -> None:
        self.number = number
        self.editor = Editor()
        self.typed = 0
        self.saved = 0
        self.longest_s = 0.0
        self.is_resting = False
        self._note = note
        self._places = places
        self._chance = random.Random(number)
        self._heard_at = monotonic()

    async def live(self, session: ClientSession) -> None:
        """For ever."""
        while True:
            place = self._chance.choice(self._places)
            with suppress(ClientError, ConnectionError, TimeoutError):
                async with asyncio.timeout(_SILENCE_S):
                    await self.editor.connect(session, self._note.on(place).sync)
                    await self._hear()
                hearing, typing = asyncio.create_task(self._listen()), asyncio.create_task(self._type())
                try:
                    await asyncio.wait({hearing, typing}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    hearing.cancel()
                    typing.cancel()
                    await asyncio.gather(hearing, typing, return_exceptions=True)
            if self.editor.socket is not None:
                await self.editor.socket.close()
            await asyncio.sleep(_AGAIN_S * (0.5 + self._chance.random()))

    async def _listen(self) -> None:
        while True:
            async with asyncio.timeout(_SILENCE_S):
                await self._hear()

    async def _hear(self) -> None:
        await self.editor.hear()
        if self.editor.is_saved and self.saved < self.typed:
            self.saved = self.typed
            now = monotonic()
            self.longest_s, self._heard_at = max(self.longest_s, now - self._heard_at), now

    async def _type(self) -> None:
        while True:
            await asyncio.sleep(0.05 + self._chance.random() / 10)
            if self.saved == self.typed and not self.is_resting:
                self.typed += 1
                self._heard_at = monotonic()
                await self.editor.type(f"<{self.number}.{self.typed}>")


@asynccontextmanager
async def typing(note: OnServer, places: Sequence[Served], many: int = 4) -> AsyncIterator[list[Person]]:
    """So many people, who are all in the note and have typed."""
    people = [Person(number, note, places) for number in range(1, many + 1)]
    timeout = ClientTimeout(total=None, sock_connect=2)
    async with ClientSession(cookie_jar=DummyCookieJar(), timeout=timeout) as session:
        living = [asyncio.create_task(person.live(session)) for person in people]
        try:
            await all_save(people)
            yield people
        finally:
            for task in living:
                task.cancel()
            await asyncio.gather(*living, return_exceptions=True)


async def all_save(people: Sequence[Person], *, words: int = 3, within_s: float = 30) -> None:
    """Until everybody has saved some words more."""
    goals = [person.saved + words for person in people]
    async with asyncio.timeout(within_s):
        while any(person.saved < goal for person, goal in zip(people, goals, strict=True)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def agree(people: Sequence[Person], *, within_s: float = 20) -> str:
    """The text that all screens show once nobody types."""
    for person in people:
        person.is_resting = True
    async with asyncio.timeout(within_s):
        while any(person.saved < person.typed for person in people) or _differ(people):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return str(people[0].editor.text)


def _differ(people: Sequence[Person]) -> bool:
    return len({str(person.editor.text) for person in people}) > 1


def words_of(text: str) -> list[tuple[int, int]]:
    return [(int(number), int(word)) for number, word in TYPED.findall(text)]


def lost(people: Sequence[Person], text: str) -> list[tuple[int, int]]:
    """The words that were acknowledged and are not in a text exactly once."""
    there = words_of(text)
    return [
        (person.number, word)
        for person in people
        for word in range(1, person.saved + 1)
        if there.count((person.number, word)) != 1
    ]
