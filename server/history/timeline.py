"""Timeline of a note: births and deaths of its letters, with time and author."""

import asyncio
import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web

from crdt.chronicle import Chronicle
from crdt.copies import Copies
from server.errors import BadInputError
from server.ids import NoteId, VisitorId
from server.jobs.lru_cache import LruCache
from server.live.past import Journal, read_journal
from server.storage import Engine, erasures, journal
from server.storage.erasures import State

_KEPT_BYTES: Final = 32 * 1024 * 1024
_NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All of a note's moments up to row `seq` of its journal.

    `members` are those of a JSON object: `spans` [person, text, born, its step, died, its step], where what
    follows the text is left out while it is 0; `times`, milliseconds from each moment to the next, the first
    since 1970; `who`, a person for each. A person is a place in `visitors`, or -1. `births`: for each client,
    clocks and when the letters from each of them on have come. `copies`: the letters that were put back and
    are there.
    """

    epoch: int
    seq: int
    visitors: tuple[VisitorId, ...]
    members: bytes
    rows: "array[int]"
    births: Mapping[int, tuple["array[int]", "array[int]"]]
    copies: Copies

    def came_at(self, client: int, clock: int) -> int | None:
        """When a letter was typed, in milliseconds since 1970; None for one that is not known."""
        client, clock = self.copies.typed(client, clock)
        clocks, times = self.births.get(client, ((), ()))
        place = bisect_right(clocks, clock)
        return times[place - 1] if place else None

    def moment_after(self, seq: int) -> int:
        """The moment at which the note was as row `seq` left it."""
        return bisect_right(self.rows, seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a note was; `at` in milliseconds since 1970, `seq` the row of the journal that made it so."""

    seq: int
    at: int
    text: str


class Timelines:
    """Timelines are computed one at a time in a thread; the latest are cached with their state."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self.forget()

    async def of(self, note: NoteId) -> Story:
        """The story up to what is on disk now. Raises LoadError."""
        async with self._lock:
            state = await self._engine.read(partial(erasures.state, note=note))
            if (story := self._kept.get((note, state))) is None:
                story = await self._tell(note, state)
        return story

    async def _tell(self, note: NoteId, state: State) -> Story:
        kept, tellers = self._kept, self._tellers
        # A cancelled or invalidated computation is not cached.
        teller = tellers.pop((note, *_past_of(state)), None) or _Teller()
        found = await self._engine.read(partial(read_journal, note=note, after=teller.seq))
        if _past_of(found.state) != _past_of(state):
            teller, found = _Teller(), await self._engine.read(partial(read_journal, note=note))
        story = await asyncio.to_thread(teller.tell, found)
        kept.keep((note, found.state), story)
        tellers.keep((note, *_past_of(found.state)), teller)
        return story

    def forget(self) -> None:
        """Keep nothing of what stood in them; where the past has changed none is told again in any case."""
        self._kept: LruCache[Story] = LruCache(_KEPT_BYTES, _size)
        self._tellers: LruCache[_Teller] = LruCache(_KEPT_BYTES, _Teller.size)

    async def past(self, note: NoteId, epoch: int, moment: int) -> Past:
        """The note at a moment of an epoch. Raises BadInputError where there is none, and LoadError."""
        async with self._lock:
            found = await self._engine.read(partial(read_journal, note=note))
            past = await asyncio.to_thread(_past, found, moment)
        if past is None or found.state.epoch != epoch:
            raise BadInputError("bad_moment")
        return past


TIMELINES = web.AppKey("stories", Timelines)


def _size(story: Story) -> int:
    births = sum(2 * len(clocks) for clocks, _ in story.births.values())
    return len(story.members) + story.rows.itemsize * (len(story.rows) + births + 4 * len(story.copies))


def _past_of(state: State) -> tuple[int, int]:
    """Another one once something was erased or pruned, in whatever process."""
    return state.epoch, state.first


def _past(found: Journal, moment: int) -> Past | None:
    chronicle = Chronicle()
    for row in found.rows:
        for written in journal.entries(row):
            if chronicle.add(written.update) and chronicle.moments == moment:
                return Past(seq=row.seq, at=written.at, text=chronicle.text_at(moment))
    return None


class _Teller:
    """Reads the journal of a note from row to row; tells the story up to there at any time."""

    def __init__(self) -> None:
        self.seq = 0
        self._chronicle = Chronicle()
        self._visitors: dict[str, int] = {"": _NOBODY}
        self._times, self._who = array("q"), array("q")
        self._rows, self._at = array("q"), array("q")

    def size(self) -> int:
        """About how many bytes it takes; does not change while it is kept."""
        return self._chronicle.size + 4 * self._times.itemsize * len(self._times)

    def tell(self, found: Journal) -> Story:
        """The story with the rows that have come. Raises LoadError, and is of no use then."""
        for row in found.rows:
            for written in journal.entries(row):
                if self._chronicle.add(written.update, written.visitor, found.restorers):
                    self._times.append(written.at - (self._at[-1] if self._at else 0))
                    self._rows.append(row.seq)
                    self._at.append(written.at)
                    self._who.append(self._place(written.visitor))
            self.seq = row.seq
        told = {
            "spans": list(self._spans(found.owners)),
            "times": self._times.tolist(),
            "who": self._who.tolist(),
        }
        return Story(
            epoch=found.state.epoch,
            seq=self.seq,
            visitors=tuple(VisitorId(visitor) for visitor in list(self._visitors)[1:]),
            members=json.dumps(told, separators=(",", ":")).encode()[1:-1],
            rows=self._rows[:],
            births={
                client: (array("q", clocks), array("q", (self._at[moment - 1] for moment in moments)))
                for client, clocks, moments in self._chronicle.births()
            },
            copies=self._chronicle.letters.copies_there(),
        )

    def _spans(self, owners: Mapping[int, VisitorId]) -> Iterator[list[object]]:
        for client, *life in self._chronicle.spans():
            while life[-1] == 0:
                life.pop()
            yield [self._place(owners.get(client, VisitorId(""))), *life]

    def _place(self, visitor: VisitorId) -> int:
        return self._visitors.setdefault(visitor, len(self._visitors) - 1)
