"""Cluster: nodes with one key on one PostgreSQL, and a way of ours between each two of them."""

import shutil
import subprocess
from asyncio import to_thread
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from enum import StrEnum
from pathlib import Path

from tests.tools.nodes.node import Node
from tests.tools.nodes.postgres import DATABASE, USER, Postgres
from tests.tools.nodes.postgres_database import PostgresDatabase
from tests.tools.nodes.ways import Way

_SMALL_DISK_BYTES = 300 << 20


class Standby(StrEnum):
    """How a second PostgreSQL follows the first."""

    NONE = "none"
    SYNCHRONOUS = "synchronous"
    ASYNCHRONOUS = "asynchronous"


@asynccontextmanager
async def cluster(
    folder: Path, *, nodes: int, standby: Standby, has_small_disk: bool
) -> AsyncIterator[tuple[Sequence[Node], PostgresDatabase]]:
    async with AsyncExitStack() as stack:
        await to_thread(folder.chmod, 0o755)  # PostgreSQL runs as somebody else
        database = PostgresDatabase(Postgres(folder / "primary"))
        if has_small_disk:
            _mount(folder / "primary")
            stack.callback(_unmount, folder / "primary")
        stack.push_async_callback(database.close)
        await to_thread(database.primary.make)
        if standby is not Standby.NONE:
            await _follow(database, folder / "standby", stack)
        if standby is Standby.SYNCHRONOUS:
            await to_thread(database.primary.set, "synchronous_standby_names", "*")
        made: list[Node] = []
        for number in range(nodes):
            node = Node(folder / f"node{number}")
            stack.push_async_callback(node.close)
            await node.listen()
            node.outlet.target = database.primary.port
            node.options = (
                *("--database", f"postgresql://{USER}@127.0.0.1:{node.outlet.port}/{DATABASE}"),
                *("--node-url", node.node_url),
            )
            if made:
                _share_key(made[0].data, node.data)
            await node.start()
            made.append(node)
        yield made, database


async def _follow(database: PostgresDatabase, folder: Path, stack: AsyncExitStack) -> None:
    link = Way(database.primary.port)
    stack.push_async_callback(link.close)
    await link.listen()
    database.link, database.standby = link, Postgres(folder)
    await to_thread(database.standby.follow, link.port)


def _share_key(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    shutil.copy2(source / "instance.key", target / "instance.key")


def _mount(folder: Path) -> None:
    """Raises CalledProcessError where one is not root, or in a container that may not."""
    folder.mkdir()
    size = f"size={_SMALL_DISK_BYTES}"
    subprocess.run(("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)), check=True)


def _unmount(folder: Path) -> None:
    subprocess.run(("umount", "--lazy", str(folder)), check=True)
