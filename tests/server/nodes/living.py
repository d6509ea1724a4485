"""Nodes in the process of a test, without rooms: what they have open is a set."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files

import psycopg

from server.nodes.cluster import Cluster
from server.nodes.connecting import Desk, connect
from server.nodes.owners import Owners
from server.nodes.seals import AddressSeal
from server.storage import ownership
from server.storage.ownership import Connection

KEY = b"the key of the nodes of a test.."
TABLES = (files("server.storage.engines.postgres") / "nodes.sql").read_text("utf-8")


class Opened:
    """What a node has open, and what it lost."""

    def __init__(self) -> None:
        self.things: set[str] = set()
        self.lost: list[set[str] | None] = []

    def is_open(self, thing: str) -> bool:
        return thing in self.things

    def opened(self) -> Iterable[str]:
        return self.things

    async def hand_over(self, thing: str) -> None:
        self.things.discard(thing)

    def lose(self, things: Iterable[str] | None, error: BaseException) -> None:  # noqa: ARG002 - the port's
        gone = None if things is None else set(things)
        self.lost.append(gone)
        self.things = set() if gone is None else self.things - gone


@asynccontextmanager
async def node(database: str, url: str = "http://a") -> AsyncIterator[tuple[Cluster, Opened]]:
    """A node that pulses."""
    opened = Opened()
    async with Cluster.open(database, url=url, schema=1, key=KEY, fence=lambda _: None) as cluster:
        cluster.keep(opened)
        yield cluster, opened


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A node that never pulses: what it lets go, the test says. Closing `db` is the end of its process."""

    number: int
    owners: Owners
    opened: Opened
    db: Connection


@asynccontextmanager
async def silent(database: str, number: int, url: str = "http://silent") -> AsyncIterator[Silent]:
    opened, desk = Opened(), Desk(database)
    seal = AddressSeal(KEY)
    owners = Owners(desk, lambda: number, seal, rest_s=0.0)
    owners.keep(opened)
    async with await connect(database) as db:
        place = ownership.Place(number, url, seal.of(number, url))
        await ownership.begin(db, place, schema=1, before=0)
        yield Silent(number=number, owners=owners, opened=opened, db=db)
    await desk.close()


async def until(is_so: Callable[[], bool | Awaitable[bool]], *, within_s: float = 10) -> None:
    """Look again and again."""
    async with asyncio.timeout(within_s):
        while not await _answer(is_so):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.01)


async def _answer(is_so: Callable[[], bool | Awaitable[bool]]) -> bool:
    said = is_so()
    return said if isinstance(said, bool) else await said


def rows(database: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database, autocommit=True) as db:
        return db.execute(sql.encode()).fetchall()


def run(database: str, sql: str) -> None:
    with psycopg.connect(database, autocommit=True) as db:
        db.execute(sql.encode())


def owners(database: str) -> dict[str, str]:
    """The address of the living owner of each thing."""
    sql = "SELECT o.thing, n.url FROM owners o JOIN nodes n USING (node) JOIN fences f USING (node)"
    return {str(thing): str(url) for thing, url in rows(database, sql)}
