"""Owners of things: taken, found, held and let go by this node."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Final, NamedTuple

import structlog

from server.errors import ReloadingError
from server.nodes.connecting import Desk
from server.nodes.port import Keeper, Owner
from server.nodes.seals import AddressSeal
from server.storage import ownership
from server.storage.ownership import Connection

# Another node's ownership is believed for so long; whoever was asked in vain says so.
REMEMBERED_S: Final = 5.0
# A thing without a room stays here for so long after its last request.
REST_S: Final = 30.0
# Who was handed a thing has so long to take it.
PROMISED_S: Final = 1.0
_TRIES: Final = 20
_MOST_REMEMBERED: Final = 50_000


_log = structlog.get_logger(__name__)


class _Far(NamedTuple):
    owner: Owner
    until: float


class Owners:
    """`number` gives the incarnation, 0 while there is none; `seal` knows the addresses that are of nodes."""

    def __init__(
        self, desk: Desk, number: Callable[[], int], seal: AddressSeal, *, rest_s: float = REST_S
    ) -> None:
        self._desk = desk
        self._seal = seal
        self._number = number
        self._rest_s = rest_s
        self._keeper: Keeper | None = None
        self._owned: dict[str, float] = {}  # and when it was last asked for
        self._held: Counter[str] = Counter()
        self._going: set[str] = set()  # being let go
        self._gone = asyncio.Condition()
        self._asked: dict[str, asyncio.Task[Owner | None]] = {}
        self._far: dict[str, _Far] = {}

    def keep(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def __len__(self) -> int:
        return len(self._owned)

    def owns(self, thing: str) -> bool:
        return thing in self._owned

    @contextmanager
    def holding(self, thing: str) -> Iterator[None]:
        """From before the look-up until after the handler: the thing is not let go between the two."""
        self._held[thing] += 1
        try:
            yield
        finally:
            self._held[thing] -= 1
            if not self._held[thing]:
                del self._held[thing]
            if thing in self._owned:
                self._owned[thing] = monotonic()

    async def locate(self, thing: str) -> Owner | None:
        """Raises OSError or psycopg's Error where PostgreSQL does not answer, ReloadingError at an end."""
        if thing in self._owned and thing not in self._going:
            return None
        far = self._far.get(thing)
        if far is not None and far.until > monotonic():
            return far.owner
        asked = self._asked.get(thing)
        if asked is None:
            asked = self._asked[thing] = asyncio.create_task(self._ask(thing))
            asked.add_done_callback(partial(self._answered, thing))
        return await asyncio.shield(asked)

    def expect_still(self, thing: str, number: int) -> None:
        """Raises ReloadingError unless that incarnation lives and owns the thing."""
        if not number or self._number() != number or thing not in self._owned:
            raise ReloadingError

    async def hand_over(self, thing: str, to: Owner, close: Callable[[str], Awaitable[None]]) -> None:
        """Close a thing and let it go, whoever holds it here.

        Who asks for it meanwhile waits for its next owner: people who come back at once would open it again.
        """
        if thing not in self._owned or thing in self._going:
            return
        self._going.add(thing)
        try:
            await close(thing)
            self._far[thing] = _Far(to, monotonic() + PROMISED_S)
            if thing in self._owned and not self._is_open(thing):
                await self._desk.run(partial(self._release, some={thing}))
        finally:
            await self._gone_by_now({thing})

    def forget(self, thing: str) -> None:
        """Its owner could not be reached, or said that it is none: ask again."""
        self._far.pop(thing, None)

    def forget_far(self) -> None:
        """A node is dead: ask anew for everything that is not here."""
        self._far.clear()

    def lose_all(self) -> None:
        """The incarnation is over."""
        self._owned.clear()
        self._far.clear()

    def lose(self, thing: str) -> None:
        self._owned.pop(thing, None)

    async def let_go(self, db: Connection) -> None:
        """Let go what nobody holds, has open or has lately asked for."""
        before = monotonic() - self._rest_s
        await self._let_go(db, {thing for thing, at in self._owned.items() if at <= before})

    async def let_go_all(self, db: Connection) -> None:
        """The same for what has rested less: the node stops."""
        await self._let_go(db, set(self._owned))

    async def _let_go(self, db: Connection, things: set[str]) -> None:
        some = {thing for thing in things if not self._held[thing] and not self._is_open(thing)}
        if some:
            await self._release(db, some)

    async def _release(self, db: Connection, some: set[str]) -> None:
        self._going |= some
        try:
            await ownership.let_go(db, some, self._number())
        finally:
            for thing in some:
                self._owned.pop(thing, None)
            await self._gone_by_now(some)

    async def _gone_by_now(self, some: set[str]) -> None:
        self._going -= some
        async with self._gone:
            self._gone.notify_all()

    def _is_open(self, thing: str) -> bool:
        return self._keeper is not None and self._keeper.is_open(thing)

    async def _ask(self, thing: str) -> Owner | None:
        # A look-up that overtakes a letting-go would find this node, which has nothing any more.
        async with self._gone:
            await self._gone.wait_for(lambda: thing not in self._going)
        if thing in self._owned:
            return None
        for _ in range(_TRIES):
            number = self._number()
            if not number:
                raise ReloadingError
            found = await self._desk.run(partial(ownership.find, thing=thing))
            if found is not None and not await self._expect_ours(found):
                continue
            owner = Owner(found.node, found.url) if found else None
            is_ours = owner is not None and owner.node == number
            if owner is None:
                is_ours = await self._desk.run(partial(ownership.take, thing=thing, node=number))
            if is_ours and self._number() == number:
                self._owned[thing] = monotonic()
                return None
            if owner is not None and owner.node != number:
                self._remember(thing, owner)
                return owner
        raise ReloadingError

    async def _expect_ours(self, place: ownership.Place) -> bool:
        """Whether a node wrote its address. Who did not is declared dead where no session is its own.

        Raises ReloadingError where there is one.
        """
        if self._seal.is_of(place.seal, place.node, place.url):
            return True
        _log.error("the address of a node was not written by one of ours", node=place.node, url=place.url)
        if not await self._desk.run(partial(ownership.bury, node=place.node)):
            raise ReloadingError
        return False

    def _answered(self, thing: str, asked: "asyncio.Task[Owner | None]") -> None:
        self._asked.pop(thing, None)
        if not asked.cancelled():
            asked.exception()  # who asked may have left

    def _remember(self, thing: str, owner: Owner) -> None:
        if len(self._far) >= _MOST_REMEMBERED:
            self._far.clear()
        self._far[thing] = _Far(owner, monotonic() + REMEMBERED_S)
