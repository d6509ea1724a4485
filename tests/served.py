"""The server as its users run it: a process of its own, that can be killed and started again."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

_PROGRAM = (str(Path(sys.executable).with_name("pochette")),)
# A program begins more notes in a minute than an instance lets people of one network in an hour.
ENVIRONMENT = {**os.environ, "POCHETTE_NOTES_AN_HOUR": "0"}


class Served:
    """`pochette serve` on a folder and a free port, which it keeps, so that browsers find it again."""

    def __init__(
        self,
        data: Path,
        *options: str,
        program: Sequence[str] = _PROGRAM,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.options = options
        self._program = program
        self._environment = {**ENVIRONMENT, **(environment or {})}
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Return once it listens."""
        command = [
            *self._program,
            "serve",
            "--port",
            str(self._port),
            "--data",
            str(self.data),
            *self.options,
        ]
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        with log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, env=self._environment
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if match is None:
            self._process.wait()
            message = f"the server did not start: {line!r}, see {log.name}"
            raise RuntimeError(message)
        self._port = int(match[1])

    def kill(self) -> None:
        """As a power button would: no goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As systemd would. Raises when the server does not stop by itself."""
        code = self._end(signal.SIGTERM)
        assert code == 0, f"the server ended with {code}"

    def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        assert process is not None
        assert process.stdout is not None
        process.send_signal(number)
        code = process.wait(30)
        process.stdout.close()
        return code
