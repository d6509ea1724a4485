"""Builds the index of thousands of notes, asks it two hundred questions, and prints what that cost.

python -m tests.tools.bench.search.speed --notes 5000 --layout few [--encrypted]
"""

import argparse
import asyncio
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from aiohttp import ClientSession

from server.ids import DeviceId
from server.settings.config import Config
from tests.processes import GONE, family
from tests.served import Served
from tests.tools.bench.install import Work
from tests.tools.bench.probe import cpu_s, resident_mb
from tests.tools.bench.search.asker import Asker, Took
from tests.tools.bench.search.expected import questions
from tests.tools.bench.search.library import library
from tests.tools.bench.search.store import Filled, Layout, fill, sizes
from tests.tools.bench.servers import GENERATOR_CORE, SERVER_CORE, on_core
from tests.visitor import Visitor

_AT_ONCE: Final = 10
# By then a server that has just started has its processes for paper, too.
_STARTED_S: Final = 8.0
_PRIORITY: Final = 10
_PROGRAM: Final = (sys.executable, "-m", "tests.tools.bench.search.serve")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder with notes, a server that can run on it, and the browser to which they belong."""

    config: Config
    served: Served
    cookie: dict[str, str]
    filled: Filled
    real: int

    @asynccontextmanager
    async def asked(self) -> AsyncIterator[Asker]:
        """The server runs meanwhile, on a core of its own."""
        with on_core(SERVER_CORE):
            self.served.start()
        try:
            await asyncio.sleep(_STARTED_S)
            alone_before_others(self.served.pid)
            async with ClientSession() as session:
                yield Asker(Visitor(session=session, url=self.served.url, cookie=self.cookie))
        finally:
            self.served.stop()


async def make_place(
    folder: Path, many: int, layout: Layout = Layout.FEW, *, is_encrypted: bool = False
) -> Place:
    """A store of so many notes that no server has seen yet, or the one that is in this folder already."""
    texts, real = library(Work.chosen(), many)
    options: tuple[str, ...] = ("--max-notes", "0")
    key = None
    if is_encrypted:
        key = folder / "database.key"
        if not key.exists():
            key.write_text(secrets.token_hex(32), "ascii")
            key.chmod(0o600)
        options = (*options, "--database-key-file", str(key))
    config = Config(data=folder / "data", database_key_file=key, max_notes=0)
    served = Served(config.data, *options, program=_PROGRAM)
    kept = folder / "place.json"
    if kept.exists():
        cookie, binders, notes = json.loads(kept.read_text("ascii"))
        return Place(config, served, cookie, Filled(binders, dict(zip(notes, texts, strict=True))), real)
    with served:
        async with ClientSession() as session:
            visitor = await Visitor.come(session, served.url)
            (device,) = await visitor.devices()
    filled = await fill(config, DeviceId(device), texts, layout)
    kept.write_text(json.dumps([visitor.cookie, filled.binders, list(filled.texts)]), "ascii")
    return Place(config, served, visitor.cookie, filled, real)


@contextmanager
def folder_for(keep: Path | None) -> Iterator[Path]:
    """The folder that is kept, or one that is removed at the end."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="pochette-search-") as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep


async def measure(place: Place) -> dict[str, object]:
    """Build, cold, warm, ten at once; sizes and memory."""
    queries = [question.q for question in questions()]
    figures: dict[str, object] = {"notes": len(place.filled.texts), "real": place.real}
    async with place.asked() as asker:
        pid = place.served.pid
        figures["memory_before_mb"] = round(resident_mb([pid]), 1)
        cpu = cpu_s(pid)
        figures["build_s"] = round(await asker.until_built(), 1)
        figures["build_cpu_s"] = round(cpu_s(pid) - cpu, 1)
        figures["memory_built_mb"] = round(resident_mb([pid]), 1)
    figures["sizes"] = asdict(await sizes(place.config, place.filled))
    async with place.asked() as asker:
        pid = place.served.pid
        # Some threads begin with the first question.
        await asker.ask("mot")
        alone_before_others(pid)
        _forget_pages(place.config.database_file)
        figures["memory_idle_mb"] = round(resident_mb([pid]), 1)
        figures["cold"] = _told(await asker.times(queries))
        figures["warm"] = _told(await asker.times(queries, rounds=3))
        finished = [question.q + " " if question.is_finished else question.q for question in questions()]
        figures["warm_finished"] = _told(await asker.times(finished, rounds=2))
        cpu, began = cpu_s(pid), time.perf_counter()
        figures["ten_at_once"] = _told(await asker.times(queries, rounds=2, at_once=_AT_ONCE))
        figures["questions_a_second"] = round(2 * len(queries) / (time.perf_counter() - began))
        figures["cpu_ms_a_question"] = round((cpu_s(pid) - cpu) * 1e3 / (2 * len(queries)), 1)
        figures["memory_asked_mb"] = round(resident_mb([pid]), 1)
    return figures


def alone_before_others(pid: int) -> None:
    """Its threads run before all other work, where that is permitted; its processes for paper do not."""
    with suppress(PermissionError):
        for member in family(pid):
            policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK if member == pid else os.SCHED_OTHER
            parameters = os.sched_param(_PRIORITY if member == pid else 0)
            for thread in Path(f"/proc/{member}/task").iterdir():
                with suppress(*GONE):
                    os.sched_setscheduler(int(thread.name), policy, parameters)


def _told(took: Took) -> dict[str, object]:
    return {
        "p50_ms": round(took.p50_ms, 1),
        "p99_ms": round(took.p99_ms, 1),
        "longest_ms": round(took.longest_ms, 1),
        "slowest": took.slowest,
    }


def _forget_pages(database: Path) -> None:
    """The system keeps no page of this file in memory: the first questions read the disk."""
    file = os.open(database, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


async def run(many: int, layout: Layout, keep: Path | None, *, is_encrypted: bool) -> dict[str, object]:
    with folder_for(keep) as folder:
        place = await make_place(folder, many, layout, is_encrypted=is_encrypted)
        told: dict[str, object] = {"layout": layout.value, "encrypted": is_encrypted}
        return told | await measure(place)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--layout", type=Layout, choices=list(Layout), default=Layout.FEW)
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the store; the next run finds it built")
    options = parser.parse_args()
    with on_core(GENERATOR_CORE):
        figures = asyncio.run(
            run(options.notes, options.layout, options.keep, is_encrypted=options.encrypted)
        )
    print(json.dumps(figures, ensure_ascii=False, indent=1))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
