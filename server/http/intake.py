"""Bytes of messages and bodies that have begun and not ended: bounded for a visitor, a network and all.

Beyond a bound, the newest gives way of the visitor who holds most in the network that holds most.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, NamedTuple

from aiohttp import web

from server.errors import BusyError
from server.http.access import ACCESS, DEVICE
from server.http.address import ADDRESS
from server.networks import network_of

MIB: Final = 1 << 20


class Owner(NamedTuple):
    """Whose bytes they are."""

    visitor: str
    network: str


class Bounds(NamedTuple):
    """The most bytes that have begun and not ended."""

    visitor: int
    network: int
    process: int


# The largest body is that of an import, of 128 MiB.
OF_BODIES: Final = Bounds(visitor=160 * MIB, network=256 * MIB, process=384 * MIB)


class Part:
    """One message or body on its way; `refuse` is called at most once, when it has to give way."""

    __slots__ = ("_intake", "owner", "refuse", "size")

    def __init__(self, intake: "Intake", owner: Owner, refuse: Callable[[], None]) -> None:
        self._intake = intake
        self.owner = owner
        self.refuse = refuse
        self.size = 0

    def holds(self, size: int) -> None:
        """So many bytes are here of it now; 0 ends it."""
        self._intake.count(self, size)


class Intake:
    """Parts in the order in which they began."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._of_networks: dict[str, dict[str, dict[Part, None]]] = {}
        self._sizes: defaultdict[str | Owner, int] = defaultdict(int)
        self.total = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of anybody."""
        return not (self.total or self._sizes or self._of_networks)

    @contextmanager
    def part(self, owner: Owner, refuse: Callable[[], None]) -> Iterator[Part]:
        part = Part(self, owner, refuse)
        try:
            yield part
        finally:
            part.holds(0)

    def count(self, part: Part, size: int) -> None:
        grown, part.size = size - part.size, size
        if not grown:
            return
        self.total += grown
        for account in (part.owner, part.owner.network):
            self._sizes[account] += grown
            if not self._sizes[account]:
                del self._sizes[account]
        if not size:
            self._forget(part)
            return
        visitors = self._of_networks.setdefault(part.owner.network, {})
        visitors.setdefault(part.owner.visitor, {})[part] = None
        while grown > 0 and (newest := self._too_much(part.owner)) is not None:
            newest.holds(0)
            newest.refuse()

    def _too_much(self, owner: Owner) -> Part | None:
        """The part that has to give way after one of `owner` has grown."""
        if self._sizes[owner] > self._bounds.visitor:
            return self._newest(owner)
        network = owner.network
        if self.total > self._bounds.process:
            network = max(self._of_networks, key=lambda each: self._sizes[each])
        elif self._sizes[network] <= self._bounds.network:
            return None
        visitors = (Owner(visitor, network) for visitor in self._of_networks[network])
        return self._newest(max(visitors, key=lambda each: self._sizes[each]))

    def _newest(self, owner: Owner) -> Part:
        return next(reversed(self._of_networks[owner.network][owner.visitor]))

    def _forget(self, part: Part) -> None:
        visitors = self._of_networks[part.owner.network]
        parts = visitors[part.owner.visitor]
        parts.pop(part, None)
        if not parts:
            del visitors[part.owner.visitor]
        if not visitors:
            del self._of_networks[part.owner.network]


INTAKE = web.AppKey("intake", Intake)


def owner_of(request: web.Request) -> Owner:
    """The visitor of a request by its device, its link or its network alone."""
    network = network_of(request[ADDRESS].client) if ADDRESS in request else request.remote or ""
    device = request.get(DEVICE)
    visitor = request[ACCESS].who if ACCESS in request else device.id if device else network
    return Owner(visitor, network)


@asynccontextmanager
async def coming(request: web.Request) -> AsyncIterator[Part]:
    """Count a body inside the block, where it is read. Raises BusyError when it has to give way."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(None) as end:
            with request.app[INTAKE].part(owner_of(request), lambda: end.reschedule(loop.time())) as part:
                yield part
    except TimeoutError:
        raise BusyError("too_many_bodies") from None
