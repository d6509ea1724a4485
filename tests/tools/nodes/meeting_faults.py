"""Faults between nodes: cut from each other, asked for one note at once, with clocks that differ."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Final

from tests.tools.nodes.company import company
from tests.tools.nodes.fault import Strike
from tests.tools.nodes.journals import all_rows
from tests.tools.nodes.judge import judge
from tests.tools.nodes.stage import Stage

_APART_S: Final = 10
_RACES: Final = 200
_AT_ONCE: Final = 10
_PATIENCE_S: Final = 30
FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


async def cut_apart(stage: Stage) -> None:
    for node in stage.nodes:
        node.inlet.cut()
    await asyncio.sleep(_APART_S)
    for node in stage.nodes:
        node.inlet.mend()


async def hang_apart(stage: Stage) -> None:
    for node in stage.nodes:
        node.inlet.hang()
    await asyncio.sleep(_APART_S)
    for node in stage.nodes:
        node.inlet.mend()


async def asked_at_once(stage: Stage) -> None:
    """Notes that nobody has open, and somebody at each node who opens them at the same moment and types."""
    urls = [node.url for node in stage.nodes]
    owners: Counter[str] = Counter()
    for _ in range(_RACES // _AT_ONCE):
        async with company(
            urls,
            stage.chance,
            stage.witness.look,
            people=_AT_ONCE * len(urls),
            notes=_AT_ONCE,
            every_s=0.05,
            hows=("socket",),
            is_pinned=True,
        ) as racing:
            racing.type(is_typing=True)
            await asyncio.sleep(0.3)
            racing.type(is_typing=False)
            await racing.until_quiet(_PATIENCE_S)
            rows = all_rows(stage.database.journal, racing.notes)
            stage.races.append(judge(racing.sittings, rows))
            for note in racing.notes:
                owner = stage.database.owner(note, stage.nodes)
                owners[owner.data.name if owner else "nobody"] += 1
    stage.remarks += [f"{many} owned by {name}" for name, many in owners.items()]


def clock_ahead(seconds: int) -> Strike:
    async def strike(stage: Stage) -> None:
        """One node's clock is wrong from its next start on; the kernel's monotonic one is not."""
        node = stage.nodes[-1]
        await node.stop()
        await node.start(LD_PRELOAD=str(FAKETIME), FAKETIME=f"{seconds:+}s", FAKETIME_DONT_FAKE_MONOTONIC="1")
        await asyncio.sleep(_APART_S)

    return strike
