"""Live page counts: measured when the writers of an open note pause, and told to all of them."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

import structlog
from aiohttp import web

from export.errors import ExportError
from export.note import limits
from export.note.brief import Brief
from export.note.serialize import job_of
from export.paper.page_count import PageCount
from export.process.host import ChildHost, Limits
from server.http.access import note_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.fair_queue import FairQueue
from server.live.keys import ROOMS
from server.paper.briefs import live_brief, this_minute
from server.paper.press import PRESS
from server.storage import cards, notes

LOOK_S: Final = 1.0
PAUSE_S: Final = 2.0
EVERY_S: Final = 10.0
# Without a pause in the writing the figure is at most so old.
LATEST_S: Final = 30.0
# Then the process that measures ends; the next note starts another one.
_IDLE_S = 300.0
# A measure takes at most this part of one processor, however many notes are open.
_MOST_OF_A_PROCESSOR = 0.4
# Between two looks whether something prints.
_FREE_S: Final = 0.2
# Generous: it runs at the lowest priority.
_MOST_S = 40.0
_MOST_KNOWN = 2_000

_log = structlog.get_logger(__name__)


class Ruler(Protocol):
    """What lays a note out to measure it; it blocks the thread that asks."""

    def ask(self, message: bytes) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """In pages, set as usual; None for a note that cannot be printed.

    `fits_in` are those of its print where that is set closer. `seq`: the last row of the journal in it.
    """

    seq: int
    pages: float | None
    measured_at: float
    fits_in: int | None = None


class PageCounts:
    """`shown` gives the notes on somebody's screen and their last rows; `brief_of` what prints of one.

    `keep` has a new figure written down, for lists.
    """

    def __init__(
        self,
        *,
        shown: Callable[[], dict[NoteId, int]],
        brief_of: Callable[[NoteId], Awaitable[Brief]],
        is_free: Callable[[], bool],
        tell: Callable[[NoteId, Length], None],
        keep: Callable[[NoteId, float], None] | None = None,
        start: Callable[[], Ruler] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shown = shown
        self._brief_of = brief_of
        self._is_free = is_free
        self._tell = tell
        self._write_down = keep
        self._start = start or (lambda: ChildHost("page_count", Limits(seconds=_MOST_S)))
        self._clock = clock
        self._ruler: Ruler | None = None
        self._measuring = asyncio.Lock()
        self._wishes = FairQueue()
        self._known: OrderedDict[NoteId, Length] = OrderedDict()
        # The row that was last when somebody looked, and since when it is.
        self._seen: dict[NoteId, tuple[int, float]] = {}
        self._worked_at = 0.0

    def known(self, note: NoteId) -> Length | None:
        """What was measured last, even if the note has changed since."""
        return self._known.get(note)

    async def length(self, note: NoteId, seq: int) -> Length:
        """As it is now."""
        async with self._measuring:
            found = self._known.get(note)
            if found is None or found.seq != seq:
                found = await self._measure(note, seq)
        return found

    async def measured(self, brief: Brief, asker: Asker) -> PageCount:
        """What a print of the brief would fill, by turns, begun while nothing prints. Raises ExportError."""
        async with self._wishes.turn(asker):
            while not self._is_free():  # noqa: ASYNC110 -- the press tells nobody that it is free
                await asyncio.sleep(_FREE_S)
            async with self._measuring:
                self._ruler = self._ruler or self._start()
                count = await asyncio.to_thread(_ask, self._ruler, brief)
            self._worked_at = self._clock()
            return count

    def forget(self, note: NoteId) -> None:
        """What stands at the head of the note has changed: it is measured again, in its turn."""
        if (found := self._known.get(note)) is not None:
            self._known[note] = replace(found, seq=-1)

    async def run(self) -> None:
        """Measure for ever, one note at a time, and rest in between."""
        rest_s = LOOK_S
        while True:
            await asyncio.sleep(rest_s)
            rest_s = LOOK_S
            started = self._clock()
            due = self.due(started)
            if due is None or not self._is_free():
                await self._end_idle(started)
                continue
            await self._measure_one(*due)
            rest_s = max(LOOK_S, (self._clock() - started) * (1 / _MOST_OF_A_PROCESSOR - 1))

    async def close(self) -> None:
        if self._ruler is not None:
            await asyncio.to_thread(self._ruler.close)

    def due(self, now: float) -> tuple[NoteId, int] | None:
        """The note that has waited longest of those whose turn may come."""
        shown = self._shown()
        before, self._seen = self._seen, {}
        due: tuple[float, NoteId, int] | None = None
        for note, seq in shown.items():
            was, since = before.get(note, (seq, now))
            since = since if was == seq else now
            self._seen[note] = (seq, since)
            known = self._known.get(note)
            if known is not None and (known.seq == seq or not self._may(known, now - since, now)):
                continue
            at = known.measured_at if known else 0.0
            if due is None or at < due[0]:
                due = (at, note, seq)
        return due and due[1:]

    def _may(self, known: Length, quiet_s: float, now: float) -> bool:
        age = now - known.measured_at
        return age >= EVERY_S and (quiet_s >= PAUSE_S or age >= LATEST_S)

    async def _measure_one(self, note: NoteId, seq: int) -> None:
        before = self._known.get(note)
        try:
            async with self._measuring:
                found = await self._measure(note, seq)
        except Exception:  # noqa: BLE001 -- one note is not measured; the others are
            _log.warning("a note was not measured", exc_info=True)
            self._keep(note, Length(seq=seq, pages=None, measured_at=self._clock()))
            return
        if before is None or (before.pages, before.fits_in) != (found.pages, found.fits_in):
            self._tell(note, found)

    async def _measure(self, note: NoteId, seq: int) -> Length:
        try:
            brief = await self._brief_of(note)
            # Not in the thread, which goes on when this is let go, after `close` perhaps.
            self._ruler = self._ruler or self._start()
            count = await asyncio.to_thread(_ask, self._ruler, brief)
        except ExportError:
            count = None
        self._worked_at = self._clock()
        found = _length_of(count, seq, self._worked_at)
        self._keep(note, found)
        return found

    def _keep(self, note: NoteId, length: Length) -> None:
        before = self._known.get(note)
        if self._write_down and length.pages is not None and (before is None or length.pages != before.pages):
            self._write_down(note, length.pages)
        self._known[note] = length
        self._known.move_to_end(note)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)

    async def _end_idle(self, now: float) -> None:
        if self._ruler is not None and now - self._worked_at > _IDLE_S and not self._measuring.locked():
            ruler, self._ruler = self._ruler, None
            await asyncio.to_thread(ruler.close)


PAGE_COUNTS = web.AppKey("page_counts", PageCounts)


def _ask(ruler: Ruler, brief: Brief) -> PageCount:
    limits.check_text(brief.body)
    return PageCount.from_bytes(ruler.ask(job_of("page_count", brief)))


def _length_of(count: PageCount | None, seq: int, at: float) -> Length:
    """Length before fitting, so that a writer sees the text grow."""
    fitting = count.fitting if count else None
    if count is None or fitting is None:
        return Length(seq=seq, pages=count.length if count else None, measured_at=at)
    fits_in = fitting.pages if fitting.step else None
    return Length(seq=seq, pages=fitting.before, measured_at=at, fits_in=fits_in)


async def get(request: web.Request) -> web.Response:
    note = note_access(request).note
    async with request.app[ROOMS].visit(note) as hosting:
        length = await request.app[PAGE_COUNTS].length(note, hosting.seq)
    row = await request.app[ENGINE].read(partial(cards.find, note=note))
    facts = {"pages": length.pages, "budget": row.card.budget, "fits_in": length.fits_in}
    return web.json_response(facts)


def page_counts(app: web.Application) -> PageCounts:
    """Those of the notes that are open now."""
    rooms, engine = app[ROOMS], app[ENGINE]

    def keep(note: NoteId, pages: float) -> None:
        # A disk that takes no write loses no text here: the figure comes again.
        engine.submit(partial(notes.set_pages, note=note, pages=pages), lambda _result, _error: None)

    return PageCounts(
        shown=rooms.guests.shown,
        brief_of=partial(_brief_with_imprint, app),
        is_free=lambda: app[PRESS].is_free,
        tell=lambda note, length: rooms.guests.tell(
            note, "extent", pages=length.pages, fits_in=length.fits_in
        ),
        keep=keep,
    )


async def _brief_with_imprint(app: web.Application, note: NoteId) -> Brief:
    """With all that an edition has at its head, which takes room."""
    brief = await live_brief(app, note, printed_at=this_minute(app))
    return replace(brief, url="pochette:", code="AAAA-AAAA", version="v1", edition=1)
