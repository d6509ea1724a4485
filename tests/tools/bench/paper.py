"""Prints 4, 43, 100 pages with our printer and others, prints behind previews and in pochettes, and types.

python -m tests.tools.bench.paper [--rounds 3] [--results FILE] [--write]

Each result is a line of JSON. `./dev bench` runs it too.
"""

import argparse
import asyncio
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

import pikepdf

from export.errors import ExportError
from tests.tools.bench.between import write_between
from tests.tools.bench.install import Work, install
from tests.tools.bench.paper_behind import prints_behind
from tests.tools.bench.paper_beside import acknowledged
from tests.tools.bench.paper_first import first_pictures
from tests.tools.bench.paper_ours import Ours, print_folders
from tests.tools.bench.paper_peers import NotPrintedError, Printer, Sheets, printers
from tests.tools.bench.paper_tables import paper_sections
from tests.tools.bench.paper_text import long_text
from tests.tools.bench.servers import ROOT

Result = dict[str, Any]

PARTS: Final = {4: 1, 43: 11, 100: 27}
"""Repetitions of the sample, by the number of our pages that they fill."""
FOLDERS: Final = {43: 10, 22: 5}
"""Notes of four pages, by the number of pages of the pochette with cover and contents."""
BEHIND: Final = (43, 100)
"""Pages of a preview that is laid out while its reader prints another note."""
PAGE: Final = ROOT / "docs" / "performance.md"
_BESIDE_S: Final = 6.0
# The worst of so many is told.
_WAITS: Final = 10


def measure(work: Work, rounds: int) -> Iterator[Result]:
    """All results; the printers alternate within each length."""
    everybody: Sequence[Printer] = (Ours(), *printers(work))
    for pages, parts in PARTS.items():
        for printer in everybody:
            yield {"scenario": "print", "tool": printer.name, "size": pages, **_notes(printer, parts, rounds)}
    for pages, parts in PARTS.items():
        with tempfile.TemporaryDirectory() as folder:
            looked = asyncio.run(first_pictures(Path(folder), parts=parts, rounds=rounds))
        yield {"scenario": "first", "size": pages, **looked}
    for pages in BEHIND:
        with tempfile.TemporaryDirectory() as folder:
            came = asyncio.run(prints_behind(Path(folder), parts=PARTS[pages], rounds=max(rounds, _WAITS)))
        yield {"scenario": "behind", "size": pages, **came}
    for pages, notes in FOLDERS.items():
        yield from measure_folders(pages=pages, notes=notes, rounds=rounds)
    with tempfile.TemporaryDirectory() as folder:
        beside = asyncio.run(acknowledged(Path(folder), rounds=rounds, seconds=_BESIDE_S))
    for result in beside:
        yield {"scenario": "beside", **result}


def measure_folders(*, pages: int, notes: int, rounds: int) -> Iterator[Result]:
    """A pochette of `notes` notes, printed in each state of its cache."""
    came = asyncio.run(print_folders(notes, rounds))
    yield {
        "scenario": "folder",
        "size": pages,
        "notes": notes,
        "pages": _pages(came[0]["cold"]),
        **{f"{name}_s": median(one[name].seconds for one in came) for name in came[0]},
    }


def _notes(printer: Printer, parts: int, rounds: int) -> Result:
    try:
        cold = [printer.cold(long_text(parts)) for _ in range(rounds)]
        warm = printer.warm([long_text(parts) for _ in range(rounds)])
    except (NotPrintedError, ExportError) as error:
        return {"error": str(error)}
    return {
        "cold_s": median(sheets.seconds for sheets in cold),
        "warm_s": median(sheets.seconds for sheets in warm),
        "pages": _pages(warm[-1]),
    }


def _pages(sheets: Sheets) -> int:
    with pikepdf.open(io.BytesIO(sheets.pdf)) as document:
        return len(document.pages)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, help="where to add the results, for the tables of a bench")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    work = Work.chosen()
    install(work)
    results = []
    for result in measure(work, options.rounds):
        results.append(result)
        line = json.dumps(result)
        print(line, flush=True)  # noqa: T201 - the result of this command
        if options.results:
            with options.results.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
    if options.write:
        page = PAGE.read_text("utf-8")
        for name, lines in paper_sections(results).items():
            page = write_between(page, name, lines)
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
