"""What a backup holds of the log while others write: its size before, at most and after; prints it as JSON.

python -m tests.tools.growth.held [--notes 8000] [--writes 100]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg

from server.opening import open_engine
from server.settings.config import Config
from server.settings.database_url import DatabaseUrl
from server.storage import Db, Engine
from tests.instance import ROOT
from tests.tools.bench.machines.stores import postgresql
from tests.tools.growth.instance import filled

_LOOK_S: Final = 0.05
_AFTER_S: Final = 3.0
# A row as a second of typing leaves it.
_ROW: Final = os.urandom(120)
_IN_USE: Final = (
    "SELECT coalesce(max(age(backend_xmin)), 0) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL"
)


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=8000)
    parser.add_argument("--writes", type=int, default=100, help="commits a second meanwhile")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pochette-held-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # noqa: ASYNC240 - PostgreSQL runs as somebody else
        data = folder / "data"
        await filled(data, options.notes)
        log = data / "pochette.db-wal"
        there = Config(data=data)
        told = {"notes": options.notes, "sqlite": await _held(there, options.writes, lambda: _size(log))}
        with postgresql(folder) as (url, _):
            move = ("move", "--to", url, "--data", str(data))
            await _run(*move)
            config = Config(data=data, database=DatabaseUrl(url))
            told["postgresql"] = await _held(config, options.writes, partial(_asked, url))
        print(json.dumps(told, indent=1))  # noqa: T201 - the result of this command


async def _held(config: Config, writes: int, look: Callable[[], int]) -> dict[str, Any]:
    """SQLite: bytes of the log. PostgreSQL: transactions whose rows a VACUUM has to leave."""
    sizes, ended = [look()], asyncio.Event()
    async with open_engine(config) as engine:
        writing = asyncio.create_task(_write(engine, writes, ended))
        began = time.perf_counter()
        url = () if config.database is None else ("--database", config.database.full)
        zip_file = config.data.parent / f"{len(url)}.zip"
        backup = asyncio.create_task(_run("backup", str(zip_file), "--data", str(config.data), *url))
        while not backup.done():
            await asyncio.sleep(_LOOK_S)
            sizes.append(look())
        took = time.perf_counter() - began
        await backup
        await asyncio.sleep(_AFTER_S)
        after = look()
        ended.set()
        commits = await writing
    return {
        "backup_s": round(took, 1),
        "backup_bytes": zip_file.stat().st_size,
        "commits": commits,
        "before": sizes[0],
        "most": max(sizes),
        "after": after,
    }


async def _write(engine: Engine, a_second: int, ended: asyncio.Event) -> int:
    (note, seq), commits = await engine.read(_some_note), 0
    while not ended.is_set():
        seq, commits = seq + 1, commits + 1
        await engine.write(partial(_add, note=note, seq=seq))
        await asyncio.sleep(1 / a_second)
    return commits


def _some_note(db: Db) -> tuple[str, int]:
    ((note, seq),) = db.execute("SELECT note, max(seq) FROM journal GROUP BY note ORDER BY note LIMIT 1")
    return str(note), int(seq)


def _add(db: Db, *, note: str, seq: int) -> None:
    db.execute("INSERT INTO journal (note, seq, at, updates) VALUES (?, ?, 1, ?)", (note, seq, _ROW))


async def _run(*words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", *words, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        raise RuntimeError(f"{words[0]} ended with {process.returncode}")


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _asked(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(_IN_USE).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    asyncio.run(main())
