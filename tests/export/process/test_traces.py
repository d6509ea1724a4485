"""What is left of a text when a process is killed while a file is made of it: nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.processes import family

ROOT = Path(__file__).parents[3]
CANARY = "canari-41d8cd98"
# With a folder in memory, and with one on the disk where that cannot be had.
REFUSED: tuple[list[str], ...] = ([], ["namespaces", "mounts"])


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


class Converting:
    """A server of its own that makes a Word file, with what it started."""

    def __init__(self, temporary: Path, refuses: list[str], seconds: int) -> None:
        self.temporary = temporary
        program = Path(__file__).with_name("converting.py")
        self.server = subprocess.Popen(
            [
                sys.executable,
                program,
                CANARY,
                str(seconds),
                json.dumps(refuses),
            ],
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "TMPDIR": str(temporary)},
        )
        self.program = self._begun()
        self.all = family(self.server.pid)

    def _begun(self) -> int:
        """The process that makes the file, once it is at it."""
        while self.server.poll() is None:
            for process in family(self.server.pid):
                if b"--reference-doc" in command_of(process):
                    return process
        raise AssertionError("no program was run")

    def named(self, which: str) -> list[int]:
        guardian, child = (process for process in self.all if b"one_shot_child:main" in command_of(process))
        every = {
            "the program": [self.program],
            "the child": [child],
            "the guardian": [guardian],
            "the server": [self.server.pid],
            "all at once": [self.server.pid, guardian, child, self.program],
        }
        return every[which]

    def wait(self) -> None:
        """Until nothing runs any more."""
        self.server.wait(timeout=60)
        end = time.monotonic() + 20
        while running := [process for process in self.all if command_of(process)]:
            assert time.monotonic() < end, f"still running: {running}"
            time.sleep(0.01)

    def holding(self) -> list[Path]:
        """The files that hold the text."""
        files = [path for path in self.temporary.rglob("*") if path.is_file()]
        return [path for path in files if CANARY.encode() in path.read_bytes()]


@pytest.mark.first(1)
@pytest.mark.parametrize("refuses", REFUSED, ids=["a folder in memory", "a folder on the disk"])
@pytest.mark.parametrize(
    "victim", ["the program", "the child", "the guardian", "the server", "all at once", "nobody, but time"]
)
def test_no_file_holds_the_text_whoever_is_killed(victim: str, refuses: list[str], tmp_path: Path) -> None:
    is_late = victim == "nobody, but time"
    converting = Converting(tmp_path, refuses, seconds=6 if is_late else 60)
    during = converting.holding()
    if is_late:
        os.kill(converting.program, signal.SIGSTOP)
    else:
        for process in converting.named(victim):
            # Who was killed first may have taken it along.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    converting.wait()

    assert during == converting.holding() == []
    if victim == "all at once":
        # Nobody was left to clear up: the next server does.
        subprocess.run(
            [sys.executable, "-c", "from export.process.launch import clear_left_folders as c; c()"],
            env={"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
            check=True,
        )
    assert list(tmp_path.iterdir()) == []
