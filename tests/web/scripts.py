"""Calls functions of the scripts in Node, to compare them with Python; their own tests stand beside them."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.wire.node import NODE

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "web" / "src"


class Scripts:
    """Calls `name` of a module under `web/src`; what goes and comes is JSON, undefined is None."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def call(self, module: str, name: str, *given: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"module": module, "name": name, "given": given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"Node ended over {name} of {module}"
        return json.loads(line)["got"]


@contextmanager
def scripts() -> Iterator[Scripts]:
    with subprocess.Popen(
        [NODE, HERE / "node" / "run.mjs", SOURCES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Scripts(process)
        assert process.stdin is not None
        process.stdin.close()
