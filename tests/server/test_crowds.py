"""Fair turns against a crowd: fresh cookies are free, and buy no turns from another network."""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial

import pytest
from aiohttp import DummyCookieJar, TCPConnector
from aiohttp.test_utils import TestClient, TestServer

from server.app import create_app
from server.paper.press import MOST_PAGES_OF_ONE
from server.settings.config import Config
from tests.conftest import Client
from tests.server.crowds import (
    HEAVY,
    Browser,
    as_old_as,
    behind_a_proxy,
    browser,
    browsers,
    notes_of,
    read,
    seconds,
)
from tests.server.visits import Made, make

CROWD, ATTACKER, HONEST = 6, "203.0.113.9", "192.0.2.7"
LONG = "\n\n".join([HEAVY] * 3)


@pytest.fixture
async def client(config: Config) -> AsyncIterator[Client]:
    """With as many connections as are asked for: none waits for another one."""
    server = TestServer(create_app(behind_a_proxy(config)))
    async with TestClient(server, cookie_jar=DummyCookieJar(), connector=TCPConnector(limit=0)) as client:
        yield client


class Crowd:
    """Browsers of one network, each of which reads or prints a note of its own; counts the answers."""

    def __init__(self, client: Client, path: str, of: list[Browser], notes: list[Made]) -> None:
        self.answers = 0
        self._client = client
        self._path = path
        self._tasks = [asyncio.create_task(self._ask(*one)) for one in zip(of, notes, strict=True)]

    async def at_work(self, answers: int = 1) -> None:
        """Wait until so many have an answer: the others are in the queue by then."""
        while self.answers < answers:
            await asyncio.wait(
                [task for task in self._tasks if not task.done()], return_when=asyncio.FIRST_COMPLETED
            )

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, by: Browser, note: Made) -> None:
        while True:
            answer = await self._client.get(f"{note.edit}{self._path}", headers=by.headers)
            if "Refresh" not in answer.headers:
                break
        self.answers += 1


async def crowd_of(client: Client, address: str, path: str, text: str) -> Crowd:
    of = await browsers(client, [address] * CROWD)
    return Crowd(client, path, of, await notes_of(client, of, text))


@pytest.mark.whole
@pytest.mark.parametrize("text", [HEAVY, LONG], ids=["short", "long"])
async def test_a_reader_elsewhere_waits_for_one_page_of_a_crowd_at_most(client: Client, text: str) -> None:
    honest = await browser(client, HONEST)
    note = await make(client, markdown="# Retraites\n\nUn mot.\n", headers=honest.headers)
    crowd = await crowd_of(client, ATTACKER, "?view=read", text)
    await crowd.at_work()
    before, begun = crowd.answers, time.monotonic()
    assert await read(client, note.edit, honest) == 200
    assert crowd.answers - before <= 1
    assert time.monotonic() - begun < 5
    await crowd.leave()


async def test_reading_does_not_wait_for_prints(client: Client) -> None:
    honest = await browser(client, ATTACKER)
    notes = await notes_of(client, [honest] * 3, "Un mot.")
    crowd = await crowd_of(client, ATTACKER, "/note.pdf", LONG)
    for note in notes:
        assert await read(client, note.edit, honest) == 200
    assert crowd.answers == 0
    await crowd.leave()


async def test_a_print_from_elsewhere_waits_for_one_print_of_a_crowd_at_most(client: Client) -> None:
    honest = await browser(client, HONEST)
    note = await make(client, markdown="# Retraites\n\nUn mot.\n", headers=honest.headers)
    crowd = await crowd_of(client, ATTACKER, "/note.pdf", "Un *mot*. " * 400)
    await crowd.at_work()
    before = crowd.answers
    answer = await client.get(f"{note.edit}/note.pdf", headers=honest.headers)
    assert answer.status == 200
    assert crowd.answers - before <= 2
    await crowd.leave()


@pytest.mark.whole
async def test_in_one_network_who_was_here_yesterday_goes_before_newcomers(
    client: Client, config: Config
) -> None:
    honest = await browser(client, ATTACKER)
    note = await make(client, markdown="# Retraites\n\nUn mot.\n", headers=honest.headers)
    as_old_as(config, 1.1)
    crowd = await crowd_of(client, ATTACKER, "?view=read", HEAVY)
    await crowd.at_work()
    before = crowd.answers
    assert await read(client, note.edit, honest) == 200
    assert crowd.answers - before <= 1
    await crowd.leave()


@pytest.mark.whole
async def test_a_page_that_waits_says_so_and_shows_by_itself(client: Client) -> None:
    crowd = await crowd_of(client, ATTACKER, "?view=read", "\n\n".join([LONG] * 2))
    by = await browser(client, ATTACKER)
    (note,) = await notes_of(client, [by], LONG)
    address = f"{note.edit}?view=read"
    answer = await client.get(address, headers=by.headers)
    assert answer.status == 503
    assert answer.headers["Refresh"] == answer.headers["Retry-After"]
    assert "La page se prépare" in await answer.text()
    program = await client.get(address, headers={**by.headers, "Accept": "application/json"})
    assert (await program.json())["error"]["code"] == "preparing"
    await crowd.leave()


async def test_who_asks_for_too_many_pages_at_once_is_told_to_come_back(client: Client) -> None:
    by = await browser(client, ATTACKER)
    notes = await notes_of(client, [by] * (MOST_PAGES_OF_ONE + 4), "Un mot. " * 6000)
    ask = partial(client.get, headers=by.headers)
    answers = await asyncio.gather(*(ask(f"{note.edit}?view=read") for note in notes))
    refused = [answer for answer in answers if answer.status == 503 and "Refresh" not in answer.headers]
    assert refused
    for answer in refused:
        assert answer.headers["Retry-After"] == "5"
        assert "depuis votre réseau" in await answer.text()


@pytest.mark.whole
async def test_whoever_waits_for_a_text_gets_it_once_anybody_has_it(client: Client) -> None:
    """Twenty who open one note that was just changed are one page to be laid out."""
    crowd = await crowd_of(client, ATTACKER, "?view=read", HEAVY)
    honest = await browsers(client, [ATTACKER] * 20)
    (note,) = await notes_of(client, honest[:1], "Un mot.")
    known = await browser(client, HONEST)
    reading = [asyncio.create_task(read(client, note.read, one)) for one in honest]
    await crowd.at_work()
    before = crowd.answers
    assert await read(client, note.read, known) == 200
    assert set(await asyncio.gather(*reading)) == {200}
    assert crowd.answers - before <= 2
    await crowd.leave()


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_two_hundred_fresh_cookies_with_heavy_notes(client: Client, config: Config) -> None:
    """Prints what people wait, elsewhere and behind the attacker's own address."""
    elsewhere = await browser(client, HONEST)
    old = await browsers(client, [ATTACKER] * 100)
    as_old_as(config, 1.1)
    fresh = await browsers(client, [ATTACKER] * 100)
    notes = iter(await notes_of(client, [elsewhere] * 140, "Un *mot* et un autre.\n\n" * 300))
    told = {"quiet": sorted([await seconds(read(client, next(notes).edit, elsewhere)) for _ in range(20)])}
    paper = [await seconds(_print(client, next(notes).edit, elsewhere)) for _ in range(3)]
    of = await browsers(client, [ATTACKER] * 200)
    heavy = [
        *await notes_of(client, of[:100], HEAVY),
        *await notes_of(client, of[100:], LONG),
    ]
    crowds = [Crowd(client, path, of, heavy) for path in ("?view=read", "/note.pdf")]
    await crowds[0].at_work()
    told["elsewhere"] = sorted([await seconds(read(client, next(notes).edit, elsewhere)) for _ in range(40)])
    told["PDF, quiet"], told["PDF"] = (
        sorted(paper),
        [await seconds(_print(client, next(notes).edit, elsewhere))],
    )
    for name, people in (("known, same address", old), ("newcomers, same address", fresh)):
        theirs = [next(notes) for _ in range(20)]
        reading = [seconds(read(client, theirs[at % 20].read, one)) for at, one in enumerate(people)]
        told[name] = sorted(await asyncio.gather(*reading))
    answers = sum(crowd.answers for crowd in crowds)
    for name, all_of in told.items():
        middle, last = all_of[len(all_of) // 2], all_of[int(len(all_of) * 0.99)]
        print(f"{name}: {len(all_of)} waited {middle:.2f} s, p99 {last:.2f} s")  # noqa: T201 -- its figures
    print(f"the crowd had {answers} of {2 * len(heavy)} answers")  # noqa: T201
    for crowd in crowds:
        await crowd.leave()
    assert told["elsewhere"][int(40 * 0.99)] <= max(2, 10 * told["quiet"][10])


async def _print(client: Client, path: str, by: Browser) -> int:
    return (await client.get(f"{path}/note.pdf", headers=by.headers)).status
