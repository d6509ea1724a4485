"""Highest throughput: each writer keeps 64 undelivered updates in flight."""

import asyncio
from typing import Final

from tests.tools.bench.crowd import Crowd, place_in_text, until
from tests.tools.bench.deliveries import Received
from tests.tools.bench.person import Person, Site
from tests.tools.bench.probe import Meter, memory_mb
from tests.tools.bench.typing_people import LETTERS, WARM_UP, Figures

IN_FLIGHT: Final = 64
_DRAIN_S: Final = 10.0


async def flood(site: Site, core: int, *, writers: int, seconds: float) -> Figures:
    """Closed-loop load: each letter that a watcher receives is replaced by a new one."""
    crowd = await Crowd.join(site, ["room"], each=writers + 1)
    author = (await crowd.write_texts(LETTERS))["room"]
    *typing, watcher = crowd.people
    by_client: dict[int, Person] = {person.client: person for person in typing}
    for number, person in enumerate(typing):
        person.take_place(place_in_text(author, LETTERS, number))
    seen, is_open = 0, True

    def replace(received: Received) -> None:
        nonlocal seen
        seen += received.many
        if is_open:
            for client, stamps in received.stamps.items():
                by_client[client].type(len(stamps))

    watcher.on_letters = replace
    for person in typing:
        person.type(IN_FLIGHT)
    await asyncio.sleep(WARM_UP * seconds)
    crowd.deliveries.reset()
    meter, before = Meter.start(site.pids, core), seen
    await asyncio.sleep(seconds)
    spent, after = meter.spent(), seen
    is_open = False
    typed = sum(person.typed for person in typing)
    await until(lambda: seen >= typed or crowd.deliveries.closed > 0, patience_s=_DRAIN_S)
    figures = {
        **spent.figures(),
        "updates_s": (after - before) / spent.wall_s,
        "p99_ms": crowd.deliveries.delay_ms(0.99),
        "undelivered": typed - seen,
        "missing": await crowd.missing(["room"]),
        "closed": crowd.deliveries.closed,
        "memory_mb": memory_mb(site.pid),
    }
    await crowd.leave()
    return figures
