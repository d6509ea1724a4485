"""Stops a command at an operation on its files, runs another beside it, lets it end, and looks what is there.

python -m tests.tools.faults.pairs                 (each command beside each other, and beside other programs)
python -m tests.tools.faults.pairs --pairs 30      (so many of them, by chance)
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from tests.instance import MANNERS, Manner, add_notes, held
from tests.served import Served
from tests.tools.faults.pair_commands import COMMANDS, Ready, copy_of, operations, prepare, start
from tests.tools.faults.pair_verdicts import Tally, judge

# What may be beside a command, besides another command.
SERVER: Final = "serve"
_PATIENCE_S: Final = 1.0
_UNAVAILABLE = 503


def pair(ready: Ready, first: str, second: str, root: Path, chance: random.Random, tally: Tally) -> None:
    """Stop `first` at one of its operations, run `second` as far as it comes, and let both end."""
    stop_at = chance.randint(1, max(1, operations(ready, first)))
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
    judge(ready, root, f"{first} at {stop_at}, {second}", outcomes, (), tally)


def pair_with_server(ready: Ready, first: str, root: Path, chance: random.Random, tally: Tally) -> None:
    """Stop `first` at one of its operations, start a server, make a note in it, and let both end."""
    stop_at = chance.randint(1, max(1, operations(ready, first)))
    one = start(ready, first, root, stop_at=stop_at)
    tally.stopped += one.is_stopped()
    server, posted = _server(ready, root), list[str]()
    outcomes = {SERVER: _serve(server, posted)}
    one.resume()
    outcomes[first] = one.outcome()
    if outcomes[SERVER][0] == 0:
        server.stop()
    judge(ready, root, f"{first} at {stop_at}, {SERVER}", outcomes, posted, tally)


def beside(ready: Ready, name: str, manner: Manner, root: Path, tally: Tally) -> None:
    """A command while another program has the database open."""
    key = root / "keys" / "old"
    with held(root / "data" / "pochette.db", manner, key if key.exists() else None):
        # What is saved while it is open stays in the log.
        asyncio.run(add_notes(root / "data", ["en cours"], key=key if key.exists() else None))
        alone = start(ready, name, root)
        alone.end()
        outcome = alone.outcome()
    judge(ready, root, f"{name} beside a program: {manner}", {name: outcome}, ["en cours"], tally)


def beside_server(ready: Ready, names: Sequence[str], root: Path, tally: Tally) -> None:
    """Commands one after the other while a server runs in which notes are made."""
    posted: list[str] = []
    done: list[str] = []
    with _server(ready, root) as server:
        for name in names:
            posted.append(_post(server, f"à côté de {name}"))
            running = start(ready, name, root)
            posted.append(_post(server, f"pendant {name}"))
            running.end()
            outcome = running.outcome()
            for old in (root / "backups").glob("night.zip"):
                old.unlink()
            judge(ready, root, f"{name} beside a server", {name: outcome}, posted, tally, earlier=done)
            if outcome[0] == 0:
                done.append(name)


def _server(ready: Ready, root: Path) -> Served:
    return Served(root / "data", *ready.words("check", root)[3:])


def _serve(server: Served, posted: list[str]) -> tuple[int, str]:
    try:
        server.start()
    except RuntimeError:
        log = server.data.parent / f"{server.data.name}.log"
        return 1, log.read_text("utf-8").splitlines()[-1]
    try:
        posted.append(_post(server, "saisi pendant ce temps"))
    except urllib.error.HTTPError as refused:
        # A command that was stopped in the middle of its writing holds the lock: that is said, and not saved.
        if refused.code != _UNAVAILABLE:
            raise
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


def cases(chance: random.Random, many: int, only: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of commands and what is beside them; all of them where `many` is 0. One of each is in `only`."""
    every = [
        (first, second)
        for first in COMMANDS
        for second in (*COMMANDS, SERVER, *MANNERS)
        if not only or {first, second} & set(only)
    ]
    yield from every if not many else chance.sample(every, min(many, len(every)))


@contextmanager
def _fresh(ready: Ready, folder: Path) -> Iterator[Path]:
    root = copy_of(ready, folder / "pair")
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
    parser.add_argument("--only", action="append", default=[], choices=COMMANDS, help="one of each pair")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.umask(0o077)
    chance, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plain, broken = prepare(folder), prepare(folder, is_broken=True)
        encrypted = prepare(folder, is_encrypted=True)
        for first, second in list(cases(chance, options.pairs, options.only)) * options.times:
            needs_key = "decrypt" in {first, second}
            ready = encrypted if needs_key or chance.random() < 0.3 else plain
            if "repair" in {first, second} and not needs_key:
                ready = broken
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
