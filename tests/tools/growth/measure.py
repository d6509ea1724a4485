"""Runs each command as a process, and reads what it cost the processor, PostgreSQL included."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

from tests.instance import ROOT

_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")
# All modules are there before it is timed; what a command imports late is no part of a note either.
_TIMED: Final = """
import resource, sys
from server.__main__ import main
import psycopg
import server.storage.engines.postgres
{more}
def spent():
    own, of_others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + of_others.ru_utime + of_others.ru_stime
before = spent()
code = 0
try:
    {run}
except SystemExit as end:
    code = end.code
print(spent() - before, file=sys.stderr)
sys.exit(code)
"""
_COMMAND: Final = _TIMED.format(more="", run="main(sys.argv[1:])")
_INDEX: Final = _TIMED.format(
    more="import asyncio; from tests.tools.growth.instance import indexed",
    run="asyncio.run(indexed(*sys.argv[1:]))",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a filled `data`, and a server of PostgreSQL with the process that began it."""

    folder: Path
    url: str
    pid: int


def measured(place: Place, engine: str) -> Iterator[tuple[str, float]]:
    """Each command with its seconds of the processor; nothing of it is left."""
    with tempfile.TemporaryDirectory(dir=place.folder) as name:
        match engine:
            case "sqlite":
                yield from _on_a_file(place, Path(name))
            case _:
                yield from _on_a_server(place, Path(name))


def _on_a_file(place: Place, work: Path) -> Iterator[tuple[str, float]]:
    backup, restored = work / "backup.zip", work / "restored"
    at = ("--data", place.folder / "data")
    yield "list", cost(place, "list", *at)
    yield "trash", cost(place, "trash", *at)
    yield "check", cost(place, "check", *at)
    yield "backup", cost(place, "backup", backup, *at)
    at = ("--data", _with_key(place, restored))
    yield "restore", cost(place, "restore", backup, *at)
    yield "index", _cost_of_index(place, restored)
    yield "compact", cost(place, "compact", *at)
    yield "prune", cost(place, "prune", *at)


def _on_a_server(place: Place, work: Path) -> Iterator[tuple[str, float]]:
    moved, backup = work / "moved", work / "backup.zip"
    shutil.copytree(place.folder / "data", moved)
    with _database(place) as url, _database(place) as other:
        at = ("--data", moved, "--database", url)
        yield "move there", cost(place, "move", "--to", url, "--data", moved)
        yield "list", cost(place, "list", *at)
        yield "trash", cost(place, "trash", *at)
        yield "check", cost(place, "check", *at)
        yield "backup", cost(place, "backup", backup, *at)
        yield "move back", cost(place, "move", "--to", _with_key(place, work / "back"), *at)
        at = ("--data", moved, "--database", other)
        yield "restore", cost(place, "restore", backup, *at)
        yield "index", _cost_of_index(place, moved, other)
        yield "compact", cost(place, "compact", *at)
        yield "prune", cost(place, "prune", *at)


def _with_key(place: Place, folder: Path) -> Path:
    """A folder of data with no database yet."""
    folder.mkdir(mode=0o700)
    shutil.copy2(place.folder / "data" / "instance.key", folder)
    return folder


_number = count(1)


@contextmanager
def _database(place: Place) -> Iterator[str]:
    name = f"growth{next(_number)}"
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'".encode())
        yield f"{place.url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def cost(place: Place, *words: str | Path) -> float:
    """Seconds of the processor: of the command without its start, and of the sessions of PostgreSQL."""
    return _spent(place, _COMMAND, *words)


def _cost_of_index(place: Place, data: Path, url: str = "") -> float:
    """The same of the search index, which a server makes after a restore."""
    return _spent(place, _INDEX, data, url)


def _spent(place: Place, program: str, *words: str | Path) -> float:
    before = _of_sessions(place.pid)
    told = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(f"{words[0]} ended with {told.returncode}: {told.stderr}")
    return float(told.stderr.split()[-1]) + _of_sessions(place.pid) - before


def _of_sessions(pid: int) -> float:
    """Seconds of the processor of a process and its children that have ended. Source: proc_pid_stat(5)."""
    fields: Sequence[str] = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * _TICK_S
