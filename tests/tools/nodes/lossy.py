"""A fail-over that loses rows: a standby that is held back becomes the primary of all nodes."""

import asyncio
import subprocess
from asyncio import to_thread
from collections.abc import Sequence
from typing import Final

from tests.tools.nodes.node import POCHETTE, Node
from tests.tools.nodes.postgres import DATABASE, USER
from tests.tools.nodes.postgres_database import PostgresDatabase

_IS_CAUGHT_UP: Final = """
SELECT count(*) FROM pg_stat_replication
WHERE application_name = 'standby' AND replay_lsn = pg_current_wal_lsn()
"""
_LOOK_S: Final = 0.05


async def hold_back(database: PostgresDatabase) -> None:
    """From now on nothing reaches the standby, which has all until now."""
    assert database.link is not None
    async with asyncio.timeout(20):
        while await to_thread(database.primary.execute, _IS_CAUGHT_UP) != "1":  # noqa: ASYNC110 - of a server
            await asyncio.sleep(_LOOK_S)
    database.link.hang()


async def lose_primary(database: PostgresDatabase) -> None:
    """The primary is lost, and its standby takes its place; no node knows yet."""
    assert database.standby is not None
    database.primary.kill()
    await to_thread(database.standby.promote)
    database.fail_over()


def go_over(database: PostgresDatabase, nodes: Sequence[Node]) -> None:
    """The nodes find the new primary."""
    for node in nodes:
        node.outlet.target = database.primary.port
        node.outlet.reset()


async def renew_epochs(database: PostgresDatabase, nodes: Sequence[Node]) -> None:
    """As the how-to says: all nodes are stopped, and start on the new primary afterwards."""
    for node in nodes:
        node.kill()
        node.outlet.target = database.primary.port
    url = f"postgresql://{USER}@127.0.0.1:{database.primary.port}/{DATABASE}"
    command = (POCHETTE, "renew-epochs", "--data", str(nodes[0].data), "--database", url)
    await to_thread(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    for node in nodes:
        await node.start()
