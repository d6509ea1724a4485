"""Many clients at one server: they join, get a text, and press keys at random intervals."""

import asyncio
import random
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final

from tests.tools.bench.deliveries import Deliveries, Received, Writer
from tests.tools.bench.letters import Letters, Place
from tests.tools.bench.person import PATIENCE_S, Person, Site

MANY: Final = 100
TIMED_IN_MANY: Final = 8
AT_ONCE: Final = 20
SHORTEST_S, LONGEST_S = 0.1, 0.2
_LOOK_S: Final = 0.01
_PROSE: Final = "Le fret ferroviaire transporte moins de marchandises qu'en 1974. "


@dataclass(slots=True)
class Crowd:
    """All clients of a run, by room. Client ids are assigned in the order of joining."""

    site: Site
    deliveries: Deliveries
    rooms: dict[str, list[Person]]
    _ids: "count[int]"

    @classmethod
    async def join(cls, site: Site, rooms: Iterable[str], *, each: int, at_once: int = AT_ONCE) -> "Crowd":
        """`each` clients in every room. The first joins alone: one of the peers creates the room then."""
        crowd = cls(site, Deliveries(), {room: [] for room in rooms}, count(1000))
        is_many = each * len(crowd.rooms) >= MANY
        turn = asyncio.Semaphore(at_once)

        async def enter(room: str, *, is_timed: bool) -> None:
            async with turn:
                client = next(crowd._ids)
                person = await site.person.join(
                    site, room, crowd.deliveries, client=client, is_timed=is_timed
                )
                crowd.rooms[room].append(person)

        await asyncio.gather(*(enter(room, is_timed=True) for room in crowd.rooms))
        rest = [room for room in crowd.rooms for _ in range(each - 1)]
        await asyncio.gather(
            *(
                enter(room, is_timed=not is_many or number % TIMED_IN_MANY == 0)
                for number, room in enumerate(rest)
            )
        )
        return crowd

    @property
    def people(self) -> list[Person]:
        return [person for people in self.rooms.values() for person in people]

    async def write_texts(self, letters: int) -> dict[str, int]:
        """Write a text into each room and wait until all clients have it. Gives its client id by room."""
        writers: dict[str, int] = {}
        text = (_PROSE * (letters // len(_PROSE) + 1))[:letters]
        waiting = {person for people in self.rooms.values() for person in people[1:]}
        for person in waiting:
            person.on_letters = partial(_has_received, waiting, person)
        for room, people in self.rooms.items():
            client = writers[room] = next(self._ids) + 50_000_000
            # One stamp for the whole text: its delay is not used.
            self.deliveries.writers[client] = Writer(Letters(client), array("q", [time.perf_counter_ns()]))
            people[0].write_text(client, text)
            await asyncio.sleep(0)
        if not await until(lambda: not waiting, patience_s=PATIENCE_S):
            raise TimeoutError(f"{len(waiting)} clients have not received the text")
        return writers

    async def wait_for_deliveries(self, many: int, *, patience_s: float) -> int:
        """Wait for so many deliveries, at most `patience_s`. Returns how many are missing."""
        deliveries = self.deliveries
        await until(lambda: deliveries.delivered >= many or deliveries.closed > 0, patience_s=patience_s)
        return many - self.deliveries.delivered

    async def missing(self, rooms: Sequence[str]) -> int:
        """How many letters of these rooms a client that joins now does not get."""
        missing = 0
        for room in rooms:
            late = await self.site.person.join(self.site, room, self.deliveries, client=next(self._ids))
            await late.leave()
            missing += late.missing_letters(self.rooms[room])
        return missing

    async def leave(self) -> None:
        """Disconnect all clients."""
        for person in self.people:
            await person.leave()


async def until(fact: Callable[[], bool], *, patience_s: float) -> bool:
    """Poll until `fact` is true; False after `patience_s`."""
    end = time.monotonic() + patience_s
    # An event would cost a check for each frame.
    while not (is_so := fact()) and time.monotonic() < end:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_S)
    return is_so


def _has_received(waiting: set[Person], person: Person, _: Received) -> None:
    waiting.discard(person)
    person.on_letters = None


def place_in_text(writer: int, letters: int, number: int) -> tuple[Place, Place] | None:
    """The two letters of `writer` between which client `number` types."""
    if letters < 2:
        return None
    at = number * 97 % (letters - 2)
    return (writer, at), (writer, at + 1)


def key_times(people: Sequence[Person], seconds: float, seed: int) -> list[tuple[float, Person]]:
    """Open-loop load: (time, client) of each key press, five to ten a second and client."""
    chance = random.Random(seed)
    keys = []
    for person in people:
        at = chance.uniform(0, LONGEST_S)
        while at < seconds:
            keys.append((at, person))
            at += chance.uniform(SHORTEST_S, LONGEST_S)
    return sorted(keys, key=lambda key: key[0])


async def press_keys(keys: Sequence[tuple[float, Person]]) -> "array[int]":
    """Press the keys on schedule. Returns by how much the generator itself was late (ns)."""
    began, late = time.perf_counter_ns(), array("q")
    for number, (at, person) in enumerate(keys):
        due = began + int(at * 1e9)
        early = due - time.perf_counter_ns()
        if early > 1_000_000:
            await asyncio.sleep(early / 1e9)
        elif number % 64 == 0:
            await asyncio.sleep(0)
        late.append(max(0, time.perf_counter_ns() - due))
        person.type()
    return late
