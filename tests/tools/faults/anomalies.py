"""Lets each n-th call of the writing thread fail in each way: does anybody still get an acknowledgement?

Either writing goes on and what is acknowledged is there, or everybody is told that it does not.
Source of the idea: https://sqlite.org/testing.html, "Anomaly Testing".

python -m tests.tools.faults.anomalies --every 1          each call and each error: some minutes
python -m tests.tools.faults.anomalies --typing 40        somebody types while they come, one after the other
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import apsw
from aiohttp import ClientSession, DummyCookieJar
from aiohttp.test_utils import TestServer

from server.app import create_app
from server.ids import NoteId, VisitorId
from server.live import disk
from server.settings.config import Config
from server.storage import Db, journal
from server.storage.engines import sqlite
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Sqlite
from tests.tools.faults.scribes import Scribe
from tests.visitor import LED_HERE

PATIENCE_S: Final = 20.0


class Panic(BaseException):
    """As a panic of Rust comes to Python."""


ERRORS: Final[tuple[type[BaseException], ...]] = (
    apsw.BusyError,
    apsw.NoMemError,
    apsw.InterruptError,
    apsw.CorruptError,
    apsw.IOError,
    apsw.FullError,
    apsw.SQLError,
    apsw.ConstraintError,
    MemoryError,
    RuntimeError,
    SystemExit,
    Panic,
)


@dataclass
class Tally:
    """What a run has seen; from `silent` on all must stay 0."""

    faults: int = 0
    calls: int = 0
    acknowledged: int = 0
    refused: int = 0
    ended: int = 0
    silent: int = 0
    lost: int = 0
    stuck: int = 0


@dataclass
class Faults:
    """Calls of a connection are statements as they begin, commits as they are in the log, and connecting."""

    calls: int = 0
    met: int = 0
    error: type[BaseException] = apsw.IOError
    _at: int = 0
    _left: int = 0

    def arm(self, error: type[BaseException], at: int, times: int) -> None:
        """Let the call `at` from now fail, and those after it, so often in all."""
        self.error, self._at, self._left = error, self.calls + at, times

    def stop(self) -> None:
        self._left = 0

    def call(self) -> None:
        self.calls += 1
        if self._left and self.calls >= self._at:
            self._left -= 1
            self.met += 1
            raise self.error("injected")


@contextmanager
def failing(faults: Faults) -> Iterator[None]:
    """Connections that are opened meanwhile, but for the first one of an engine, which reads, fail so."""
    connect, is_first = sqlite.connect, True

    def connected(path: Path, **options: Any) -> Connection:
        nonlocal is_first
        if is_first:
            is_first = False
            return connect(path, **options)
        faults.call()
        connection = connect(path, **options)

        def begins(*_: object) -> bool:
            faults.call()
            return True

        def is_in_the_log(*_: object) -> int:
            faults.call()
            return apsw.SQLITE_OK

        connection.exec_trace = begins
        connection.set_wal_hook(is_in_the_log)
        return connection

    sqlite.connect = connected
    try:
        yield
    finally:
        sqlite.connect = connect


@dataclass
class _Life:
    """Some commits of groups, a file that is written anew, and some more."""

    tally: Tally
    acknowledged: list[str] = field(default_factory=list)

    async def run(self, engine: Sqlite) -> None:
        for number in range(4):
            names = [f"{number}.{one}" for one in range(3)]
            await asyncio.gather(*(self.ask(engine.write(partial(_row, name)), name) for name in names))
            if number == 1:
                await self.ask(engine.compact())
                await self.ask(engine.empty_log())

    async def ask(self, asked: Any, name: str = "") -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asked
        except TimeoutError:
            self.tally.silent += 1
        except Exception:  # noqa: BLE001 - whatever it is, it was told
            self.tally.refused += 1
        else:
            if name:
                self.acknowledged.append(name)


def _row(name: str, db: Db) -> None:
    row = journal.to_row([journal.Written(VisitorId("v"), 1, name.encode())])
    journal.append_all(db, [journal.Append(NoteId(name), 1, 1, row, {})])


def _stored(db: Db) -> set[str]:
    return {note for (note,) in db.execute("SELECT note FROM journal")}


async def _once(path: Path, tally: Tally, faults: Faults) -> None:
    life = _Life(tally)
    with failing(faults):
        async with Sqlite.open(path) as engine:
            await life.run(engine)
            # The fault is over: one more is acknowledged, or it has been said that none will be.
            faults.stop()
            last = _Life(tally)
            for number in range(3):
                await last.ask(engine.write(partial(_row, f"last {number}")), f"last {number}")
            tally.ended += engine.failed.is_set()
            tally.stuck += not last.acknowledged and not engine.failed.is_set()
            life.acknowledged += last.acknowledged
    async with Sqlite.open(path) as engine:
        tally.lost += len(set(life.acknowledged) - await engine.read(_stored))
    tally.acknowledged += len(life.acknowledged)


async def each_call(folder: Path, *, every: int = 1, seed: int = 1) -> Tally:
    """Each n-th call with each error, once and three times in a row; one in `every`, by chance."""
    chance, tally = random.Random(seed), Tally()
    faults = Faults()
    await _once(folder / "sound.db", Tally(), faults)
    tally.calls = faults.calls
    for at in range(1, tally.calls + 1):
        for error in ERRORS:
            for times in (1, 3):
                if chance.randrange(every):
                    continue
                faults = Faults()
                faults.arm(error, at, times)
                path = folder / f"{tally.faults}.db"
                await _once(path, tally, faults)
                tally.faults += faults.met > 0
                for suffix in ("", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
    return tally


async def under_a_typist(config: Config, times: int, *, seed: int = 1) -> Tally:
    """Errors one after the other in a whole server, while somebody types and somebody asks for its health."""
    chance, tally, faults = random.Random(seed), Tally(), Faults()
    with failing(faults):
        app = create_app(config)
        async with (
            TestServer(app) as server,
            ClientSession(cookie_jar=DummyCookieJar(), headers=LED_HERE) as session,
        ):
            url = str(server.make_url("")).rstrip("/")
            answer = await session.post(f"{url}/api/notes", json={"markdown": ""})
            edit = (await answer.json())["links"]["edit"].rpartition("/")[2]
            scribe = Scribe("typist")
            typing = asyncio.create_task(
                scribe.type_along(session, f"{url}/sync/{edit}", 0.02, random.Random(seed))
            )
            await _saves_on(scribe, session, url, tally)
            for number in range(times):
                met = faults.met
                faults.arm(ERRORS[number % len(ERRORS)], chance.randint(1, 12), chance.choice((1, 3)))
                async with asyncio.timeout(PATIENCE_S):
                    while faults.met == met:  # noqa: ASYNC110 - a thread meets it
                        await asyncio.sleep(0.005)
                tally.faults += 1
                await _saves_on(scribe, session, url, tally)
            typing.cancel()
            with suppress(asyncio.CancelledError):
                await typing
            saved = [word.text for word in scribe.words if word.saved_at < float("inf")]
            text = await (await session.get(f"{url}/n/{edit}/note.md")).text()
            tally.acknowledged = len(saved)
            tally.lost += len(set(saved) - set(text.split()))
    tally.calls = faults.calls
    return tally


async def _saves_on(scribe: Scribe, session: ClientSession, url: str, tally: Tally) -> None:
    """A word that is typed from now on is acknowledged, or /health says that none is."""
    mark = len(scribe.words)
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE_S
    while not any(word.saved_at < float("inf") for word in scribe.words[mark:]):
        if loop.time() > end:
            tally.silent += (await session.get(f"{url}/health")).status == 200
            tally.stuck += 1
            return
        await asyncio.sleep(0.005)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=0, help="one call and error in so many, by chance")
    parser.add_argument("--typing", type=int, default=0, help="so many faults under somebody who types")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sqlite._BUSY_MS = 50  # noqa: SLF001 - of patience there is a test of its own
    disk.RETRY_S = 0.1  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        if options.typing:
            config = replace(Config(), data=Path(folder) / "data")
            tally = asyncio.run(under_a_typist(config, options.typing, seed=options.seed))
        else:
            tally = asyncio.run(each_call(Path(folder), every=options.every or 1, seed=options.seed))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
