"""Real Yjs clients type with chance, delays, taken-back edits and broken lines while the server is killed.

At the end each client's text, the text of the journal alone and the text that is printed are one.

python -m tests.tools.faults.seeds --seeds 100 --operations 3000
"""

import argparse
import asyncio
import json
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession

from crdt.compaction import load
from server.ids import NoteId
from server.storage import journal
from server.storage.engines.sqlite import connect
from tests.served import Served
from tests.visitor import LED_HERE
from tests.wire.node import NODE, Answer
from tests.wire.notes import OnServer

CROWD = Path(__file__).parent / "peers" / "crowd.mjs"
PEOPLE = 4
TOGETHER = 20
_LINE_BYTES = 256 << 20


@dataclass
class Tally:
    """What a run has seen; from `differences` on all must stay 0."""

    seeds: int = 0
    operations: int = 0
    characters: int = 0
    restarts: int = 0
    connections: int = 0
    resyncs: int = 0
    printed: int = 0
    differences: int = 0
    refused: int = 0
    unhealed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


async def run(seeds: int, operations: int, folder: Path, *, seed: int = 1, printed: int = 1) -> Tally:
    """`printed` notes are also compared on paper."""
    tally = Tally()
    with Served(folder / "data") as server:
        for first in range(0, seeds, TOGETHER):
            many = min(TOGETHER, seeds - first)
            notes = [await OnServer.make(server, "") for _ in range(many)]
            outcomes = await _crowd(server, notes, seed + first, operations, tally)
            for number, (note, outcome) in enumerate(zip(notes, outcomes, strict=True)):
                await _judge(note, outcome, tally)
                if first + number < printed:
                    tally.printed += 1
                    tally.kinds["paper"] += not await _is_printed(note, number)
            tally.seeds += many
            tally.operations += many * operations
    tally.differences = sum(tally.kinds.values())
    return tally


async def _crowd(
    server: Served, notes: Sequence[OnServer], seed: int, operations: int, tally: Tally
) -> list[Answer]:
    """Let everybody type to the end, and end the server again and again meanwhile."""
    chance = random.Random(seed)
    command = (str(NODE), str(CROWD), str(seed), str(operations), str(PEOPLE), *(note.sync for note in notes))
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, limit=_LINE_BYTES)
    reading = asyncio.create_task(process.communicate())
    try:
        while not reading.done():
            await asyncio.wait([reading], timeout=chance.uniform(0.1, 2))
            if reading.done():
                continue
            await asyncio.to_thread(chance.choice((server.kill, server.kill, server.stop)))
            await asyncio.to_thread(server.start)
            tally.restarts += 1
        output, _ = await reading
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    outcomes: list[Answer] = json.loads(output)
    return outcomes


async def _judge(note: OnServer, outcome: Answer, tally: Tally) -> None:
    on_disk = await note.text()
    tally.characters += len(on_disk)
    tally.connections += outcome["opened"]
    tally.resyncs += outcome["resyncs"]
    tally.refused += len(outcome["refused"]) + outcome["taken"]
    tally.unhealed += not outcome["isHealed"]
    tally.kinds["screens"] += sum(text != on_disk for text in outcome["texts"])
    tally.kinds["journal"] += _texts_of_the_journal(note) != {on_disk}


def _texts_of_the_journal(note: OnServer) -> set[str]:
    """What its rows make, alone and with its newest snapshot."""
    database = connect(note.served.data / "pochette.db")
    with database:
        stored = journal.load(database, NoteId(note.id))
        rows = [entry for row in journal.rows(database, NoteId(note.id)) for entry in row.entries or ()]
    assert stored is not None
    alone, _ = load(None, (entry.update for entry in rows))
    kept, _ = load(stored.snapshot, stored.updates)
    return {alone.markdown(), kept.markdown()}


async def _is_printed(note: OnServer, number: int) -> bool:
    """Whether the paper holds what each client wrote last."""
    async with (
        ClientSession(headers=LED_HERE) as session,
        session.get(f"{note.served.url}/n/{note.edit}/note.pdf") as answer,
    ):
        pdf = await answer.read()
    paper = await asyncio.to_thread(_words, pdf)
    return all(f"FIN{number}Q{who}" in paper for who in range(PEOPLE))


def _words(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--operations", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(
            run(
                options.seeds,
                options.operations,
                Path(folder),
                seed=options.seed,
                printed=options.seeds,
            )
        )
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
