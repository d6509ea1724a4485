"""Kills the server at random moments while open tabs type, and looks for what was said to be saved.

python -m tests.tools.faults.kills --kills 300 --notes 20 --longest 0.6
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import apsw
from aiohttp import ClientError, ClientSession

from tests.served import Served
from tests.server.live.editors import Editor
from tests.visitor import LED_HERE


@dataclass
class Tally:
    """What a run has seen; the last four must stay 0."""

    kills: int = 0
    typed: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    gaps: int = 0
    differences: int = 0


class Counts(Protocol):
    """What must stay 0 in the tally of whoever ends servers."""

    lost: int
    twice: int
    differences: int


@dataclass
class Tab:
    """Somebody's open page: which words it has typed, and which of them its page has shown as saved."""

    name: str
    editor: Editor = field(default_factory=Editor)
    waiting: dict[str, int] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    typed: list[str] = field(default_factory=list)

    def note_saved(self) -> None:
        for word, number in list(self.waiting.items()):
            if number <= self.editor.acknowledged:
                self.saved.add(word)
                del self.waiting[word]


async def live(tab: Tab, session: ClientSession, url: str, chance: random.Random) -> None:
    """Connect and type until the line is cut."""
    try:
        await tab.editor.connect(session, url)
        await tab.editor.hear()
        for word in tab.waiting:
            tab.waiting[word] = tab.editor.sent
        listening = asyncio.create_task(_listen(tab))
        try:
            while not listening.done():
                word = f"{tab.name}.{len(tab.typed)} "
                tab.typed.append(word)
                tab.editor.text += word
                tab.waiting[word] = 1 << 60
                tab.waiting[word] = await tab.editor.flush()
                await asyncio.sleep(chance.uniform(0, 0.01))
        finally:
            listening.cancel()
    except (ConnectionError, ClientError):
        return


async def _listen(tab: Tab) -> None:
    try:
        while True:
            await tab.editor.hear()
            tab.note_saved()
    except (ConnectionError, ClientError):
        return


async def run(kills: int, seed: int, folder: Path, *, notes_typed: int = 3, longest: float = 0.6) -> Tally:
    """`longest` is how many seconds a life of the server takes at most."""
    chance, tally = random.Random(seed), Tally()
    notes: list[tuple[str, list[Tab]]] = []
    with Served(folder / "data") as server:
        async with ClientSession(headers=LED_HERE) as session:
            for number in range(notes_typed):
                answer = await session.post(f"{server.url}/api/notes", json={"markdown": ""})
                token = (await answer.json())["links"]["edit"].rsplit("/", 1)[1]
                notes.append((token, [Tab(f"n{number}t{tab}") for tab in range(2)]))
            for _ in range(kills):
                await _one_life(server, session, notes, chance.uniform(0.05, longest), chance)
                tally.kills += 1
                server.start()
                await check(server, session, notes, tally)
            await rejoin(server, session, notes, tally)
    tally.gaps = gaps(folder / "data" / "pochette.db")
    tabs = [tab for _, tabs in notes for tab in tabs]
    tally.typed = sum(len(tab.typed) for tab in tabs)
    tally.acknowledged = sum(len(tab.saved) for tab in tabs)
    return tally


async def _one_life(
    server: Served,
    session: ClientSession,
    notes: list[tuple[str, list[Tab]]],
    seconds: float,
    chance: random.Random,
) -> None:
    async with asyncio.TaskGroup() as tasks:
        for token, tabs in notes:
            for tab in tabs:
                tasks.create_task(live(tab, session, f"{server.url}/sync/{token}", chance))
        await asyncio.sleep(seconds)
        server.kill()


async def check(
    server: Served, session: ClientSession, notes: list[tuple[str, list[Tab]]], tally: Counts
) -> None:
    """Before any tab comes back: what was saved is there, nothing is there twice."""
    for token, tabs in notes:
        text = await (await session.get(f"{server.url}/n/{token}/note.md")).text()
        words = Counter(text.split())
        for tab in tabs:
            tally.lost += sum(word.strip() not in words for word in tab.saved)
            tally.twice += sum(words[word.strip()] > 1 for word in tab.typed)


async def rejoin(
    server: Served, session: ClientSession, notes: list[tuple[str, list[Tab]]], tally: Counts
) -> None:
    """Every tab comes back with what was not saved: all of it is there once, and all texts are equal."""
    for token, tabs in notes:
        for tab in tabs:
            await tab.editor.connect(session, f"{server.url}/sync/{token}")
            await tab.editor.until(lambda editor=tab.editor: editor.is_saved)  # type: ignore[misc]
        text = await (await session.get(f"{server.url}/n/{token}/note.md")).text()
        words = Counter(text.split())
        for tab in tabs:
            await tab.editor.until(lambda editor=tab.editor, text=text: str(editor.text) == text)  # type: ignore[misc]
            tally.differences += sum(words[word.strip()] != 1 for word in tab.typed)


def gaps(database: Path) -> int:
    """How many notes whose journal misses a row."""
    rows = "SELECT count(*) FROM (SELECT note, max(seq) AS last, count(*) AS many FROM journal GROUP BY note)"
    connection = apsw.Connection(str(database))
    (found,) = next(iter(connection.execute(f"{rows} WHERE last <> many")))
    connection.close()
    return int(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--notes", type=int, default=20)
    parser.add_argument("--longest", type=float, default=0.6, help="seconds of a life of the server")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(
            run(
                options.kills,
                options.seed,
                Path(folder),
                notes_typed=options.notes,
                longest=options.longest,
            )
        )
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
