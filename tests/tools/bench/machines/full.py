"""Two servers with 100,000 notes and 10,000 people: joining a note, the lists, memory; prints them as JSON.

python -m tests.tools.bench.machines.full [--notes 100000] [--people 10000] [--keep FOLDER]
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final

import uvloop
from aiohttp import ClientSession

from server.targets import BinderTarget
from server.text.paths import target_path
from tests.server.nodes.serving import Node
from tests.tools.bench.compare import allow_many_files
from tests.tools.bench.deliveries import Deliveries, percentile
from tests.tools.bench.machines.place import Place, made
from tests.tools.bench.person import Person, Site
from tests.tools.bench.probe import ANY_CORE, Meter, memory_mb, resident_mb
from tests.tools.bench.servers import on_core
from tests.tools.bench.wires import OURS

EACH: Final = 3
COLD: Final = 500
"""Notes that nobody has open, which are joined one after the other while everybody sits."""
_AT_ONCE: Final = 20
_ASKED: Final = 20
_IDLE_S: Final = 5.0
_STARTED_S: Final = 8.0
_PATH: Final = "sync/"


async def measure(place: Place, people: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with place.served() as nodes:
        # By then a server that has just started has its processes for paper, too.
        await asyncio.sleep(_STARTED_S)
        first, *others = (Site(_port(node), node.pid, OURS, path=_PATH) for node in nodes)
        site = Site(first.port, first.pid, OURS, path=_PATH, others=tuple(others))
        figures["memory_before_mb"] = _memory(site)
        figures |= await _lists("before", place, nodes)
        deliveries = Deliveries()
        sitting, came = await _sit(site, deliveries, place.shared[: people // EACH])
        figures["people"], figures["joining"] = len(sitting), came
        figures["memory_with_people_mb"] = _memory(site)
        figures["memory_with_all_processes_mb"] = [round(memory_mb(pid)) for pid in site.servers]
        pids = (*site.servers, place.postgresql_pid)
        meter = Meter.start(pids, ANY_CORE)
        await asyncio.sleep(_IDLE_S)
        spent = meter.spent()
        figures["idle_processor_pct"] = [round(100 * each / spent.wall_s, 1) for each in spent.each_s]
        figures["joining_cold"] = await _join_alone(site, deliveries, place.shared[-COLD:])
        figures |= await _lists("with_people", place, nodes)
        figures["closed"] = deliveries.closed
        for person in sitting:
            await person.leave()
    return figures


async def _sit(
    site: Site, deliveries: Deliveries, tokens: Sequence[str]
) -> tuple[list[Person], dict[str, float]]:
    """`EACH` people in every note, who stay. Twenty come at the same time."""
    turn, sitting = asyncio.Semaphore(_AT_ONCE), list[Person]()
    began = time.perf_counter()

    async def enter(token: str, client: int) -> None:
        async with turn:
            sitting.append(await Person.join(site, token, deliveries, client=client, is_timed=False))

    # First one into each note: the others meet them there.
    for place in range(EACH):
        await asyncio.gather(*(enter(token, place + number) for number, token in enumerate(tokens)))
    took = time.perf_counter() - began
    return sitting, {"people_a_second": round(len(sitting) / took), **_told([p.joined_ms for p in sitting])}


async def _join_alone(site: Site, deliveries: Deliveries, tokens: Sequence[str]) -> dict[str, float]:
    took = []
    for number, token in enumerate(tokens):
        person = await Person.join(site, token, deliveries, client=number, is_timed=False)
        took.append(person.joined_ms)
        await person.leave()
    return _told(took)


async def _lists(when: str, place: Place, nodes: Sequence[Node]) -> dict[str, Any]:
    """The home page and the classeurs, through both servers in turns."""
    async with ClientSession(headers=dict(place.cookie)) as session:

        def asks(path: str) -> Callable[[int], Awaitable[int]]:
            async def ask(number: int) -> int:
                async with session.get(f"{nodes[number % len(nodes)].url}{path}") as answer:
                    assert answer.status == 200, f"{path}: {answer.status}"
                    return len(await answer.read())

            return ask

        return {
            f"home_{when}": await _timed([asks("/")]),
            f"classeur_{when}": await _timed(
                [asks(target_path(BinderTarget(binder))) for binder in place.binders]
            ),
        }


async def _timed(asks: Sequence[Callable[[int], Awaitable[int]]]) -> dict[str, float]:
    took, size = [], 0
    for number in range(_ASKED):
        began = time.perf_counter()
        size = await asks[number % len(asks)](number)
        took.append((time.perf_counter() - began) * 1e3)
    return {**_told(took), "kb": round(size / 1e3)}


def _told(took_ms: Sequence[float]) -> dict[str, float]:
    times = sorted(int(ms * 1e6) for ms in took_ms)
    shares = {"p50_ms": 0.5, "p99_ms": 0.99, "longest_ms": 1.0}
    return {name: round(percentile(times, share) / 1e6, 1) for name, share in shares.items()}


def _memory(site: Site) -> list[float]:
    return [round(resident_mb([pid]), 1) for pid in site.servers]


def _port(node: Node) -> int:
    return int(node.url.rpartition(":")[2])


async def run(notes: int, people: int, keep: Path | None) -> dict[str, Any]:
    async with made(keep, notes, shared=people // EACH + COLD) as place:
        held = int(place.cluster.execute("SELECT count(*) FROM notes"))
        return {"notes": held, **await measure(place, people)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder for the database; the next run finds it filled")
    options = parser.parse_args()
    allow_many_files()
    with on_core(ANY_CORE):
        figures = uvloop.run(run(options.notes, options.people, options.keep))
    print(json.dumps(figures, indent=1))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
