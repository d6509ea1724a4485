"""Many sockets on many notes, a restart under them all, and peers that never read, never speak or never stop.

python -m tests.faults.load --sockets 10000 --notes 1000 --edits 2000 --seconds 60
"""

import argparse
import asyncio
import gc
import json
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import uvloop
from aiohttp import ClientSession

from crdt import frames
from tests.faults.disk_speed import fdatasync_p99_ms
from tests.faults.grammar import STRING, block, update
from tests.faults.lines import Line, all_of, allow_many_files, descriptors, frame_of
from tests.faults.process import Served
from tests.wire.notes import resident_mib

AT_ONCE = 100
LARGEST = 20_000
FLOOD = 500


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
    async with ClientSession() as session:

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
    """They come, the others type on, and the server gets rid of them by itself."""
    url, memory = crowd.server.url, resident_mib(crowd.server.pid)
    files = descriptors(crowd.server.pid)
    target = await _a_note(url)
    mute = await all_of([partial(Line.open, target)] * int(500 * share), at_once=AT_ONCE)
    floods = await all_of([partial(Line.open, await _a_note(url))] * int(200 * share), at_once=AT_ONCE)
    half = await _half_open(url, int(5000 * share))
    never = [line for line in mute if isinstance(line, Line)]
    flooding = [line for line in floods if isinstance(line, Line)]
    for line in never:
        line.never_reads()
    stop = asyncio.Event()
    flood = asyncio.create_task(_flood(flooding, await Line.open(target), stop))
    begun = time.perf_counter()
    # The flooding ones may stay: they only wait.
    left = files + len(flooding) + 4
    watch = [
        asyncio.create_task(_until_gone(crowd.server.pid, many, begun, seconds + reaping_s))
        for many in (left + len(half), left)
    ]
    lost = await crowd.type(edits, seconds)
    p99, most = crowd.percentile(0.99), resident_mib(crowd.server.pid)
    stop.set()
    flooded = await flood
    never_s, half_s = await asyncio.gather(*watch)
    half_left = max(0, descriptors(crowd.server.pid) - left)
    for line in (*never, *flooding):
        line.close()
    for one in half:
        one.close()
    return {
        "never_reading": len(never),
        "half_open": len(half),
        "flooding": len(flooding),
        "floods_sent": flooded,
        "lost": lost,
        "p99_ms": p99,
        "more_mib": round(most - memory, 1),
        "never_reading_gone_s": never_s,
        "half_open_gone_s": half_s,
        "half_open_left": half_left,
    }


async def _a_note(url: str) -> str:
    async with ClientSession() as session:
        answer = await session.post(f"{url}/api/notes", json={"markdown": ""})
        return f"{url}/sync/{(await answer.json())['links']['edit'].rsplit('/', 1)[1]}"


async def _half_open(url: str, many: int) -> list[socket.socket]:
    """Connections on which half a request has come."""
    parts, opened, loop = urlsplit(url), [], asyncio.get_running_loop()
    for number in range(many):
        one = socket.socket()
        one.setblocking(False)  # noqa: FBT003 - the name of the call says it
        await loop.sock_connect(one, (parts.hostname, parts.port))
        await loop.sock_sendall(one, b"GET / HTTP/1.1\r\nHost: x\r\nX-Half:" if number % 2 else b"G")
        opened.append(one)
    return opened


async def _flood(flooding: list[Line], loud: Line, stop: asyncio.Event) -> int:
    """Each sends as fast as it is let, and somebody writes much into the note of those who never read."""
    sent = 0
    lines: deque[Line] = deque(flooding)
    junk = FLOOD * frame_of(frames.update(b"\x00\x00"))
    clock = turn = 0
    while not stop.is_set():
        for line in list(lines):
            if line.is_over.is_set():
                lines.remove(line)
            elif line.transport is not None and not line.transport.get_write_buffer_size():
                line.write(junk)
                sent += FLOOD
        if turn % 20 == 0 and not loud.is_over.is_set():
            text = block(STRING, "x" * LARGEST, (9, clock - 1) if clock else None)
            loud.send(frames.update(update([(9, clock, [text])])))
            clock += LARGEST
        turn += 1
        await asyncio.sleep(0.01)
    loud.close()
    return sent


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
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--bad", type=float, default=1.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = in_loop(partial(run, Path(folder), **vars(options)))
    print(json.dumps(vars(measured)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
