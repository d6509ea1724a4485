"""Runs each command as a process, and reads what it cost the processor, PostgreSQL included."""

import os
import shutil
import subprocess
import sys
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
_RUN: Final = """
import os, resource, sys
from server.__main__ import main
try:
    import psycopg
    import server.storage.engines.postgres
finally:
    before = os.times()
code = 0
try:
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
after = os.times()
print(sum(after[:4]) - sum(before[:4]), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a filled `data`, and a server of PostgreSQL with the process that began it."""

    folder: Path
    url: str
    pid: int


def measured(place: Place, engine: str, many: int) -> Iterator[tuple[str, float]]:
    """Each command with its seconds of the processor."""
    match engine:
        case "sqlite":
            yield from _on_a_file(place)
        case _:
            yield from _on_a_server(place, many)


def _on_a_file(place: Place) -> Iterator[tuple[str, float]]:
    data, backup = place.folder / "data", place.folder / "file.zip"
    restored = place.folder / "restored"
    restored.mkdir(mode=0o700)
    shutil.copy2(data / "instance.key", restored)
    yield "list", cost(place, "list", "--data", data)
    yield "trash", cost(place, "trash", "--data", data)
    yield "check", cost(place, "check", "--data", data)
    yield "backup", cost(place, "backup", backup, "--data", data)
    yield "restore", cost(place, "restore", backup, "--data", restored)
    yield "compact", cost(place, "compact", "--data", restored)
    yield "prune", cost(place, "prune", "--data", restored)
    shutil.rmtree(restored)


def _on_a_server(place: Place, many: int) -> Iterator[tuple[str, float]]:
    moved, back, backup = place.folder / "moved", place.folder / "back", place.folder / "server.zip"
    shutil.copytree(place.folder / "data", moved)
    back.mkdir(mode=0o700)
    shutil.copy2(moved / "instance.key", back)
    with _database(place) as url, _database(place) as other:
        at = ("--data", moved, "--database", url)
        yield "move there", cost(place, "move", "--to", url, "--data", moved)
        yield "list", cost(place, "list", *at)
        yield "trash", cost(place, "trash", *at)
        yield "check", cost(place, "check", *at)
        yield "backup", cost(place, "backup", backup, *at)
        yield "compact", cost(place, "compact", *at)
        yield "move back", cost(place, "move", "--to", back, *at)
        at = ("--data", moved, "--database", other)
        yield "restore", cost(place, "restore", backup, *at)
        yield "prune", cost(place, "prune", *at)
    shutil.rmtree(moved)
    shutil.rmtree(back)


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
    before = _of_sessions(place.pid)
    told = subprocess.run(
        [sys.executable, "-c", _RUN, *map(str, words)],
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
