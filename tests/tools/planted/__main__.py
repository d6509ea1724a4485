"""Plants a group of faults in a scratch checkout, runs tests there, and says which of them failed for it.

python -m tests.tools.planted GROUP [--each] [--commit COMMIT] -- COMMAND …

GROUP is `group-1` to `group-6`, or one fault of it, as `group-1/drawn-print-3`. Without `--commit` the
checkout is that of before, for which the patches were made. Where the lines of a fault are others by now, its
equal lies beside it as NAME.now.patch; of the two the first that applies is planted. COMMAND is run in the
checkout, first without any fault: what fails then is not for the group. With `--each` every fault is planted
alone. Exit code 1 where a fault, or the whole group, made no test fail.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
FAULTS: Final = Path(__file__).parent
COMMIT: Final = "22d57e4d"
_NOW: Final = ".now.patch"
# What is made once in a checkout, and not by git.
_MADE: Final = (".venv", "server/static", "web/node_modules")
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)|^ ?FAIL +(\S.*)", re.MULTILINE)
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m tests.tools.planted")
    options.add_argument("group")
    options.add_argument("--each", action="store_true")
    options.add_argument("--commit", default=COMMIT)
    options.add_argument("run", nargs="+", metavar="COMMAND")
    asked = options.parse_args(arguments)
    faults = of_group(asked.group)
    if not faults:
        options.error(f"expected a group in {FAULTS}, or a fault of one as group-1/NAME, got {asked.group}")
    with checkout(asked.commit) as folder:
        before = failed(folder, asked.run)
        tell(f"without a fault: {len(before)} failed")
        sets = [[fault] for fault in faults] if asked.each else [faults]
        quiet = [planted for planted in sets if not shows(folder, asked.run, planted, before)]
    sys.exit(bool(quiet))


def of_group(group: str) -> list[Path]:
    """Its patches of before, in order; of `group/name` that one."""
    folder, _, name = group.partition("/")
    found = sorted((FAULTS / folder).glob("*.patch"))
    return [one for one in found if not one.name.endswith(_NOW) and name in {"", one.stem}]


def shows(folder: Path, run: Sequence[str], planted: Sequence[Path], before: set[str]) -> bool:
    """Whether tests fail for these faults; says which."""
    applied: list[Path] = []
    for fault in planted:
        applied.append(fitting(folder, fault))
        apply(folder, applied[-1])
    found = failed(folder, run) - before
    for fault in reversed(applied):
        apply(folder, fault, "--reverse")
    tell(f"{', '.join(fault.stem for fault in planted)}: {len(found)} failed for it")
    for test in sorted(found):
        tell(f"    {test}")
    return bool(found)


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """A worktree of a commit, with what `./dev setup` has made here."""
    with tempfile.TemporaryDirectory(prefix="pochette-planted-") as scratch:
        folder = Path(scratch) / "tree"
        git(ROOT, "worktree", "add", "--quiet", "--detach", str(folder), commit)
        try:
            for made in _MADE:
                if (ROOT / made).exists() and not (folder / made).exists():
                    (folder / made).symlink_to((ROOT / made).resolve())
            yield folder
        finally:
            git(ROOT, "worktree", "remove", "--force", str(folder))


def fitting(folder: Path, fault: Path) -> Path:
    """The patch of a fault that applies there: that of before, or its equal of now.

    Raises ValueError where neither does: the equal is to be made anew.
    """
    now = fault.with_name(f"{fault.stem}{_NOW}")
    for patch in (fault, now):
        with suppress(subprocess.CalledProcessError):
            apply(folder, patch, "--check")
            return patch
    raise ValueError(f"expected {fault.name} or {now.name} to apply, got other lines: make {now.name} anew")


def apply(folder: Path, fault: Path, *how: str) -> None:
    """Raises subprocess.CalledProcessError where its lines are others by now."""
    git(folder, "apply", "--whitespace=nowarn", *how, str(fault))


def failed(folder: Path, run: Sequence[str]) -> set[str]:
    """The tests that a command of pytest or vitest names as failed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    environment = {**kept, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    said = _COLOURS.sub("", f"{told.stdout}\n{told.stderr}")
    found = {python or script for python, script in _FAILED.findall(said)}
    if told.returncode and not found:
        found = {f"the command ended with {told.returncode}: {said.strip()[-300:]}"}
    return found


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
