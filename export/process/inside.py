"""Entry point of every child process: its priority, the sandbox, then its work."""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

from export.process.layers import Layers
from export.process.programs import Programs
from export.process.spec import Child


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Arguments of the work of a child: the layers of its sandbox, and how to have its program run."""

    layers: Layers
    programs: Programs | None = None


def main(told: str) -> None:
    """Do what a spec.Child says."""
    asked = Child.read(told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if asked.is_idle and sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    os.nice(asked.nice)
    if sys.platform == "linux":
        from export.process.guardian import guard  # noqa: PLC0415 -- what it needs is on Linux alone

        guard(asked, lambda layers, programs: _work(asked, Inside(layers=layers, programs=programs)))
    else:
        from export.process.limits import limit  # noqa: PLC0415 -- likewise

        limit(asked.memory, asked.seconds, is_counted_alone=False)
        _work(asked, Inside(layers=Layers()))


def _work(asked: Child, inside: Inside) -> None:
    module, _, function = asked.entry.partition(":")
    entry: Callable[..., None] = getattr(importlib.import_module(module), function)
    entry(inside, *asked.arguments)
