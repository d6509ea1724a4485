"""As many updates as a server takes: each writer keeps 64 in flight that nobody has seen yet."""

import asyncio
from typing import Final

from tests.bench.crowd import Crowd, middle, until
from tests.bench.hearing import Heard
from tests.bench.person import Person, Site
from tests.bench.probe import Meter, memory_mb
from tests.bench.typing_people import LETTERS, WARM_UP, Figures

IN_FLIGHT: Final = 64
_DRAIN_S: Final = 10.0


async def flood(site: Site, core: int, *, writers: int, seconds: float) -> Figures:
    """Somebody who does not write watches, and what they have seen is replaced."""
    crowd = await Crowd.come(site, ["room"], each=writers + 1)
    author = (await crowd.find_a_text(LETTERS))["room"]
    *typing, watcher = crowd.people
    by_client: dict[int, Person] = {person.client: person for person in typing}
    for number, person in enumerate(typing):
        person.will_type(middle(author, LETTERS, number))
    seen, is_open = 0, True

    def replace(heard: Heard) -> None:
        nonlocal seen
        seen += heard.many
        if is_open:
            for client, stamps in heard.stamps.items():
                by_client[client].type(len(stamps))

    watcher.told = replace
    for person in typing:
        person.type(IN_FLIGHT)
    await asyncio.sleep(WARM_UP * seconds)
    crowd.hearing.begin()
    meter, before = Meter.start(site.pid, core), seen
    await asyncio.sleep(seconds)
    spent, after = meter.spent(), seen
    is_open = False
    typed = sum(person.typed for person in typing)
    await until(lambda: seen >= typed or crowd.hearing.closed > 0, patience_s=_DRAIN_S)
    figures = {
        **spent.figures(),
        "updates_s": (after - before) / spent.wall_s,
        "p99_ms": crowd.hearing.delay_ms(0.99),
        "undelivered": typed - seen,
        "missing": await crowd.missing(["room"]),
        "closed": crowd.hearing.closed,
        "memory_mb": memory_mb(site.pid),
    }
    await crowd.leave()
    return figures
