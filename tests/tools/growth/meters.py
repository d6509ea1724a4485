"""What a command costs: seconds of the processor, or its work, counted: the same on every machine."""

import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from types import FrameType
from typing import Any, Final

import apsw

Spent = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one cost is counted in, and how a note more is told."""

    name: str
    of_a_note: str
    scale: float = 1
    digits: int = 0
    """Behind the comma, of a note more."""
    least: float
    """Of a note more: less is not told from nothing."""


SECONDS: Final = Unit(name="s", of_a_note="ms a note more", scale=1000, digits=3, least=0.05)
WORK: Final = (
    Unit(name="calls", of_a_note="calls a note more", least=10),
    Unit(name="rows", of_a_note="steps or rows a note more", least=10),
    Unit(name="pages", of_a_note="pages a note more", digits=1, least=1),
)
"""Calls of functions of Python; rows of PostgreSQL or steps of SQLite's programs; pages looked into."""


@contextmanager
def processor() -> Iterator[Spent]:
    """Seconds of the processor of this process and of its children."""
    spent: Spent = {}
    before = _processor_s()
    try:
        yield spent
    finally:
        spent["s"] = _processor_s() - before


def _processor_s() -> float:
    own, of_children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + of_children.ru_utime + of_children.ru_stime


@contextmanager
def work() -> Iterator[Spent]:
    """Calls in all threads of this process, and the steps and pages of SQLite."""
    spent: Spent = {}
    counted = count()

    def called(_frame: FrameType, event: str, _arg: object) -> None:
        if event in {"call", "c_call"}:
            next(counted)

    sqlite = _Sqlite()
    apsw.connection_hooks.append(sqlite.follow)
    threading.setprofile(called)
    sys.setprofile(called)
    try:
        yield spent
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        apsw.connection_hooks.remove(sqlite.follow)
        spent |= {"calls": next(counted), "rows": sqlite.steps, "pages": sum(sqlite.pages.values())}


class _Sqlite:
    """Sources: https://www.sqlite.org/c3ref/c_stmtstatus_counter.html and c_dbstatus_options.html there."""

    def __init__(self) -> None:
        self.steps = 0
        self.pages: dict[int, int] = {}
        self._connections = count()

    def follow(self, connection: apsw.Connection) -> None:
        number = next(self._connections)

        def ended(event: dict[str, Any]) -> None:
            self.steps += event["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]
            looked = (apsw.SQLITE_DBSTATUS_CACHE_HIT, apsw.SQLITE_DBSTATUS_CACHE_MISS)
            self.pages[number] = sum(connection.status(which)[0] for which in looked)

        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, ended, id=self)
