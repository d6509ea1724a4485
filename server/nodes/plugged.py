"""Opens this node where there are several, for the composition root; imported there only, as psycopg is."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final, Protocol, runtime_checkable

from aiohttp import web

from server.errors import StartError
from server.http.keys import LEADER
from server.nodes.cluster import Cluster
from server.nodes.connecting import TROUBLE
from server.nodes.forwarded import open_session
from server.nodes.keys import NODES
from server.nodes.leading import Leading
from server.nodes.reaching import FORWARDER, Forwarder, accept_hop, reach_owner, vouch_for
from server.storage import DiskTroubleError
from server.storage.ownership import SoleError

_SOLE: Final = (
    "Another server serves this database: stop it, or give each of them the address by which the others"
    " reach it, with --node-url."
)
MIDDLEWARES: Final = (accept_hop, reach_owner)
"""The outermost one, and the one between the checks of the address and those of the right."""
LAST: Final = (vouch_for,)
"""Of what is called before an answer leaves, behind all others."""


@runtime_checkable
class Fenced(Protocol):
    """An engine that writes while `fence` is that of a living node. `lost`: nobody knows what is on disk."""

    fence: int
    lost: Callable[[DiskTroubleError], None]

    def cut(self) -> None:
        """Tell everybody who waits for a silent server that it does not answer."""


@asynccontextmanager
async def opened(
    app: web.Application, engine: Fenced, database: str, *, url: str, schema: int, key: bytes
) -> AsyncIterator[None]:
    """Be a node meanwhile, at `url` for the others ('': the only server). Raises StartError."""

    def fence(number: int) -> None:
        engine.fence = number
        if not number:  # what waits for the database longer than this node lived waits in vain
            engine.cut()

    async with AsyncExitStack() as stack:
        living = Cluster.open(database, url=url, schema=schema, key=key, fence=fence)
        try:
            cluster = await stack.enter_async_context(living)
        except TROUBLE as error:
            raise StartError(f"This server cannot begin on its database: {error}.") from error
        except SoleError as error:
            raise StartError(_SOLE) from error
        if url:
            app[LEADER] = await stack.enter_async_context(Leading.open(database))
        session = await stack.enter_async_context(open_session())
        engine.lost = cluster.lost
        app[NODES] = cluster
        app[FORWARDER] = Forwarder(cluster, key, session)
        yield
