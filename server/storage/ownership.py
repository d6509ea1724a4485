"""SQL of nodes, fences and owners, for PostgreSQL alone, on asynchronous connections in autocommit."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeAlias

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from server.storage import marks

Connection: TypeAlias = AsyncConnection[TupleRow]

LEASE_S = 4
CHANNEL = "pochette"
# Kinds of marks of every server of a database: "shar" where it has an address for others, else "sole".
_SHARED = 0x73686172
_SOLE = 0x736F6C65


_IS_THERE = marks.is_there("f.node")


class Place(NamedTuple):
    """A node, the address at which the others reach it ('': none), and the seal of the two."""

    node: int
    url: str
    seal: str


class SoleError(Exception):
    """Another server serves this database, and one of the two has no address for the other."""


async def begin(db: Connection, place: Place, *, schema: int, before: int) -> None:
    """Start an incarnation; that of this process `before` ends (0 for none). Raises SoleError."""
    node, url, seal = place
    await db.execute(marks.TAKE, (_SHARED if url else _SOLE, marks.new_number()))
    others = {kind for (kind,) in await (await db.execute(marks.OTHERS)).fetchall()}
    if others & ({_SOLE} if url else {_SOLE, _SHARED}):
        raise SoleError
    # The lock comes first: from the first moment on only its absence says that the process is gone.
    await db.execute("SELECT pg_advisory_lock(%s)", (node,))
    # Whoever sees the fence waits for the answers of this node: it hears from before that.
    await db.execute(f"LISTEN {CHANNEL}")
    async with db.transaction():
        await _forget(db, before)
        await db.execute("DELETE FROM owners o WHERE NOT EXISTS (SELECT FROM fences f WHERE f.node = o.node)")
        await db.execute(
            "DELETE FROM nodes n WHERE n.alive_until < now() - interval '1 day'"
            " AND NOT EXISTS (SELECT FROM fences f WHERE f.node = n.node)"
        )
        await db.execute(
            "INSERT INTO nodes (node, url, seal, schema, alive_until)"
            " VALUES (%s, %s, %s, %s, now() + make_interval(secs => %s))",
            (node, url, seal, schema, LEASE_S),
        )
        await db.execute("INSERT INTO fences (node) VALUES (%s)", (node,))


async def end(db: Connection, node: int) -> None:
    """End an incarnation: its last commits are waited for, and none passes afterwards."""
    async with db.transaction():
        await _forget(db, node)


async def pulse(db: Connection, node: int) -> int | None:
    """Renew the lease; the database's clock in ms since 1970, None where the node was declared dead.

    A lease that is over is renewed too: only a burial ends an incarnation. One waits for the other at the
    fence, and looks again.
    """
    async with db.transaction():
        # A standby that is away would end all incarnations at once. A pulse that is lost ends one early.
        await db.execute("SET LOCAL synchronous_commit = local")
        renewed = await db.execute(
            "WITH fence AS MATERIALIZED (SELECT FROM fences WHERE node = %(node)s FOR KEY SHARE)"
            " UPDATE nodes SET alive_until = now() + make_interval(secs => %(lease)s)"
            " WHERE node = %(node)s AND EXISTS (SELECT FROM fence)"
            " RETURNING floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
            {"node": node, "lease": LEASE_S},
        )
        row = await renewed.fetchone()
        return row[0] if row else None


async def find(db: Connection, thing: str) -> Place | None:
    """The living owner of a thing, and its address."""
    found = await db.execute(
        "SELECT o.node, n.url, n.seal FROM owners o JOIN nodes n USING (node) JOIN fences f USING (node)"
        " WHERE o.thing = %s",
        (thing,),
    )
    row = await found.fetchone()
    return Place(*row) if row else None


async def take(db: Connection, thing: str, node: int) -> bool:
    """Make `node` the owner, unless it is dead or another living node is the owner.

    A dead node is taken from only if it stood there when the statement began: a node that was born since has
    a fence that the statement cannot see.
    """
    taken = await db.execute(
        "WITH was AS MATERIALIZED (SELECT o.node FROM owners o WHERE o.thing = %(thing)s)"
        " INSERT INTO owners AS o (thing, node)"
        " SELECT %(thing)s, %(node)s WHERE EXISTS (SELECT FROM fences f WHERE f.node = %(node)s)"
        " ON CONFLICT (thing) DO UPDATE SET node = excluded.node WHERE o.node = excluded.node"
        " OR (o.node = (SELECT w.node FROM was w)"
        " AND NOT EXISTS (SELECT FROM fences f WHERE f.node = o.node))",
        {"thing": thing, "node": node},
    )
    return taken.rowcount == 1


async def let_go(db: Connection, things: Collection[str], node: int) -> None:
    await db.execute("DELETE FROM owners WHERE node = %s AND thing = ANY(%s)", (node, list(things)))


async def strays(db: Connection, things: Collection[str], node: int) -> set[str]:
    """Those of `things` that `node` does not own."""
    found = await db.execute(
        "SELECT m.thing FROM unnest(%s::text[]) AS m (thing)"
        " WHERE NOT EXISTS (SELECT FROM owners o WHERE o.thing = m.thing AND o.node = %s)",
        (list(things), node),
    )
    return {thing for (thing,) in await found.fetchall()}


async def leases(db: Connection, node: int) -> dict[int, float]:
    """How many seconds the leases of other servers still last; less than 0 where one is over."""
    found = await db.execute(
        "SELECT n.node, extract(epoch FROM n.alive_until - clock_timestamp())::float"
        " FROM nodes n JOIN fences f USING (node) WHERE n.node <> %s AND n.alive_until < 'infinity'",
        (node,),
    )
    return dict(await found.fetchall())


async def living(db: Connection) -> set[int]:
    """The nodes that may write."""
    found = await db.execute("SELECT f.node FROM fences f")
    return {node for (node,) in await found.fetchall()}


async def neighbours(db: Connection) -> set[int]:
    """The servers that may write; commands do not hear."""
    found = await db.execute("SELECT f.node FROM fences f JOIN nodes n USING (node) WHERE n.url <> ''")
    return {node for (node,) in await found.fetchall()}


async def bury(db: Connection, node: int) -> bool:
    """Declare a node dead whose lease is over or whose process is gone; whether that is done.

    Its commits under way are waited for: they hold its fence. None passes afterwards.
    """
    async with db.transaction():
        held = await db.execute(
            "SELECT FROM fences f JOIN nodes n USING (node) WHERE f.node = %s"
            f" AND (n.alive_until < now() OR NOT {_IS_THERE}) FOR UPDATE OF f",
            (node,),
        )
        if held.rowcount != 1:
            return False
        # It may have renewed its lease while its fence was waited for: this statement sees that.
        buried = await db.execute(
            "DELETE FROM fences f USING nodes n WHERE n.node = f.node AND f.node = %s"  # noqa: S608 - of ours
            f" AND (n.alive_until < now() OR NOT {_IS_THERE})",
            (node,),
        )
        return buried.rowcount == 1


async def say(db: Connection, texts: Sequence[str]) -> None:
    """Have every node hear texts one after the other, with none of anybody else between; this one too."""
    await db.execute(
        "SELECT pg_notify(%s, text) FROM unnest(%s::text[]) AS said (text)", (CHANNEL, list(texts))
    )


async def _forget(db: Connection, node: int) -> None:
    await db.execute("DELETE FROM fences WHERE node = %s", (node,))
    await db.execute("DELETE FROM owners WHERE node = %s", (node,))
    await db.execute("DELETE FROM nodes WHERE node = %s", (node,))
