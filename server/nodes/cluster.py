"""One node among several: its incarnation, what it owns, the dead around it, and what is said."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Final

import structlog

from server.errors import ReloadingError
from server.nodes.burying import Burying
from server.nodes.bus import Bus
from server.nodes.connecting import TROUBLE, Desk
from server.nodes.incarnation import Incarnation
from server.nodes.owners import REST_S, Owners
from server.nodes.port import Hearer, Keeper, Owner, Said
from server.nodes.seals import AddressSeal
from server.storage import FencedError, ownership
from server.storage.ownership import Connection

_WANTED: Final = "wanted"
# Another node has so long to put a note on disk and hand it over.
_HANDING_OVER_S: Final = 5.0
# It is asked again as often: it may have been loading the note.
_AGAIN_S: Final = 0.5
_LOOK_S: Final = 0.05

_log = structlog.get_logger(__name__)


class Cluster:
    """`Nodes` on PostgreSQL. `fence` is called with the number that writes must carry, 0 for none.

    `key` is that of all nodes of the instance.
    """

    def __init__(
        self,
        database: str,
        *,
        url: str,
        schema: int,
        key: bytes,
        fence: Callable[[int], None],
        rest_s: float = REST_S,
    ) -> None:
        self._url = url
        self._keeper: Keeper | None = None
        self._fence = fence
        self._desk = Desk(database)
        seal = AddressSeal(key)
        self._owners = Owners(self._desk, lambda: self.number, seal, rest_s=rest_s)
        self._burying = Burying(self._desk, lambda: self.number, died=self._owners.forget_far)
        self._bus = Bus(
            self._desk, lambda: self.number, key, now_ms=self.now_ms, is_dead=self._burying.unreachable
        )
        self._incarnation = Incarnation(
            database,
            url=url,
            seal=seal,
            schema=schema,
            born=self._fence,
            over=self._over,
            pulsed=self._pulsed,
            heard=self._bus.heard,
        )
        self._bus.hear(_WANTED, self._hand_over)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database: str,
        *,
        url: str,
        schema: int,
        key: bytes,
        fence: Callable[[int], None],
        rest_s: float = REST_S,
    ) -> AsyncIterator["Cluster"]:
        """A living node. Raises OSError, psycopg's Error, SoleError where it cannot begin."""
        cluster = cls(database, url=url, schema=schema, key=key, fence=fence, rest_s=rest_s)
        await cluster._incarnation.start()
        try:
            yield cluster
        finally:
            await cluster._bus.close()
            await cluster._incarnation.close()
            await cluster._desk.close()

    @property
    def number(self) -> int:
        return self._incarnation.number

    @property
    def is_blind(self) -> bool:
        return self._incarnation.is_blind

    def now_ms(self) -> int:
        """The database's clock, which all nodes share; in ms since 1970."""
        return self._incarnation.now_ms()

    def keep(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._owners.keep(keeper)

    def holding(self, thing: str) -> AbstractContextManager[None]:
        return self._owners.holding(thing)

    def owns(self, thing: str) -> bool:
        return self._owners.owns(thing)

    async def locate(self, thing: str) -> Owner | None:
        """As the port says. Raises ReloadingError where PostgreSQL does not answer."""
        try:
            return await self._owners.locate(thing)
        except TROUBLE as error:
            self._incarnation.lost()
            raise ReloadingError from error

    async def take(self, thing: str) -> int:
        number = self.number
        if await self.locate(thing) is not None:
            await self._want(thing)
        self._owners.expect_still(thing, number)
        return number

    def expect_still(self, thing: str, number: int) -> None:
        self._owners.expect_still(thing, number)

    def say_goodbye(self) -> None:
        self._burying.cut_all()

    def hear(self, kind: str, hearer: Hearer) -> None:
        self._bus.hear(kind, hearer)

    def say(self, kind: str, **what: object) -> None:
        self._bus.say(kind, **what)

    async def ask(self, kind: str, **what: object) -> None:
        await self._bus.ask(kind, **what)

    def reaching(self, node: int, cut: Callable[[], None]) -> AbstractContextManager[None]:
        """While something waits for another node: `cut` is called once that is dead."""
        return self._burying.reaching(node, cut)

    async def unreachable(self, thing: str, node: int) -> bool:
        """The owner of a thing did not answer; whether it is dead by now. Raises ReloadingError."""
        self._owners.forget(thing)
        try:
            return await self._burying.unreachable(node)
        except TROUBLE as error:
            self._incarnation.lost()
            raise ReloadingError from error

    def not_the_owner(self, thing: str) -> None:
        """A node that was believed to own a thing does not."""
        self._owners.forget(thing)

    def lost(self, error: BaseException) -> None:
        """From the engine: it does not know whether rows are on disk. All that is open is opened anew."""
        self._incarnation.lost()
        if self._keeper is not None:
            self._keeper.lose(None, error)

    async def _want(self, thing: str) -> None:
        """Have a thing handed over that another node has: something is to be done with it here."""
        loop = asyncio.get_running_loop()
        until, again_at = loop.time() + _HANDING_OVER_S, 0.0
        while True:
            if loop.time() > again_at:
                self._bus.say(_WANTED, thing=thing, node=self.number, url=self._url)
                again_at = loop.time() + _AGAIN_S
            self._owners.forget(thing)
            owner = await self.locate(thing)
            if owner is None:
                return
            if loop.time() > until:
                if await self.unreachable(thing, owner.node):
                    continue
                raise ReloadingError
            await asyncio.sleep(_LOOK_S)

    async def _hand_over(self, said: Said) -> None:
        if self._keeper is not None:
            to = Owner(said["node"], said["url"])
            await self._owners.hand_over(said["thing"], to, self._keeper.hand_over)

    def _over(self, why: str) -> None:
        self._fence(0)
        self._owners.lose_all()
        if self._keeper is not None:
            self._keeper.lose(None, FencedError(why))

    async def _pulsed(self, db: Connection) -> float:
        next_s = await self._burying.look(db)
        await self._look_for_strays(db)
        await self._owners.let_go(db)
        return next_s

    async def _look_for_strays(self, db: Connection) -> None:
        """The belt: a room that only shows would never notice that its note goes on elsewhere."""
        if self._keeper is None or not (opened := set(self._keeper.opened())):
            return
        strays = await ownership.strays(db, opened, self.number)
        if strays:
            _log.warning("notes are open here that another node has", notes=len(strays))
            for thing in strays:
                self._owners.lose(thing)
            self._keeper.lose(strays, FencedError("another node has this note"))
