"""Makes the golden files anew: a database and its backup, as this version writes them, and what they say.

python -m tests.golden        writes beside this file, under the numbers of the schema and of pycrdt
"""

import asyncio
import gzip
import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path

from aiohttp import ClientSession

from crdt.compaction import load, snapshot
from crdt.note import Note
from server.ids import NoteId, VisitorId
from server.storage import Db, journal
from server.storage.engines.sqlite import Sqlite
from server.storage.migrations import migrations
from tests.served import Served
from tests.server.live.editors import Editor
from tests.shell import pochette
from tests.wire.notes import OnServer

FOLDER = Path(__file__).parent
# A word at a time and taken back, with what is more than one unit or one byte.
_WORDS = ("Le ", "fret ", "😀 ", "ferroviaire ", "— ", "œuvre ", "👨‍👩‍👧 ") * 20


async def main() -> None:
    """Type, stop, add what no client may write any more, and keep it all."""
    name = FOLDER / f"schema{migrations()[-1].number}-pycrdt{version('pycrdt')}"
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        with Served(data) as served:
            typed, held = await OnServer.make(served, "# Fret\n\n"), await OnServer.make(served, "Avant. ")
            await _type(typed)
            texts = {typed.id: await typed.text()}
        async with Sqlite.open(data / "pochette.db") as engine:
            texts[held.id] = await engine.write(partial(_hold_nul, note=NoteId(held.id)))
        assert (await pochette("backup", f"{name}.zip", "--data", str(data)))[0] == 0
        _keep(name, data / "pochette.db", texts)


def _keep(name: Path, path: Path, texts: Mapping[str, str]) -> None:
    with path.open("rb") as database, gzip.open(f"{name}.db.gz", "wb") as kept:
        shutil.copyfileobj(database, kept)
    Path(f"{name}.json").write_text(json.dumps(texts, indent=1) + "\n", "utf-8")


async def _type(note: OnServer) -> None:
    async with ClientSession() as session:
        editors = [Editor() for _ in range(2)]
        for editor in editors:
            await editor.connect(session, note.sync)
            await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]
        for number, word in enumerate(_WORDS):
            editor = editors[number % 2]
            await editor.type(word)
            if number % 5 == 4:
                text = str(editor.text)
                await editor.erase(8, 8 + len(text[8 : text.index(" ", 8) + 1].encode()))
            await editor.until(lambda editor=editor: editor.is_saved)  # type: ignore[misc]


def _hold_nul(db: Db, note: NoteId) -> str:
    """U+0000 in a row and in a snapshot, as it was taken in until it was refused."""
    stored = journal.load(db, note)
    assert stored is not None
    document, _ = load(stored.snapshot, stored.updates)
    writer = Note([document.update_since()])
    for place, text in ((7, "un\0deux\0. "), (0, "\0"), (3, "trois")):
        stored.updates.append(writer.edit(place, place, text))
    rows = [[journal.Written(VisitorId("v"), 1, update)] for update in stored.updates[-3:]]
    for seq, row in enumerate(rows, stored.seq + 1):
        journal.append(db, note, seq, row)
        if seq == stored.seq + 2:
            note_then, inspector = load(None, stored.updates[:-1])
            journal.add_snapshot(db, note, seq, 1, snapshot(note_then, inspector))
    return writer.markdown()


if __name__ == "__main__":
    asyncio.run(main())
