"""Fifty type in fifty notes on a server with the index and one without, by turns: the wait for the disk.

python -m tests.tools.bench.search.beside BEFORE [--rounds 8] [--seconds 10] [--keep /dev/shm/search]

BEFORE is a checkout without the index, in which `./dev setup` has run. Both servers have the same notes.
"""

import argparse
import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import uvloop

from server.storage.engines.connection import Connection
from tests.served import Served
from tests.tools.bench.deliveries import percentile
from tests.tools.bench.probe import cpu_s
from tests.tools.bench.search.asker import Asker
from tests.tools.bench.search.expected import questions
from tests.tools.bench.search.speed import Place, alone_before_others, folder_for, make_place
from tests.tools.bench.search.typist import Typist, type_for
from tests.tools.bench.servers import GENERATOR_CORE, on_core

_WRITERS: Final = 50
# A note is in the index two seconds after its last letter.
_REST_S: Final = 4.0
_WARM_UP_S: Final = 3.0


@dataclass
class Side:
    """One of both servers, and what was measured at it, a list a round."""

    name: str
    typists: list[Typist]
    pid: int
    waits: list[list[int]] = field(default_factory=list)
    cpu_s: float = 0.0

    async def type(self, seconds: float, seed: int) -> None:
        before = cpu_s(self.pid)
        self.waits.append(sorted(await type_for(seconds, self.typists, seed=seed)))
        await asyncio.sleep(_REST_S)
        self.cpu_s += cpu_s(self.pid) - before

    def p99s_ms(self) -> list[float]:
        return [percentile(waits, 0.99) / 1e6 for waits in self.waits]

    def told(self) -> dict[str, object]:
        whole = sorted(wait for waits in self.waits for wait in waits)
        return {
            "letters": len(whole),
            "p50_ms": round(percentile(whole, 0.5) / 1e6, 3),
            "p99_ms": round(percentile(whole, 0.99) / 1e6, 2),
            "p99_of_rounds_ms": [round(ms, 2) for ms in self.p99s_ms()],
            "median_p99_ms": round(median(self.p99s_ms()), 2),
            "cpu_us_a_letter": round(self.cpu_s * 1e6 / len(whole), 1),
        }


async def run(before: Path, folder: Path, *, rounds: int, seconds: float, asked: bool) -> dict[str, object]:
    place = await make_place(folder, 5000)
    async with place.asked() as asker:
        await asker.until_built()
    older = _without_index(place, before, folder / "before")
    async with place.asked() as asker, _asker(older, place) as other:
        sides = [
            Side("with the index", await _sit_down(asker), place.served.pid),
            Side("without", await _sit_down(other), older.pid),
        ]
        for side in sides:
            # Some threads begin with the first edit.
            await type_for(_WARM_UP_S, side.typists, seed=-1)
            await asyncio.sleep(_REST_S)
            alone_before_others(side.pid)
        asking = asyncio.create_task(_ask_on(asker)) if asked else None
        for number in range(rounds):
            for side in sides if number % 2 else reversed(sides):
                await side.type(seconds, seed=number)
        if asking is not None:
            asking.cancel()
        for side in sides:
            for typist in side.typists:
                typist.close()
    return _compared(sides)


def _compared(sides: Sequence[Side]) -> dict[str, object]:
    having, without = sides
    ratios = [mine / other for mine, other in zip(having.p99s_ms(), without.p99s_ms(), strict=True)]
    return {side.name: side.told() for side in sides} | {
        "ratio_of_median_p99": round(median(having.p99s_ms()) / median(without.p99s_ms()), 3),
        "median_ratio_of_p99": round(median(ratios), 3),
        "ratios": [round(ratio, 2) for ratio in ratios],
    }


def _without_index(place: Place, checkout: Path, data: Path) -> Served:
    """A server of an older checkout, with a copy of the notes from which the index is taken away."""
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(place.config.data, data)
    with closing(Connection(str(data / place.config.database_file.name))) as connection:
        for kind in ("index", "table"):
            query = (
                f"SELECT name FROM sqlite_schema WHERE type = '{kind}' AND name LIKE 'search\\_%' ESCAPE '\\'"  # noqa: S608
            )
            for (name,) in list(connection.execute(query)):
                connection.execute(f"DROP {kind} {name}")
        connection.execute("DELETE FROM schema_migrations WHERE number >= 32")
    program = checkout.absolute() / ".venv" / "bin" / "pochette"
    return Served(data, *place.served.options, program=[str(program)])


@asynccontextmanager
async def _asker(served: Served, place: Place) -> AsyncIterator[Asker]:
    async with Place(place.config, served, place.cookie, place.filled, place.real).asked() as asker:
        yield asker


async def _sit_down(asker: Asker) -> list[Typist]:
    """Each with a note of their own, as long as a page."""
    text = "# Note\n\n" + "Le fret ferroviaire transporte moins de marchandises qu'en 1974. " * 90
    typists = []
    for _ in range(_WRITERS):
        note = await asker.visitor.makes_note(markdown=text)
        path = note.edit.replace("/n/", "/sync/", 1)
        headers = asker.visitor.headers
        typists.append(await Typist.open(asker.visitor.url + path, headers=headers))
    return typists


async def _ask_on(asker: Asker) -> None:
    """Somebody asks a question a second meanwhile."""
    while True:
        for question in questions():
            await asker.ask(question.q)
            await asyncio.sleep(1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument(
        "--keep", type=Path, help="a folder for the stores; one in /dev/shm waits for no disk"
    )
    parser.add_argument("--asked", action="store_true", help="somebody asks the index a question a second")
    options = parser.parse_args()
    with folder_for(options.keep) as folder, on_core(GENERATOR_CORE):
        figures = uvloop.run(
            run(
                options.before,
                folder,
                rounds=options.rounds,
                seconds=options.seconds,
                asked=options.asked,
            )
        )
    print(json.dumps(figures, indent=1))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
