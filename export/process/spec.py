"""The specification of a child process: its entry point, what it may read and use."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """`entry` is `module:function`, called with an Inside and the `arguments`, all of them texts.

    `parent` is the process that starts it. `readable` are the files and folders that it may read; `folder` is
    made where it can have none in memory, and is not there yet. `memory` is in bytes of addresses, `seconds`
    of CPU for its whole life, None for no end. `nice` and `is_idle` put it behind other processes. `program`
    is the one file that may be run for it.
    """

    entry: str
    parent: int
    folder: str
    readable: tuple[str, ...]
    arguments: tuple[str, ...]
    memory: int
    seconds: int | None
    nice: int
    is_idle: bool
    program: str

    @classmethod
    def read(cls, told: str) -> "Child":
        """From what `told` gave."""
        fields: dict[str, Any] = json.loads(told)
        lists = {name: tuple(fields[name]) for name in ("readable", "arguments")}
        return cls(**fields | lists)

    def told(self) -> str:
        return json.dumps(asdict(self))
