"""What a power cut leaves of a folder: files and names that were synced, and of the rest anything."""

import os
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from tests.tools.faults.tracing import Step

_SECTOR: Final = 512

State = tuple[dict[str, int], dict[int, bytes]]


def killed(steps: Sequence[Step], at: int) -> State:
    """The folder where the process is killed before step `at`: the system goes on and keeps all."""
    return steps[at].names, steps[at].contents


def cut(steps: Sequence[Step], at: int, chance: random.Random, *, lies: bool = False) -> State:
    """The folder where the power is cut before step `at`.

    Each change of names since the last sync of their folder has happened or not, whole. Of a file there are
    any of the sectors written since its last sync. With `lies` no sync is true: a control, which must lose.
    """
    kept: dict[str, int] = dict(steps[0].names)
    safe: dict[int, bytes] = dict(steps[0].contents)
    waiting: list[tuple[str, dict[str, int | None]]] = []
    for step, after in pairwise(steps[: at + 1]):
        if step.what == "sync" and not lies:
            if step.path in step.names:
                inode = step.names[step.path]
                safe[inode] = step.contents[inode]
            for folder, change in waiting:
                if folder == step.path:
                    _apply(kept, change)
            waiting = [(folder, change) for folder, change in waiting if folder != step.path]
        waiting += _changes(step.names, after.names)
    for _, change in waiting:
        if chance.random() < 0.5:
            _apply(kept, change)
    seen = {inode: content for step in steps[: at + 1] for inode, content in step.contents.items()}
    return kept, {inode: _torn(safe.get(inode, b""), seen[inode], chance) for inode in set(kept.values())}


def make(state: State, root: Path) -> None:
    """Write such a folder; a file with two names is one file."""
    names, contents = state
    made: dict[int, Path] = {}
    for name, inode in names.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if inode in made:
            path.hardlink_to(made[inode])
        else:
            path.write_bytes(contents[inode])
            made[inode] = path


def _changes(before: dict[str, int], after: dict[str, int]) -> list[tuple[str, dict[str, int | None]]]:
    """By folder: what is moved is gone under the old name when it is there under the new one."""
    changed: dict[str, dict[str, int | None]] = {}
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            changed.setdefault(os.path.dirname(name), {})[name] = after.get(name)  # noqa: PTH120
    return list(changed.items())


def _apply(names: dict[str, int], change: dict[str, int | None]) -> None:
    for name, inode in change.items():
        if inode is None:
            names.pop(name, None)
        else:
            names[name] = inode


def _torn(safe: bytes, seen: bytes, chance: random.Random) -> bytes:
    way = chance.randrange(4)
    if safe == seen or way == 0:
        return safe
    if way == 1:
        return seen
    size = chance.choice((len(safe), len(seen)))
    sectors = [
        chance.choice((safe, seen))[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, size, _SECTOR)
    ]
    return b"".join(sectors)[:size]
