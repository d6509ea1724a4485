"""Printing processes, kept from one server of a run to the next, as a server keeps them between notes."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from export.process import host
from export.process.host import ChildHost, Limits

_Child = host._Child  # noqa: SLF001 - what a host starts


class Kept:
    """Processes that do nothing now. One takes a second of the processor to start."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, Limits], list[host._Child]] = defaultdict(list)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Hosts that start take one of these where there is one, and those that are closed leave theirs."""
        with pytest.MonkeyPatch.context() as patch:
            close = ChildHost.close

            def left(of: ChildHost) -> None:
                self._take_over(of)
                close(of)

            patch.setattr(host, "_Child", self._taken)
            patch.setattr(ChildHost, "close", left)
            yield

    def close(self) -> None:
        for children in self._idle.values():
            for child in children:
                child.kill()

    def _taken(self, kind: str, limits: Limits) -> host._Child:
        idle = self._idle[kind, limits]
        while idle:
            child = idle.pop()
            if child.process.poll() is None:
                return child
            child.kill()
        return _Child(kind, limits)

    def _take_over(self, of: ChildHost) -> None:
        """Nothing where it works: that ends with its host."""
        if of._one_at_a_time.acquire(blocking=False):  # noqa: SLF001
            child, of._child = of._child, None  # noqa: SLF001
            if child is not None:
                self._idle[of._kind, of._limits].append(child)  # noqa: SLF001
            of._one_at_a_time.release()  # noqa: SLF001
