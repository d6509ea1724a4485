"""A race: a note, who writes on, and who is cut off while typing by sockets, over HTTP, by coming again."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from aiohttp import ClientError, ClientSession

from crdt.update import read_update
from crdt.varint import write_buffer
from server.storage import journal
from tests.tools.faults.commit_order import CommitOrder
from tests.tools.faults.lines import Line, letter
from tests.visitor import Visitor

# A race is over when everything of it has had the time to come.
SETTLED_S: Final = 0.25
LINES: Final = 2
AT_ONCE: Final = 8
TRIES: Final = 10
AGAIN_S: Final = 0.1


class SpoiltError(Exception):
    """What a race needs was not there on a slow machine: it says nothing, and is made anew."""


@dataclass
class Tally:
    """What a run has seen: from `accepted` on, all but the last must stay 0; that one is in seconds.

    `unanswered` are words that another server did not answer in time.
    """

    races: int = 0
    sent: int = 0
    taken: int = 0
    lines: int = 0
    unanswered: int = 0
    accepted: int = 0
    waves: int = 0
    open: int = 0
    closed_s: float = 0.0


@dataclass
class Typed:
    """What one hand has sent, each letter with the moment at which it left."""

    client: int
    at: list[float] = field(default_factory=list)

    def since(self, moment: float) -> set[int]:
        return {clock for clock, at in enumerate(self.at) if at >= moment}


@dataclass
class Race:
    """`urls` are the servers, the first of which has the note open; what is typed goes by each of them.

    `sync` is the path by which `victim` types, and `own_sync` that of `owner`.
    """

    session: ClientSession
    urls: Sequence[str]
    note: str
    owner: Visitor
    own_sync: str
    victim: Visitor
    sync: str
    tally: Tally
    hands: list[Typed] = field(default_factory=list)
    heard: list[tuple[int, int, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    own: Typed = field(default_factory=lambda: Typed(_new_client()))
    is_over: bool = False

    async def run(self, end: Callable[[], Awaitable[float]], order: CommitOrder) -> None:
        """`end` takes the right back and gives the moment from which nothing may pass.

        Raises SpoiltError, as `end` may.
        """
        first = order.count()
        own = await _opened(f"{self.urls[0]}{self.own_sync}", headers=self.owner.headers)
        heard = lambda *run: self.heard.append(run)  # noqa: E731 - one expression, and read once
        ways = [f"{url}{self.sync}" for url in self.urls]
        self.lines = [
            await _opened(ways[number % len(ways)], heard, headers=self.victim.headers)
            for number in range(LINES)
        ]
        work = [
            asyncio.create_task(self._type(own, self.own)),
            *(asyncio.create_task(self._type(line, self._hand())) for line in self.lines),
            *(asyncio.create_task(self._by_http(way)) for way in ways),
            asyncio.create_task(self._comes_again(ways)),
        ]
        try:
            moment = await end()
        except SpoiltError:
            await self._leave(work, own)
            raise
        started = max(moment, time.time())
        for line in self.lines:
            try:
                await asyncio.wait_for(line.is_over.wait(), 5)
            except TimeoutError:
                self.tally.open += 1
            else:
                self.tally.closed_s = max(self.tally.closed_s, time.time() - started)
        await asyncio.sleep(SETTLED_S)
        await self._leave(work, own)
        self._judge(order, first, moment)

    async def _leave(self, work: Sequence[Awaitable[None]], own: Line) -> None:
        self.is_over = True
        await asyncio.gather(*work)
        own.close()

    def _judge(self, order: CommitOrder, first: int, moment: float) -> None:
        """By the order of commits where there was one; by the clock, which one machine has once, anyway."""
        late = order.behind_the_end(first, self.note)
        rows, after = {}, set[tuple[int, int]]()
        for row in order.rows(self.note):
            letters = {
                (section.client, clock)
                for update in journal.updates([row])
                for section in read_update(update).sections
                for clock in range(section.start, section.end)
            }
            rows[row.seq] = letters
            after |= letters if row.seq in late else set()
        taken = set[tuple[int, int]]().union(*rows.values())
        mine = {hand.client for hand in self.hands}
        too_late = {(hand.client, clock) for hand in self.hands for clock in hand.since(moment)}
        shown = {(client, clock) for client, start, end in self.heard for clock in range(start, end)}
        own_late = {(self.own.client, clock) for clock in self.own.since(moment)} | {
            letter for letter in after if letter[0] == self.own.client
        }
        tally = self.tally
        tally.accepted += sum(letter[0] in mine for letter in after) + len(too_late & taken - after)
        tally.waves += len(shown & own_late)
        tally.sent += sum(len(hand.at) for hand in self.hands)
        tally.taken += sum(letter[0] in mine for letter in taken)
        tally.lines += LINES
        tally.races += 1

    def _hand(self) -> Typed:
        hand = Typed(_new_client())
        self.hands.append(hand)
        return hand

    async def _type(self, line: Line, hand: Typed) -> None:
        while not self.is_over and not line.is_over.is_set():
            for _ in range(AT_ONCE):
                hand.at.append(time.time())
                line.types(hand.client)
            await asyncio.sleep(0.002)

    async def _by_http(self, way: str) -> None:
        headers = self.victim.cookie
        while not self.is_over:
            hand, session, first = self._hand(), "", 1
            while not self.is_over:
                hand.at += [time.time()] * AT_ONCE
                body = b"".join(
                    write_buffer(letter(hand.client, clock))
                    for clock in range(len(hand.at) - AT_ONCE, len(hand.at))
                )
                more = f"?session={session}&first={first}" if session else ""
                try:
                    async with self.session.post(f"{way}/http{more}", data=body, headers=headers) as answer:
                        if answer.status not in (200, 201):
                            break
                        session, first = session or (await answer.json())["session"], first + AT_ONCE
                except ClientError:
                    break
            await asyncio.sleep(0.01)

    async def _comes_again(self, ways: Sequence[str]) -> None:
        """By the same address, again and again, with a letter of its own each time."""
        while not self.is_over:
            hand = self._hand()
            way = ways[len(self.hands) % len(ways)]
            try:
                line = await Line.open(way, headers=self.victim.headers, writes=partial(_first, hand))
            except (ConnectionError, TimeoutError):
                await asyncio.sleep(0.005)
                continue
            await asyncio.sleep(0.01)
            line.close()


async def _opened(way: str, heard: Callable[[int, int, int], None] | None = None, *, headers: str) -> Line:
    """As a page comes: again, where a server that is slow says so. Raises ConnectionError."""
    for _ in range(TRIES):
        with suppress(ConnectionError):
            return await Line.open(way, heard, headers=headers)
        await asyncio.sleep(AGAIN_S)
    return await Line.open(way, heard, headers=headers)


def _first(hand: Typed) -> bytes:
    hand.at.append(time.time())
    return letter(hand.client, 0)


def _new_client() -> int:
    return random.randrange(1, 1 << 32)
