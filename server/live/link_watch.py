"""Polls the links of open sockets and closes those whose link expired or changed, within 2 s."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

import structlog

from server.clock import now_ms
from server.ids import DeviceId, LinkId
from server.storage import Db, DiskTroubleError, Engine, password_grants
from server.storage.rights import links

_EVERY_SECONDS = 1
# What ends later is found by looking: timers know nothing of clocks that are set.
_SOON_S = 3600
# A change is looked at again for as long: clocks of two processes may differ a little.
_MARGIN_MS = 10_000


class Held(NamedTuple):
    """The link's id, generation and expiry when the socket opened."""

    link: LinkId | None
    generation: int
    expires_at: int | None


class Changed(NamedTuple):
    """A link that changed lately; for a link with a password, also the devices that have given it."""

    link: links.Link
    let_in: AbstractSet[DeviceId] | None


class LinkWatch:
    """Counts the open sockets of each link."""

    def __init__(
        self,
        engine: Engine,
        close_held: Callable[[Held], None],
        ask_again: Callable[[LinkId, AbstractSet[DeviceId]], None],
    ) -> None:
        self._engine = engine
        self._close_held = close_held
        self._ask_again = ask_again
        self._held: Counter[Held] = Counter()

    @contextmanager
    def holding(self, held: Held) -> Iterator[None]:
        """Keep an eye on an address for as long as its socket is open."""
        self._held[held] += 1
        loop = asyncio.get_running_loop()
        left_s = None if held.expires_at is None else (held.expires_at - now_ms()) / 1000
        end = loop.call_later(left_s, self._close_held, held) if left_s and left_s < _SOON_S else None
        try:
            yield
        finally:
            if end is not None:
                end.cancel()
            self._held[held] -= 1
            if not self._held[held]:
                del self._held[held]

    async def run(self) -> None:
        """Look every second while there are sockets; trouble with the database is logged and waited out."""
        log = structlog.get_logger(__name__)
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                await self._look(now_ms())
            except DiskTroubleError as error:
                log.warning("the links could not be looked at", reason=error.reason.value)
            except Exception:
                log.exception("the links could not be looked at")

    async def _look(self, now: int) -> None:
        if not self._held:
            return
        changed = await self._engine.read(partial(_changed, since=now - _MARGIN_MS))
        for held in list(self._held):
            link, let_in = changed.get(held.link, (None, None)) if held.link else (None, None)
            is_over = held.expires_at is not None and held.expires_at <= now
            if is_over or (
                link is not None and not (link.is_open(now) and link.generation == held.generation)
            ):
                self._close_held(held)
            elif held.link is not None and let_in is not None:
                self._ask_again(held.link, let_in)


def _changed(db: Db, *, since: int) -> dict[LinkId, Changed]:
    return {
        link.id: Changed(link, password_grants.let_in(db, link) if link.password_hash is not None else None)
        for link in links.changed_since(db, since)
    }
