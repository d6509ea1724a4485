"""Loads and closes notes, and lets connections come and go, and looks whether memory and descriptors stay.

python -m tests.tools.faults.leaks --loads 10000 --connects 100000 --csv leaks.csv
"""

import argparse
import asyncio
import gc
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import uvloop
from aiohttp import ClientSession

from crdt import frames
from crdt.note import first_update
from crdt.presence import Stamp
from crdt.roles import Role
from crdt.seat import Close, Seat
from server.ids import NoteId
from server.live.rooms import Rooms
from server.storage import Db
from server.storage.engines.sqlite import Sqlite
from tests.processes import descriptors
from tests.served import Served
from tests.tools.faults.lines import Line, all_of, allow_many_files
from tests.wire.notes import resident_mib

NOTES = 50
SAMPLES = 40
AT_ONCE = 20


@dataclass
class Curve:
    """(how many, MiB, descriptors) over a run."""

    name: str
    points: list[tuple[int, float, int]] = field(default_factory=list)

    def take(self, many: int, pid: int) -> None:
        self.points.append((many, round(resident_mib(pid), 2), descriptors(pid)))

    @property
    def growth_mib(self) -> float:
        """The median of the last quarter above that of the second: the first is for warming up."""
        memory = [mib for _, mib, _ in self.points]
        quarter = max(1, len(memory) // 4)
        return round(_median(memory[-quarter:]) - _median(memory[quarter : 2 * quarter]), 2)

    @property
    def more_descriptors(self) -> int:
        """At the end, above those after the first quarter."""
        return self.points[-1][2] - self.points[len(self.points) // 4][2]


class _Nobody:
    """A peer that hears nothing."""

    def send(self, packed: bytes, /) -> None:
        """Drop it."""

    def close(self, why: Close, detail: str, /) -> None:
        raise AssertionError(why, detail)


async def loads(many: int, folder: Path) -> Curve:
    """Each note is opened, written in at times, and closed at once, again and again."""
    curve = Curve("loads and evictions")
    async with Sqlite.open(folder / "leaks.db") as engine:
        await engine.write(_make)
        async with Rooms.open(engine, idle_s=0) as rooms:
            for number in range(many):
                note = NoteId(f"n{number % NOTES}")
                async with rooms.visit(note) as hosting:
                    seat = Seat(
                        peer=_Nobody(), role=Role.EDIT, owner="d", speaks_ours=True,
                        stamp=Stamp(visitor="v", name="v", colour=1),
                    )  # fmt: skip
                    hosting.room.join(seat)
                    if number < NOTES or number % 10 == 0:
                        hosting.receive(
                            seat, frames.update(first_update("x" * (2000 if number < NOTES else 1)))
                        )
                    hosting.room.leave(seat)
                # The next visitor of this note waits for its closing.
                assert len(await rooms.markdown(note)) >= 2000
                if (number + 1) % max(1, many // SAMPLES) == 0:
                    gc.collect()
                    curve.take(number + 1, os.getpid())
    return curve


async def connects(many: int, folder: Path, *, samples: int = SAMPLES) -> Curve:
    """Lines to a server that come, hear the note and go, some with a word and some without goodbye."""
    curve = Curve("connections")
    with Served(folder / "data") as server:
        async with ClientSession() as session:
            answers = [
                await session.post(f"{server.url}/api/notes", json={"markdown": "texte"})
                for _ in range(NOTES)
            ]
            links = [(await answer.json())["links"]["edit"].rsplit("/", 1)[1] for answer in answers]

        async def come(number: int) -> None:
            line = await Line.open(f"{server.url}/sync/{links[number % NOTES]}")
            line.close()
            await line.is_over.wait()

        step = max(AT_ONCE, many // samples)
        for done in range(0, many, step):
            failed = [
                error
                for error in await all_of([partial(come, done + n) for n in range(step)], at_once=AT_ONCE)
                if error
            ]
            assert not failed, failed[0]
            await _quiet(server.pid)
            curve.take(done + step, server.pid)
    return curve


async def _quiet(pid: int) -> None:
    """Return once the server has seen everybody go."""
    async with asyncio.timeout(20):
        before = -1
        while (now := descriptors(pid)) != before:
            before = now
            await asyncio.sleep(0.1)


def _make(db: Db) -> None:
    for number in range(NOTES):
        db.execute("INSERT INTO notes (id, created_at, changed_at) VALUES (?, 1, 1)", (f"n{number}",))


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def write_csv(curves: Sequence[Curve], path: Path) -> None:
    rows = [f"{curve.name},{many},{mib},{files}" for curve in curves for many, mib, files in curve.points]
    path.write_text("\n".join(["what,many,mib,descriptors", *rows, ""]), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--loads", type=int, default=10_000)
    parser.add_argument("--connects", type=int, default=100_000)
    parser.add_argument("--csv", type=Path, help="where to write the curves")
    options = parser.parse_args()
    allow_many_files()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        curves = [
            uvloop.run(work) for work in (loads(options.loads, folder), connects(options.connects, folder))
        ]
    if options.csv:
        write_csv(curves, options.csv)
    report = {
        curve.name: {
            "many": curve.points[-1][0],
            "growth_mib": curve.growth_mib,
            "more_descriptors": curve.more_descriptors,
            "first": curve.points[0][1:],
            "last": curve.points[-1][1:],
        }
        for curve in curves
    }
    print(json.dumps(report))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
