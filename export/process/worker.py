"""What the server calls: briefs in, PDFs and reader's bodies out, each kind from a child process of its own.

Two lanes, because a note that takes 20 s to print must not keep a telephone from showing another one.
"""

from export.note import limits
from export.note.brief import Brief
from export.note.serialize import asked, packed
from export.paper.page_count import Extent, unpacked
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
        return self._paper.ask(asked("pdf", brief))

    def measured_pdf(self, brief: Brief) -> tuple[Extent, bytes]:
        """How many pages the brief fills, and its print. Raises ExportError, as `pdf`."""
        limits.check_text(brief.body)
        extent, _, printed = self._paper.ask(asked("measured", brief)).partition(b"\n")
        return unpacked(extent), printed

    def extent(self, brief: Brief) -> Extent:
        """How many pages the brief fills, in about half the time of its print. Raises ExportError, as `pdf`.

        It waits for the prints that came before, and prints wait for it.
        """
        limits.check_text(brief.body)
        return unpacked(self._paper.ask(asked("extent", brief)))

    def html(self, brief: Brief) -> str:
        """The reader's body, safe as it is. Raises ExportError, as `pdf`."""
        limits.check_text(brief.body)
        return self._screen.ask(packed(brief)).decode()

    def ready(self) -> None:
        """Wait until the print engine has started. Raises MissingLibrary when the system lacks one."""
        self._paper.ready()

    def close(self) -> None:
        """End both processes, and with them what is still being printed."""
        self._paper.close()
        self._screen.close()
