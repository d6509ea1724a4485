"""One kind of print: each text is rendered once for all who wait for it, by turns, and kept for a while."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sized
from typing import Any, Generic, TypeVar

from export.errors import Busy, ExportError
from export.note.brief import Brief
from server.jobs.asker import Asker
from server.jobs.lru_cache import LruCache

_KEPT_BYTES = 32 * 1024 * 1024

Work = TypeVar("Work", bound=Sized)


class StillWaitingError(Exception):
    """It is not rendered in the time that was given; the place in the queue is kept."""


class Renderings(Generic[Work]):
    """Everybody waits in an own turn: a text that somebody else asked for first is as near as one's own."""

    def __init__(self, render: Callable[[Brief, Asker], Awaitable[Work]]) -> None:
        self._render = render
        self._kept: LruCache[Work] = LruCache(_KEPT_BYTES, len)
        self._texts: dict[Brief, _Text[Work]] = {}

    def kept(self, brief: Brief) -> Work | None:
        """What was rendered of it a while ago."""
        return self._kept.get(brief)

    async def ask(self, brief: Brief, asker: Asker, within_s: float | None = None) -> Work:
        """Raises ExportError, and StillWaitingError after `within_s`: it goes on for the next time."""
        while (kept := self.kept(brief)) is None:
            text, mine = self._begun(brief, asker)
            text.waiting[asker.who] += 1
            try:
                await _first((mine, text.made), within_s)
            except asyncio.CancelledError:
                if text.waiting[asker.who] == 1:
                    mine.cancel()
                raise
            finally:
                text.waiting[asker.who] -= 1
            if text.made.done():
                return text.made.result()
            if not mine.done():
                raise StillWaitingError
            if not mine.cancelled():  # else another request of this browser was let go
                mine.result()
        return kept

    async def close(self) -> None:
        """Cancel what waits."""
        turns = [turn for text in self._texts.values() for turn in text.turns.values()]
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)

    def _begun(self, brief: Brief, asker: Asker) -> "tuple[_Text[Work], asyncio.Task[None]]":
        text = self._texts.setdefault(brief, _Text())
        mine = text.turns.get(asker.who)
        if mine is None:
            mine = text.turns[asker.who] = asyncio.create_task(self._in_turn(brief, asker, text))
            mine.add_done_callback(lambda turn: self._left(brief, text, asker, turn))
        return text, mine

    async def _in_turn(self, brief: Brief, asker: Asker, text: "_Text[Work]") -> None:
        try:
            made = await self._render(brief, asker)
        except Busy:  # it refuses this asker alone
            raise
        except ExportError as error:
            text.fail(error)
        else:
            self._kept.keep(brief, made)
            text.succeed(made)
        for other, turn in text.turns.items():
            if other != asker.who:
                turn.cancel()

    def _left(self, brief: Brief, text: "_Text[Work]", asker: Asker, turn: asyncio.Task[None]) -> None:
        text.turns.pop(asker.who, None)
        if (text.made.done() or not text.turns) and self._texts.get(brief) is text:
            del self._texts[brief]
        if not turn.cancelled():
            turn.exception()  # it may be that nobody asks for it any more


class _Text(Generic[Work]):
    """One text, and a turn for each browser that waits for it."""

    def __init__(self) -> None:
        self.made: asyncio.Future[Work] = asyncio.get_running_loop().create_future()
        self.turns: dict[str, asyncio.Task[None]] = {}
        # Requests of one browser that wait for its turn.
        self.waiting: Counter[str] = Counter()

    def succeed(self, made: Work) -> None:
        if not self.made.done():
            self.made.set_result(made)

    def fail(self, error: ExportError) -> None:
        if not self.made.done():
            self.made.set_exception(error)
            self.made.exception()  # it may be that nobody asks for it any more


async def _first(of: Iterable[asyncio.Future[Any]], within_s: float | None) -> None:
    await asyncio.wait(set(of), timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
