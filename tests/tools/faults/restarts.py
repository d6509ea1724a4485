"""Ends the server gently and brutally under open tabs that come back, and looks for doubled or empty notes.

python -m tests.tools.faults.restarts --restarts 500
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from tests.served import Served
from tests.tools.faults.kills import Tab, live
from tests.wire.notes import OnServer

NOTES = 3
TABS = 3
OPENING = "# Le fret ferroviaire\n\nTexte d'avant.\n\n"


@dataclass
class Tally:
    """What a run has seen; from `lost` on all must stay 0."""

    stops: int = 0
    kills: int = 0
    reconnections: int = 0
    words: int = 0
    saved: int = 0
    lost: int = 0
    doubled: int = 0
    emptied: int = 0
    differences: int = 0


async def run(restarts: int, folder: Path, *, seed: int = 1) -> Tally:
    chance, tally = random.Random(seed), Tally()
    with Served(folder / "data") as server:
        notes = {
            await OnServer.make(server, OPENING): [Tab(f"n{note}t{tab}") for tab in range(TABS)]
            for note in range(NOTES)
        }
        async with ClientSession() as session:
            for _ in range(restarts):
                await _one_life(server, session, notes, chance, tally)
                server.start()
                for note, tabs in notes.items():
                    _look(await note.text(), tabs, tally)
            for note, tabs in notes.items():
                await _meet(session, note, tabs, tally)
    tabs = [tab for those in notes.values() for tab in those]
    tally.words = sum(len(tab.typed) for tab in tabs)
    tally.saved = sum(len(tab.saved) for tab in tabs)
    return tally


async def _one_life(
    server: Served,
    session: ClientSession,
    notes: dict[OnServer, list[Tab]],
    chance: random.Random,
    tally: Tally,
) -> None:
    """Everybody comes back and types; some of them before the others."""

    async def come(note: OnServer, tab: Tab) -> None:
        await asyncio.sleep(chance.uniform(0, 0.05))
        tally.reconnections += 1
        await live(tab, session, note.sync, chance)

    async with asyncio.TaskGroup() as tasks:
        for note, tabs in notes.items():
            for tab in tabs:
                tasks.create_task(come(note, tab))
        await asyncio.sleep(chance.uniform(0.05, 0.4))
        # By turns, so that a short run has both.
        if tally.stops <= tally.kills:
            tally.stops += 1
            await asyncio.to_thread(server.stop)
        else:
            tally.kills += 1
            server.kill()


def _look(text: str, tabs: list[Tab], tally: Tally) -> None:
    """At what is on disk, before anybody comes back."""
    tally.emptied += not text
    tally.doubled += text.count(OPENING.strip()) > 1
    words = Counter(text.split())
    for tab in tabs:
        tally.lost += sum(word.strip() not in words for word in tab.saved)
        tally.doubled += sum(words[word.strip()] > 1 for word in tab.typed)


async def _meet(session: ClientSession, note: OnServer, tabs: list[Tab], tally: Tally) -> None:
    """All come back a last time: each word is there once, and all see the same."""
    for tab in tabs:
        await tab.editor.connect(session, note.sync)
        await tab.editor.until(lambda editor=tab.editor: editor.is_saved)  # type: ignore[misc]
    text = await note.text()
    tally.doubled += text.count(OPENING.strip()) != 1
    words = Counter(text.split())
    for tab in tabs:
        tally.differences += sum(words[word.strip()] != 1 for word in tab.typed)
        try:
            await tab.editor.until(lambda editor=tab.editor: str(editor.text) == text)  # type: ignore[misc]
        except TimeoutError:
            tally.differences += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--restarts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.restarts, Path(folder), seed=options.seed))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
