"""One node among several: its incarnation, what it owns, and the dead around it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager

import structlog

from server.nodes.burying import Burying
from server.nodes.connecting import Desk
from server.nodes.incarnation import Incarnation
from server.nodes.owners import REST_S, Owners
from server.nodes.port import Keeper, Owner
from server.storage import FencedError, ownership
from server.storage.ownership import Connection

_log = structlog.get_logger(__name__)


class Cluster:
    """`Nodes` on PostgreSQL. `fence` is called with the number that writes must carry, 0 for none."""

    def __init__(
        self, database: str, *, url: str, schema: int, fence: Callable[[int], None], rest_s: float = REST_S
    ) -> None:
        self._keeper: Keeper | None = None
        self._fence = fence
        self._desk = Desk(database)
        self._incarnation = Incarnation(
            database,
            url=url,
            schema=schema,
            born=self._born,
            over=self._over,
            pulsed=self._pulsed,
            heard=self._heard,
        )
        self._owners = Owners(self._desk, lambda: self._incarnation.number, rest_s=rest_s)
        self._burying = Burying(self._desk, lambda: self._incarnation.number, died=self._owners.forget_far)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, database: str, *, url: str, schema: int, fence: Callable[[int], None], rest_s: float = REST_S
    ) -> AsyncIterator["Cluster"]:
        """A living node. Raises OSError or psycopg's Error where it cannot begin."""
        cluster = cls(database, url=url, schema=schema, fence=fence, rest_s=rest_s)
        await cluster._incarnation.start()
        try:
            yield cluster
        finally:
            await cluster._incarnation.close()
            await cluster._desk.close()

    @property
    def number(self) -> int:
        return self._incarnation.number

    @property
    def is_blind(self) -> bool:
        return self._incarnation.is_blind

    def keep(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._owners.keep(keeper)

    def holding(self, thing: str) -> AbstractContextManager[None]:
        return self._owners.holding(thing)

    def owns(self, thing: str) -> bool:
        return self._owners.owns(thing)

    async def locate(self, thing: str) -> Owner | None:
        return await self._owners.locate(thing)

    async def take(self, thing: str) -> int:
        return await self._owners.take(thing)

    def expect_still(self, thing: str, number: int) -> None:
        self._owners.expect_still(thing, number)

    def reaching(self, node: int, cut: Callable[[], None]) -> AbstractContextManager[None]:
        """While something waits for another node: `cut` is called once that is dead."""
        return self._burying.reaching(node, cut)

    async def unreachable(self, thing: str, node: int) -> bool:
        """The owner of a thing did not answer, or said that it is not; whether it is dead by now."""
        self._owners.forget(thing)
        return await self._burying.unreachable(node)

    def not_the_owner(self, thing: str) -> None:
        """A node that was believed to own a thing does not."""
        self._owners.forget(thing)

    async def say(self, text: str) -> None:
        """Have every node hear a text, this one too."""
        await self._desk.run(lambda db: ownership.say(db, text))

    def lost(self, error: BaseException) -> None:
        """From the engine: it does not know whether rows are on disk. All that is open is opened anew."""
        self._incarnation.lost()
        if self._keeper is not None:
            self._keeper.lose(None, error)

    def _born(self, number: int) -> None:
        self._fence(number)

    def _over(self, why: str) -> None:
        self._fence(0)
        self._owners.lose_all()
        if self._keeper is not None:
            self._keeper.lose(None, FencedError(why))

    async def _pulsed(self, db: Connection) -> None:
        await self._burying.look(db)
        await self._look_for_strays(db)
        await self._owners.let_go(db)

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

    def _heard(self, text: str) -> None:
        pass
