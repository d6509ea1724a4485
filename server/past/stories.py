"""The story of a note, as pages play it: which letters came and went, when, and who wrote them."""

import asyncio
import json
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from crdt.chronicle import Chronicle
from server.errors import BadInputError
from server.kept import Kept
from server.storage import Db, Engine, NoteId, VisitorId, journal

_KEPT_BYTES: Final = 32 * 1024 * 1024
_NOBODY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All of a note's moments up to row `seq` of its journal.

    `members` are those of a JSON object: `spans` [person, text, born, its step, died, its step], where what
    follows the text is left out while it is 0; `times`, milliseconds from each moment to the next, the first
    since 1970; `who`, a person for each. A person is a place in `visitors`, or -1. `births`: for each client,
    clocks and when the letters from each of them on have come.
    """

    epoch: int
    seq: int
    visitors: tuple[VisitorId, ...]
    members: bytes
    rows: "array[int]"
    births: Mapping[int, tuple["array[int]", "array[int]"]]

    def came_at(self, client: int, clock: int) -> int | None:
        """When a letter came, in milliseconds since 1970; None for one that is not known."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Journal:
    epoch: int
    rows: Sequence[journal.Row]
    owners: Mapping[int, VisitorId]


class Stories:
    """One is told at a time, beside the event loop; the latest are kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lane = asyncio.Lock()
        self._kept: Kept[Story] = Kept(_KEPT_BYTES, _size)

    async def of(self, note: NoteId) -> Story:
        """The story up to what is on disk now. Raises LoadError."""
        async with self._lane:
            state = await self._engine.read(partial(_state, note=note))
            if (story := self._kept.get((note, state))) is None:
                found = await self._engine.read(partial(_read, note=note))
                story = await asyncio.to_thread(_tell, found)
                self._kept.keep((note, (story.epoch, story.seq)), story)
        return story

    def forget(self) -> None:
        """Tell each anew the next time: what stood in them is not kept any more."""
        self._kept = Kept(_KEPT_BYTES, _size)

    async def past(self, note: NoteId, epoch: int, moment: int) -> Past:
        """The note at a moment of an epoch. Raises BadInputError where there is none, and LoadError."""
        async with self._lane:
            found = await self._engine.read(partial(_read, note=note))
            past = await asyncio.to_thread(_past, found, moment)
        if past is None or found.epoch != epoch:
            raise BadInputError("bad_moment")
        return past


def _size(story: Story) -> int:
    births = sum(2 * len(clocks) for clocks, _ in story.births.values())
    return len(story.members) + story.rows.itemsize * (len(story.rows) + births)


def _state(db: Db, *, note: NoteId) -> tuple[int, int]:
    query = (
        "SELECT epoch, coalesce((SELECT max(seq) FROM journal WHERE note = notes.id), 0)"
        " FROM notes WHERE id = ?"
    )
    ((epoch, seq),) = db.execute(query, (note,))
    return epoch, seq


def _read(db: Db, *, note: NoteId) -> _Journal:
    epoch, _ = _state(db, note=note)
    owners = db.execute("SELECT client, visitor FROM client_ids WHERE note = ?", (note,))
    return _Journal(epoch=epoch, rows=list(journal.rows(db, note)), owners=dict(owners))


def _past(found: _Journal, moment: int) -> Past | None:
    chronicle = Chronicle()
    for row in found.rows:
        for written in journal.entries(row):
            if chronicle.add(written.update) and chronicle.moments == moment:
                return Past(seq=row.seq, at=written.at, text=chronicle.text_at(moment))
    return None


def _tell(found: _Journal) -> Story:
    chronicle = Chronicle()
    visitors: dict[str, int] = {"": _NOBODY}
    times, who, rows, at = array("q"), array("q"), array("q"), array("q")
    before = 0
    for row in found.rows:
        for written in journal.entries(row):
            if chronicle.add(written.update):
                rows.append(row.seq)
                at.append(written.at)
                times.append(written.at - before)
                before = written.at
                who.append(visitors.setdefault(written.visitor, len(visitors) - 1))
    spans = []
    for client, *life in chronicle.spans():
        while life[-1] == 0:
            life.pop()
        owner = found.owners.get(client, VisitorId(""))
        spans.append([visitors.setdefault(owner, len(visitors) - 1), *life])
    told = {"spans": spans, "times": times.tolist(), "who": who.tolist()}
    return Story(
        epoch=found.epoch,
        seq=found.rows[-1].seq if found.rows else 0,
        visitors=tuple(VisitorId(visitor) for visitor in list(visitors)[1:]),
        members=json.dumps(told, separators=(",", ":")).encode()[1:-1],
        rows=rows,
        births={
            client: (array("q", clocks), array("q", (at[moment - 1] for moment in moments)))
            for client, clocks, moments in chronicle.births()
        },
    )
