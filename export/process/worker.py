"""The print worker of the server: briefs in, PDFs and bodies for the reader out, by three child processes.

A note that takes 20 s to print, or to show, must not keep a telephone from showing another one.
"""

import json
import threading
from dataclasses import replace
from typing import Final

from export.changes.counted import Counted, Leaf
from export.changes.told import Told, read_facts
from export.errors import Failed
from export.note import limits
from export.note.brief import Brief
from export.note.serialize import job_of
from export.paper.page_count import PageCount
from export.process.cancellation import Cancellation
from export.process.host import ChildHost, Limits

__all__ = ["Limits", "Worker"]


# Where a short text does not end at `child.SHORT_CPU_S`: seconds of the processor, and by the clock.
_SHORT_CPU_S: Final = 1
_SHORT_S: Final = 6.0


class Worker:
    """Thread-safe; blocks the thread that calls. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._paper = ChildHost("pdf", self._limits)
        short = replace(self._limits, seconds=_SHORT_CPU_S, wall_seconds=_SHORT_S)
        self._short = ChildHost("short_html", short)
        self._starting = threading.Lock()
        self._is_closed = False
        self._long: ChildHost | None = None

    def pdf(self, brief: Brief) -> bytes:
        """The printed note. Raises ExportError: TooMuch, TooLong, Busy, Failed, MissingLibrary."""
        limits.check_text(brief.body)
        return self._paper.ask(job_of("pdf", brief))

    def located_pdf(
        self, brief: Brief, cancellation: Cancellation | None = None
    ) -> tuple[PageCount, bytes, bytes]:
        """How many pages the brief fills, its packed word boxes, its print.

        Raises ExportError, as `pdf`, and Cancelled.
        """
        limits.check_text(brief.body)
        count, size, rest = self._paper.ask(job_of("located", brief), cancellation).split(b"\n", 2)
        return PageCount.from_bytes(count), rest[: int(size)], rest[int(size) :]

    def first_pages(self, brief: Brief, cancellation: Cancellation | None = None) -> bytes:
        """A print of the first pages of a long brief, or nothing. Raises as `located_pdf`."""
        limits.check_text(brief.body)
        return self._paper.ask(job_of("first_pages", brief), cancellation)

    def page_count(self, brief: Brief) -> PageCount:
        """How many pages the brief fills, in about half the time of its print. Raises ExportError, as `pdf`.

        It waits for the prints that came before, and prints wait for it.
        """
        limits.check_text(brief.body)
        return PageCount.from_bytes(self._paper.ask(job_of("page_count", brief)))

    def html(self, brief: Brief) -> str:
        """The reader's body, safe as it is. Raises ExportError, as `pdf`."""
        return self._of_long("html", brief).decode()

    def short_html(self, brief: Brief) -> str:
        """The same by a process of its own. Raises ExportError; TooLong after half a second of CPU."""
        return self._of_short("html", brief).decode()

    def leaves(self, brief: Brief) -> tuple[Leaf, ...]:
        """The folded words of each passage. Raises ExportError, as `pdf`."""
        return _leaves(self._of_long("leaves", brief))

    def short_leaves(self, brief: Brief) -> tuple[Leaf, ...]:
        """The same by the process of `short_html`, within its limits."""
        return _leaves(self._of_short("leaves", brief))

    def counted(self, brief: Brief) -> Counted:
        """How much has changed since `previous`, by all its words. Raises ExportError, as `pdf`."""
        return Counted(*json.loads(self._of_long("counted", brief)))

    def short_counted(self, brief: Brief) -> Counted:
        """The same by the process of `short_html`, within its limits."""
        return Counted(*json.loads(self._of_short("counted", brief)))

    def told(self, brief: Brief) -> tuple[Told, ...]:
        """What has changed since `previous`, in words. Raises ExportError, as `pdf`."""
        return read_facts(json.loads(self._of_long("told", brief)))

    def short_told(self, brief: Brief) -> tuple[Told, ...]:
        """The same by the process of `short_html`, within its limits."""
        return read_facts(json.loads(self._of_short("told", brief)))

    def _of_long(self, job: str, brief: Brief) -> bytes:
        limits.check_text(brief.body)
        with self._starting:
            if self._is_closed:
                raise Failed("the printer is closed")
            self._long = self._long or ChildHost("long_html", self._limits)
        return self._long.ask(job_of(job, brief))

    def _of_short(self, job: str, brief: Brief) -> bytes:
        limits.check_text(brief.body)
        return self._short.ask(job_of(job, brief))

    def ready(self) -> None:
        """Wait until the print engine has started. Raises MissingLibrary when the system lacks one."""
        self._paper.ready()

    def close(self) -> None:
        """End the processes, and with them what is still being printed."""
        with self._starting:
            self._is_closed = True
        for host in (self._paper, self._short, self._long):
            if host is not None:
                host.close()


def _leaves(said: bytes) -> tuple[Leaf, ...]:
    return tuple(Leaf(key, words) for key, words in json.loads(said))
