"""Burying: nodes without a lease or a process are declared dead, and what waits for them is cut."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from server.nodes.connecting import Desk
from server.storage import ownership
from server.storage.ownership import Connection

Cut = Callable[[], None]

_log = structlog.get_logger(__name__)


class Burying:
    """`died` is called after each death that is found, whoever declared it."""

    def __init__(self, desk: Desk, number: Callable[[], int], *, died: Callable[[], None]) -> None:
        self._desk = desk
        self._number = number
        self._died = died
        self._waiting: dict[int, set[Cut]] = {}

    @contextmanager
    def reaching(self, node: int, cut: Cut) -> Iterator[None]:
        """While something waits for another node: `cut` is called once that is dead."""
        waiting = self._waiting.setdefault(node, set())
        waiting.add(cut)
        try:
            yield
        finally:
            waiting.discard(cut)
            if not waiting and self._waiting.get(node) is waiting:
                del self._waiting[node]

    def cut_all(self) -> None:
        """Nobody waits any more: the node stops."""
        waiting, self._waiting = self._waiting, {}
        for cuts in waiting.values():
            for cut in cuts:
                cut()

    async def unreachable(self, node: int) -> bool:
        """A node did not answer; whether it is dead by now. Raises OSError or psycopg's Error."""
        buried = await self._desk.run(lambda db: ownership.bury(db, node))
        is_dead = buried or node not in await self._desk.run(ownership.living)
        if is_dead:
            self._mourn({node}, here=buried)
        return is_dead

    async def look(self, db: Connection) -> float:
        """Bury whose lease is over; cut what waits for those that anybody has buried.

        Returns in how many seconds the next lease is over, unless it is renewed.
        """
        leases = await ownership.leases(db, self._number())
        dead = {node for node, left_s in leases.items() if left_s < 0 and await ownership.bury(db, node)}
        if dead:
            self._mourn(dead, here=True)
        if self._waiting:
            living = await ownership.living(db)
            if gone := {node for node in self._waiting if node not in living}:
                self._mourn(gone, here=False)
        return min((left_s for left_s in leases.values() if left_s >= 0), default=math.inf)

    def _mourn(self, dead: set[int], *, here: bool) -> None:
        if here:
            _log.warning("nodes are declared dead", nodes=sorted(dead))
        self._died()
        for node in dead:
            for cut in self._waiting.pop(node, set()):
                cut()
