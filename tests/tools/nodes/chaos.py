"""Chaos: two rows of faults by chance at the same time, one of servers and one of the ways between them."""

import asyncio
from collections.abc import Sequence
from typing import Final

from tests.tools.nodes import database_faults, meeting_faults, node_faults
from tests.tools.nodes.fault import Strike
from tests.tools.nodes.stage import Stage

_OF_NODES: Final[tuple[Strike, ...]] = (
    node_faults.kill_owner,
    node_faults.rolling_restart,
    node_faults.stopped(2),
    node_faults.stopped(6),
)
_OF_POSTGRESQL: Final[tuple[Strike, ...]] = (
    database_faults.owner_hangs(is_late=False),
    database_faults.owner_hangs(is_late=True),
    database_faults.owner_reset,
    database_faults.restart,
    database_faults.crash,
)
_OF_WAYS: Final[tuple[Strike, ...]] = (
    node_faults.hop,
    node_faults.doors_cut,
    node_faults.doors_hang,
    node_faults.slow,
)
_BETWEEN_NODES: Final[tuple[Strike, ...]] = (meeting_faults.cut_apart, meeting_faults.hang_apart)
_PAUSE_S: Final = (0.5, 6.0)


async def chaos(stage: Stage) -> None:
    """For `stage.minutes`; what struck is told in the remarks."""
    is_shared = stage.is_on_postgresql
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_strike_on(stage, _OF_NODES + (_OF_POSTGRESQL if is_shared else ())))
        tasks.create_task(_strike_on(stage, _OF_WAYS + (_BETWEEN_NODES if is_shared else ())))


async def _strike_on(stage: Stage, strikes: Sequence[Strike]) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + stage.minutes * 60
    while loop.time() < end:
        strike = stage.chance.choice(strikes)
        stage.remarks.append(strike.__qualname__.partition(".")[0])
        await strike(stage)
        await asyncio.sleep(stage.chance.uniform(*_PAUSE_S))
