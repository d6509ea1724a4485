"""Erases a passage from a long note in a large database while people type, there and elsewhere.

python -m tests.tools.faults.erasures --edits 250000 --mib 1000 --people 10
"""

import argparse
import asyncio
import json
import random
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, CookieJar
from pycrdt import Doc, Text

from crdt.compaction import load, snapshot
from server.ids import NoteId, VisitorId
from server.storage import journal
from server.storage.engines.sqlite import connect
from tests.served import Served
from tests.server.live.editors import Editor
from tests.shell import pochette
from tests.visitor import LED_HERE

SECRET: Final = "motdepasse42Zx9"
MIB: Final = 1024 * 1024
_ROWS: Final = 5000
# Rows of other notes, from one number to another.
_OTHERS: Final = """
WITH RECURSIVE numbers (seq) AS (VALUES (?1) UNION ALL SELECT seq + 1 FROM numbers WHERE seq + 1 < ?2)
INSERT INTO journal (note, seq, at, updates)
SELECT 'other-' || (seq % 97), seq, 1, randomblob(2000) FROM numbers
"""
_EVERY_S: Final = 0.1
_LONGEST_TEXT: Final = 40_000
_TAKEN_BACK: Final = 0.15
_ELSEWHERE: Final = 0.02


@dataclass
class Tally:
    """Times in ms but for those that end in `_s`. `found` and `lost` must stay 0."""

    edits: int = 0
    mib: int = 0
    people: int = 0
    erase_s: float = 0.0
    shut_ms: float = 0.0
    normal_p99_ms: float = 0.0
    erasing_p99_ms: float = 0.0
    erasing_longest_ms: float = 0.0
    compact_s: float = 0.0
    told_pause_ms: float = 0.0
    compacting_longest_ms: float = 0.0
    acknowledged: int = 0
    lost: int = 0
    found: int = 0


@dataclass
class Typist:
    """One person who types in a note, and comes back to it. `waits` are those for each acknowledgement."""

    url: str
    waits: list[tuple[float, float]] = field(default_factory=list)
    saved: int = 0

    async def run(self, session: ClientSession) -> None:
        while True:
            editor = Editor()
            with suppress(ConnectionError, TimeoutError):
                await editor.connect(session, self.url)
                await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]
                while True:
                    began = time.perf_counter()
                    number = await editor.type("§")
                    await editor.until(lambda e=editor, n=number: e.acknowledged >= n)  # type: ignore[misc]
                    self.waits.append((began, time.perf_counter()))
                    self.saved += 1
                    await asyncio.sleep(_EVERY_S)

    def took(self, start: float, end: float) -> list[float]:
        """In ms, of what was typed in that time."""
        return [1000 * (after - before) for before, after in self.waits if start <= before < end]

    def longest_gap(self, start: float, end: float) -> float:
        """In ms, between two acknowledgements."""
        acknowledged = [after for _, after in self.waits if start - 1 <= after <= end + 5]
        return 1000 * max((later - before for before, later in pairwise(acknowledged)), default=0.0)


class Writer:
    """Types on, at times in another place, and takes back some of it; a text that is too long is cut."""

    def __init__(self) -> None:
        self._doc: Doc[Text] = Doc()
        self._text = self._doc.get("body", type=Text)
        self._updates: list[bytes] = []
        self._kept: object = None
        self._at = 0

    def load(self, updates: list[bytes]) -> None:
        for update in updates:
            self._doc.apply_update(update)
        self._kept = self._doc.observe(lambda event: self._updates.append(event.update))

    def edit(self, chance: random.Random) -> bytes:
        """The update of one edit."""
        size = len(self._text)
        if size > _LONGEST_TEXT:
            del self._text[: size // 2]
            self._at = 0
        elif chance.random() < _TAKEN_BACK and self._at > 0:
            self._at -= 1
            del self._text[self._at : self._at + 1]
        else:
            self._text.insert(self._at, chance.choice("abcdefghij "))
            self._at += 1
        if chance.random() < _ELSEWHERE:
            self._at = chance.randrange(len(self._text) + 1)
        return self._updates.pop()


async def run(data: Path, *, edits: int, mib: int, people: int, normal_s: float, seed: int) -> Tally:
    tally = Tally(edits=edits, people=people)
    with Served(data, "--quiet-hour", far()) as server:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers=LED_HERE) as session:
            notes = [await make(session, server, f"Note {n}.\n") for n in range(people)]
            main = await make(session, server, f"Le code est {SECRET} ici.\n")
            server.stop()
            grow(data / "pochette.db", main["note"], edits, mib, random.Random(seed))
            tally.mib = (data / "pochette.db").stat().st_size // MIB
            server.start()
            typists = [Typist(_sync(server, note)) for note in [*notes, main]]
            async with _typing(session, typists):
                await _measure(session, server, main, typists, tally, normal_s)
                await _compact(data, typists[:-1], tally)
            for typist, note in zip(typists, [*notes, main], strict=True):
                async with session.get(f"{path_of(server, note)}/note.md") as answer:
                    text = await answer.text()
                tally.acknowledged += typist.saved
                tally.lost += max(0, typist.saved - text.count("§"))
                tally.found += text.count(SECRET)
            async with session.get(f"{path_of(server, main)}/story") as answer:
                tally.found += (await answer.text()).count(SECRET)
    tally.found += await found_in(data)
    return tally


async def _measure(
    session: ClientSession,
    server: Served,
    main: dict[str, Any],
    typists: list[Typist],
    tally: Tally,
    normal_s: float,
) -> None:
    began = time.perf_counter()
    await asyncio.sleep(normal_s)
    start = time.perf_counter()
    address = f"{path_of(server, main)}/erasures"
    async with session.post(address, json={"text": SECRET}, timeout=ClientTimeout(None)) as answer:
        assert answer.status == 201, await answer.text()
    end = time.perf_counter()
    await asyncio.sleep(2)
    *others, writer = typists
    tally.erase_s = round(end - start, 1)
    tally.shut_ms = round(writer.longest_gap(start, end), 1)
    tally.normal_p99_ms = p99([took for one in others for took in one.took(began + 2, start)])
    during = [took for one in others for took in one.took(start, end + 1)]
    tally.erasing_p99_ms, tally.erasing_longest_ms = p99(during), round(max(during, default=0.0), 1)


async def _compact(data: Path, others: list[Typist], tally: Tally) -> None:
    start = time.perf_counter()
    code, told, why = await pochette("compact", "--data", str(data))
    end = time.perf_counter()
    assert code == 0, why
    await asyncio.sleep(1)
    tally.compact_s = round(end - start, 1)
    tally.told_pause_ms = 1000 * float(told.split("for ")[-1].split()[0])
    # A line on which nothing comes for long is begun anew: what counts is from one word on disk to the next.
    tally.compacting_longest_ms = round(max(one.longest_gap(start, end) for one in others), 1)


@asynccontextmanager
async def _typing(session: ClientSession, typists: list[Typist]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(typist.run(session)) for typist in typists]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def p99(times: list[float]) -> float:
    return round(sorted(times)[int(len(times) * 0.99)], 1) if times else 0.0


async def make(session: ClientSession, server: Served, text: str) -> dict[str, Any]:
    async with session.post(f"{server.url}/api/notes", json={"markdown": text}) as answer:
        made: dict[str, Any] = await answer.json()
    return made


def far() -> str:
    """The quiet hour that is the farthest."""
    return str((datetime.now().astimezone().hour + 12) % 24)


async def found_in(data: Path) -> int:
    """How often the words are in a file; another process looks: closing a file ends one's locks on it."""
    command = ["grep", "--recursive", "--text", "--only-matching", "--fixed-strings", SECRET, str(data)]
    told = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    return told.stdout.count(b"\n")


def path_of(server: Served, made: dict[str, Any]) -> str:
    return f"{server.url}/n/{_token(made)}"


def _token(made: dict[str, Any]) -> str:
    return str(made["links"]["edit"]).rpartition("/")[2]


def _sync(server: Served, made: dict[str, Any]) -> str:
    return f"{server.url}/sync/{_token(made)}"


def grow(database: Path, note: str, edits: int, mib: int, chance: random.Random) -> None:
    """What months of writing leave: a long journal of one note, and many others."""
    connection = connect(database)
    stored = journal.load(connection, NoteId(note))
    assert stored is not None
    writer, seq, updates = Writer(), stored.seq, list(stored.updates)
    writer.load(updates)
    while seq < edits:
        with connection:
            for _ in range(min(_ROWS, edits - seq)):
                seq += 1
                updates.append(writer.edit(chance))
                written = journal.Written(VisitorId("v"), seq, updates[-1])
                journal.append(connection, NoteId(note), seq, [written])
    with connection:
        journal.add_snapshot(connection, NoteId(note), seq, seq, snapshot(*load(None, updates)))
    number = 0
    while database.stat().st_size < mib * MIB:
        connection.execute(_OTHERS, (number, number + _ROWS))
        number += _ROWS
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=250_000)
    parser.add_argument("--mib", type=int, default=1000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--normal", type=float, default=15.0, metavar="S")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(
            run(
                Path(folder) / "data",
                edits=options.edits,
                mib=options.mib,
                people=options.people,
                normal_s=options.normal,
                seed=options.seed,
            )
        )
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
