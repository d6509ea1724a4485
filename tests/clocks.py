"""A clock that is set: libfaketime makes a process believe that it is another moment."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp


def library() -> Path | None:
    """Of Debian's package libfaketime, the form for processes with threads."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class SetClock:
    """The clock of what begins in `environment`: it goes on from where it was set, and can be set anew.

    Time to wait (CLOCK_MONOTONIC) and times of files stay those of the machine.
    """

    def __init__(self, folder: Path, at: datetime) -> None:
        self._file = folder / "clock"
        self.set(at)

    def set(self, at: datetime) -> None:
        ahead = round((at - datetime.now(UTC)).total_seconds())
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead:+}\n", "ascii")
        new.replace(self._file)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        }


def _main(said: str, command: list[str]) -> None:
    """`python -m tests.clocks TIME COMMAND…`: run COMMAND by a clock set to TIME (ISO 8601, local)."""
    clock = SetClock(Path(mkdtemp(prefix="clock-")), datetime.fromisoformat(said).astimezone())
    os.execvpe(command[0], command, {**os.environ, **clock.environment})  # noqa: S606 - what is given


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
