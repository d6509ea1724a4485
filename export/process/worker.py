"""The print worker of the server: briefs in, PDFs and bodies for the reader out, by two child processes.

Two processes, because a note that takes 20 s to print must not keep a telephone from showing another one.
"""

from export.note import limits
from export.note.brief import Brief
from export.note.serialize import job_of, serialize
from export.paper.page_count import PageCount
from export.process.host import ChildHost, Limits

__all__ = ["Limits", "Worker"]


class Worker:
    """Thread-safe; blocks the thread that calls. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._paper = ChildHost("pdf", limits or Limits())
        self._screen = ChildHost("html", limits or Limits())

    def pdf(self, brief: Brief) -> bytes:
        """The printed note. Raises ExportError: TooMuch, TooLong, Busy, Failed, MissingLibrary."""
        limits.check_text(brief.body)
        return self._paper.ask(job_of("pdf", brief))

    def measured_pdf(self, brief: Brief) -> tuple[PageCount, bytes]:
        """How many pages the brief fills, and its print. Raises ExportError, as `pdf`."""
        limits.check_text(brief.body)
        count, _, printed = self._paper.ask(job_of("measured", brief)).partition(b"\n")
        return PageCount.from_bytes(count), printed

    def page_count(self, brief: Brief) -> PageCount:
        """How many pages the brief fills, in about half the time of its print. Raises ExportError, as `pdf`.

        It waits for the prints that came before, and prints wait for it.
        """
        limits.check_text(brief.body)
        return PageCount.from_bytes(self._paper.ask(job_of("page_count", brief)))

    def html(self, brief: Brief) -> str:
        """The reader's body, safe as it is. Raises ExportError, as `pdf`."""
        limits.check_text(brief.body)
        return self._screen.ask(serialize(brief)).decode()

    def ready(self) -> None:
        """Wait until the print engine has started. Raises MissingLibrary when the system lacks one."""
        self._paper.ready()

    def close(self) -> None:
        """End both processes, and with them what is still being printed."""
        self._paper.close()
        self._screen.close()
