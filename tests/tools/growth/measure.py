"""Runs each command as a process, and reads what it cost, PostgreSQL included."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

from tests.instance import ROOT
from tests.tools.growth.meters import Spent

_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")
# All modules are there before it is measured; what a command imports late is no part of a note either.
_MEASURED: Final = """
import asyncio, json, sys
from server.__main__ import main
import psycopg
import server.storage.engines.postgres
from tests.tools.growth.instance import indexed
from tests.tools.growth.meters import {meter}
code = 0
with {meter}() as spent:
    try:
        {run}
    except SystemExit as end:
        code = end.code
print(json.dumps(spent), file=sys.stderr)
sys.exit(code)
"""
_COMMAND: Final = "main(sys.argv[1:])"
_INDEX: Final = "asyncio.run(indexed(*sys.argv[1:]))"
_WORK_OF_SESSIONS: Final = """
SELECT coalesce(sum(tup_returned + tup_fetched + tup_inserted + tup_updated + tup_deleted), 0)::bigint,
       coalesce(sum(blks_hit + blks_read), 0)::bigint
FROM pg_stat_database WHERE datname LIKE 'growth%'
"""
# What a session did is counted when it has ended.
_SESSIONS: Final = "SELECT 1 FROM pg_stat_activity WHERE datname LIKE 'growth%' LIMIT 1"
_LOOK_S: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a filled `data`, and a server of PostgreSQL with the process that began it."""

    folder: Path
    url: str
    pid: int
    is_counted: bool = False
    """Its work is counted, not its seconds of the processor."""


def measured(place: Place, engine: str) -> Iterator[tuple[str, Spent]]:
    """Each command with what it cost; nothing of it is left."""
    with tempfile.TemporaryDirectory(dir=place.folder) as name:
        match engine:
            case "sqlite":
                yield from _on_a_file(place, Path(name))
            case _:
                yield from _on_a_server(place, Path(name))


def _on_a_file(place: Place, work: Path) -> Iterator[tuple[str, Spent]]:
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


def _on_a_server(place: Place, work: Path) -> Iterator[tuple[str, Spent]]:
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


def cost(place: Place, *words: str | Path) -> Spent:
    """What the command cost without its start, with the sessions of PostgreSQL."""
    return _spent(place, _COMMAND, *words)


def _cost_of_index(place: Place, data: Path, url: str = "") -> Spent:
    """The same of the search index, which a server makes after a restore."""
    return _spent(place, _INDEX, data, url)


def _spent(place: Place, run: str, *words: str | Path) -> Spent:
    before = _of_sessions(place)
    told = subprocess.run(
        [sys.executable, "-c", _program(place, run), *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(f"{words[0]} ended with {told.returncode}: {told.stderr}")
    spent, after = json.loads(told.stderr.splitlines()[-1]), _of_sessions(place)
    return {unit: spent[unit] + after.get(unit, 0) - before.get(unit, 0) for unit in spent}


def _program(place: Place, run: str) -> str:
    return _MEASURED.format(meter="work" if place.is_counted else "processor", run=run)


def _of_sessions(place: Place) -> Spent:
    if not place.is_counted:
        return {"s": _processor_s(place.pid)}
    if not place.url:
        return {}
    with psycopg.connect(place.url, autocommit=True) as connection:
        while connection.execute(_SESSIONS).fetchone():
            time.sleep(_LOOK_S)
        rows, pages = connection.execute(_WORK_OF_SESSIONS).fetchone() or (0, 0)
    return {"rows": rows, "pages": pages}


def _processor_s(pid: int) -> float:
    """Seconds of the processor of a process and its children that have ended. Source: proc_pid_stat(5)."""
    fields: Sequence[str] = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * _TICK_S
