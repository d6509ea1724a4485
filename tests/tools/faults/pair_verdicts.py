"""What two commands at once have left: nothing lost, every end honest, and done what is called done."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import apsw

from crdt.compaction import LoadError
from server.command.archive import ArchiveReader, DamagedError
from server.ids import NoteId
from tests.instance import addresses_in, texts_in
from tests.tools.faults.pair_commands import (
    BROKEN,
    BROUGHT,
    KEPT,
    NEW_ADDRESS,
    OLD_ADDRESS,
    SECRET,
    SINCE,
    Ready,
)

Found = TypeVar("Found")


@dataclass
class Tally:
    """`ended` counts exit codes by command. From `lost` on all must stay 0; `which` names what did not."""

    pairs: int = 0
    stopped: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    unopened: int = 0
    dishonest: int = 0
    changed: int = 0
    which: list[str] = field(default_factory=list)


def judge(
    ready: Ready,
    root: Path,
    what: str,
    outcomes: dict[str, tuple[int, str]],
    posted: Sequence[str],
    tally: Tally,
    *,
    earlier: Collection[str] = (),
) -> None:
    """Whether each end is honest, every note is there, and what is called done, now or earlier, is done."""
    tally.pairs += 1
    for name, (code, said) in outcomes.items():
        command = name.removesuffix(" beside")
        tally.ended[f"{command} {code}"] += 1
        if code:
            tally.refusals[_plain(said, root)] += 1
        if code not in {0, 1} or "Traceback" in said or (code == 1 and not _is_honest(command, said)):
            tally.dishonest += 1
            tally.which.append(f"{what}: {name} ended with {code}: {said.strip()[-200:]}")
    done = {name.removesuffix(" beside") for name, (code, _) in outcomes.items() if code == 0}
    done |= {*earlier}
    try:
        missing = _missing(ready, root, done, posted)
    except (apsw.Error, LoadError, AssertionError) as error:
        tally.unopened += 1
        tally.which.append(f"{what}: {type(error).__name__} {error}")
        return
    tally.lost += len(missing)
    if missing:
        tally.which.append(f"{what}: not there: {[text[:20] for text in missing]}")


def _is_honest(command: str, said: str) -> bool:
    """Whether a command that has not done it says why; `audit` and `check` say what they have found."""
    found = {"audit": "sealed", "check": "cannot be read"}
    return said.startswith("pochette: ") or (command in found and found[command] in said)


def _missing(ready: Ready, root: Path, done: set[str], posted: Sequence[str]) -> list[str]:
    """Texts that no database holds, and commands that ended with 0 and have not done it."""
    database = root / "data" / "pochette.db"
    asides = [
        path
        for path in sorted(database.parent.glob("pochette.db.before-*"))
        if not path.name.endswith(("-wal", "-shm", ".zip"))
    ]
    broken = (ready.broken,) if ready.broken else ()
    now = _texts(database, root, leave_out=() if done & {"repair", "restore"} else broken)
    every = now.union(*(_texts(path, root, leave_out=broken) for path in asides))
    expected = [*KEPT, SINCE, *posted]
    if "import" in done:
        expected.append(BROUGHT)
    if ready.broken and done & {"repair", "restore"}:
        expected.append(BROKEN)
    missing = [text for text in expected if not any(text.strip() in one for one in every)]
    if "backup" in done and (root / "backups" / "night.zip").exists():
        missing += _missing_in_backup(root)
    if "restore" in done:
        return missing + ["restore"] * (not all(any(text in one for one in now) for text in KEPT))
    if "erase" in done and any(SECRET in text for text in now):
        missing.append("erase")
    if "repair" in done and not list(database.parent.glob("*.before-repair-*.zip")):
        missing.append("the note before repair")
    return missing + _wrong_keys(database, root, done)


def _wrong_keys(database: Path, root: Path, done: set[str]) -> list[str]:
    """Addresses whose key is not there, or is there though it was removed."""
    there = _opened_by_a_key(addresses_in, database, root)
    expected = set() if "remove key" in done else {OLD_ADDRESS}
    if "add key" in done:
        expected.add(NEW_ADDRESS)
    return [f"key of {address}" for address in there ^ expected]


def _texts(database: Path, root: Path, *, leave_out: Collection[NoteId]) -> frozenset[str]:
    read = partial(texts_in, leave_out=leave_out)
    return frozenset(_opened_by_a_key(read, database, root).values())


def _opened_by_a_key(read: Callable[[Path, Path | None], Found], database: Path, root: Path) -> Found:
    """What is read under the key that opens the database. Raises AssertionError where none does."""
    for key in (None, root / "keys" / "old", root / "keys" / "new"):
        if key is None or key.exists():
            with suppress(apsw.NotADBError):
                return read(database, key)
    raise AssertionError(f"no key opens {database.name}")


def _missing_in_backup(root: Path) -> list[str]:
    try:
        with closing(ArchiveReader((root / "backups" / "night.zip").open("rb"))) as archive:
            many = len([list(archive.note(note)) for note in archive.notes])
    except DamagedError as error:
        return [f"backup: {error}"]
    return [] if many >= len(KEPT) else ["backup"]


def _plain(said: str, root: Path) -> str:
    """A refusal without what differs from run to run."""
    line = said.strip().splitlines()[-1] if said.strip() else ""
    line = line.replace(str(root), "…").replace("…/data", "DATA")
    return re.sub(r"[\w.-]+ \(process \d+\)(, [\w.-]+ \(process \d+\))*", "PROGRAM (process N)", line)
