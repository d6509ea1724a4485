"""Ends the open sockets of a link that expired, or that any process closed or renewed, within two seconds."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

import structlog

from server.clock import now_ms
from server.storage import Db, Engine, LinkId, links

_EVERY_SECONDS = 1
# A change is looked at again for as long: clocks of two processes may differ a little.
_MARGIN_MS = 10_000


class Held(NamedTuple):
    """The address by which a socket came."""

    link: LinkId
    generation: int
    expires_at: int | None


class Watch:
    """Knows by which addresses the open sockets came."""

    def __init__(self, engine: Engine, close_link: Callable[[LinkId], None]) -> None:
        self._engine = engine
        self._close_link = close_link
        self._held: Counter[Held] = Counter()

    @contextmanager
    def holding(self, held: Held) -> Iterator[None]:
        """Keep an eye on an address for as long as its socket is open."""
        self._held[held] += 1
        try:
            yield
        finally:
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
            except Exception:
                log.exception("the links could not be looked at")

    async def _look(self, now: int) -> None:
        if not self._held:
            return
        changed = await self._engine.read(partial(_changed, since=now - _MARGIN_MS))
        for held in list(self._held):
            link = changed.get(held.link)
            is_over = held.expires_at is not None and held.expires_at <= now
            if is_over or (
                link is not None and not (link.is_open(now) and link.generation == held.generation)
            ):
                self._close_link(held.link)


def _changed(db: Db, *, since: int) -> dict[LinkId, links.Link]:
    return {link.id: link for link in links.changed_since(db, since)}
