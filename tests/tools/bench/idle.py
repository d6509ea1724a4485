"""Memory and processor time of idle connections."""

import asyncio
from typing import Final

from tests.tools.bench.crowd import Crowd
from tests.tools.bench.person import Site
from tests.tools.bench.probe import Meter, memory_mb
from tests.tools.bench.typing_people import Figures

SETTLE: Final = 0.2


async def idle(site: Site, core: int, *, people: int, seconds: float) -> Figures:
    """First all in one room, then as many again with a room for each."""
    before = memory_mb(site.pid)
    together = await Crowd.join(site, ["room"], each=people)
    await asyncio.sleep(SETTLE * seconds)
    in_one = memory_mb(site.pid)
    apart = await Crowd.join(site, [f"room-{number}" for number in range(people)], each=1)
    await asyncio.sleep(SETTLE * seconds)
    in_many = memory_mb(site.pid)
    meter = Meter.start(site.pids, core)
    await asyncio.sleep(seconds)
    figures = {
        **meter.spent().figures(),
        "connection_kb": 1000 * (in_one - before) / people,
        "room_kb": 1000 * (in_many - in_one) / people,
        "closed": together.deliveries.closed + apart.deliveries.closed,
    }
    await together.leave()
    await apart.leave()
    return figures
