"""Backups while many type, restored elsewhere; backups with a changed byte; tabs that outlive a restore.

python -m tests.tools.faults.backups --backups 30 --notes 20 --edits 500 --flips 200
"""

import argparse
import asyncio
import json
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from aiohttp import ClientSession

from crdt.compaction import load
from server.command.backup import restore
from server.errors import StartError
from server.settings.config import Config
from server.storage.journal import read_row
from tests.served import Served
from tests.shell import pochette
from tests.tools.faults.scribes import Scribe, Word
from tests.wire.notes import OnServer, journal_of

SCRIBES_A_NOTE = 2
OPENING = "# Le fret ferroviaire\n\n"


@dataclass
class Tally:
    """What a run has seen; from `lost` on all must stay 0."""

    backups: int = 0
    notes: int = 0
    edits: int = 0
    edits_s: float = 0.0
    slowest_backup_s: float = 0.0
    flips: int = 0
    notes_named: int = 0
    tabs: int = 0
    closes: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    twice: int = 0
    torn: int = 0
    outside: int = 0
    differences: int = 0
    unfound: int = 0
    misnamed: int = 0
    doubled: int = 0
    blank: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class _Moment:
    """What was on disk at least, or at most: rows of each note's journal, and when."""

    at: float
    rows: dict[str, int]


async def under_typing(
    backups: int, folder: Path, tally: Tally, *, notes: int, edits: int, seed: int = 1
) -> None:
    """Take backups while `edits` a second are typed, and look at each on a server of its own."""
    chance = random.Random(seed)
    with Served(folder / "data") as server, beside() as process:
        made = [await OnServer.make(server, OPENING) for _ in range(notes)]
        scribes = {
            note: [Scribe(f"n{number}s{which}") for which in range(SCRIBES_A_NOTE)]
            for number, note in enumerate(made)
        }
        pause_s = notes * SCRIBES_A_NOTE / edits
        async with ClientSession() as session, asyncio.TaskGroup() as typing:
            tasks = [
                typing.create_task(scribe.type_along(session, note.sync, pause_s, chance))
                for note, some in scribes.items()
                for scribe in some
            ]
            await asyncio.gather(*(scribe.has_begun.wait() for some in scribes.values() for scribe in some))
            began, before = time.perf_counter(), _typed(scribes)
            for number in range(backups):
                await _back_up_and_look(server, scribes, folder / f"backup-{number}.zip", tally, process)
            tally.edits = _typed(scribes) - before
            tally.edits_s = round(tally.edits / (time.perf_counter() - began), 1)
            for task in tasks:
                task.cancel()
        for scribe in (scribe for some in scribes.values() for scribe in some):
            tally.closes += scribe.closes


def beside() -> Executor:
    """A process for what takes long: in this one, all tabs would be deaf meanwhile, and be given up."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


async def _back_up_and_look(
    server: Served, scribes: dict[OnServer, list[Scribe]], target: Path, tally: Tally, process: Executor
) -> None:
    first = _moment(scribes)
    code, _, err = await pochette("backup", str(target), "--data", str(server.data))
    assert code == 0, err
    last = _moment(scribes)
    tally.backups += 1
    tally.slowest_backup_s = round(max(tally.slowest_backup_s, last.at - first.at), 2)
    elsewhere = target.with_suffix("")
    _give_key(server.data, elsewhere)
    code, _, err = await pochette("restore", str(target), "--data", str(elsewhere))
    assert code == 0, err
    restored = Served(elsewhere)
    await asyncio.to_thread(restored.start)
    texts = {note: await note.on(restored).text() for note in scribes}
    await asyncio.to_thread(restored.stop)
    for note in scribes:
        tally.notes += 1
        many, differences = await asyncio.get_running_loop().run_in_executor(
            process, compare, server.data, elsewhere, note.id, texts[note]
        )
        tally.outside += not first.rows[note.id] <= many <= last.rows[note.id]
        tally.differences += differences
    _look_at_words(texts, scribes, first.at, tally)


def compare(live: Path, copy: Path, note: str, text: str) -> tuple[int, int]:
    """How many rows the copy of a note has; 0 where they are the live ones' first and give the text."""
    rows = journal_of(copy, note)
    updates = [written.update for row in rows for written in read_row(row)]
    is_text = load(None, updates)[0].markdown() == text
    return len(rows), (journal_of(live, note)[: len(rows)] != rows) + (not is_text)


def _look_at_words(
    texts: dict[OnServer, str], scribes: dict[OnServer, list[Scribe]], began: float, tally: Tally
) -> None:
    """What was saved before is there, nothing is there twice, and all notes are of one moment."""
    there: list[Word] = []
    missing: list[Word] = []
    for note, some in scribes.items():
        words = Counter(texts[note].split())
        for scribe in some:
            for word in scribe.words:
                (there if word.text in words else missing).append(word)
                tally.twice += words[word.text] > 1
    tally.lost += sum(word.saved_at < began for word in missing)
    newest = max((word.typed_at for word in there), default=0.0)
    tally.torn += sum(word.saved_at < newest for word in missing)


def flipped(source: Path, flips: int, folder: Path, tally: Tally, *, seed: int = 1) -> None:
    """One byte changes, anywhere: it is refused, and where it is of a note's text that note is named."""
    chance, whole = random.Random(seed), source.read_bytes()
    places = _places(source)
    changed = folder / "changed.zip"
    for number in range(flips):
        at = chance.randrange(len(whole))
        byte = whole[at] ^ (1 << chance.randrange(8))
        changed.write_bytes(whole[:at] + bytes((byte,)) + whole[at + 1 :])
        data = folder / f"refused-{number}"
        tally.flips += 1
        try:
            asyncio.run(restore(Config(data=data), changed))
        except StartError as error:
            tally.unfound += (data / "pochette.db").exists()
            name = next((name for name, begin, end in places if begin <= at < end), None)
            named = re.search(r"note (\S+) is damaged", str(error))
            tally.notes_named += named is not None
            tally.misnamed += name is not None and (named is None or named[1] != name)
        else:
            tally.unfound += 1


def _places(source: Path) -> list[tuple[str, int, int]]:
    """Where the text of each note lies in the file."""
    with zipfile.ZipFile(source) as archive:
        notes = [entry for entry in archive.infolist() if entry.filename.startswith("notes/")]
    begins = [note.header_offset + 30 + len(note.filename) for note in notes]
    return [
        (note.filename[6:-6], begin, begin + note.compress_size)
        for note, begin in zip(notes, begins, strict=True)
    ]


async def outlived(tabs: int, folder: Path, tally: Tally) -> None:
    """Back up, type on, restore: tabs that were open all the time come back, each with text of its own."""
    server = Served(folder / "data")
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        with server:
            notes = [await OnServer.make(server, OPENING) for _ in range(tabs)]
            scribes = [Scribe(f"t{number}") for number in range(tabs)]
            for scribe, note in zip(scribes, notes, strict=True):
                await scribe.open(session, f"{note.sync}?epoch=1")
                await scribe.write("avant")
            backup = folder / "before.zip"
            code, _, err = await pochette("backup", str(backup), "--data", str(server.data))
            assert code == 0, err
            kept = [await note.text() for note in notes]
            for scribe in scribes:
                await scribe.write("après")
        for scribe in scribes:
            scribe.write_unsent("jamais-envoyé")
        code, _, err = await pochette("restore", str(backup), "--data", str(server.data))
        assert code == 0, err
        with server:
            for scribe, note, text in zip(scribes, notes, kept, strict=True):
                tally.tabs += 1
                await _come_back(session, scribe, note, text, tally)


async def _come_back(session: ClientSession, scribe: Scribe, note: OnServer, kept: str, tally: Tally) -> None:
    code = await scribe.refused(session, f"{note.sync}?epoch=1")
    tally.doubled += code != 4411
    text = await note.text()
    tally.blank += not text
    tally.doubled += text != kept
    unsent = [word.text for word in scribe.words if word.text not in text.split()]
    tally.forgotten += sum(word not in str(scribe.editor.text).split() for word in unsent)
    # Whoever copies it from their page into the note as it is now, has it there once.
    again = Scribe(scribe.name)
    await again.open(session, note.sync)
    for word in unsent:
        await again.write_word(word)
    words = Counter((await note.text()).split())
    tally.forgotten += sum(word not in words for word in unsent)
    tally.doubled += sum(words[word.text] > 1 for word in scribe.words)
    tally.doubled += sum(words[word] != 1 for word in OPENING.split() if word != "#")
    await again.close()


def _typed(scribes: dict[OnServer, list[Scribe]]) -> int:
    return sum(len(scribe.words) for some in scribes.values() for scribe in some)


def _moment(scribes: dict[OnServer, list[Scribe]]) -> _Moment:
    return _Moment(time.perf_counter(), {note.id: note.rows() for note in scribes})


def _give_key(old: Path, new: Path) -> None:
    """A folder in which the addresses of another one work."""
    new.mkdir(mode=0o700)
    key = new / "instance.key"
    key.touch(mode=0o600)
    key.write_bytes((old / "instance.key").read_bytes())


async def run(backups: int, folder: Path, *, notes: int, edits: int, flips: int, tabs: int) -> Tally:
    tally = Tally()
    typed, refused, restored = (folder / name for name in ("typed", "refused", "restored"))
    for part in (typed, refused, restored):
        part.mkdir()
    await under_typing(backups, typed, tally, notes=notes, edits=edits)
    await asyncio.to_thread(flipped, typed / f"backup-{backups - 1}.zip", flips, refused, tally)
    await outlived(tabs, restored, tally)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--backups", type=int, default=30)
    parser.add_argument("--notes", type=int, default=20)
    parser.add_argument("--edits", type=int, default=500, help="a second, in all notes together")
    parser.add_argument("--flips", type=int, default=200, help="bytes to change, one a restore")
    parser.add_argument("--tabs", type=int, default=20, help="that outlive a restore")
    options = vars(parser.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(folder=Path(folder), **options))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
