"""Faults of PostgreSQL, and of a node's way to it."""

import asyncio
from asyncio import to_thread
from contextlib import suppress

from tests.tools.nodes.fault import Strike
from tests.tools.nodes.lossy import go_over, lose_primary
from tests.tools.nodes.stage import Stage

_CUT_S = 10
_BEHIND_S = 2
_FULL_S = 8


def owner_hangs(*, is_late: bool) -> Strike:
    """`is_late`: what the owner had sent arrives in the end, when others have long gone on."""

    async def strike(stage: Stage) -> None:
        node = stage.owner()
        node.outlet.hang()
        await asyncio.sleep(_CUT_S)
        node.outlet.mend(is_late=is_late)

    return strike


async def owner_reset(stage: Stage) -> None:
    node = stage.owner()
    node.outlet.cut()
    await asyncio.sleep(_CUT_S)
    node.outlet.mend()


async def restart(stage: Stage) -> None:
    primary = stage.postgres.primary
    await to_thread(primary.stop)
    await asyncio.sleep(2)
    await to_thread(primary.start)


async def crash(stage: Stage) -> None:
    """`kill -9` of every process of the server, then recovery from its log."""
    primary = stage.postgres.primary
    primary.kill()
    await asyncio.sleep(1)
    await to_thread(primary.start)


def fail_over(*, is_behind: bool) -> Strike:
    async def strike(stage: Stage) -> None:
        database = stage.postgres
        assert database.link is not None
        if is_behind:
            stage.witness.is_closed = True
            database.link.hang()
            await asyncio.sleep(_BEHIND_S)
        await lose_primary(database)
        await stage.judge_now()
        go_over(database, stage.nodes)

    return strike


async def full(stage: Stage) -> None:
    """Nothing more goes on the disk of PostgreSQL, which may end over it; then there is room again."""
    primary = stage.postgres.primary
    ballast = primary.folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(1 << 16)):
            pass
    await asyncio.sleep(_FULL_S)
    ballast.unlink()
    if not primary.is_running:
        stage.remarks.append("PostgreSQL had ended")
        with suppress(FileNotFoundError):
            await to_thread(primary.start)
