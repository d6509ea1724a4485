"""The data folder of an instance, filled and read without a server, and other programs that have it open."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final, Literal

import apsw

from crdt.compaction import load
from export.note.card import Card
from server.__main__ import main as pochette
from server.clock import now_ms
from server.ids import NoteId
from server.links.rules.instance_key import seal_for
from server.notes.rules.beginning import planned, write
from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage import dump, journal, mail_keys
from server.storage.engines.cipher import Key, unlock
from server.storage.engines.connection import Connection
from server.storage.quota import Quota

ROOT: Final = Path(__file__).parents[1]

# An idle program that has read; one that is in the middle of reading; one that has only opened the file.
Manner = Literal["idle", "reading", "unread"]
MANNERS: Final[Sequence[Manner]] = ("idle", "reading", "unread")

_HOLDER: Final = """
import sys, apsw
from server.storage.engines.cipher import Key, unlock
path, manner, key = sys.argv[1:]
connection = apsw.Connection(path)
if key:
    unlock(connection, Key(bytes.fromhex(key)))
def read():
    return [len(str(connection.execute("SELECT count(*) FROM notes").fetchall()))]
if manner == "reading":
    connection.execute("BEGIN")
if manner != "unread":
    read()
print("open", flush=True)
sys.stdin.readline()
try:
    print("read", read(), flush=True)
except apsw.Error as error:
    print(type(error).__name__, flush=True)
sys.stdin.readline()
"""


async def add_notes(
    data: Path, texts: Sequence[str], *, key: Path | None = None, database: DatabaseUrl | None = None
) -> list[NoteId]:
    """Make notes in a folder of data, which is made where it is missing, or in a database."""
    config = Config(data=data, database_key_file=key, database=database)
    data.mkdir(mode=0o700, exist_ok=True)  # noqa: ASYNC240 - a test, alone in its loop
    made = []
    async with open_engine(config) as engine:
        await seal_for(engine, config)
        for text in texts:
            note = planned(text, Card(), ())
            adding = partial(
                write, note=note, device=None, at=now_ms(), quota=Quota.of(config), is_shared=False
            )
            await engine.write(adding)
            made.append(note.id)
    return made


def break_note(database: Path, note: NoteId) -> None:
    """Add a row to its journal that cannot be read."""
    with closing(Connection(str(database))) as connection:
        connection.execute("INSERT INTO journal VALUES (?, 2, 1, x'00')", (note,))


def texts_in(
    database: Path, key: Path | None = None, *, leave_out: Collection[NoteId] = ()
) -> dict[NoteId, str]:
    """The text of each note of a database that is whole, from its rows. Raises apsw.Error, LoadError."""
    with _opened(database, key) as connection:
        return {note: _text(connection, note) for note in dump.note_ids(connection) if note not in leave_out}


def addresses_in(database: Path, key: Path | None = None) -> set[str]:
    """Those to whom mail is encrypted. Raises apsw.Error."""
    with _opened(database, key) as connection:
        return {row.address for row in mail_keys.every(connection)}


@contextmanager
def _opened(database: Path, key: Path | None) -> Iterator[Connection]:
    with closing(Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        if key is not None:
            unlock(connection, Key(bytes.fromhex(key.read_text())))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        yield connection


def _text(connection: Connection, note: NoteId) -> str:
    stored = journal.load(connection, note)
    assert stored is not None
    snapshot = load(stored.snapshot, stored.updates)[0].markdown()
    assert snapshot == load(None, journal.updates(journal.rows(connection, note)))[0].markdown()
    return snapshot


class Holder:
    """Another program, which knows nothing of our locks, with the database open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __str__(self) -> str:
        """As a refusal names it."""
        name = Path(f"/proc/{self._process.pid}/comm").read_text("utf-8").strip()
        return f"{name} (process {self._process.pid})"

    def read(self) -> str:
        """What it says when it reads (again)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("read\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def held(database: Path, manner: Manner, key: Path | None = None) -> Iterator[Holder]:
    """Meanwhile another program has a database open; at the end it closes it."""
    secret = key.read_text().strip() if key is not None else ""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(database), manner, secret],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "open\n"
        yield Holder(process)
        process.stdin.close()
        assert process.wait(10) == 0


def run(words: Sequence[str], given: str = "") -> tuple[int, str]:
    """A command in this process: its exit code and all that it says."""
    said, code = StringIO(), 0
    stdin, sys.stdin = sys.stdin, StringIO(given)
    try:
        with redirect_stdout(said), redirect_stderr(said):
            pochette(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        said.write(f"{end.code}\n")
    finally:
        sys.stdin = stdin
    return code, said.getvalue()
