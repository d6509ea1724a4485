"""A clock that is set: libfaketime makes a process believe that it is another moment."""

import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_FILE: Final = "FAKETIME_TIMESTAMP_FILE"
# Time to wait (CLOCK_MONOTONIC) and times of files stay those of the machine. The library's repair of waits
# by that clock would end each at once: a thread of Python that waits for its turn would go in circles, and
# a test take six times the CPU.
_ONLY_THE_DATE: Final = {
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    "FAKETIME_DISABLE_SHM": "1",
    "NO_FAKE_STAT": "1",
}


def library() -> Path | None:
    """Of Debian's package libfaketime, the form for processes with threads."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class SetClock:
    """The clock of what begins in `environment`: it goes on from where it was set, and can be set anew.

    The library looks into a file at each reading of the clock for that.
    """

    def __init__(self, folder: Path, at: datetime) -> None:
        self._file = folder / "clock"
        self.set(at)

    def set(self, at: datetime) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(f"{_ahead(at)}\n", "ascii")
        new.replace(self._file)

    @property
    def environment(self) -> Mapping[str, str]:
        file = {_FILE: str(self._file), "FAKETIME_NO_CACHE": "1"}
        return {"LD_PRELOAD": str(library()), **file, **_ONLY_THE_DATE}


def _ahead(at: datetime) -> str:
    """Of the machine's clock, in whole seconds, with a sign; the clock of this process may be set as well."""
    file = os.environ.get(_FILE)
    own = int(Path(file).read_text("ascii")) if file else 0
    return f"{round((at - datetime.now(UTC)).total_seconds()) + own:+}"


def _main(said: str, command: list[str]) -> None:
    """`python -m tests.clocks TIME COMMAND…`: run COMMAND by a clock set to TIME (ISO 8601, local)."""
    at = datetime.fromisoformat(said).astimezone()
    # In a file, whose place the clock of a server that a test sets can take: FAKETIME would go first.
    with tempfile.NamedTemporaryFile("w", prefix="clock-", delete=False) as file:
        file.write(f"{_ahead(at)}\n")
    clock = {"LD_PRELOAD": str(library()), _FILE: file.name, **_ONLY_THE_DATE}
    os.execvpe(command[0], command, {**os.environ, **clock})  # noqa: S606 - what is given


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
