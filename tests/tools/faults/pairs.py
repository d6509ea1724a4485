"""Stops a command at an operation on its files, runs another beside it, lets it end, and looks what is there.

python -m tests.tools.faults.pairs                 (each command beside each other, and beside other programs)
python -m tests.tools.faults.pairs --pairs 30      (so many of them, by chance)
"""

import argparse
import asyncio
import json
import os
import pickle
import random
import re
import secrets
import select
import shutil
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import apsw

from crdt.compaction import LoadError
from server.command.archive import ArchiveReader, DamagedError
from tests.instance import MANNERS, Manner, add_notes, held, run, texts_in
from tests.served import Served
from tests.tools.faults.tracing import watch

_KEPT: Final = ("avant " * 300, "garde-moi " * 300)
_SECRET: Final = "le mot de passe est soleil"
_BROUGHT: Final = "apporté " * 100
_SINCE: Final = "depuis la sauvegarde " * 50
_PATIENCE_S: Final = 1.0

COMMANDS: Final = {
    "backup": ("backup", "ROOT/backups/night.zip"),
    "check": ("check",),
    "links": ("links", "NOTE"),
    "renew": ("links", "NOTE", "--renew"),
    "audit": ("audit",),
    "webhooks": ("webhooks",),
    "keys": ("keys", "list"),
    "import": ("import", "ROOT/backups/file.md"),
    "restore": ("restore", "ROOT/backups/old.zip"),
    "encrypt": ("encrypt", "ROOT/keys/new"),
    "decrypt": ("decrypt",),
    "repair": ("repair", "NOTE"),
    "erase": ("erase", "NOTE"),
    "prune": ("prune",),
}
# What may be beside a command, besides another command.
SERVER: Final = "serve"


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


@dataclass(frozen=True)
class Ready:
    """A folder to be copied for each pair, and how many operations each command does in it."""

    root: Path
    note: str
    option: tuple[str, ...]
    operations: dict[str, int] = field(default_factory=dict)

    def words(self, name: str, root: Path) -> list[str]:
        words = [self.note if word == "NOTE" else word.replace("ROOT", str(root)) for word in COMMANDS[name]]
        return [
            *words,
            "--data",
            str(root / "data"),
            *(word.replace("ROOT", str(root)) for word in self.option),
        ]


@dataclass
class Running:
    """A command in a process of its own, which may be stopped before one of its operations."""

    name: str
    child: int
    stopped: int
    go: int
    result: Path

    def is_stopped(self) -> bool:
        """Wait until it is, or until it has ended without."""
        readable, _, _ = select.select([self.stopped], [], [], 60)
        assert readable, f"{self.name} neither ends nor stops"
        return bool(os.read(self.stopped, 1))

    def end(self, within: float | None = None) -> bool:
        """Wait for its end; whether it has come."""
        readable, _, _ = select.select([self.stopped], [], [], within)
        return bool(readable)

    def resume(self) -> None:
        with suppress(BrokenPipeError):
            os.write(self.go, b"g")

    def outcome(self) -> tuple[int, str]:
        """Its exit code and all that it said."""
        _, status = os.waitpid(self.child, 0)
        os.close(self.stopped)
        os.close(self.go)
        assert status == 0, f"{self.name} was ended by {status}"
        code, said = pickle.loads(self.result.read_bytes())  # noqa: S301 - written by the process
        return int(code), str(said)


def start(ready: Ready, name: str, root: Path, *, stop_at: int | None = None) -> Running:
    """Fork it; with `stop_at` it stops before so many of its operations."""
    stopped, tell = os.pipe()
    wait, go = os.pipe()
    result = root.parent / f"{root.name}-{name}-{secrets.token_hex(4)}"
    child = os.fork()
    if not child:
        os.close(stopped)
        os.close(go)
        count = 0

        def before(what: str, path: str) -> None:
            nonlocal count
            count += 1
            if count == stop_at:
                os.write(tell, b"s")
                os.read(wait, 1)

        if stop_at is not None:
            watch(root, before)
        try:
            answer = run(ready.words(name, root), _SECRET)
        except BaseException as error:  # noqa: BLE001 - a traceback is what this looks for
            answer = (1, f"Traceback {type(error).__name__}: {error}")
        result.write_bytes(pickle.dumps(answer if stop_at != 0 else (*answer[:1], str(count))))
        os._exit(0)
    os.close(tell)
    os.close(wait)
    return Running(name, child, stopped, go, result)


def prepare(folder: Path, *, is_encrypted: bool) -> Ready:
    """Notes, one with a secret, one whose days in the trash are over; a backup, and a note since."""
    root = folder / ("encrypted" if is_encrypted else "plain")
    for name in ("keys", "backups"):
        (root / name).mkdir(parents=True)
    key = root / "keys" / "old" if is_encrypted else None
    if key:
        key.write_text(secrets.token_hex(32))
    option = ("--database-key-file", "ROOT/keys/old") if is_encrypted else ()
    made = asyncio.run(add_notes(root / "data", [*_KEPT, f"secret\n{_SECRET}\n", "jeté"], key=key))
    ready = Ready(root, made[2], option)
    data = [word.replace("ROOT", str(root)) for word in ("--data", "ROOT/data", *option)]
    for words in (ready.words("links", root), ["backup", str(root / "backups" / "old.zip"), *data]):
        code, said = run(words)
        assert code == 0, said
    asyncio.run(add_notes(root / "data", [_SINCE], key=key))
    (root / "backups" / "file.md").write_text(_BROUGHT)
    for name in COMMANDS:
        if name != "decrypt" or is_encrypted:
            copy = _copy(ready, folder / "counted")
            counting = start(ready, name, copy, stop_at=0)
            counting.end()
            ready.operations[name] = int(counting.outcome()[1])
            shutil.rmtree(copy)
    return ready


def _copy(ready: Ready, root: Path) -> Path:
    shutil.copytree(ready.root, root)
    return root


def pair(ready: Ready, first: str, second: str, root: Path, chance: random.Random, tally: Tally) -> None:
    """Stop `first` at one of its operations, run `second` as far as it comes, and let both end."""
    stop_at = chance.randint(1, max(1, ready.operations[first]))
    one = start(ready, first, root, stop_at=stop_at)
    tally.stopped += one.is_stopped()
    before = _bytes(root / "data")
    other = start(ready, second, root)
    outcomes = {}
    if other.end(_PATIENCE_S):
        outcomes[f"{second} beside"] = code, said = other.outcome()
        if code and _bytes(root / "data") != before:
            tally.changed += 1
            tally.which.append(f"{second} beside {first} at {stop_at}: changed, and {said.strip()}")
    one.resume()
    outcomes[first] = one.outcome()
    if not outcomes.keys() - {first}:
        outcomes[f"{second} beside"] = other.outcome()
    _judge(root, f"{first} at {stop_at}, {second}", outcomes, (), tally)


def pair_with_server(ready: Ready, first: str, root: Path, chance: random.Random, tally: Tally) -> None:
    """Stop `first` at one of its operations, start a server, make a note in it, and let both end."""
    stop_at = chance.randint(1, max(1, ready.operations[first]))
    one = start(ready, first, root, stop_at=stop_at)
    tally.stopped += one.is_stopped()
    server, posted = _server(ready, root), list[str]()
    outcomes = {SERVER: _serve(server, posted)}
    one.resume()
    outcomes[first] = one.outcome()
    if posted:
        server.stop()
    _judge(root, f"{first} at {stop_at}, {SERVER}", outcomes, posted, tally)


def beside(ready: Ready, name: str, manner: Manner, root: Path, tally: Tally) -> None:
    """A command while another program has the database open."""
    key = root / "keys" / "old"
    with held(root / "data" / "pochette.db", manner, key if key.exists() else None):
        # What is saved while it is open stays in the log.
        asyncio.run(add_notes(root / "data", ["en cours"], key=key if key.exists() else None))
        alone = start(ready, name, root)
        alone.end()
        outcome = alone.outcome()
    _judge(root, f"{name} beside a program: {manner}", {name: outcome}, ["en cours"], tally)


def beside_server(ready: Ready, names: Sequence[str], root: Path, tally: Tally) -> None:
    """Commands one after the other while a server runs in which notes are made."""
    posted: list[str] = []
    with _server(ready, root) as server:
        for name in names:
            posted.append(_post(server, f"à côté de {name}"))
            running = start(ready, name, root)
            posted.append(_post(server, f"pendant {name}"))
            running.end()
            outcome = running.outcome()
            for old in (root / "backups").glob("night.zip"):
                old.unlink()
            _judge(root, f"{name} beside a server", {name: outcome}, posted, tally)


def _server(ready: Ready, root: Path) -> Served:
    return Served(root / "data", *ready.words("check", root)[3:])


def _serve(server: Served, posted: list[str]) -> tuple[int, str]:
    try:
        server.start()
    except RuntimeError:
        log = server.data.parent / f"{server.data.name}.log"
        return 1, log.read_text("utf-8").splitlines()[-1]
    posted.append(_post(server, "saisi pendant ce temps"))
    return 0, ""


def _post(server: Served, text: str) -> str:
    """A note whose making the server has acknowledged."""
    request = urllib.request.Request(  # noqa: S310 - of this machine
        f"{server.url}/api/notes",
        json.dumps({"markdown": text}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        assert answer.status == 201
    return text


def _bytes(data: Path) -> dict[str, bytes]:
    """The files of the database, and whatever else is kept there."""
    return {
        file.name: content
        for file in data.iterdir()
        if not file.name.endswith(("-shm", ".lock", ".key")) and (content := file.read_bytes())
    }


def _judge(
    root: Path, what: str, outcomes: dict[str, tuple[int, str]], posted: Sequence[str], tally: Tally
) -> None:
    tally.pairs += 1
    for name, (code, said) in outcomes.items():
        command = name.removesuffix(" beside")
        tally.ended[f"{command} {code}"] += 1
        if code:
            tally.refusals[_plain(said, root)] += 1
        is_sentence = said.startswith("pochette: ") or (command == "audit" and "sealed" in said)
        if code not in {0, 1} or "Traceback" in said or (code == 1 and not is_sentence):
            tally.dishonest += 1
            tally.which.append(f"{what}: {name} ended with {code}: {said.strip()[-200:]}")
    try:
        now, before = _texts(root)
    except (apsw.Error, LoadError, AssertionError) as error:
        tally.unopened += 1
        tally.which.append(f"{what}: {type(error).__name__} {error}")
        return
    done = {name.removesuffix(" beside") for name, (code, _) in outcomes.items() if code == 0}
    missing = [
        text for text in (*_KEPT, _SINCE, *posted) if not any(text.strip() in one for one in now | before)
    ]
    if "import" in done and not any(_BROUGHT.strip() in text for text in now | before):
        missing.append("import")
    if "backup" in done and (root / "backups" / "night.zip").exists():
        missing += _missing_in_backup(root)
    if "restore" in done and not all(any(text in one for one in now) for text in _KEPT):
        missing.append("restore")
    if "erase" in done and "restore" not in done and any(_SECRET in text for text in now):
        missing.append("erase")
    tally.lost += len(missing)
    if missing:
        tally.which.append(f"{what}: not there: {[text[:20] for text in missing]}")


def _texts(root: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Of the database, and of those that were put aside. Raises where one of them does not open."""
    found = [
        _read(path, root)
        for path in (root / "data" / "pochette.db", *sorted((root / "data").glob("pochette.db.before-*")))
        if not path.name.endswith(("-wal", "-shm"))
    ]
    return found[0], frozenset[str]().union(*found[1:])


def _read(database: Path, root: Path) -> frozenset[str]:
    for key in (None, root / "keys" / "old", root / "keys" / "new"):
        if key is None or key.exists():
            with suppress(apsw.NotADBError):
                return frozenset(texts_in(database, key).values())
    raise AssertionError(f"no key opens {database.name}")


def _missing_in_backup(root: Path) -> list[str]:
    try:
        with closing(ArchiveReader(root / "backups" / "night.zip")) as archive:
            many = len([list(archive.note(note)) for note in archive.notes])
    except DamagedError as error:
        return [f"backup: {error}"]
    return [] if many >= len(_KEPT) else ["backup"]


def _plain(said: str, root: Path) -> str:
    """A refusal without what differs from run to run."""
    line = said.strip().splitlines()[-1] if said.strip() else ""
    line = line.replace(str(root), "…").replace("…/data", "DATA")
    return re.sub(r"[\w.-]+ \(process \d+\)(, [\w.-]+ \(process \d+\))*", "PROGRAM (process N)", line)


def cases(chance: random.Random, many: int) -> Iterator[tuple[str, str]]:
    """Pairs of commands and what is beside them; all of them where `many` is 0."""
    every = [(first, second) for first in COMMANDS for second in (*COMMANDS, SERVER, *MANNERS)]
    yield from every if not many else chance.sample(every, min(many, len(every)))


@contextmanager
def _fresh(ready: Ready, folder: Path) -> Iterator[Path]:
    root = _copy(ready, folder / "pair")
    try:
        yield root
    finally:
        shutil.rmtree(root)
        for left in folder.glob("pair*"):
            left.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=0, help="by chance; 0 for all")
    parser.add_argument("--times", type=int, default=1, help="how often each, stopped elsewhere each time")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.umask(0o077)
    chance, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plain, encrypted = (prepare(folder, is_encrypted=is_encrypted) for is_encrypted in (False, True))
        for first, second in list(cases(chance, options.pairs)) * options.times:
            needs_key = "decrypt" in {first, second}
            ready = encrypted if needs_key or chance.random() < 0.3 else plain
            with _fresh(ready, folder) as root:
                if second in MANNERS:
                    beside(ready, first, cast("Manner", second), root, tally)
                elif second == SERVER:
                    pair_with_server(ready, first, root, chance, tally)
                else:
                    pair(ready, first, second, root, chance, tally)
        with _fresh(plain, folder) as root:
            beside_server(plain, [name for name in COMMANDS if name != "decrypt"], root, tally)
    print(json.dumps(vars(tally), ensure_ascii=False))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
