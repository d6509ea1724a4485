"""Company: people with a device each, in one or two notes, over sockets and over HTTP by turns."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import Final

from aiohttp import ClientSession, CookieJar, TCPConnector

from tests.tools.nodes.doors import Doors
from tests.tools.nodes.lines import How
from tests.tools.nodes.page import Page
from tests.tools.nodes.person import Desk, Person
from tests.tools.nodes.sitting import Shown, Sitting
from tests.visitor import LED_HERE

_JOINING_S: Final = 30
_LOOK_S: Final = 0.1
_ANEW_S: Final = 15


class Company:
    """Everybody who is there. The last ones only read: no fence notices them in a stale room."""

    def __init__(self, people: list[Person], notes: dict[str, str], urls: list[str], readers: int) -> None:
        self.people = people
        self._readers = readers
        self.notes = notes
        self._urls = urls

    @property
    def sittings(self) -> list[Sitting]:
        """With the screens of this moment."""
        for person in self.people:
            person.page.sitting.screen = str(person.page.text)
        return [person.page.sitting for person in self.people]

    def type(self, *, is_typing: bool) -> None:
        for person in self.people[: len(self.people) - self._readers]:
            person.is_typing = is_typing

    async def until_quiet(self, patience_s: float) -> None:
        """Return once everything is saved and all screens of a note are alike, or patience is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience_s
        while loop.time() < end and not self._is_quiet():  # noqa: ASYNC110 - of many pages and documents
            await asyncio.sleep(_LOOK_S)

    def _is_quiet(self) -> bool:
        here = [person for person in self.people if not person.is_over]
        if not all(person.has_all for person in here):
            return False
        return all(
            len({str(one.page.text) for one in here if one.page.sitting.note == note}) <= 1
            for note in self.notes
        )

    async def texts(self) -> list[tuple[str, str]]:
        """Each note and its text, as each node gives it to a program that asks."""
        texts = []
        async with ClientSession(headers=LED_HERE) as session:
            for url in self._urls:
                for note, token in self.notes.items():
                    texts.append((note, await _text(session, f"{url}/n/{token}/note.md")))
        return texts


async def _text(session: ClientSession, address: str) -> str:
    """A node that has just begun anew may say 503 for a while. Raises ClientResponseError."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _ANEW_S
    while True:
        async with session.get(address) as answer:
            if answer.status != 503 or loop.time() > end:
                answer.raise_for_status()
                return await answer.text()
        await asyncio.sleep(_LOOK_S)


@asynccontextmanager
async def company(
    urls: list[str],
    chance: Random,
    on_shown: Callable[[str, Shown], None],
    *,
    people: int,
    readers: int = 0,
    notes: int,
    every_s: float,
    hows: Sequence[How],
    is_pinned: bool = False,
) -> AsyncIterator[Company]:
    """Meanwhile everybody is there and synced; nobody types yet. Raises TimeoutError.

    Who is pinned comes by one node, and is the first to ask for the note.
    """
    made: dict[str, str] = {}
    async with ClientSession() as session:
        for number in range(notes):
            url = urls[number % len(urls)]
            async with session.post(f"{url}/api/notes", json={"markdown": ""}) as answer:
                answer.raise_for_status()
                told = await answer.json()
            made[told["note"]] = told["links"]["edit"].rpartition("/")[2]
    sessions: list[ClientSession] = []
    everybody: list[Person] = []
    try:
        for number in range(people + readers):
            note, token = list(made.items())[number % notes]
            session = ClientSession(
                cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(limit=0), headers=LED_HERE
            )
            sessions.append(session)
            mine = [urls[number // notes % len(urls)]] if is_pinned else urls
            if not is_pinned:
                # The page itself gives the device its cookie; it also opens the note.
                async with session.get(f"{chance.choice(urls)}/n/{token}") as answer:
                    answer.raise_for_status()
            how = hows[number // notes % len(hows)]
            sitting = Sitting(f"person {number}", note, is_by_http=how != "socket")
            page = Page(number, sitting, on_shown)
            desk = Desk(doors=Doors(mine, chance), path=f"/sync/{token}", how=how, every_s=every_s)
            everybody.append(Person(session, desk, page, Random(chance.random())))
        lives = [asyncio.create_task(person.live()) for person in everybody]
        try:
            here = Company(everybody, made, urls, readers)
            async with asyncio.timeout(_JOINING_S):
                await here.until_quiet(_JOINING_S)
            yield here
        finally:
            for life in lives:
                life.cancel()
            ends = await asyncio.gather(*lives, return_exceptions=True)
            for end in ends:
                if isinstance(end, Exception):
                    raise end
    finally:
        for session in sessions:
            await session.close()
