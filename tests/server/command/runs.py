"""A command that runs in the process of a test, which is faster than one of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

# A command and the folder of `data`, `FILE` and `KEY` -> its exit code, its output, its errors.
Run = Callable[[Sequence[str], Path], tuple[int, str, str]]
