"""Other printers: LibreOffice (which Etherpad uses), Chromium, and pandoc with Typst.

Each gets the Markdown as pandoc makes it HTML or Typst. Cold is a program that starts for one note, from
files that are in the machine's memory; warm is one that has printed before.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from shutil import which
from typing import Final, Protocol

from playwright.sync_api import sync_playwright

from export.errors import MissingPandoc
from export.office.pandoc import pandoc
from tests.tools.bench.install import Work

_CHROMIUM_OPTIONS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
# As a page of the web, where it would be by itself, it does not come to the end of 100 pages.
_AS_A_TEXT: Final = "--infilter=HTML (StarWriter)"
_PATIENCE_S: Final = 60


class NotPrintedError(Exception):
    """A program is missing or timed out; the message is shown in the table."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A printed text."""

    seconds: float
    pdf: bytes


class Printer(Protocol):
    """A printer. Both methods raise NotPrintedError."""

    name: str
    title: str

    def cold(self, text: str) -> Sheets:
        """One print, with the start of the program."""

    def warm(self, texts: Sequence[str]) -> list[Sheets]:
        """Several prints in a process that has printed before."""


class LibreOffice:
    """One process for several files; the time between two PDFs is that of one note."""

    name, title = "libreoffice", "LibreOffice"

    def __init__(self, folder: Path) -> None:
        self._folder = _made(folder)
        # The first start writes its settings and is not measured.
        self._is_new = True

    def cold(self, text: str) -> Sheets:
        if self._is_new:
            self._is_new = False
            self._print([text])
        began = time.perf_counter()
        ((_, pdf),) = self._print([text])
        return Sheets(time.perf_counter() - began, pdf)

    def warm(self, texts: Sequence[str]) -> list[Sheets]:
        printed = self._print([texts[0], *texts])
        return [Sheets((at - before) / 1e9, pdf) for (before, _), (at, pdf) in pairwise(printed)]

    def _print(self, texts: Sequence[str]) -> list[tuple[int, bytes]]:
        """(time in ns, content) of each PDF."""
        sources = [
            _written(self._folder / f"n{number}.html", text, "html") for number, text in enumerate(texts)
        ]
        options = ("--headless", _AS_A_TEXT, "--convert-to", "pdf:writer_pdf_Export")
        settings = f"-env:UserInstallation={(self._folder / 'settings').as_uri()}"
        command = (_found("soffice"), settings, *options, "--outdir", str(self._folder), *map(str, sources))
        _run(*command)
        printed = [source.with_suffix(".pdf") for source in sources]
        return [(path.stat().st_mtime_ns, path.read_bytes()) for path in printed]


class Browser:
    """Chromium prints the page."""

    name, title = "chromium", "Chromium"

    def __init__(self, folder: Path) -> None:
        self._folder = _made(folder)

    def cold(self, text: str) -> Sheets:
        source, target = _written(self._folder / "n.html", text, "html"), self._folder / "n.pdf"
        command = (_found("chromium"), *_CHROMIUM_OPTIONS, f"--print-to-pdf={target}", source.as_uri())
        began = time.perf_counter()
        _run(*command)
        return Sheets(time.perf_counter() - began, target.read_bytes())

    def warm(self, texts: Sequence[str]) -> list[Sheets]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_found("chromium"), args=["--no-sandbox"])
            printed = []
            for text in (texts[0], *texts):
                source = _written(self._folder / "n.html", text, "html")
                began = time.perf_counter()
                page = browser.new_page()
                page.goto(source.as_uri())
                pdf = page.pdf()
                page.close()
                printed.append(Sheets(time.perf_counter() - began, pdf))
            browser.close()
        return printed[1:]


class Typst:
    """Pandoc is started for each note; Typst stays in memory when warm."""

    name, title = "typst", "pandoc + Typst"

    def __init__(self, work: Work) -> None:
        self._work = work
        self._folder = _made(work.folder / "paper" / self.name)

    def cold(self, text: str) -> Sheets:
        began = time.perf_counter()
        with self._typesetter() as typesetter:
            pdf = self._print(typesetter, text)
        return Sheets(time.perf_counter() - began, pdf)

    def warm(self, texts: Sequence[str]) -> list[Sheets]:
        printed = []
        with self._typesetter() as typesetter:
            for text in (texts[0], *texts):
                began = time.perf_counter()
                pdf = self._print(typesetter, text)
                printed.append(Sheets(time.perf_counter() - began, pdf))
        return printed[1:]

    def _print(self, typesetter: "subprocess.Popen[str]", text: str) -> bytes:
        assert typesetter.stdin is not None
        source = _written(self._folder / "n.typ", text, "typst")
        print(source, file=typesetter.stdin, flush=True)
        _hear(typesetter, "done")
        return source.with_suffix(".pdf").read_bytes()

    @contextmanager
    def _typesetter(self) -> "Iterator[subprocess.Popen[str]]":
        command = (str(self._work.python), str(self._work.peers / "typst_pages.py"))
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            _hear(process, "ready")
            yield process
            assert process.stdin is not None
            process.stdin.close()


def printers(work: Work) -> tuple[Printer, ...]:
    return (
        LibreOffice(work.folder / "paper" / "libreoffice"),
        Browser(work.folder / "paper" / "chromium"),
        Typst(work),
    )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _written(target: Path, text: str, form: str) -> Path:
    """The output of pandoc for the Markdown."""
    try:
        command = (pandoc(), "--from=markdown", f"--to={form}", "--standalone", "--metadata=title=x")
    except MissingPandoc:
        raise NotPrintedError("no pandoc here") from None
    _run(*command, "--output", str(target), given=text)
    return target


def _found(name: str) -> str:
    path = which(name)
    if path is None:
        raise NotPrintedError(f"no {name} here")
    return path


def _run(*command: str, given: str | None = None) -> None:
    """Raises CalledProcessError, or NotPrintedError when it takes too long."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            _, said = process.communicate(given, timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            # LibreOffice's first process only starts the one that works.
            os.killpg(process.pid, signal.SIGKILL)
            raise NotPrintedError(f"not in {_PATIENCE_S} s") from None
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)


def _hear(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if line != word:
        raise NotPrintedError("no Typst here")
