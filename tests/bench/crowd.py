"""Many people at one server: how they come, find a text, type at their own pace, and are counted."""

import asyncio
import random
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final

from tests.bench.hearing import Heard, Hearing, Writer
from tests.bench.letters import Letters, Place
from tests.bench.person import PATIENCE_S, Person, Site

MANY: Final = 100
TIMED_IN_MANY: Final = 8
AT_ONCE: Final = 20
SHORTEST_S, LONGEST_S = 0.1, 0.2
_LOOK_S: Final = 0.01
_PROSE: Final = "Le fret ferroviaire transporte moins de marchandises qu'en 1974. "


@dataclass(slots=True)
class Crowd:
    """Everybody at one server, by room. Client ids are given in the order of coming."""

    site: Site
    hearing: Hearing
    rooms: dict[str, list[Person]]
    _ids: "count[int]"

    @classmethod
    async def come(cls, site: Site, rooms: Iterable[str], *, each: int, at_once: int = AT_ONCE) -> "Crowd":
        """`each` people in every room; the first of a room comes alone, which one of the peers needs."""
        crowd = cls(site, Hearing(), {room: [] for room in rooms}, count(1000))
        is_many = each * len(crowd.rooms) >= MANY
        turn = asyncio.Semaphore(at_once)

        async def enter(room: str, *, is_timed: bool) -> None:
            async with turn:
                client = next(crowd._ids)
                person = await site.person.join(site, room, crowd.hearing, client=client, is_timed=is_timed)
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

    async def find_a_text(self, letters: int) -> dict[str, int]:
        """Put a text into each room, which all there hear: the client id that wrote it, by room."""
        writers: dict[str, int] = {}
        text = (_PROSE * (letters // len(_PROSE) + 1))[:letters]
        deaf = {person for people in self.rooms.values() for person in people[1:]}
        for person in deaf:
            person.told = partial(_has_heard, deaf, person)
        for room, people in self.rooms.items():
            client = writers[room] = next(self._ids) + 50_000_000
            # One stamp for the whole text: it is heard, and no more than that.
            self.hearing.writers[client] = Writer(Letters(client), array("q", [time.perf_counter_ns()]))
            people[0].write_text(client, text)
            await asyncio.sleep(0)
        if not await until(lambda: not deaf, patience_s=PATIENCE_S):
            raise TimeoutError(f"{len(deaf)} have not heard the text")
        return writers

    async def heard(self, many: int, *, patience_s: float) -> int:
        """Return when so many letters were delivered, or none comes any more; how many are missing."""
        hearing = self.hearing
        await until(lambda: hearing.delivered >= many or hearing.closed > 0, patience_s=patience_s)
        return many - self.hearing.delivered

    async def missing(self, rooms: Sequence[str]) -> int:
        """How many letters of these rooms somebody who comes now is not given."""
        missing = 0
        for room in rooms:
            late = await self.site.person.join(self.site, room, self.hearing, client=next(self._ids))
            await late.leave()
            missing += late.missing_of(self.rooms[room])
        return missing

    async def leave(self) -> None:
        """Let all go."""
        for person in self.people:
            await person.leave()


async def until(fact: Callable[[], bool], *, patience_s: float) -> bool:
    """Whether something became so in time."""
    end = time.monotonic() + patience_s
    # An event would have to be looked at for each frame.
    while not (is_so := fact()) and time.monotonic() < end:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK_S)
    return is_so


def _has_heard(deaf: set[Person], person: Person, _: Heard) -> None:
    deaf.discard(person)
    person.told = None


def middle(writer: int, letters: int, number: int) -> tuple[Place, Place] | None:
    """A place inside the text that `writer` has put there, another one for each number."""
    if letters < 2:
        return None
    at = number * 97 % (letters - 2)
    return (writer, at), (writer, at + 1)


def presses(people: Sequence[Person], seconds: float, seed: int) -> list[tuple[float, Person]]:
    """When each presses a key: five to ten times a second, whatever the server does meanwhile."""
    chance = random.Random(seed)
    keys = []
    for person in people:
        at = chance.uniform(0, LONGEST_S)
        while at < seconds:
            keys.append((at, person))
            at += chance.uniform(SHORTEST_S, LONGEST_S)
    return sorted(keys, key=lambda key: key[0])


async def type_along(keys: Sequence[tuple[float, Person]]) -> "array[int]":
    """Press the keys in time; how late each was pressed (ns), which is the generator's own fault."""
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
