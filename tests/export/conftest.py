"""What every test of paper needs: a printer, and eyes that read what it printed."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from export.note.brief import Brief, read_brief
from export.process.worker import Worker

NOON = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    printer = Worker()
    yield printer
    printer.close()


@pytest.fixture(scope="session")
def brief() -> Callable[..., Brief]:
    def read(markdown: str, **known: str) -> Brief:
        return read_brief(markdown, printed_at=NOON, **known)  # type: ignore[arg-type]

    return read


@pytest.fixture(scope="session")
def print_note(worker: Worker, brief: Callable[..., Brief]) -> Callable[..., bytes]:
    def print_one(markdown: str, **known: str) -> bytes:
        return worker.pdf(brief(markdown, **known))

    return print_one


@pytest.fixture
def pages(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """The words of each page, as a person copies them."""

    def read(pdf: bytes) -> list[str]:
        path = tmp_path / "read.pdf"
        path.write_bytes(pdf)
        run = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
        return run.stdout.decode().split("\f")[:-1]

    return read
