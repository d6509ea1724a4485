"""Many sockets on many notes, a restart under them all, and peers that never read, never speak or never stop.

python -m tests.tools.faults.load --sockets 10000 --notes 1000 --edits 2000 --minutes 5
"""

import argparse
import asyncio
import gc
import json
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import uvloop
from aiohttp import ClientSession

from tests.processes import descriptors
from tests.served import Served
from tests.tools.faults.disk_speed import fdatasync_p99_ms
from tests.tools.faults.lines import Line, all_of, allow_many_files
from tests.visitor import LED_HERE
from tests.wire.notes import resident_mib

AT_ONCE = 100
ROOT = Path(__file__).parents[3]


@dataclass
class Measured:
    """Times in ms. An edit is one letter; its echo is when one other socket of its note has it."""

    notes: int = 0
    sockets: int = 0
    failed: int = 0
    join_s: float = 0.0
    kb_a_socket: float = 0.0
    edits: int = 0
    edits_a_second: float = 0.0
    lost: int = 0
    unacknowledged: int = 0
    closed: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    longest_ms: float = 0.0
    fdatasync_p99_ms: float = 0.0
    server_cpu: float = 0.0
    storm: dict[str, float] = field(default_factory=dict)
    bad_peers: dict[str, float] = field(default_factory=dict)


class Crowd:
    """Everybody's lines to one server, and what their letters took."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.links: list[str] = []
        self.lines: list[Line] = []
        self.writers: list[Line] = []
        self.begun: dict[tuple[int, int], float] = {}
        self.took: list[float] = []

    async def make_notes(self, many: int) -> None:
        async with ClientSession() as session:

            async def make() -> None:
                answer = await session.post(f"{self.server.url}/api/notes", json={"markdown": ""})
                token = (await answer.json())["links"]["edit"].rsplit("/", 1)[1]
                self.links.append(f"/sync/{token}")

            await all_of([make] * many, at_once=20)

    async def come(self, sockets: int) -> int:
        """Open so many lines over all notes; how many failed. The second of each note is a witness."""
        base = self.server.url
        opening = [
            partial(
                Line.open,
                base + self.links[number % len(self.links)],
                self._heard if number // len(self.links) == 1 else None,
            )
            for number in range(sockets)
        ]
        opened = await all_of(opening, at_once=AT_ONCE)
        self.lines = [line for line in opened if isinstance(line, Line)]
        self.writers = self.lines[: len(self.links)]
        return sockets - len(self.lines)

    async def type(self, edits_a_second: float, seconds: float) -> int:
        """Each note's first line types in its turn; waits until all is heard, and says what was lost."""
        start, many = time.perf_counter(), int(edits_a_second * seconds)
        self.begun.clear()
        self.took.clear()
        for number in range(many):
            due = start + number / edits_a_second
            if (early := due - time.perf_counter()) > 0.001:
                await asyncio.sleep(early)
            elif number % 50 == 0:
                await asyncio.sleep(0)
            index = number % len(self.writers)
            line = self.writers[index]
            self.begun[1000 + index, line.clock] = time.perf_counter()
            line.types(1000 + index)
        end = time.perf_counter() + 20
        while self.begun and time.perf_counter() < end:  # noqa: ASYNC110 - many things are waited for
            await asyncio.sleep(0.05)
        return len(self.begun)

    def _heard(self, client: int, start: int, end: int) -> None:
        now = time.perf_counter()
        for clock in range(start, end):
            begun = self.begun.pop((client, clock), None)
            if begun is not None:
                self.took.append((now - begun) * 1e3)

    def percentile(self, part: float) -> float:
        took = sorted(self.took)
        return round(took[min(len(took) - 1, int(len(took) * part))], 1) if took else 0.0


async def run(
    folder: Path, *, sockets: int, notes: int, edits: int, seconds: float, bad: float, reaping_s: float = 60
) -> Measured:
    """`bad` is the share of 500 never-reading, 5,000 half-open and 200 flooding peers.

    For `reaping_s` it is watched how they are got rid of.
    """
    measured = Measured(notes=notes, sockets=sockets)
    with Served(folder / "data") as server:
        crowd = Crowd(server)
        await crowd.make_notes(notes)
        before = resident_mib(server.pid)
        started = time.perf_counter()
        measured.failed = await crowd.come(sockets)
        measured.join_s = round(time.perf_counter() - started, 1)
        measured.kb_a_socket = round((resident_mib(server.pid) - before) * 1024 / sockets, 1)
        gc.collect()
        gc.freeze()
        await _echo(crowd, measured, folder, edits, seconds)
        if bad:
            measured.bad_peers = await _bad_peers(crowd, edits, seconds, bad, reaping_s)
            measured.bad_peers["p99_before_ms"] = measured.p99_ms
        measured.storm = await _storm(crowd, sockets)
        for line in crowd.lines:
            line.close()
    return measured


async def _echo(crowd: Crowd, measured: Measured, folder: Path, edits: int, seconds: float) -> None:
    disk = asyncio.create_task(asyncio.to_thread(fdatasync_p99_ms, folder, seconds))
    cpu, started = _cpu_s(crowd.server.pid), time.perf_counter()
    measured.lost = await crowd.type(edits, seconds)
    spent = time.perf_counter() - started
    measured.server_cpu = round((_cpu_s(crowd.server.pid) - cpu) / spent, 2)
    measured.edits, measured.edits_a_second = int(edits * seconds), round(edits * seconds / spent)
    measured.p50_ms, measured.p99_ms = crowd.percentile(0.5), crowd.percentile(0.99)
    measured.longest_ms = crowd.percentile(1)
    measured.unacknowledged = sum(line.sent != line.acknowledged for line in crowd.writers)
    measured.closed = sum(line.is_over.is_set() for line in crowd.lines)
    measured.fdatasync_p99_ms = await disk


async def _storm(crowd: Crowd, sockets: int) -> dict[str, float]:
    """The server is killed and started: everybody comes back at once, as pages do after a second at most."""
    letters = [line.clock for line in crowd.writers]
    crowd.server.kill()
    await all_of([line.is_over.wait for line in crowd.lines], at_once=sockets)
    await asyncio.to_thread(crowd.server.start)
    started = time.perf_counter()
    failed = await crowd.come(sockets)
    synced = time.perf_counter() - started
    lost = 0
    async with ClientSession(headers=LED_HERE) as session:

        async def look(index: int) -> None:
            nonlocal lost
            token = crowd.links[index].rsplit("/", 1)[1]
            answer = await session.get(f"{crowd.server.url}/n/{token}/note.md")
            lost += (await answer.text()).count("x") < letters[index]

        await all_of([partial(look, index) for index in range(len(letters))], at_once=20)
    return {"all_synced_s": round(synced, 1), "failed": failed, "notes_that_lost": lost}


async def _bad_peers(
    crowd: Crowd, edits: int, seconds: float, share: float, reaping_s: float
) -> dict[str, float]:
    """They come from a process of their own, the others type on, and the server gets rid of them."""
    pid = crowd.server.pid
    memory, files = resident_mib(pid), descriptors(pid)
    most = asyncio.create_task(_most_memory(pid))
    begun = time.perf_counter()
    peers = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.tools.faults.bad_peers", crowd.server.url, str(share)),
        stdin=PIPE, stdout=PIPE, cwd=ROOT,
    )  # fmt: skip
    assert peers.stdin is not None
    assert peers.stdout is not None
    here: dict[str, float] = json.loads(await peers.stdout.readline())
    # The flooding ones may stay: they only wait.
    left = files + int(here["flooding"]) + 4
    gone = asyncio.create_task(_until_gone(pid, left, begun, seconds + reaping_s))
    lost = await crowd.type(edits, seconds)
    p99 = crowd.percentile(0.99)
    gone_s = await gone
    still = max(0, descriptors(pid) - left)
    most.cancel()
    sent, _ = await peers.communicate(b"")  # the end of its input
    return {
        **here,
        **json.loads(sent),
        "lost": lost,
        "p99_ms": p99,
        "more_mib": round(await most - memory, 1),
        "gone_s": gone_s,
        "left": still,
    }


async def _most_memory(pid: int) -> float:
    """The most that a process has held, once it is cancelled."""
    most = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            most = max(most, resident_mib(pid))
            await asyncio.sleep(0.2)
    return most


async def _until_gone(pid: int, files: int, begun: float, longest_s: float) -> float:
    """Seconds since they came until the server has so few files open; -1 where that lasts too long."""
    while descriptors(pid) > files:
        if time.perf_counter() - begun > longest_s:
            return -1
        await asyncio.sleep(0.5)
    return round(time.perf_counter() - begun, 1)


def _cpu_s(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9


def in_loop(work: Callable[[], object]) -> Measured:
    """Run a measurement in the loop that costs least."""
    allow_many_files()
    measured: Measured = uvloop.run(work())  # type: ignore[arg-type]
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sockets", type=int, default=10_000)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--bad", type=float, default=1.0)
    options = vars(parser.parse_args())
    seconds = 60 * options.pop("minutes")
    with tempfile.TemporaryDirectory() as folder:
        measured = in_loop(partial(run, Path(folder), seconds=seconds, **options))
    print(json.dumps(vars(measured)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
