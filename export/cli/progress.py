"""Progress of a command with many files: one line on a terminal, nothing elsewhere."""

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO

_BAR, _FULL, _EMPTY = 24, "█", "░"
_ERASE = "\r\x1b[K"


class Progress:
    """For a `with` block. One file needs no bar."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._total = total
        self._done = 0
        self._is_shown = total > 1 and self._out.isatty()

    def show(self, name: str) -> None:
        """That `name` is on its turn."""
        if self._is_shown:
            full = _BAR * self._done // self._total
            line = f"{_FULL * full}{_EMPTY * (_BAR - full)} {self._done}/{self._total} {name}"
            width = shutil.get_terminal_size().columns - 1
            self._write(_ERASE + line[:width])

    def advance(self, many: int = 1) -> None:
        self._done += many

    def clear(self) -> None:
        """Make room for a line of words."""
        if self._is_shown:
            self._write(_ERASE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.clear()

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
