"""The calls of a job stay in one chunk of CPython's data stack.

CPython has chunks of 16 KiB for the frames of calls. It unmaps a chunk when the call that opened it returns,
and maps another at the next call that crosses the same end (`push_chunk` in Python/pystate.c): a print
crosses it 130,000 times where its calls happen to go to and fro there, as on a version that was not read.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from export.patches import is_read

# Of eight bytes each: more than 512 KiB, so the chunk is the next power of two.
_SLOTS = 67_000


def make_room_for_calls(function: Callable[..., Any]) -> None:
    """Declare a stack of half a mebibyte for a function; what is left of its chunk takes its calls."""
    if is_read("CPython") and isinstance(function, FunctionType):
        function.__code__ = function.__code__.replace(co_stacksize=_SLOTS)
