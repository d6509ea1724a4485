"""Chaos: faults by chance, one after the other, some of them at the same time."""

import asyncio
from typing import Final

from tests.tools.nodes import database_faults, meeting_faults, node_faults
from tests.tools.nodes.fault import Strike
from tests.tools.nodes.stage import Stage

_ANYWHERE: Final[tuple[Strike, ...]] = (
    node_faults.kill_owner,
    node_faults.stopped(2),
    node_faults.stopped(6),
    node_faults.hop,
    node_faults.doors_cut,
    node_faults.doors_hang,
    node_faults.slow,
)
_ON_POSTGRESQL: Final[tuple[Strike, ...]] = (
    database_faults.owner_hangs(is_late=False),
    database_faults.owner_hangs(is_late=True),
    database_faults.owner_reset,
    database_faults.restart,
    database_faults.crash,
    meeting_faults.cut_apart,
    meeting_faults.hang_apart,
)
_PAUSE_S: Final = (0.5, 6.0)


async def chaos(stage: Stage) -> None:
    """For `stage.minutes`; what struck is told in the remarks."""
    loop = asyncio.get_running_loop()
    strikes = _ANYWHERE + (_ON_POSTGRESQL if stage.is_on_postgresql else ())
    end = loop.time() + stage.minutes * 60
    while loop.time() < end:
        strike = stage.chance.choice(strikes)
        stage.remarks.append(strike.__qualname__.partition(".")[0])
        await strike(stage)
        await asyncio.sleep(stage.chance.uniform(*_PAUSE_S))
