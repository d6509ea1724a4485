"""Kills each command that writes, or cuts the power, at each operation on its files, and reads what is left.

python -m tests.tools.faults.crashes --points 0 --cuts 4     (0: all of them)
python -m tests.tools.faults.crashes --points 40 --lies      (a control: it must lose)
"""

import argparse
import json
import os
import pickle
import random
import shutil
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import apsw

from crdt.compaction import LoadError
from server.command.archive import DamagedError
from server.data_folder.drafts import RECRYPTING, RESTORING, draft
from tests.instance import run
from tests.tools.faults.crash_scenarios import SCENARIOS, Look, Scenario
from tests.tools.faults.cuts import cut, killed, make
from tests.tools.faults.tracing import Folder, Step, watch

_LAST: Final = 20


@dataclass
class Tally:
    """`points` are operations by command.

    `bad` counts the states that are neither the old one nor the new one; `which` names them.
    """

    points: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    real_kills: int = 0
    cuts: int = 0
    old: int = 0
    new: int = 0
    bad: int = 0
    which: list[str] = field(default_factory=list)


def trace(scenario: Scenario, root: Path, *, kill_at: int | None = None) -> list[Step]:
    """The operations of a command, run in a process of its own; none where that was killed."""
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if not child:
            steps: list[Step] = []
            folder = Folder(root)

            def before(what: str, path: str) -> None:
                if what == "read":
                    return
                if kill_at is not None and len(steps) >= kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                steps.append(folder.step(what, path) if kill_at is None else Step(what, path, {}, {}))

            watch(root, before)
            code, said = run(scenario.words(root), scenario.given)
            before("end", "")
            pickle.dump((code, said, steps), file)
            file.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return []
        file.seek(0)
        code, said, found = pickle.load(file)  # noqa: S301 - written by the process above
        assert code == 0, f"{scenario.name} ended with {code}: {said}"
        return list(found)


def judge(scenario: Scenario, root: Path) -> str:
    """Whether the folder is as before or as after, whole; the next command starts and leaves no draft."""
    look, said = Look(root), ""
    state = scenario.state(look)
    for key in scenario.keys:
        option = ["--database-key-file", str(root / "keys" / key)] if key else []
        code, said = run([*(word.replace("ROOT", str(root)) for word in scenario.then), *option])
        if code == 0:
            break
    else:
        raise AssertionError(f"nobody starts: {said}")
    for kind in (RESTORING, RECRYPTING):
        assert not draft(look.config, kind).exists(), "a draft is left"
    assert look.config.database_file.stat().st_nlink == 1, "the database has two names"
    again = scenario.state(look)
    assert again in {state, "new"}, f"{state}, then {again}"
    assert again == state or scenario.name in {"prune", "restore over damage"}, f"{state}, then {again}"
    return state


def crash(scenario: Scenario, tally: Tally, options: argparse.Namespace) -> None:
    """All that may be left of a command: by a kill, and by power cuts."""
    chance = random.Random(f"{options.seed} {scenario.name}")
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        (ready / "keys").mkdir(parents=True)
        (ready / "backups").mkdir()
        scenario.prepare(ready)
        steps = trace(scenario, _copy(ready, Path(folder) / "traced"))
        at = range(len(steps))
        chosen = _chosen(at, options.points, chance)
        tally.points[scenario.name] = len(chosen)
        for number in chosen:
            states = [("kill", killed(steps, number))] if not options.lies else []
            states += [
                (f"cut {turn}", cut(steps, number, chance, lies=options.lies)) for turn in range(options.cuts)
            ]
            for how, state in states:
                root = Path(folder) / "crashed"
                make(state, root)
                tally.kills += how == "kill"
                tally.cuts += how != "kill"
                _judge(scenario, root, tally, f"{scenario.name} {how} before {number} {steps[number].what}")
        for number in chance.sample(at, min(options.kills, len(at))) if not options.lies else ():
            root = _copy(ready, Path(folder) / "crashed")
            trace(scenario, root, kill_at=number)
            tally.real_kills += 1
            _judge(scenario, root, tally, f"{scenario.name} real kill before {number}")


def _chosen(at: Sequence[int], many: int, chance: random.Random) -> Sequence[int]:
    """Half of them are among the last, where the new state takes the place of the old one."""
    if not many or many >= len(at):
        return at
    last = set(chance.sample(at[-_LAST:], min(many // 2, _LAST, len(at))))
    return sorted(last | set(chance.sample(at, many - len(last))))


def _copy(ready: Path, root: Path) -> Path:
    shutil.copytree(ready, root)
    return root


def _judge(scenario: Scenario, root: Path, tally: Tally, what: str) -> None:
    for name in ("data", "keys", "backups"):
        (root / name).mkdir(exist_ok=True, parents=True)
    try:
        state = judge(scenario, root)
    except (AssertionError, apsw.Error, OSError, LoadError, DamagedError) as error:
        tally.bad += 1
        tally.which.append(f"{what}: {type(error).__name__} {error}"[:300])
    else:
        tally.old += state == "old"
        tally.new += state == "new"
    shutil.rmtree(root)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("--points", type=int, default=20, help="of each command, by chance; 0 for all")
    parser.add_argument("--cuts", type=int, default=1, help="power cuts at each of them")
    parser.add_argument("--kills", type=int, default=1, help="real kills of each command")
    parser.add_argument("--only", action="append", choices=names)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lies", action="store_true", help="no sync is true")
    options = parser.parse_args()
    os.umask(0o077)
    tally = Tally()
    for scenario in SCENARIOS:
        if not options.only or scenario.name in options.only:
            crash(scenario, tally, options)
    print(json.dumps(asdict(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
