"""Cuts the power, or lets the n-th operation of the disk fail, under a journal that takes commits.

python -m tests.tools.faults.power --cuts 60000
python -m tests.tools.faults.power --cuts 2000 --lies          (a control: it must lose)
python -m tests.tools.faults.power --failures 2000             (an error at each n-th write and fsync)
"""

import argparse
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count

import apsw

from server.ids import NoteId, VisitorId
from server.storage import DatabaseError, Db, DiskTroubleError, journal
from server.storage.engines.commits import Commits
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from tests.tools.faults.disk import Disk, Vfs

NOTES = [NoteId(f"n{number}") for number in range(4)]
LIVES = 3
_names = count()


@dataclass
class Tally:
    """What a run has seen; the last three must stay 0 on an honest disk."""

    cuts: int = 0
    failures: int = 0
    acknowledged: int = 0
    lost: int = 0
    gaps: int = 0
    corrupt: int = 0


class Life:
    """A server from its start to the cut: it commits rows and remembers which were acknowledged."""

    def __init__(
        self, disk: Disk, acknowledged: dict[NoteId, int], tally: Tally, *, synchronous: str
    ) -> None:
        self._disk = disk
        self._acknowledged = acknowledged
        self._tally = tally
        self._synchronous = synchronous

    def run(self, *, commits: int | None = None) -> None:
        """Commit until the power goes, or so often; a refused commit is followed by a look at the rest."""
        with self._vfs() as name:
            writer = Commits(partial(self._connect, name))
            try:
                seqs = self._look(writer)
                for _ in range(commits or 1 << 30):
                    seqs = self._commit(writer, seqs)
            except (DiskTroubleError, DatabaseError, apsw.Error):
                if not self._disk.is_off:
                    raise
            finally:
                self._disk.is_off = True
                with suppress(apsw.Error):
                    writer.close()
                self._disk.cut()

    def _commit(self, writer: Commits, seqs: dict[NoteId, int]) -> dict[NoteId, int]:
        chance, rows = self._disk.chance, dict(seqs)
        works = []
        for note in chance.sample(NOTES, chance.randint(1, len(NOTES))):
            rows[note] += 1
            update = chance.randbytes(chance.randint(10, 900))
            works.append(partial(_append, note, rows[note], update))
        try:
            for outcome in writer.commit(works):
                if outcome.error is not None:
                    raise outcome.error
        except DiskTroubleError:
            if self._disk.is_off:
                raise
            self._tally.failures += 1
            return self._look(writer)
        self._tally.acknowledged += len(works)
        self._acknowledged.update(rows)
        return rows

    def _look(self, writer: Commits) -> dict[NoteId, int]:
        """What is stored, compared with what was acknowledged."""
        (outcome,) = writer.commit([_stored])
        if outcome.error is not None:
            raise outcome.error
        assert isinstance(outcome.result, dict)
        last, rows = outcome.result["last"], outcome.result["rows"]
        for note in NOTES:
            self._tally.lost += last.get(note, 0) < self._acknowledged.get(note, 0)
            self._tally.gaps += last.get(note, 0) != rows.get(note, 0)
        self._tally.corrupt += outcome.result["check"] != "ok"
        return {note: last.get(note, 0) for note in NOTES}

    @contextmanager
    def _vfs(self) -> Iterator[str]:
        name = f"disk{next(_names)}"
        vfs = Vfs(name, self._disk)
        try:
            yield name
        finally:
            vfs.unregister()

    def _connect(self, name: str) -> Connection:
        connection = Connection("x.db", vfs=name)
        try:
            # As where another connection stays open: the log outlives this one.
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            configure(connection)
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA wal_autocheckpoint = 20")
            migrate(Schema(connection))
        except apsw.Error:
            with suppress(apsw.Error):
                connection.close(True)  # noqa: FBT003 - apsw's only spelling of "discard what is open"
            raise
        return connection


def _append(note: NoteId, seq: int, update: bytes, db: Db) -> None:
    row = journal.to_row([journal.Written(VisitorId("v"), 1, update)])
    journal.append_all(db, [journal.Append(note, seq, 1, row, {})])


def _stored(db: Db) -> dict[str, object]:
    rows = list(db.execute("SELECT note, max(seq), count(*) FROM journal GROUP BY note"))
    ((check,), *_) = db.execute("PRAGMA integrity_check")
    return {
        "last": {note: last for note, last, _ in rows},
        "rows": {note: many for note, _, many in rows},
        "check": check,
    }


def cuts(number: int, seed: int = 1, *, lies: bool = False, synchronous: str = "FULL") -> Tally:
    """Cut the power at random operations; every other disk has its schema before, however long that is."""
    tally = Tally()
    for turn in range(number // LIVES):
        disk, acknowledged = Disk(random.Random(f"{seed} {turn}"), lies=lies), dict[NoteId, int]()
        if turn % 2:
            Life(disk, acknowledged, tally, synchronous=synchronous).run(commits=1)
        for _ in range(LIVES):
            disk.cut_at = disk.operations + disk.chance.randint(1, 400)
            with _counting_corruption(tally):
                Life(disk, acknowledged, tally, synchronous=synchronous).run()
            tally.cuts += 1
        with _counting_corruption(tally):
            Life(disk, acknowledged, tally, synchronous=synchronous).run(commits=1)
    return tally


@contextmanager
def _counting_corruption(tally: Tally) -> Iterator[None]:
    """Count a file that cannot be opened any more."""
    try:
        yield
    except (apsw.Error, DatabaseError, DiskTroubleError):
        tally.corrupt += 1


def failures(number: int, seed: int = 1) -> Tally:
    """Let each n-th operation fail once, go on writing, then cut the power."""
    tally = Tally()
    for turn in range(1, number + 1):
        disk, acknowledged = Disk(random.Random(f"{seed} {turn}")), dict[NoteId, int]()
        Life(disk, acknowledged, tally, synchronous="FULL").run(commits=1)
        disk.fail_at = disk.operations + turn % 200 + 1
        for commits in (disk.chance.randint(1, 40), 1):
            with _counting_corruption(tally):
                Life(disk, acknowledged, tally, synchronous="FULL").run(commits=commits)
        tally.cuts += 1
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lies", action="store_true", help="a disk whose fsync does nothing")
    parser.add_argument("--synchronous", default="FULL", help="SQLite's own setting")
    options = parser.parse_args()
    if options.failures:
        tally = failures(options.failures, options.seed)
    else:
        tally = cuts(options.cuts, options.seed, lies=options.lies, synchronous=options.synchronous)
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
